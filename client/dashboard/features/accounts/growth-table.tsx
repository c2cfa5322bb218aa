import type { ConnectionQuery } from '../../../sdk/index.ts';
import { formatLongDay, formatSigned, formatWhole } from '../../lib/format.ts';

type Point = NonNullable<NonNullable<ConnectionQuery['connection']>['analytics']>['points'][number];

/** The chart's figures for those who read rather than look. */
export function GrowthTable({ points }: { readonly points: readonly Point[] }) {
  return (
    <details className="chart-table">
      <summary>Show as a table</summary>
      <div className="table-scroll" role="region" aria-label="Daily figures" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Followers</th>
              <th scope="col">Gained</th>
              <th scope="col">Views gained</th>
              <th scope="col">Likes gained</th>
              <th scope="col">Posted</th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map((point) => (
              <tr key={point.date}>
                <th scope="row">
                  {formatLongDay(point.date)}
                  {point.quality === 'INTERPOLATED' && <span className="muted"> (interpolated)</span>}
                  {point.quality === 'UTC_DAY' && <span className="muted"> (from a file, in UTC)</span>}
                </th>
                <td>{formatWhole(point.followers)}</td>
                <td>{formatSigned(point.followersGained)}</td>
                <td>{formatSigned(point.viewsGained)}</td>
                <td>{formatSigned(point.likesGained)}</td>
                <td>{point.videosPosted}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
