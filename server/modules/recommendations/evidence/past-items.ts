import type { DismissReason, Finding, TikTokRecommendation } from '../../../data/generated/prisma/client.ts';
import { toDate } from '../../../lib/time.ts';
import type { Effect } from '../../findings/detected-finding.ts';
import type { PastRecommendationItem, RecommendationDraft } from '../engine.ts';
import type { Unkeyed } from './unkeyed.ts';
import { comparison } from './video-items.ts';
import { quoted, show } from './words.ts';

/** A recommendation of an earlier run, with what its video has now. */
export type PastRecommendation = Pick<
  TikTokRecommendation,
  'id' | 'kind' | 'title' | 'hashtags' | 'createdAt' | 'status' | 'dismissReason'
> &
  Pick<PastRecommendationItem, 'result'>;

const REASONS: Readonly<Record<DismissReason, string>> = {
  NOT_RELEVANT: 'it has nothing to do with the account',
  ALREADY_DONE: 'it was done already',
  TOO_HARD: 'it is too hard',
  OFF_BRAND: 'it does not fit the account',
  WRONG_FACTS: 'it said something untrue',
  OTHER: 'for a reason of their own',
};

export function pastItem(past: PastRecommendation): Unkeyed<'PAST_RECOMMENDATION'> {
  const { id, kind, title, createdAt, status, dismissReason, result } = past;
  const hashtags = past.hashtags as unknown as RecommendationDraft['hashtags'];
  return {
    kind: 'PAST_RECOMMENDATION',
    summary: `Recommended on ${dayIn(createdAt)}: ${quoted(title)}; ${outcomeOf(past)}.`,
    capturedAt: result?.capturedAt ?? createdAt.toISOString(),
    recommendationId: id,
    recommendationKind: kind,
    title,
    hashtags: hashtags.map(({ hashtag }) => hashtag),
    createdAt: createdAt.toISOString(),
    status,
    dismissReason,
    result,
  };
}

export function findingItem({
  id,
  kind,
  summary,
  startedOn,
  detectedAt,
  effect,
}: Pick<Finding, 'id' | 'kind' | 'summary' | 'startedOn' | 'detectedAt' | 'effect'>): Unkeyed<'FINDING'> {
  return {
    kind: 'FINDING',
    summary,
    capturedAt: detectedAt.toISOString(),
    findingId: id,
    findingKind: kind,
    startedOn: toDate(startedOn),
    effect: effect as unknown as Effect,
  };
}

function outcomeOf({ status, dismissReason, result }: PastRecommendation): string {
  switch (status) {
    case 'NEW':
      return 'nothing was done with it yet';
    case 'SAVED':
      return 'it was saved for later';
    case 'DISMISSED':
      return dismissReason === null
        ? 'it was dismissed'
        : `it was dismissed, since ${REASONS[dismissReason]}`.replace('since for', 'for');
    case 'USED':
      return result === null
        ? 'it was used'
        : `it was used, and its video has ${show(result.views)} views${comparison(result.outlier)}${firstWeekOf(result.outcome)}`;
  }
}

function firstWeekOf(outcome: NonNullable<PastRecommendation['result']>['outcome']): string {
  if (outcome === null) return '';
  const { views, expected, isWithinInterval } = outcome;
  const { lower, upper } = expected.interval;
  const verdict = isWithinInterval
    ? 'as expected'
    : views > upper
      ? 'more than expected'
      : 'less than expected';
  return `; in its first week it got ${show(views)}, ${verdict} (${show(expected.value)}; ${show(lower)} to ${show(upper)})`;
}

function dayIn(at: Date): string {
  return at.toISOString().slice(0, 10);
}
