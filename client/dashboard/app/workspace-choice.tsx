import { useState } from 'react';
import type { OwnWorkspace } from '../lib/permissions.ts';

/** Where the choice lives, so that the next visit goes on with it. */
const STORAGE_KEY = 'creatorgraph.workspace';

/** The workspace that is worked in: the one chosen last, else the oldest. */
export function useChosenWorkspace(workspaces: readonly OwnWorkspace[] | undefined) {
  const [chosenId, setChosenId] = useState(() => localStorage.getItem(STORAGE_KEY));
  const choose = (id: string): void => {
    localStorage.setItem(STORAGE_KEY, id);
    setChosenId(id);
  };
  // One that was left or erased is no longer there to choose.
  const workspace = workspaces?.find(({ id }) => id === chosenId) ?? workspaces?.[0];
  return { workspace, choose };
}

/** The name of the workspace; for those who have several, a choice. */
export function WorkspaceChoice({
  workspaces,
  chosen,
  onChoose,
}: {
  readonly workspaces: readonly OwnWorkspace[];
  readonly chosen: OwnWorkspace | undefined;
  readonly onChoose: (id: string) => void;
}) {
  if (chosen === undefined) return null;
  if (workspaces.length === 1) return <span className="muted">{chosen.name}</span>;
  return (
    <label className="workspace-choice">
      <span className="visually-hidden">Workspace</span>
      <select
        value={chosen.id}
        onChange={({ target }) => {
          onChoose(target.value);
        }}
      >
        {workspaces.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
