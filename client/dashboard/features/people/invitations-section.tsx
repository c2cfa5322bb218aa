import { useState } from 'react';
import type { InvitationFieldsFragment, WorkspaceRole } from '../../../sdk/index.ts';
import { ConflictError } from '../../../sdk/index.ts';
import { useInviteMember, useRevokeInvitation } from '../../../sdk/react/index.ts';
import { TimeAgo } from '../../components/ui/figures.tsx';
import { ConfirmButton, ErrorText, Field, TextField } from '../../components/ui/forms.tsx';
import { toFormProblems } from '../../lib/form-problems.ts';
import { ROLE_WORDS, rolesUpTo } from '../../lib/permissions.ts';
import { toPlainWords } from '../../lib/plain-error.ts';
import { RoleSelect } from './role-select.tsx';

/** Whom the workspace waits for, and a form to invite more. */
export function InvitationsSection({
  workspaceId,
  ownRole,
  invitations,
}: {
  readonly workspaceId: string;
  readonly ownRole: WorkspaceRole;
  readonly invitations: readonly InvitationFieldsFragment[];
}) {
  return (
    <section className="panel" aria-labelledby="invitations-title">
      <h2 id="invitations-title">Invitations</h2>
      {invitations.length === 0 ? (
        <p className="muted">Nobody is invited at the moment.</p>
      ) : (
        <ul className="rows">
          {invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      )}
      <InviteForm workspaceId={workspaceId} ownRole={ownRole} />
    </section>
  );
}

function InvitationRow({
  invitation: { id, email, role, expiresAt, invitedBy },
}: {
  readonly invitation: InvitationFieldsFragment;
}) {
  const revoke = useRevokeInvitation();
  return (
    <li>
      <div className="rows-what">
        <strong>{email}</strong>
        <span className="tag">{ROLE_WORDS[role].name}</span>
        <span className="muted">
          {invitedBy !== null && `by ${invitedBy.name}, `}ends <TimeAgo at={expiresAt} />
        </span>
      </div>
      <ConfirmButton
        label="Withdraw …"
        aria-label={`Withdraw the invitation of ${email} …`}
        question="The link of the mail will be void."
        confirm="Withdraw"
        isPending={revoke.isPending}
        onConfirm={() => {
          revoke.mutate(id);
        }}
      />
      <ErrorText>{revoke.error === null ? null : toPlainWords(revoke.error)}</ErrorText>
    </li>
  );
}

function InviteForm({
  workspaceId,
  ownRole,
}: {
  readonly workspaceId: string;
  readonly ownRole: WorkspaceRole;
}) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<WorkspaceRole>('EDITOR');
  const invite = useInviteMember();
  const { fields, rest } = toFormProblems(invite.error, ['email', 'role']);
  return (
    <form
      className="form-grid"
      aria-label="Invite somebody"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate(
          { workspaceId, email: email.trim(), role },
          {
            onSuccess: () => {
              setEmail('');
            },
          },
        );
      }}
    >
      <TextField
        label="E-mail of whom to invite"
        problem={fields['email']}
        type="email"
        required
        value={email}
        onChange={setEmail}
      />
      <Field label="Role" problem={fields['role']}>
        {(ties) => <RoleSelect {...ties} roles={rolesUpTo(ownRole)} value={role} onChange={setRole} />}
      </Field>
      <div className="form-end">
        <button className="button button-primary" type="submit" disabled={invite.isPending}>
          {invite.isPending ? 'Inviting …' : 'Invite'}
        </button>
        {invite.isSuccess && (
          <span role="status">A mail to {invite.data.email} is on its way; its link works for 7 days.</span>
        )}
        <ErrorText>
          {invite.error instanceof ConflictError
            ? 'This person is a member already, or has an open invitation.'
            : rest}
        </ErrorText>
      </div>
    </form>
  );
}
