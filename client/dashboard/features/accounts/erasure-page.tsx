import { type ErasureFieldsFragment, parseError } from '../../../sdk/index.ts';
import { useErasure } from '../../../sdk/react/index.ts';
import { Link, toPath } from '../../app/router.tsx';
import { TimeAgo } from '../../components/ui/figures.tsx';
import { Loading, Problem } from '../../components/ui/states.tsx';
import { formatWhole } from '../../lib/format.ts';
import { useTitle } from '../../lib/hooks.ts';
import { toPlainWords } from '../../lib/plain-error.ts';

/** What becomes of an erasure, live, and its proof. The receipt is in the address, which is how to come back to it. */
export function ErasurePage({ receipt }: { readonly receipt: string }) {
  const { data, error, refetch } = useErasure(receipt);
  useTitle('Erasure');
  return (
    <>
      <Link className="back" href={toPath({ page: 'accounts' })}>
        <span aria-hidden="true">←</span> All accounts
      </Link>
      <section className="panel" aria-labelledby="erasure-title">
        <h1 id="erasure-title" tabIndex={-1}>
          {data?.status === 'COMPLETED' ? 'Everything was erased' : 'Erasing'}
        </h1>
        {data === undefined && error === null && <Loading label="Looking for the erasure" />}
        {data === undefined && error !== null && <Problem error={error} onRetry={() => void refetch()} />}
        {data !== undefined && <Outcome erasure={data} receipt={receipt} />}
      </section>
    </>
  );
}

function Outcome({
  erasure: { status, error, requestedAt, completedAt, proof },
  receipt,
}: {
  readonly erasure: ErasureFieldsFragment;
  readonly receipt: string;
}) {
  return (
    <>
      <p role="status">
        {status === 'COMPLETED' && completedAt !== null ? (
          <>
            Done <TimeAgo at={completedAt} />. Each place was counted again afterwards.
          </>
        ) : (
          <>
            Asked for <TimeAgo at={requestedAt} />. It takes a moment; where TikTok cannot be told yet, up to
            three days. It goes on without this page.
          </>
        )}
      </p>
      {error !== null && <p className="error-text">{toPlainWords(parseError(error))} It is tried again.</p>}
      <p className="muted">
        Receipt, to look at the proof later: <code className="receipt">{receipt}</code>
      </p>
      {proof.length > 0 && <Proof proof={proof} />}
    </>
  );
}

function Proof({ proof }: { readonly proof: ErasureFieldsFragment['proof'] }) {
  const held = proof.filter(({ deleted, remaining }) => deleted > 0 || remaining > 0);
  return (
    <>
      <table className="proof chart-table">
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Held</th>
            <th scope="col">Holds</th>
          </tr>
        </thead>
        <tbody>
          {held.map(({ kind, name, deleted, remaining }) => (
            <tr key={`${kind} ${name}`}>
              <th scope="row">
                {name} <span className="muted">{kind.toLowerCase()}</span>
              </th>
              <td>{formatWhole(deleted)}</td>
              <td>{formatWhole(remaining)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {held.length < proof.length && (
        <p className="muted">{formatWhole(proof.length - held.length)} further places held nothing of it.</p>
      )}
    </>
  );
}
