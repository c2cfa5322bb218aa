import { ENGLISH_ANGLES } from './statistical-angles.en.ts';
import type { DismissReason } from '../../../data/generated/prisma/client.ts';
import { formatsOf, isDuration } from './statistical-phrases.ts';
import type { Line, Phrases, StatisticFacts, TrendFacts } from './statistical-phrases.ts';

const formats = formatsOf('en');
const { number, percent, signedPercent } = formats;

function posts(count: number): string {
  return count === 1 ? '1 post' : `${number(count)} posts`;
}

function chance({ verdict }: StatisticFacts): string {
  return verdict === 'NO_EVIDENCE_YET'
    ? '; no evidence yet that this is more than chance.'
    : ', more than chance explains.';
}

const ORIENTATIONS = ['portrait', 'landscape', 'square'];

const REASONS: Record<DismissReason, string> = {
  NOT_RELEVANT: 'as not relevant',
  ALREADY_DONE: 'as done already',
  TOO_HARD: 'as too hard',
  OFF_BRAND: 'as not yours',
  WRONG_FACTS: 'for wrong facts',
  OTHER: 'for reasons of your own',
};

function growth({ key, growth: daily }: TrendFacts): Line {
  if (daily === null) return [];
  return [', at ', { words: `${signedPercent(daily)} a day`, evidenceKey: key, figure: daily }];
}

/** What the statistical engine says in English. */
export const ENGLISH: Phrases = {
  ...formats,
  quoted: (words) => `“${words}”`,
  untitled: 'that video',
  angles: ENGLISH_ANGLES,
  goals: {
    REACH: 'Aim at people who do not know you yet: it must make sense without your other videos.',
    ENGAGEMENT: 'Aim at answers: end on a question that can be settled in one word.',
    FOLLOWERS: 'Aim at people who come back: name the next part before this one ends.',
  },
  callsToAction: {
    REACH: ['Send this to someone who needs to see it.', 'Save it for the next time you try this.'],
    ENGAGEMENT: [
      'Which one would you pick? Tell me in the comments.',
      'What would you have done? One word is enough.',
    ],
    FOLLOWERS: [
      'Follow, so that you do not miss the next part.',
      'The next part comes this week. Follow to see it.',
    ],
  },
  winner: ({ key, subject, views, multiple }) => [
    { words: subject, evidenceKey: key, figure: null },
    ' has ',
    { words: `${number(views)} views`, evidenceKey: key, figure: views },
    ...(multiple === null
      ? []
      : [', ', { words: `${number(multiple)} times your median`, evidenceKey: key, figure: multiple }]),
    '.',
  ],
  miss: ({ key, subject, multiple }) =>
    multiple === null
      ? []
      : [
          'The other way round, ',
          { words: subject, evidenceKey: key, figure: null },
          ' got ',
          { words: `${number(multiple)} times your median`, evidenceKey: key, figure: multiple },
          '; look at what it lacked.',
        ],
  comments: ({ key, comments }) =>
    comments === null
      ? []
      : ['It drew ', { words: `${number(comments)} comments`, evidenceKey: key, figure: comments }, '.'],
  onTopic: (topic) => `Take what worked there to the topic you asked for: ${topic}.`,
  engagement: ({ key, value, sampleSize }) => [
    'Likes, comments and shares are ',
    { words: `${percent(value)} of your views`, evidenceKey: key, figure: value },
    ', over ',
    { words: posts(sampleSize), evidenceKey: key, figure: sampleSize },
    '.',
  ],
  cadence: ({ key, value }) => [
    'You post ',
    { words: `${number(value)} times a week`, evidenceKey: key, figure: value },
    ' at present.',
  ],
  thin: ({ key }) => [
    { words: 'The data are thin', evidenceKey: key, figure: null },
    ': too few posts are old enough to compare, so take this as a first try, not as a finding.',
  ],
  duration: (band) =>
    band.verdict === 'HIGHER'
      ? [
          'Keep to ',
          { words: band.subject, evidenceKey: band.key, figure: null },
          ': they are associated with ',
          { words: `${signedPercent(band.value)} views`, evidenceKey: band.key, figure: band.value },
          ' against your usual, over ',
          { words: posts(band.sampleSize), evidenceKey: band.key, figure: band.sampleSize },
          chance(band),
        ]
      : [
          'You mostly post ',
          { words: band.subject, evidenceKey: band.key, figure: null },
          ' (',
          { words: posts(band.sampleSize), evidenceKey: band.key, figure: band.sampleSize },
          '); there is no evidence yet that another length does better.',
        ],
  association: (group, many) => [
    { words: group.subject, evidenceKey: group.key, figure: null },
    many === 'MANY' ? ' are associated with ' : ' is associated with ',
    { words: `${signedPercent(group.value)} views`, evidenceKey: group.key, figure: group.value },
    ' against your usual, over ',
    { words: posts(group.sampleSize), evidenceKey: group.key, figure: group.sampleSize },
    chance(group),
  ],
  hour: (weekday, block, basis) => [
    basis === 'HABIT'
      ? `On ${weekday} at your usual time: `
      : basis === 'EVIDENCE'
        ? `On ${weekday}: `
        : `On ${weekday} as an experiment: `,
    { words: block.subject, evidenceKey: block.key, figure: null },
    ', over all days, is associated with ',
    { words: `${signedPercent(block.value)} views`, evidenceKey: block.key, figure: block.value },
    ' against your usual, over ',
    { words: posts(block.sampleSize), evidenceKey: block.key, figure: block.sampleSize },
    chance(block),
  ],
  untriedHour: (weekday, partOfDay, key) => [
    `On ${weekday} `,
    { words: partOfDay, evidenceKey: key, figure: null },
    ': none of your posts of these hours can be compared, so it is a guess.',
  ],
  partsOfDay: [
    'at night',
    'in the early morning',
    'in the morning',
    'in the early afternoon',
    'in the late afternoon',
    'in the evening',
  ],
  block: (label) => label,
  forecast: ({ key, value, lower, upper, level, days }) => [
    'Followers are heading for ',
    { words: `${number(value)} followers`, evidenceKey: key, figure: value },
    ' in ',
    { words: `${number(days)} days`, evidenceKey: key, figure: days },
    ' (',
    { words: `${percent(level)} interval`, evidenceKey: key, figure: level },
    ' from ',
    { words: number(lower), evidenceKey: key, figure: lower },
    ' to ',
    { words: number(upper), evidenceKey: key, figure: upper },
    ').',
  ],
  rising: (trend) => [
    { words: trend.subject, evidenceKey: trend.key, figure: null },
    trend.region === null ? ' is rising' : ` (${trend.region}) is rising`,
    ...growth(trend),
    trend.isWatchedAlone ? ', and you watch it.' : ', and has to do with what you post; it may pass.',
  ],
  sound: (trend) => [
    'A sound to try while it rises: ',
    { words: trend.subject, evidenceKey: trend.key, figure: null },
    ...growth(trend),
    '.',
  ],
  risingFormat: {
    title: (name) => `Try what rises: ${name}`,
    why: (trend) => [
      { words: trend.subject, evidenceKey: trend.key, figure: null },
      ' shows more often among videos that do unusually well',
      ...growth(trend),
      '.',
    ],
  },
  changes: {
    VIRAL_TAKE_OFF: ['A video of yours takes off', ', so post while people look at your profile.'],
    REACH_DROP: ['Your reach has dropped recently', ', so this builds on what worked before.'],
    CHANGE_POINT: ['Your reach has risen recently and stays up', ', so keep to what you do now.'],
    FOLLOWER_JUMP: [
      'You gained far more followers than usual recently',
      ', so make it clear to newcomers what you do.',
    ],
    FOLLOWER_DROP: [
      'You lost more followers than usual recently',
      ', so stay close to what the others came for.',
    ],
  },
  used: ({ key, subject, views, multiple }) => [
    'You used ',
    { words: subject, evidenceKey: key, figure: null },
    ', and its video has ',
    { words: `${number(views)} views`, evidenceKey: key, figure: views },
    ...(multiple === null
      ? ['.']
      : [
          ', ',
          { words: `${number(multiple)} times your median`, evidenceKey: key, figure: multiple },
          multiple >= 1 ? '; this goes the same way.' : '; this goes another way.',
        ]),
  ],
  dismissed: ({ key, subject }, reason) => [
    'You dismissed ',
    { words: subject, evidenceKey: key, figure: null },
    ` ${REASONS[reason]}, so this is something else.`,
  ],
  hashtagsOf: ({ key, subject, views }) => [
    'They come from ',
    { words: subject, evidenceKey: key, figure: null },
    ', which has ',
    { words: `${number(views)} views`, evidenceKey: key, figure: views },
    '.',
  ],
  tone: (tone) => `Keep the tone you asked for: ${tone}.`,
  constraints: (constraints) =>
    `You set conditions: ${constraints.join('; ')}. Check the wording against them, since statistics cannot read.`,
  withoutHashtags: 'Hashtags are left out, as you asked.',
  honesty: [
    'All of this shows what goes together in your own posts, not what causes what.',
    'No AI wrote this: it is put together from statistics of your own posts, and shows what goes together, not why.',
  ],
  hookVisual: 'Your face or the result, close, moving from the first frame.',
  callToActionVisual: 'The result once more; the last frame leads back to the first.',
  hashtagSet: {
    titles: [
      'A hashtag set for your next post',
      'Hashtags worth keeping',
      'Another mix of your own hashtags',
    ],
    use: 'Use them together with words of your own; TikTok reads the caption too.',
    none: 'You have not used a hashtag often enough to compare any, so use few, and the same ones for some weeks.',
  },
  postingSlot: {
    titles: [
      'When to post in the coming week',
      'Times to try in the coming week',
      'A posting plan for the coming days',
    ],
    compare:
      'Keep the kind of video alike between these times, and compare after some days: otherwise the video, not the hour, makes the difference.',
  },
  formatChange: {
    better: (videos) => `Make more ${videos}`,
    trial: (videos) => `Try ${videos}`,
    openings: [
      {
        title: 'Show the result first',
        idea: 'Start the next videos with their last second, and only then tell how it came about.',
        hook: 'This is how it ends. Now watch it happen.',
      },
      {
        title: 'One take, no cuts',
        idea: 'Film the next videos in one take: mistakes stay in, and people stay to see whether you save it.',
        hook: 'No cuts. Whatever happens, happens.',
      },
      {
        title: 'Let one comment decide',
        idea: 'Build the next videos on one comment each, shown on screen, and answer it by doing.',
        hook: 'You asked, so here it goes.',
      },
      {
        title: 'Turn it into a series',
        idea: 'Give the next videos one name and a number, and end each on the question the following one answers.',
        hook: 'A new day, the next try.',
      },
    ],
    test: 'Do it for several posts in a row and change nothing else: one post alone tells nothing.',
  },
  videos: (label) =>
    ORIENTATIONS.includes(label) ? `${label} videos` : isDuration(label) ? `videos of ${label}` : null,
  typeset: (words) => words,
};
