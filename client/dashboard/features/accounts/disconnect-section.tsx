import { useId, useState } from 'react';
import type { ConnectionFieldsFragment, HistoryDisposition } from '../../../sdk/index.ts';
import { useDisconnectTikTok } from '../../../sdk/react/index.ts';
import { navigate, toPath } from '../../app/router.tsx';
import { toPlainWords } from '../../lib/plain-error.ts';
import { accountName } from './account-name.ts';

/** What has to be typed before the history of an account is erased. */
function confirmationOf(connection: Pick<ConnectionFieldsFragment, 'username' | 'displayName'>): string {
  return connection.username ?? connection.displayName ?? 'erase';
}

/** The end of an account here: its history is kept, or erased once its name was typed. */
export function DisconnectSection({ connection }: { readonly connection: ConnectionFieldsFragment }) {
  const [isOpen, setIsOpen] = useState(false);
  const isConnected = connection.status !== 'REVOKED';
  return (
    <section className="panel" aria-labelledby="disconnect-title">
      <div className="section-head">
        <h2 id="disconnect-title">{isConnected ? 'Disconnect' : 'Erase the history'}</h2>
        {!isOpen && (
          <button
            className="button button-small"
            type="button"
            onClick={() => {
              setIsOpen(true);
            }}
          >
            {isConnected ? 'Disconnect …' : 'Erase …'}
          </button>
        )}
      </div>
      {isOpen ? (
        <DisconnectForm
          connection={connection}
          onClose={() => {
            setIsOpen(false);
          }}
        />
      ) : (
        <p className="muted">
          {isConnected
            ? 'Ends our access to the account at TikTok. You choose whether what was collected stays.'
            : 'The account is disconnected, and what was collected is still here.'}
        </p>
      )}
    </section>
  );
}

function DisconnectForm({
  connection,
  onClose,
}: {
  readonly connection: ConnectionFieldsFragment;
  readonly onClose: () => void;
}) {
  const { id, status } = connection;
  const isConnected = status !== 'REVOKED';
  const [history, setHistory] = useState<HistoryDisposition>(isConnected ? 'KEEP' : 'ERASE');
  const [typed, setTyped] = useState('');
  const { mutate, isPending, error } = useDisconnectTikTok();
  const confirmation = confirmationOf(connection);
  const isConfirmed = history === 'KEEP' || typed.trim().replace(/^@/, '') === confirmation;
  const disconnect = (): void => {
    mutate(
      { connectionId: id, history },
      {
        onSuccess: ({ erasure }) => {
          if (erasure?.receipt == null) onClose();
          else navigate(toPath({ page: 'erasure', receipt: erasure.receipt }), { replace: true });
        },
      },
    );
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isConfirmed) disconnect();
      }}
    >
      {isConnected && <HistoryChoice history={history} onChange={setHistory} />}
      {history === 'ERASE' && (
        <label className="field">
          <span>
            Type <strong>{confirmation}</strong> to erase everything of {accountName(connection)}, for ever
          </span>
          <input
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
            }}
          />
        </label>
      )}
      {error !== null && (
        <p className="error-text" role="alert">
          {toPlainWords(error)}
        </p>
      )}
      <div className="row">
        <button
          className={`button ${history === 'ERASE' ? 'button-danger' : 'button-primary'}`}
          type="submit"
          disabled={isPending || !isConfirmed}
        >
          {isPending ? 'One moment …' : labelOf(history, isConnected)}
        </button>
        <button className="button" type="button" disabled={isPending} onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function labelOf(history: HistoryDisposition, isConnected: boolean): string {
  if (history === 'KEEP') return 'Disconnect';
  return isConnected ? 'Disconnect and erase' : 'Erase';
}

const CHOICES: readonly {
  readonly value: HistoryDisposition;
  readonly label: string;
  readonly text: string;
}[] = [
  {
    value: 'KEEP',
    label: 'Keep the history',
    text: 'Nothing new is collected. Connecting the account again goes on with what is here.',
  },
  {
    value: 'ERASE',
    label: 'Erase the history',
    text: 'Figures, videos, pictures, imports and recommendations of the account are removed. This cannot be undone.',
  },
];

function HistoryChoice({
  history,
  onChange,
}: {
  readonly history: HistoryDisposition;
  readonly onChange: (history: HistoryDisposition) => void;
}) {
  const name = useId();
  return (
    <fieldset className="options">
      <legend>What becomes of what was collected</legend>
      {CHOICES.map(({ value, label, text }) => (
        <label key={value} className="option">
          <input
            type="radio"
            name={name}
            checked={history === value}
            onChange={() => {
              onChange(value);
            }}
          />
          <span>
            <strong>{label}</strong>
            <span className="muted">{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
