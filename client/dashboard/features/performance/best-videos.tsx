import type { PerformanceQuery } from '../../../sdk/index.ts';
import { formatCompact, formatFigure } from '../../lib/format.ts';

type Ranked = NonNullable<
  NonNullable<NonNullable<PerformanceQuery['connection']>['performance']>['bestVideos']
>[number];

/** Videos that are unusual for the account, best first. */
export function BestVideos({ videos }: { readonly videos: readonly Ranked[] }) {
  if (videos.length === 0) {
    return <p className="muted">No post of these days can be compared with enough others yet.</p>;
  }
  return (
    <section aria-labelledby="best-title">
      <h3 id="best-title">Most unusual videos</h3>
      <ol className="best-videos">
        {videos.map(({ video }) => (
          <li key={video.id}>
            {video.shareUrl === null ? (
              titleOf(video)
            ) : (
              <a href={video.shareUrl} target="_blank" rel="noreferrer">
                {titleOf(video)}
              </a>
            )}{' '}
            <span className="muted">
              {formatCompact(video.metrics?.views)} views
              {video.outlier !== null &&
                `, ×${formatFigure(video.outlier.multipleOfMedian)} the usual ${ageOf(video.outlier)}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function titleOf({ title, description }: Ranked['video']): string {
  return title ?? description ?? 'Untitled video';
}

function ageOf({ ageHours, basis, sampleSize }: NonNullable<Ranked['video']['outlier']>): string {
  const others = `of ${String(sampleSize)} others`;
  if (basis === 'GROWN_UP') return `${others} older than 30 days`;
  return ageHours < 48
    ? `${others} after ${String(ageHours)} h`
    : `${others} after ${String(ageHours / 24)} days`;
}
