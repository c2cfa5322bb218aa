import { useState } from 'react';
import type { ConnectionFieldsFragment, VideoOrder } from '../../../sdk/index.ts';
import { useCreatorgraph, useVideos, videosOptions } from '../../../sdk/react/index.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Empty, Loading, LoadMore, PartialNotice, Problem } from '../../components/ui/states.tsx';
import { useComingPictures } from '../../lib/coming-pictures.ts';
import { formatWhole } from '../../lib/format.ts';
import { useDebounced } from '../../lib/hooks.ts';
import { parseSearch } from '../../lib/search-terms.ts';
import { whyNoVideos } from '../accounts/access.ts';
import { VideosTable } from './videos-table.tsx';

const TYPING_PAUSE_MS = 300;
const PAGE_SIZE = 20;

/** An account's videos with their numbers, sorted and searched by the server. */
export function VideosSection({ connection }: { readonly connection: ConnectionFieldsFragment }) {
  const client = useCreatorgraph();
  const [text, setText] = useState('');
  const [orderBy, setOrderBy] = useState<Required<VideoOrder>>({ field: 'POSTED_AT', direction: 'DESC' });
  const filter = parseSearch(useDebounced(text, TYPING_PAUSE_MS));
  const connectionIds = [connection.id];
  const isFiltered = Object.keys(filter).length > 0;
  const videos = useInfiniteQuery({
    ...videosOptions(client, { connectionIds, filter, orderBy, first: PAGE_SIZE }),
    placeholderData: keepPreviousData,
  });
  const { data, error, refetch, isPlaceholderData } = videos;
  const isUnseen = data?.nodes.some(({ coverUrl }) => coverUrl === null) ?? false;
  useComingPictures(isUnseen, connection.sync.lastSyncedAt, refetch);
  const gone = useVideos({ connectionIds, filter: { ...filter, availability: ['UNAVAILABLE'] }, first: 1 });
  const goneCount = gone.data?.totalCount ?? 0;
  const none = isFiltered ? { title: 'No video matches', text: 'Try fewer words.' } : whyNoVideos(connection);
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
              data.totalCount > 0 &&
              `${formatWhole(data.totalCount)} ${data.totalCount === 1 ? 'video' : 'videos'}${isFiltered ? ' found' : ''}` +
                (goneCount > 0 ? `, ${formatWhole(goneCount)} no longer public` : '')}
          </p>
          {data.nodes.length === 0 ? (
            <Empty title={none.title}>
              <p>{none.text}</p>
            </Empty>
          ) : (
            <div aria-busy={isPlaceholderData}>
              <VideosTable videos={data.nodes} orderBy={orderBy} onOrder={setOrderBy} />
            </div>
          )}
          <LoadMore query={videos} className="button load-more" />
        </>
      )}
    </section>
  );
}
