import { builder } from '../../schema/builder.ts';

export const Interval = builder.enumType('Interval', {
  description: 'Width of a time bucket. At most 400 buckets an answer, else BAD_USER_INPUT.',
  values: {
    DAY: { description: 'Calendar days.' },
    WEEK: { description: 'ISO weeks, from Monday.' },
    MONTH: { description: 'Calendar months.' },
  },
});

export const PointQuality = builder.enumType('PointQuality', {
  description: 'How a point came to be.',
  values: {
    OBSERVED: { description: 'Captured on both sides, close together.' },
    UTC_DAY: {
      description:
        "Days of it were read from an export: whole days in UTC, which cannot be cut to the account's zone.",
    },
    INTERPOLATED: { description: 'Part of it lies between two captures further apart.' },
  },
});

export const EngagementRateDefinition = builder.enumType('EngagementRateDefinition', {
  description: 'What the rate divides by.',
  values: {
    BY_VIEWS: { description: 'Views of the post.' },
    BY_FOLLOWERS: { description: 'Followers when the post was captured.' },
  },
});

export const RateAggregation = builder.enumType('RateAggregation', {
  description: 'How several posts become one rate.',
  values: {
    POOLED: { description: 'Sum over sum.' },
    MEDIAN_OF_POSTS: { description: "Median of each post's rate." },
  },
});

export const Verdict = builder.enumType('Verdict', {
  description: 'What the data allow one to say, false discoveries controlled.',
  values: {
    HIGHER: { description: 'Above the usual.' },
    LOWER: { description: 'Below the usual.' },
    NO_EVIDENCE_YET: { description: 'The data do not tell.' },
  },
});

export const SlotBasis = builder.enumType('SlotBasis', {
  description: 'Why a slot is proposed.',
  values: {
    EVIDENCE: { description: 'The block does better, or its hours or day do.' },
    EXPERIMENT: { description: 'To learn; no evidence.' },
    HABIT: { description: 'When the account usually posts; no evidence.' },
  },
});
