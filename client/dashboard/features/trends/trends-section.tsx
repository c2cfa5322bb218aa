import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { parseError } from '../../../sdk/index.ts';
import { trendsOptions, useCreatorgraph, useTrends, useTrendSources } from '../../../sdk/react/index.ts';
import { Choice, TimeAgo } from '../../components/ui/figures.tsx';
import { Empty, LoadMore, Loading, PartialNotice, Problem } from '../../components/ui/states.tsx';
import { toPlainWords } from '../../lib/plain-error.ts';
import { TrendItem } from './trend-item.tsx';
import { SOURCE_WORDS } from './trend-words.ts';

const PAGE_SIZE = 5;
const LISTS = [
  { value: 'RISING', label: 'Fastest rising' },
  { value: 'WATCHED', label: 'Watched' },
] as const;

/** What rises on TikTok, held against the account. */
export function TrendsSection({
  connectionId,
  workspaceId,
  mayWatch,
}: {
  readonly connectionId: string;
  readonly workspaceId: string;
  readonly mayWatch: boolean;
}) {
  const [list, setList] = useState<'RISING' | 'WATCHED'>('RISING');
  const rated = { workspaceId, connectionId };
  const rising = useInfiniteQuery({
    ...trendsOptions(useCreatorgraph(), { ...rated, first: PAGE_SIZE }),
    placeholderData: keepPreviousData,
  });
  const watched = useTrends({ ...rated, filter: { watchedIn: workspaceId }, first: 100 });
  const watchedIds = new Set(watched.data?.nodes.map(({ id }) => id));
  const shown = list === 'RISING' ? rising : watched;
  const { data, error, refetch } = shown;
  return (
    <section className="panel" aria-labelledby="trends-title">
      <div className="section-head">
        <h2 id="trends-title">Trends</h2>
        <Choice label="Which trends" options={LISTS} value={list} onChange={setList} />
      </div>
      {data === undefined ? (
        error === null ? (
          <Loading label="Loading trends" />
        ) : (
          <Problem error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          <PartialNotice problems={data.problems} />
          {data.nodes.length === 0 ? (
            <Empty
              title={list === 'RISING' ? 'No source has told of trends yet.' : 'No trend is watched yet.'}
            />
          ) : (
            <ul className="trends">
              {data.nodes.map((trend) => (
                <TrendItem
                  key={trend.id}
                  trend={trend}
                  workspaceId={mayWatch ? workspaceId : null}
                  isWatched={watchedIds.has(trend.id)}
                />
              ))}
            </ul>
          )}
          <LoadMore query={shown} className="button load-more" />
        </>
      )}
      <SourcesDown />
    </section>
  );
}

/** Which sources told nothing new, and since when; nothing while all are well. */
function SourcesDown() {
  const { data = [] } = useTrendSources();
  const down = data.flatMap(({ source, lastError }) => (lastError === null ? [] : [{ source, lastError }]));
  if (down.length === 0) return null;
  return (
    <p className="muted small" role="status">
      Nothing new comes from{' '}
      {down.map(({ source, lastError }, index) => (
        <span key={source}>
          {index > 0 && '; nor from '}
          {SOURCE_WORDS[source]} (<TimeAgo at={lastError.at} />: {toPlainWords(parseError(lastError))})
        </span>
      ))}
    </p>
  );
}
