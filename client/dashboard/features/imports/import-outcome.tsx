import type { ImportFieldsFragment } from '../../../sdk/index.ts';
import { Stat } from '../../components/ui/figures.tsx';
import { formatLongDay, formatSigned, formatWhole } from '../../lib/format.ts';
import { describeFailure, describeFormat, describePlace, isUnderWay } from './import-words.ts';

/** What became of a file, or would become of it. */
export function ImportOutcome({ item }: { readonly item: ImportFieldsFragment }) {
  if (item.status === 'FAILED') {
    return (
      <p className="error-text" role="alert">
        {describeFailure(item)}
      </p>
    );
  }
  const isDryRun = item.mode === 'DRY_RUN';
  const facts = [
    describeFormat(item.format),
    item.from !== null && item.to !== null ? describeSpan(item.from, item.to) : null,
  ].filter((fact) => fact !== null);
  return (
    <>
      {isUnderWay(item) ? (
        <p role="status">
          {item.status === 'QUEUED' ? 'Waiting …' : `Reading … ${formatWhole(item.rowsRead)} rows`}{' '}
          <progress aria-label={`Reading ${item.fileName}`} />
        </p>
      ) : (
        facts.length > 0 && <p className="muted small">{facts.join(' · ')}</p>
      )}
      <dl className="stats">
        <Stat label={isDryRun ? 'New' : 'Stored'}>{formatWhole(item.rowsStored)}</Stat>
        <Stat label="Known already">{formatWhole(item.rowsUnchanged)}</Stat>
        <Stat label="Left out">{formatWhole(item.rowsRefused)}</Stat>
      </dl>
      <Preview points={item.preview} />
      <Problems item={item} />
    </>
  );
}

function describeSpan(from: string, to: string): string {
  return from === to ? formatLongDay(from) : `${formatLongDay(from)} – ${formatLongDay(to)}`;
}

function Preview({ points }: { readonly points: ImportFieldsFragment['preview'] }) {
  if (points.length === 0) return null;
  return (
    <details className="chart-table" open>
      <summary>
        {points.length === 1 ? 'The day' : `The first ${String(points.length)} days`} that would be stored
      </summary>
      <div className="table-scroll" role="region" aria-label="Days that would be stored" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Day (UTC)</th>
              <th scope="col">Views</th>
              <th scope="col">Likes</th>
              <th scope="col">Comments</th>
              <th scope="col">Shares</th>
              <th scope="col">Followers</th>
              <th scope="col">Profile views</th>
              <th scope="col">Viewers</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.date}>
                <th scope="row">{formatLongDay(point.date)}</th>
                <td>{formatWhole(point.viewsGained)}</td>
                <td>{formatWhole(point.likesGained)}</td>
                <td>{formatWhole(point.commentsGained)}</td>
                <td>{formatWhole(point.sharesGained)}</td>
                <td>
                  {point.followers === null
                    ? formatSigned(point.followersGained)
                    : formatWhole(point.followers)}
                </td>
                <td>{formatWhole(point.profileViews)}</td>
                <td>{formatWhole(point.viewers)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Problems({ item: { problems } }: { readonly item: ImportFieldsFragment }) {
  if (problems.length === 0) return null;
  return (
    <details className="import-problems">
      <summary>
        {problems.length === 1 ? 'What to know of it' : `${String(problems.length)} things to know of it`}
      </summary>
      <ul>
        {problems.map((problem, position) => (
          // Two rows may have the same words, and the list never changes.
          <li key={position}>
            <span className="muted">{describePlace(problem)}:</span> {problem.message}
          </li>
        ))}
      </ul>
    </details>
  );
}
