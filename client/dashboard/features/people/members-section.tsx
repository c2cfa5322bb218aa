import { useState } from 'react';
import type { MemberFieldsFragment, WorkspaceRole } from '../../../sdk/index.ts';
import { useRemoveMember, useUpdateMember } from '../../../sdk/react/index.ts';
import { navigate, toPath } from '../../app/router.tsx';
import { ConfirmButton, ErrorText } from '../../components/ui/forms.tsx';
import { mayChangeMember, ROLE_WORDS, rolesUpTo } from '../../lib/permissions.ts';
import { toPlainWords } from '../../lib/plain-error.ts';
import { RoleSelect } from './role-select.tsx';

/** Who is in the workspace, with what may be done about each. */
export function MembersSection({
  members,
  ownId,
  ownRole,
  administers,
}: {
  readonly members: readonly MemberFieldsFragment[];
  /** Null for an API key. */
  readonly ownId: string | null;
  readonly ownRole: WorkspaceRole;
  readonly administers: boolean;
}) {
  return (
    <section className="panel" aria-labelledby="members-title">
      <h2 id="members-title">Members</h2>
      <ul className="rows">
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            isSelf={member.user.id === ownId}
            ownRole={ownRole}
            mayChange={administers && mayChangeMember(ownRole, member.role)}
          />
        ))}
      </ul>
    </section>
  );
}

function MemberRow({
  member: { id, role, user },
  isSelf,
  ownRole,
  mayChange,
}: {
  readonly member: MemberFieldsFragment;
  readonly isSelf: boolean;
  readonly ownRole: WorkspaceRole;
  readonly mayChange: boolean;
}) {
  const [isChanging, setIsChanging] = useState(false);
  const remove = useRemoveMember();
  const leaveOrRemove = (): void => {
    remove.mutate(id, {
      onSuccess: () => {
        if (isSelf) navigate(toPath({ page: 'accounts' }));
      },
    });
  };
  return (
    <li>
      <div className="rows-what">
        <strong>{user.name}</strong>
        <span className="tag">{ROLE_WORDS[role].name}</span>
        {isSelf && <span className="tag tag-kind">You</span>}
        {user.email !== null && <span className="muted">{user.email}</span>}
      </div>
      {(mayChange || isSelf) && (
        <div className="row">
          {mayChange && !isChanging && (
            <button
              className="button button-small"
              type="button"
              aria-label={`Change the role of ${user.name}`}
              onClick={() => {
                setIsChanging(true);
              }}
            >
              Change role
            </button>
          )}
          {isSelf ? (
            <ConfirmButton
              label="Leave …"
              question="Leave this workspace?"
              confirm="Leave"
              isPending={remove.isPending}
              onConfirm={leaveOrRemove}
            />
          ) : (
            <ConfirmButton
              label="Remove …"
              aria-label={`Remove ${user.name} …`}
              question={`Remove ${user.name}? Keys that they made stay, with at most the role Editor.`}
              confirm="Remove"
              isPending={remove.isPending}
              onConfirm={leaveOrRemove}
            />
          )}
        </div>
      )}
      {isChanging && (
        <RoleForm
          id={id}
          name={user.name}
          role={role}
          ownRole={ownRole}
          onClose={() => {
            setIsChanging(false);
          }}
        />
      )}
      <ErrorText>{remove.error === null ? null : toPlainWords(remove.error)}</ErrorText>
    </li>
  );
}

function RoleForm({
  id,
  name,
  role,
  ownRole,
  onClose,
}: {
  readonly id: string;
  readonly name: string;
  readonly role: WorkspaceRole;
  readonly ownRole: WorkspaceRole;
  readonly onClose: () => void;
}) {
  const [chosen, setChosen] = useState(role);
  const update = useUpdateMember();
  return (
    <form
      className="rows-form"
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate({ memberId: id, role: chosen }, { onSuccess: onClose });
      }}
    >
      <RoleSelect
        aria-label={`Role of ${name}`}
        roles={rolesUpTo(ownRole)}
        value={chosen}
        onChange={setChosen}
      />
      <div className="row">
        <button
          className="button button-small button-primary"
          type="submit"
          disabled={update.isPending || chosen === role}
        >
          Save role
        </button>
        <button className="button button-small" type="button" disabled={update.isPending} onClick={onClose}>
          Cancel
        </button>
      </div>
      <ErrorText>{update.error === null ? null : toPlainWords(update.error)}</ErrorText>
    </form>
  );
}
