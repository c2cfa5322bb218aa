import { useEffect } from 'react';
import { useInvitation } from '../../../sdk/react/index.ts';
import { forgetInvitation } from '../../lib/kept-invitation.ts';
import { ROLE_WORDS } from '../../lib/permissions.ts';

/** What somebody is invited to who has to sign in first; nothing once the invitation is spent. */
export function InvitationNote({ token }: { readonly token: string }) {
  const { data: invitation } = useInvitation(token);
  const isSpent = invitation === null;
  useEffect(() => {
    if (isSpent) forgetInvitation();
  }, [isSpent]);
  if (invitation === undefined) return null;
  if (invitation === null)
    return (
      <p className="note" role="status">
        The invitation works no longer: it was accepted or withdrawn, or is older than a week.
      </p>
    );
  const { workspaceName, role, email } = invitation;
  return (
    <p className="note" role="status">
      <span>
        You are invited to <strong>{workspaceName}</strong> as {ROLE_WORDS[role].name.toLowerCase()}. Sign in
        as <strong>{email}</strong>, or sign up with that address, and accept it then.
      </span>
    </p>
  );
}
