import { builder } from '../../schema/builder.ts';

export const RunStatus = builder.enumType('RunStatus', {
  description: 'COMPLETED, FAILED and CANCELLED are final.',
  values: {
    QUEUED: { description: 'Waits for a worker.' },
    RUNNING: { description: 'Is being written.' },
    COMPLETED: { description: 'Ended well; some recommendations may have been dropped.' },
    FAILED: { description: 'Ended without a result; see error.' },
    CANCELLED: { description: 'Stopped by a caller; what was completed stays.' },
  },
});

export const RecommendationEngine = builder.enumType('RecommendationEngine', {
  description: 'Who writes.',
  values: {
    OPENAI: { description: 'OpenAI or a compatible server.' },
    STATISTICAL: { description: 'No AI; built from statistics.' },
  },
});

export const RecommendationKind = builder.enumType('RecommendationKind', {
  description: 'What is recommended.',
  values: {
    IDEA: { description: 'A video to make.' },
    SCRIPT: { description: 'A video to make, with its script.' },
    HASHTAG_SET: { description: 'Hashtags to post with.' },
    POSTING_SLOT: { description: 'When to post.' },
    FORMAT_CHANGE: { description: 'A length or shape to try.' },
  },
});

export const RecommendationStatus = builder.enumType('RecommendationStatus', {
  description: 'What the creator did with it.',
  values: {
    NEW: { description: 'Nothing yet.' },
    SAVED: { description: 'Kept for later.' },
    DISMISSED: { description: 'Not wanted; see feedback.' },
    USED: { description: 'A video was made from it.' },
  },
});

export const RecommendationGoal = builder.enumType('RecommendationGoal', {
  description: 'What to aim at.',
  values: {
    REACH: { description: 'Views.' },
    ENGAGEMENT: { description: 'Likes, comments and shares a view.' },
    FOLLOWERS: { description: 'New followers.' },
  },
});

export const DismissReason = builder.enumType('DismissReason', {
  description: 'Why not.',
  values: {
    NOT_RELEVANT: { description: 'Has nothing to do with the account.' },
    ALREADY_DONE: { description: 'Was made already.' },
    TOO_HARD: { description: 'Takes too much.' },
    OFF_BRAND: { description: 'Does not fit the account.' },
    WRONG_FACTS: { description: 'Says something untrue.' },
    OTHER: { description: 'See the comment.' },
  },
});

export const HashtagBasis = builder.enumType('HashtagBasis', {
  description: 'Why a hashtag is there.',
  values: {
    OWN_WINNER: { description: "The account's own posts with it did better." },
    RISING: { description: 'It is a trend that rises, and matters to the account.' },
    TOPIC: { description: 'It names the topic.' },
  },
});

export const FigureBasis = builder.enumType('FigureBasis', {
  description: "Whether a number is the store's.",
  values: {
    STORED: { description: 'Equal to the evidence.' },
    ENGINE_ESTIMATE: { description: "The engine's own estimate, marked as such." },
  },
});

export const StatisticTopic = builder.enumType('StatisticTopic', {
  description: 'What a statistic is about.',
  values: {
    ENGAGEMENT: { description: 'Likes, comments and shares a view.' },
    HASHTAG: { description: 'Views of posts with a hashtag.' },
    FORMAT: { description: 'Views by length or shape.' },
    POSTING_TIME: { description: 'Views by time of posting.' },
    CADENCE: { description: 'How often the account posts.' },
    FORECAST: { description: 'What followers or views are heading for.' },
  },
});

export const UsageAccuracy = builder.enumType('UsageAccuracy', {
  description: 'Whether the vendor told.',
  values: {
    REPORTED: { description: 'By the vendor.' },
    ESTIMATED: { description: 'The stream was cut; counted by us.' },
  },
});
