import { useState } from 'react';
import type { VideoOrder } from '../../../sdk/index.ts';
import { videosOptions, useCreatorgraph } from '../../../sdk/react/index.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Empty, Loading, PartialNotice, Problem } from '../../components/ui/states.tsx';
import { formatWhole } from '../../lib/format.ts';
import { useDebounced } from '../../lib/hooks.ts';
import { parseSearch } from '../../lib/search-terms.ts';
import { VideosTable } from './videos-table.tsx';

const TYPING_PAUSE_MS = 300;
const PAGE_SIZE = 20;

/** An account's videos with their numbers, sorted and searched by the server. */
export function VideosSection({ connectionId }: { readonly connectionId: string }) {
  const client = useCreatorgraph();
  const [text, setText] = useState('');
  const [orderBy, setOrderBy] = useState<Required<VideoOrder>>({ field: 'POSTED_AT', direction: 'DESC' });
  const filter = parseSearch(useDebounced(text, TYPING_PAUSE_MS));
  const isFiltered = Object.keys(filter).length > 0;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } =
    useInfiniteQuery({
      ...videosOptions(client, { connectionIds: [connectionId], filter, orderBy, first: PAGE_SIZE }),
      placeholderData: keepPreviousData,
    });
  return (
    <section className="panel" aria-labelledby="videos-title">
      <div className="section-head">
        <h2 id="videos-title">Videos</h2>
        <label className="search">
          <span className="visually-hidden">Search videos by words of the caption or by #hashtag</span>
          <input
            type="search"
            placeholder="Words or #hashtag"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
            }}
          />
        </label>
      </div>
      {data === undefined ? (
        error === null ? (
          <Loading label="Loading videos" />
        ) : (
          <Problem error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
          <PartialNotice problems={data.problems} />
          <p className="muted small" role="status">
            {data.totalCount !== null &&
              `${formatWhole(data.totalCount)} ${data.totalCount === 1 ? 'video' : 'videos'}${isFiltered ? ' match' : ''}`}
          </p>
          {data.nodes.length === 0 ? (
            <Empty title={isFiltered ? 'No video matches' : 'No video yet'}>
              <p>{isFiltered ? 'Try fewer words.' : 'They appear after the first sync.'}</p>
            </Empty>
          ) : (
            <div aria-busy={isPlaceholderData}>
              <VideosTable videos={data.nodes} orderBy={orderBy} onOrder={setOrderBy} />
            </div>
          )}
          {hasNextPage && (
            <button
              className="button load-more"
              type="button"
              disabled={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {isFetchingNextPage ? 'Loading …' : 'Load more'}
            </button>
          )}
        </>
      )}
    </section>
  );
}
