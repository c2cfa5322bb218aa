import type { WorkspaceRole } from '../../../sdk/index.ts';
import type { FieldTies } from '../../components/ui/forms.tsx';
import { ROLE_WORDS } from '../../lib/permissions.ts';

/** One of the roles that may be given, with what the chosen one may do below it: a list would cut that off. */
export function RoleSelect({
  roles,
  value,
  onChange,
  ...ties
}: {
  readonly roles: readonly WorkspaceRole[];
  readonly value: WorkspaceRole;
  readonly onChange: (role: WorkspaceRole) => void;
  readonly 'aria-label'?: string;
} & Partial<FieldTies>) {
  return (
    <>
      <select
        {...ties}
        value={value}
        onChange={({ target }) => {
          const chosen = roles.find((role) => role === target.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {ROLE_WORDS[role].name}
          </option>
        ))}
      </select>
      <span className="muted small" role="status">
        {ROLE_WORDS[value].name}: {ROLE_WORDS[value].may}.
      </span>
    </>
  );
}
