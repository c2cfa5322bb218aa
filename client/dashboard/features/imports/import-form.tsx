import { useRef, useState } from 'react';
import type { SyntheticEvent } from 'react';
import type { ImportFieldsFragment, ImportMode } from '../../../sdk/index.ts';
import { useImportAnalytics } from '../../../sdk/react/index.ts';
import { Problem } from '../../components/ui/states.tsx';
import { ImportOutcome } from './import-outcome.tsx';
import { isUnderWay, MAX_FILE_BYTES } from './import-words.ts';

const today = (): string => new Date().toISOString().slice(0, 10);

/** A file is looked at first, and stored when the person has seen what it holds. */
export function ImportForm({
  connectionId,
  items,
}: {
  readonly connectionId: string;
  /** The account's imports as the server tells them. */
  readonly items: readonly ImportFieldsFragment[];
}) {
  const form = useRef<HTMLFormElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [downloadedOn, setDownloadedOn] = useState('');
  const [begun, setBegun] = useState<ImportFieldsFragment | null>(null);
  const { mutate, isPending, error, reset } = useImportAnalytics();
  // The list is newer than the answer as soon as it has the import.
  const item = begun === null ? null : (items.find(({ id }) => id === begun.id) ?? begun);
  const isTooLarge = file !== null && file.size > MAX_FILE_BYTES;

  const send = (mode: ImportMode): void => {
    if (file === null) return;
    const input = { connectionId, file, mode, ...(downloadedOn === '' ? {} : { downloadedOn }) };
    mutate(input, { onSuccess: setBegun });
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    send('DRY_RUN');
  };
  /** What was found out is of another choice. */
  const forget = (): void => {
    setBegun(null);
    reset();
  };
  const startOver = (): void => {
    forget();
    setFile(null);
    setDownloadedOn('');
    form.current?.reset();
  };

  const isChecked = item?.mode === 'DRY_RUN' && item.status === 'COMPLETED';
  const isStored = item?.mode === 'STORE' && item.status === 'COMPLETED';
  const isBusy = isPending || (item !== null && isUnderWay(item));
  return (
    <form ref={form} className="import-form" onSubmit={submit}>
      <div className="import-fields">
        <label className="field import-file">
          <span>File</span>
          <input
            type="file"
            accept=".zip,.csv,.xlsx,.json"
            required
            disabled={isBusy}
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
              forget();
            }}
          />
        </label>
        <label className="field">
          <span>Downloaded on, where its name does not tell</span>
          <input
            type="date"
            min="2016-09-01"
            max={today()}
            value={downloadedOn}
            disabled={isBusy}
            onChange={(event) => {
              setDownloadedOn(event.target.value);
              forget();
            }}
          />
        </label>
        {item === null && (
          <button
            className="button button-primary"
            type="submit"
            disabled={isBusy || file === null || isTooLarge}
          >
            {isPending ? 'Sending …' : 'Check file'}
          </button>
        )}
      </div>
      {isTooLarge && (
        <p className="error-text" role="alert">
          The file is larger than 200 MB.
        </p>
      )}
      {error !== null && <Problem error={error} />}
      {item !== null && (
        <div className="import-outcome" aria-live="polite">
          <h3>{isStored ? 'Imported' : item.mode === 'STORE' ? 'Importing' : 'What the file holds'}</h3>
          {isStored ? <p>What was stored of it is told below.</p> : <ImportOutcome item={item} />}
          <div className="row">
            {isChecked && (
              <button
                className="button button-primary"
                type="button"
                disabled={isBusy || item.rowsStored === 0}
                onClick={() => {
                  send('STORE');
                }}
              >
                {isPending ? 'Sending …' : item.rowsStored === 0 ? 'Nothing new to import' : 'Import'}
              </button>
            )}
            {!isBusy && (
              <button className="button" type="button" onClick={startOver}>
                {isStored ? 'Import another file' : 'Choose another file'}
              </button>
            )}
          </div>
        </div>
      )}
    </form>
  );
}
