import type { LiftFieldsFragment, Verdict } from '../../../sdk/index.ts';
import { formatSignedPercent } from '../../lib/format.ts';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  HIGHER: 'more views',
  LOWER: 'fewer views',
  NO_EVIDENCE_YET: 'no evidence yet',
};

/** What is associated with more or fewer views, each with how sure that is. */
export function LiftTable({
  title,
  empty,
  rows,
}: {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly { readonly name: string; readonly lift: LiftFieldsFragment }[];
}) {
  if (rows.length === 0) return <p className="muted">{empty}</p>;
  return (
    <table className="lifts">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Posts</th>
          <th scope="col">Views against the usual</th>
          <th scope="col">May be</th>
          <th scope="col">What may be said</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, lift }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-label="Posts">{lift.sampleSize}</td>
            <td data-label="Views against the usual" title={lift.definition}>
              {formatSignedPercent(lift.value)}
            </td>
            <td data-label="May be">
              {formatSignedPercent(lift.interval.lower)} to {formatSignedPercent(lift.interval.upper)}
            </td>
            {/* A verdict newer than this page says nothing. */}
            <td data-label="What may be said">{(VERDICTS as Partial<typeof VERDICTS>)[lift.verdict]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
