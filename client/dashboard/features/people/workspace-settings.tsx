import { useState } from 'react';
import type { WorkspaceFieldsFragment } from '../../../sdk/index.ts';
import { ConflictError } from '../../../sdk/index.ts';
import { useUpdateWorkspace } from '../../../sdk/react/index.ts';
import { ErrorText, TextField } from '../../components/ui/forms.tsx';
import { toFormProblems } from '../../lib/form-problems.ts';
import { describeBudget, parseBudget } from './ai-budget.ts';
import { parseRetention } from './retention.ts';

/** Renames a workspace, and says how long its history is kept and what AI may cost. */
export function WorkspaceSettings({ workspace }: { readonly workspace: WorkspaceFieldsFragment }) {
  const kept = workspace.retentionDays === null ? '' : String(workspace.retentionDays);
  const [name, setName] = useState(workspace.name);
  const [slug, setSlug] = useState(workspace.slug);
  const [days, setDays] = useState(kept);
  const limit = workspace.aiBudget?.limitUsd ?? null;
  const [budget, setBudget] = useState(limit === null ? '' : String(limit));
  const update = useUpdateWorkspace();
  const { fields, rest } = toFormProblems(update.error, ['name', 'slug', 'retentionDays', 'aiBudgetUsd']);
  const isTaken = update.error instanceof ConflictError;
  const retentionDays = parseRetention(days);
  const isShorter =
    typeof retentionDays === 'number' &&
    (workspace.retentionDays === null || retentionDays < workspace.retentionDays);
  const aiBudgetUsd = parseBudget(budget);
  const isChanged =
    name.trim() !== workspace.name ||
    slug.trim() !== workspace.slug ||
    retentionDays !== workspace.retentionDays ||
    aiBudgetUsd !== limit;
  return (
    <form
      className="form-grid"
      aria-label="Settings of the workspace"
      onSubmit={(event) => {
        event.preventDefault();
        if (retentionDays === undefined || aiBudgetUsd === undefined) return;
        update.mutate({
          workspaceId: workspace.id,
          name: name.trim(),
          slug: slug.trim(),
          retentionDays,
          // Left alone where it was: a budget that could not be shown is not cleared by a new name.
          ...(aiBudgetUsd !== limit && { aiBudgetUsd }),
        });
      }}
    >
      <TextField
        label="Name"
        problem={fields['name']}
        maxLength={100}
        required
        value={name}
        onChange={setName}
      />
      <TextField
        label="Short name for addresses"
        problem={isTaken ? 'Another workspace has this one.' : fields['slug']}
        spellCheck={false}
        maxLength={50}
        required
        value={slug}
        onChange={setSlug}
      />
      <TextField
        label="Days that history is kept"
        hint="1–3,660; empty is for ever."
        problem={
          retentionDays === undefined
            ? 'A whole number from 1 to 3,660, or nothing.'
            : fields['retentionDays']
        }
        inputMode="numeric"
        placeholder="for ever"
        value={days}
        onChange={setDays}
      />
      <TextField
        label="AI budget a month, in US dollars"
        hint={describeBudget(workspace.aiBudget)}
        problem={
          aiBudgetUsd === undefined
            ? 'An amount from 0 to 1,000,000, with 6 decimals at most, or nothing.'
            : fields['aiBudgetUsd']
        }
        inputMode="decimal"
        placeholder="no limit"
        value={budget}
        onChange={setBudget}
      />
      <div className="form-end">
        <button
          className={isShorter ? 'button button-danger' : 'button'}
          type="submit"
          disabled={
            update.isPending || !isChanged || retentionDays === undefined || aiBudgetUsd === undefined
          }
        >
          {isShorter ? 'Save, and remove what is older' : 'Save'}
        </button>
        {isShorter && (
          <span>
            What is older than {retentionDays} days goes within the hour, and cannot be brought back.
          </span>
        )}
        {update.isSuccess && !isChanged && <span role="status">Saved.</span>}
        <ErrorText>{isTaken ? null : rest}</ErrorText>
      </div>
    </form>
  );
}
