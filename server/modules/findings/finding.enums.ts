import { builder } from '../../schema/builder.ts';

export const FindingKind = builder.enumType('FindingKind', {
  description: 'Kinds of change.',
  values: {
    VIRAL_TAKE_OFF: {
      description:
        "A young video left the account's others far behind, in views at its age and in how fast it gains them.",
    },
    REACH_DROP: { description: 'Since a day, posts get fewer views than those before it did.' },
    FOLLOWER_JUMP: { description: 'Far more followers gained in a day than on the days before.' },
    FOLLOWER_DROP: { description: 'Far more followers lost in a day than on the days before.' },
    CHANGE_POINT: {
      description: 'A lasting rise: since a day, posts get more views than those before it did.',
    },
    COUNTER_FALL: {
      description:
        'TikTok took back more of a video’s views, likes, comments or shares than it does all the time.',
    },
  },
});
