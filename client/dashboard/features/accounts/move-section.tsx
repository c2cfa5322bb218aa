import { useState } from 'react';
import type { ConnectionFieldsFragment } from '../../../sdk/index.ts';
import { ConflictError } from '../../../sdk/index.ts';
import { useMoveConnection } from '../../../sdk/react/index.ts';
import { ErrorText, Field } from '../../components/ui/forms.tsx';
import type { OwnWorkspace } from '../../lib/permissions.ts';
import { toPlainWords } from '../../lib/plain-error.ts';
import { accountName } from './account-name.ts';

/** Takes an account to another workspace; nothing where there is none that may have it. */
export function MoveSection({
  connection,
  targets,
  onMoved,
}: {
  readonly connection: ConnectionFieldsFragment;
  /** Workspaces whose accounts one manages, without the account's own. */
  readonly targets: readonly OwnWorkspace[];
  readonly onMoved: (workspaceId: string) => void;
}) {
  const [chosenId, setChosenId] = useState('');
  const [movedTo, setMovedTo] = useState<string | null>(null);
  const move = useMoveConnection();
  const target = targets.find(({ id }) => id === chosenId) ?? targets[0];
  if (target === undefined) return null;
  return (
    <section className="panel" aria-labelledby="move-title">
      <h2 id="move-title">Move to another workspace</h2>
      <p className="muted">
        History, imports, runs and recommendations go along. Who is not in that workspace no longer sees{' '}
        {accountName(connection)}.
      </p>
      <form
        className="form-grid"
        onSubmit={(event) => {
          event.preventDefault();
          move.mutate(
            { connectionId: connection.id, workspaceId: target.id },
            {
              onSuccess: () => {
                setMovedTo(target.name);
                onMoved(target.id);
              },
            },
          );
        }}
      >
        <Field label="Workspace to move it to">
          {(ties) => (
            <select
              {...ties}
              value={target.id}
              onChange={(event) => {
                setChosenId(event.target.value);
              }}
            >
              {targets.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div className="form-end">
          <button className="button" type="submit" disabled={move.isPending}>
            {move.isPending ? 'Moving …' : 'Move the account'}
          </button>
          {movedTo !== null && move.isSuccess && <span role="status">It is in {movedTo} now.</span>}
          <ErrorText>
            {move.error instanceof ConflictError
              ? `${target.name} collects this account already.`
              : move.error && toPlainWords(move.error)}
          </ErrorText>
        </div>
      </form>
    </section>
  );
}
