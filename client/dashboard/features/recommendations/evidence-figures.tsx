import type { EvidenceFieldsFragment, StatisticTopic } from '../../../sdk/index.ts';
import { formatCompact, formatFigure, formatPercent, formatSignedPercent } from '../../lib/format.ts';

const VERDICTS = {
  HIGHER: 'higher',
  LOWER: 'lower',
  NO_EVIDENCE_YET: 'no evidence yet',
} as const;

/** Estimates are fractions of all, differences as fractions of the usual, or counts a week, by what they are about. */
const FORMATS: Readonly<Record<StatisticTopic, (value: number) => string>> = {
  ENGAGEMENT: formatPercent,
  CADENCE: (value) => `${formatFigure(value)} a week`,
  FORECAST: formatFigure,
  FORMAT: formatSignedPercent,
  HASHTAG: formatSignedPercent,
  POSTING_TIME: formatSignedPercent,
};

/** The figures of a piece of evidence, in a line. */
export function EvidenceFigures({ item }: { readonly item: EvidenceFieldsFragment }) {
  if (item.__typename === 'VideoEvidence') {
    const { views, likes, shares } = item.metrics;
    return (
      <>
        {formatCompact(views)} views · {formatCompact(likes)} likes · {formatCompact(shares)} shares
      </>
    );
  }
  const { value, interval, sampleSize, definition } = item.estimate;
  // A topic newer than this page says nothing of its unit.
  const format = (FORMATS as Partial<typeof FORMATS>)[item.topic] ?? formatFigure;
  return (
    <span title={definition}>
      {format(value)} ({formatPercent(interval.level)} interval {format(interval.lower)} to{' '}
      {format(interval.upper)}) · {sampleSize} {sampleSize === 1 ? 'post' : 'posts'} ·{' '}
      {VERDICTS[item.verdict]}
    </span>
  );
}
