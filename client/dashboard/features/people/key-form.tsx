import { useState } from 'react';
import type { ApiKeyScope, WorkspaceRole } from '../../../sdk/index.ts';
import { useCreateApiKey } from '../../../sdk/react/index.ts';
import { ErrorText, Field, TextField } from '../../components/ui/forms.tsx';
import { toFormProblems } from '../../lib/form-problems.ts';
import { rolesUpTo } from '../../lib/permissions.ts';
import { endOf, LIFETIMES, SCOPES } from './key-words.ts';
import { NewSecret } from './new-secret.tsx';
import { RoleSelect } from './role-select.tsx';

/** Makes a key, and shows its secret once. */
export function KeyForm({
  workspaceId,
  ownRole,
  ownScopes,
  onClose,
}: {
  readonly workspaceId: string;
  readonly ownRole: WorkspaceRole;
  /** Of the key that asks; null for a person, who may give any. */
  readonly ownScopes: readonly ApiKeyScope[] | null;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<WorkspaceRole>('ANALYST');
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>(['READ']);
  const [days, setDays] = useState<number | null>(90);
  const create = useCreateApiKey();
  const { fields, rest } = toFormProblems(create.error, ['name', 'role', 'scopes', 'expiresAt']);
  if (create.isSuccess) return <NewSecret name={name} secret={create.data.secret} onClose={onClose} />;
  return (
    <form
      className="form-grid"
      aria-label="Make a key"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({
          workspaceId,
          name: name.trim(),
          role,
          scopes: [...scopes],
          expiresAt: endOf(days, Date.now()),
        });
      }}
    >
      <TextField
        label="Name of the key"
        hint="What it is for, to tell it from others."
        problem={fields['name']}
        maxLength={100}
        required
        value={name}
        onChange={setName}
      />
      <Field label="Role" hint="The most that it may do." problem={fields['role']}>
        {(ties) => <RoleSelect {...ties} roles={rolesUpTo(ownRole)} value={role} onChange={setRole} />}
      </Field>
      <Field label="Ends" problem={fields['expiresAt']}>
        {(ties) => (
          <select
            {...ties}
            value={String(days)}
            onChange={({ target }) => {
              setDays(target.value === 'null' ? null : Number(target.value));
            }}
          >
            {LIFETIMES.map((lifetime) => (
              <option key={lifetime.label} value={String(lifetime.days)}>
                {lifetime.label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ScopeChoice
        offered={SCOPES.filter(({ scope }) => ownScopes?.includes(scope) !== false)}
        chosen={scopes}
        problem={fields['scopes']}
        onChange={setScopes}
      />
      <div className="form-end">
        <button
          className="button button-primary"
          type="submit"
          disabled={create.isPending || scopes.length === 0}
        >
          {create.isPending ? 'Making it …' : 'Make the key'}
        </button>
        <button className="button" type="button" disabled={create.isPending} onClick={onClose}>
          Cancel
        </button>
        <ErrorText>{rest}</ErrorText>
      </div>
    </form>
  );
}

function ScopeChoice({
  offered,
  chosen,
  problem,
  onChange,
}: {
  readonly offered: typeof SCOPES;
  readonly chosen: readonly ApiKeyScope[];
  readonly problem: string | undefined;
  readonly onChange: (scopes: readonly ApiKeyScope[]) => void;
}) {
  return (
    <fieldset className="options scopes form-wide">
      <legend>What it may touch, within its role</legend>
      {offered.map(({ scope, text }) => (
        <label key={scope} className="option">
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            onChange={({ target }) => {
              onChange(target.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope));
            }}
          />
          <span>
            <strong>{scope}</strong>
            <span className="muted">{text}</span>
          </span>
        </label>
      ))}
      <ErrorText>{problem ?? null}</ErrorText>
    </fieldset>
  );
}
