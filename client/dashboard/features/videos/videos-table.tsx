import type {
  EngagementRateFieldsFragment,
  VideoFieldsFragment,
  VideoOrder,
  VideoOrderField,
} from '../../../sdk/index.ts';
import { Picture } from '../../components/ui/picture.tsx';
import {
  UNKNOWN,
  formatCompact,
  formatDuration,
  formatInstant,
  formatPercent,
  formatRelative,
  formatWhole,
} from '../../lib/format.ts';
import { useNow } from '../../lib/hooks.ts';

const COLUMNS: readonly { readonly label: string; readonly field: VideoOrderField | null }[] = [
  { label: 'Posted', field: 'POSTED_AT' },
  { label: 'Views', field: 'VIEWS' },
  { label: 'Likes', field: 'LIKES' },
  { label: 'Comments', field: null },
  { label: 'Shares', field: null },
  { label: 'Engagement', field: 'ENGAGEMENT_BY_VIEWS' },
];

/** Videos with their newest counters. A column's head sorts by it, and again the other way round. */
export function VideosTable({
  videos,
  orderBy,
  onOrder,
}: {
  readonly videos: readonly VideoFieldsFragment[];
  readonly orderBy: Required<VideoOrder>;
  readonly onOrder: (orderBy: Required<VideoOrder>) => void;
}) {
  return (
    <>
      <table className="videos">
        <thead>
          <tr>
            <th scope="col">Video</th>
            {COLUMNS.map(({ label, field }) => (
              <ColumnHead key={label} label={label} field={field} orderBy={orderBy} onOrder={onOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {videos.map((video) => (
            <VideoRow key={video.id} video={video} />
          ))}
        </tbody>
      </table>
      <p className="muted small">
        Engagement is (likes + comments + shares) ÷ views of the same capture. {UNKNOWN} means that TikTok has
        not told.
      </p>
    </>
  );
}

function ColumnHead({
  label,
  field,
  orderBy,
  onOrder,
}: {
  readonly label: string;
  readonly field: VideoOrderField | null;
  readonly orderBy: Required<VideoOrder>;
  readonly onOrder: (orderBy: Required<VideoOrder>) => void;
}) {
  if (field === null) return <th scope="col">{label}</th>;
  const isSorted = orderBy.field === field;
  const isDescending = orderBy.direction === 'DESC';
  return (
    <th scope="col" aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'}>
      <button
        className="sort"
        type="button"
        onClick={() => {
          onOrder({ field, direction: isSorted && isDescending ? 'ASC' : 'DESC' });
        }}
      >
        {label} <span aria-hidden="true">{isSorted ? (isDescending ? '↓' : '↑') : ''}</span>
      </button>
    </th>
  );
}

function VideoRow({ video }: { readonly video: VideoFieldsFragment }) {
  const { metrics, engagementRate, postedAt, shareUrl } = video;
  const title = video.title ?? video.description ?? 'Untitled video';
  // Most captions end with their hashtags.
  const unseen = video.hashtags.filter((hashtag) => !title.toLowerCase().includes(`#${hashtag}`));
  const now = useNow();
  return (
    <tr>
      <th scope="row" className="video-title">
        <div className="video-name">
          <span className="cover" aria-hidden="true">
            <Picture url={video.coverUrl} placeholder="▶" />
          </span>
          <div>
            {shareUrl === null ? (
              title
            ) : (
              <a href={shareUrl} target="_blank" rel="noreferrer">
                {title}
              </a>
            )}
            <span className="video-facts">
              {formatDuration(video.durationSeconds)}
              {unseen.map((hashtag) => (
                <span key={hashtag}> #{hashtag}</span>
              ))}
              {video.availability === 'UNAVAILABLE' && <span className="tag">no longer public</span>}
            </span>
          </div>
        </div>
      </th>
      <td data-label="Posted">
        <time dateTime={postedAt} title={formatInstant(postedAt)}>
          {formatRelative(postedAt, now)}
        </time>
      </td>
      <td data-label="Views" title={formatWhole(metrics?.views)}>
        {formatCompact(metrics?.views)}
      </td>
      <td data-label="Likes" title={formatWhole(metrics?.likes)}>
        {formatCompact(metrics?.likes)}
      </td>
      <td data-label="Comments">{formatCompact(metrics?.comments)}</td>
      <td data-label="Shares">{formatCompact(metrics?.shares)}</td>
      <td data-label="Engagement" title={explainRate(engagementRate)}>
        {formatPercent(engagementRate?.value)}
      </td>
    </tr>
  );
}

function explainRate(rate: EngagementRateFieldsFragment | null): string | undefined {
  if (rate === null) return undefined;
  const by = rate.definition === 'BY_VIEWS' ? 'views' : 'followers';
  return `${formatWhole(rate.numerator)} likes, comments and shares ÷ ${formatWhole(rate.denominator)} ${by}`;
}
