import type { EvidenceFieldsFragment, StatisticTopic } from '../../../sdk/index.ts';
import {
  formatCompact,
  formatDay,
  formatFigure,
  formatPercent,
  formatSignedPercent,
} from '../../lib/format.ts';
import { STAGE_WORDS } from '../trends/trend-words.ts';

type Of<Name extends EvidenceFieldsFragment['__typename']> = Extract<
  EvidenceFieldsFragment,
  { readonly __typename: Name }
>;

const VERDICTS = {
  HIGHER: 'higher',
  LOWER: 'lower',
  NO_EVIDENCE_YET: 'no evidence yet',
} as const;

/** Estimates are fractions of all, differences as fractions of the usual, or counts, by what they are about. */
const FORMATS: Readonly<Record<StatisticTopic, (value: number) => string>> = {
  ENGAGEMENT: formatPercent,
  CADENCE: (value) => `${formatFigure(value)} a week`,
  FORECAST: formatFigure,
  FORMAT: formatSignedPercent,
  HASHTAG: formatSignedPercent,
  POSTING_TIME: formatSignedPercent,
};

/** The topics that compare; of the others a verdict says nothing. */
const COMPARED: readonly StatisticTopic[] = ['FORMAT', 'HASHTAG', 'POSTING_TIME'];

/** The figures of a piece of evidence, in a line; nothing of a kind that is newer than this page. */
export function EvidenceFigures({ item }: { readonly item: EvidenceFieldsFragment }) {
  switch (item.__typename) {
    case 'VideoEvidence':
      return <VideoFigures item={item} />;
    case 'StatisticEvidence':
      return <StatisticFigures item={item} />;
    case 'TrendEvidence':
      return <TrendFigures item={item} />;
    case 'FindingEvidence':
      return item.finding === null ? 'erased since' : `since ${formatDay(item.finding.startedOn)}`;
    case 'PastRecommendationEvidence':
      return item.recommendation === null
        ? 'erased since'
        : `now ${item.recommendation.status.toLowerCase()}`;
    default:
      return null;
  }
}

function VideoFigures({ item }: { readonly item: Of<'VideoEvidence'> }) {
  const { metrics, outlier } = item;
  return (
    <>
      {formatCompact(metrics.views)} views · {formatCompact(metrics.likes)} likes ·{' '}
      {formatCompact(metrics.shares)} shares
      {outlier !== null && (
        <>
          {' · '}
          <span
            title={`Against ${String(outlier.sampleSize)} videos at ${String(outlier.ageHours)} hours or older; robust z ${formatFigure(outlier.robustZ)}`}
          >
            {formatFigure(outlier.multipleOfMedian)}× the usual
          </span>
        </>
      )}
    </>
  );
}

function StatisticFigures({ item }: { readonly item: Of<'StatisticEvidence'> }) {
  const { value, interval, sampleSize, definition } = item.estimate;
  // A topic newer than this page says nothing of its unit.
  const format = (FORMATS as Partial<typeof FORMATS>)[item.topic] ?? formatFigure;
  return (
    <span title={definition}>
      {format(value)} ({formatPercent(interval.level)} interval {format(interval.lower)} to{' '}
      {format(interval.upper)})
      {item.topic !== 'FORECAST' && ` · ${String(sampleSize)} ${sampleSize === 1 ? 'post' : 'posts'}`}
      {COMPARED.includes(item.topic) && ` · ${VERDICTS[item.verdict]}`}
    </span>
  );
}

function TrendFigures({ item }: { readonly item: Of<'TrendEvidence'> }) {
  const { relevance, trend } = item;
  const stage = trend?.velocity?.stage;
  return [
    relevance === null ? null : `relevance ${formatPercent(relevance.score)}`,
    trend === null
      ? 'no longer listed'
      : stage === undefined
        ? null
        : `now ${STAGE_WORDS[stage].toLowerCase()}`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
