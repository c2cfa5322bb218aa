import type { RecommendationGoal, RecommendationKind } from '../../../sdk/index.ts';

/** What people call each kind. */
export const KIND_LABELS: Readonly<Record<RecommendationKind, string>> = {
  IDEA: 'Idea',
  SCRIPT: 'Script',
  HASHTAG_SET: 'Hashtags',
  POSTING_SLOT: 'Posting time',
  FORMAT_CHANGE: 'Format change',
};

/** What people call each goal. */
export const GOAL_LABELS: Readonly<Record<RecommendationGoal, string>> = {
  REACH: 'More reach',
  ENGAGEMENT: 'More engagement',
  FOLLOWERS: 'More followers',
};
