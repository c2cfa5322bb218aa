import type { RecommendationFieldsFragment } from '../../../sdk/index.ts';
import { formatCompact, formatPercent } from '../../lib/format.ts';

/** What the account's next video would reach anyway, and what the one made from the recommendation did reach. */
export function OutcomeLine({
  recommendation: { expected, outcome },
}: {
  readonly recommendation: RecommendationFieldsFragment;
}) {
  if (expected === null) return null;
  const { value, interval, sampleSize } = expected.estimate;
  const days = String(Math.round(expected.ageHours / 24));
  return (
    <p className="muted small">
      {outcome !== null && (
        <strong>
          {formatCompact(outcome.actual)} views after {days} days,{' '}
          {outcome.isWithinInterval ? 'as was to be expected' : 'outside what was to be expected'}.{' '}
        </strong>
      )}
      Your next video usually reaches {formatCompact(value)} views in {days} days,{' '}
      {formatPercent(interval.level)} of the time {formatCompact(interval.lower)} to{' '}
      {formatCompact(interval.upper)} (from {sampleSize} videos). No effect of this recommendation is assumed.
    </p>
  );
}
