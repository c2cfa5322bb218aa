import type { TrendFieldsFragment } from '../../../sdk/index.ts';
import type { TrendNode } from '../../../sdk/react/index.ts';
import { TimeAgo } from '../../components/ui/figures.tsx';
import { formatCompact, formatPercent } from '../../lib/format.ts';
import {
  describeGrowth,
  KIND_WORDS,
  nameRegion,
  nameTrend,
  partsOf,
  SOURCE_WORDS,
  STAGE_WORDS,
} from './trend-words.ts';
import { WatchButton } from './watch-button.tsx';

/** A trend: how fast it rises, by whose word, and why it matters to the account. */
export function TrendItem({
  trend,
  workspaceId,
  isWatched,
}: {
  readonly trend: TrendNode;
  /** Whose watch list may be changed; null where that is not the reader's to do. */
  readonly workspaceId: string | null;
  readonly isWatched: boolean;
}) {
  const { id, kind, region, category, velocity, relevance } = trend;
  const name = nameTrend(trend);
  const facts = [KIND_WORDS[kind], nameRegion(region), category].filter(Boolean);
  return (
    <li className="trend" aria-labelledby={`trend-${id}`}>
      <div className="trend-head">
        <h3 id={`trend-${id}`}>{name}</h3>
        {velocity !== null && (
          <span className={`tag ${velocity.stage === 'EXPLODING' ? 'tag-exploding' : ''}`}>
            {STAGE_WORDS[velocity.stage]}
          </span>
        )}
        <span className="muted small">{facts.join(' · ')}</span>
        {workspaceId !== null && (
          <WatchButton name={name} input={{ workspaceId, trendId: id }} isWatched={isWatched} />
        )}
      </div>
      <p title={velocity?.dailyGrowth.definition}>
        {describeGrowth(trend) ?? <span className="muted">Seen too rarely to say how fast it rises.</span>}
      </p>
      <Counts trend={trend} />
      {relevance != null && (
        <p className="small">
          Relevance to this account {formatPercent(relevance.score)}:{' '}
          <span className="muted">
            {partsOf(relevance)
              .map((part) => `${part.name.toLowerCase()} ${part.figure}`)
              .join(' · ')}
          </span>
        </p>
      )}
    </li>
  );
}

function Counts({ trend: { views, posts, source, capturedAt } }: { readonly trend: TrendFieldsFragment }) {
  const counts = [
    ...(views === null ? [] : [`${formatCompact(views)} views`]),
    ...(posts === null ? [] : [`${formatCompact(posts)} posts`]),
  ];
  return (
    <p className="muted small">
      {counts.length > 0 && `${counts.join(', ')} · `}by {SOURCE_WORDS[source]}, <TimeAgo at={capturedAt} />
    </p>
  );
}
