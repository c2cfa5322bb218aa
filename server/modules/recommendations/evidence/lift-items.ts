import { DURATIONS } from '../../analytics/lift/format-classes.ts';
import type { FormatLift } from '../../analytics/lift/format-lift.ts';
import type { HashtagLift } from '../../analytics/lift/hashtag-lift.ts';
import type { Lift } from '../../analytics/lift/lift.ts';
import type { ProposedSlot, StatisticItem } from '../engine.ts';
import type { Unkeyed } from './unkeyed.ts';
import { percent, posts, signedPercent } from './words.ts';

const MAX_HASHTAGS = 5;
const MAX_FORMATS = 5;

/** Those with the strongest evidence. */
export function hashtagItems(lifts: readonly HashtagLift[], capturedAt: string): Unkeyed<'STATISTIC'>[] {
  return lifts
    .slice(0, MAX_HASHTAGS)
    .map(({ hashtag, lift }) =>
      liftItem(lift, { topic: 'HASHTAG', subject: hashtag, about: `Posts with #${hashtag}`, capturedAt }),
    );
}

/** Those of which something may be claimed, then durations, which every video has one of, by the posts behind them. */
export function formatItems(lifts: readonly FormatLift[], capturedAt: string): Unkeyed<'STATISTIC'>[] {
  const isClaimed = ({ lift }: FormatLift) => Number(lift.verdict !== 'NO_EVIDENCE_YET');
  const isDuration = ({ label }: FormatLift) => Number(DURATIONS.some((band) => band.label === label));
  return lifts
    .toSorted(
      (a, b) =>
        isClaimed(b) - isClaimed(a) ||
        isDuration(b) - isDuration(a) ||
        b.lift.sampleSize - a.lift.sampleSize ||
        (a.label < b.label ? -1 : 1),
    )
    .slice(0, MAX_FORMATS)
    .map(({ label, lift }) =>
      liftItem(lift, { topic: 'FORMAT', subject: label, about: `Posts of the class “${label}”`, capturedAt }),
    );
}

/** @param about the posts, as the subject of a sentence. */
export function liftItem(
  lift: Lift,
  {
    topic,
    subject,
    about,
    capturedAt,
    slots = [],
  }: Pick<StatisticItem, 'topic' | 'subject'> & {
    about: string;
    capturedAt: string;
    slots?: ProposedSlot[];
  },
): Unkeyed<'STATISTIC'> {
  const { value, interval, sampleSize, definition, unshrunken, verdict } = lift;
  const bounds = `${percent(interval.level)} interval ${signedPercent(interval.lower)} to ${signedPercent(interval.upper)}`;
  const conclusion =
    verdict === 'NO_EVIDENCE_YET'
      ? 'no evidence yet that this is more than chance'
      : 'more than chance explains';
  return {
    kind: 'STATISTIC',
    summary:
      sampleSize === 0
        ? `${about}: none can be compared yet, so there is no evidence for or against it.`
        : `${about} are associated with ${signedPercent(value)} views against the usual (${bounds}, ${posts(sampleSize)}): ${conclusion}.`,
    capturedAt,
    topic,
    subject,
    estimate: { value, interval, sampleSize, definition },
    verdict,
    unshrunken,
    days: null,
    slots,
  };
}
