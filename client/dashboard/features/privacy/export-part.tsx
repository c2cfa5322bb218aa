import { useState } from 'react';
import { ConflictError, parseError } from '../../../sdk/index.ts';
import type { ExportFieldsFragment } from '../../../sdk/index.ts';
import { useExport, useExportData } from '../../../sdk/react/index.ts';
import { TimeAgo } from '../../components/ui/figures.tsx';
import { ErrorText } from '../../components/ui/forms.tsx';
import { formatBytes } from '../../lib/format.ts';
import { toPlainWords } from '../../lib/plain-error.ts';

/** Has a ZIP made of a subject, and gives the link that works once. */
export function ExportPart({ subjectId, what }: { readonly subjectId: string; readonly what: string }) {
  const begin = useExportData();
  const exported = useExport(begin.data?.id ?? null);
  const current = exported.data ?? begin.data;
  return (
    <div className="stack">
      <p className="muted">{what}</p>
      <div className="row">
        <button
          className="button"
          type="button"
          disabled={begin.isPending || current?.status === 'QUEUED' || current?.status === 'RUNNING'}
          onClick={() => {
            begin.mutate(subjectId);
          }}
        >
          Export
        </button>
        {current !== undefined && <Progress key={current.id} made={current} />}
      </div>
      <ErrorText>
        {begin.error instanceof ConflictError
          ? 'An export of this is being made already; wait for it, then try again.'
          : begin.error && toPlainWords(begin.error)}
      </ErrorText>
      <ErrorText>{exported.error && toPlainWords(exported.error)}</ErrorText>
    </div>
  );
}

function Progress({
  made: { status, bytes, downloadUrl, expiresAt, error },
}: {
  readonly made: ExportFieldsFragment;
}) {
  const [isTaken, setIsTaken] = useState(false);
  if (status === 'FAILED')
    return (
      <span className="error-text" role="alert">
        {error === null ? 'It did not work. Try again.' : toPlainWords(parseError(error))}
      </span>
    );
  if (status !== 'COMPLETED') return <span role="status">Being made …</span>;
  if (downloadUrl === null)
    return <span role="status">Its link is spent. Export again for another one.</span>;
  return (
    <span role="status">
      <a
        className="button button-primary"
        // Of this origin: the server may be open under another name than its links bear.
        href={new URL(downloadUrl).pathname}
        download
        onClick={() => {
          setIsTaken(true);
        }}
      >
        Download the ZIP
      </a>{' '}
      {bytes !== null && `${formatBytes(bytes)}. `}
      {isTaken ? 'Once it is whole the link is spent; export again for another copy' : 'The link works once'}
      {expiresAt !== null && (
        <>
          ; ends <TimeAgo at={expiresAt} />
        </>
      )}
    </span>
  );
}
