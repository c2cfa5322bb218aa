import { useEffect } from 'react';
import { CreatorgraphError } from '../../../sdk/index.ts';
import { useAcceptInvitation, useInvitation } from '../../../sdk/react/index.ts';
import { Link, toPath } from '../../app/router.tsx';
import { Loading, Problem } from '../../components/ui/states.tsx';
import { useTitle } from '../../lib/hooks.ts';
import { forgetInvitation } from '../../lib/kept-invitation.ts';
import { ROLE_WORDS } from '../../lib/permissions.ts';
import { toPlainWords } from '../../lib/plain-error.ts';

const WHY_NOT: Readonly<Record<string, string>> = {
  EXPIRED: 'This invitation is spent or too old. Ask for another one.',
  NOT_FOUND: 'This invitation was withdrawn, or the link is not whole.',
  CONFLICT: 'This invitation is for another address than yours, or yours is not confirmed yet.',
};

/** Where the mail of an invitation leads to, once signed in. The token is in the address alone. */
export function InvitationPage({
  token,
  isPerson,
  onSignIn,
  onJoin,
}: {
  readonly token: string;
  /** No API key, such as the demo's. */
  readonly isPerson: boolean;
  readonly onSignIn: () => void;
  /** The workspace to go on with. */
  readonly onJoin: (workspaceId: string) => void;
}) {
  const accept = useAcceptInvitation();
  useTitle('Invitation');
  useEffect(() => {
    // From here on the address has it.
    if (isPerson) forgetInvitation();
  }, [isPerson]);
  if (accept.isSuccess)
    return (
      <section className="panel" aria-labelledby="invitation-title">
        <h1 id="invitation-title" tabIndex={-1}>
          Welcome to {accept.data.name}
        </h1>
        <p role="status">
          You are {ROLE_WORDS[accept.data.role].name.toLowerCase()} there now.{' '}
          <Link href={toPath({ page: 'accounts' })}>See its accounts</Link>
        </p>
      </section>
    );
  return (
    <section className="panel" aria-labelledby="invitation-title">
      <h1 id="invitation-title" tabIndex={-1}>
        You are invited to a workspace
      </h1>
      <Terms token={token} />
      {isPerson ? (
        <div className="row">
          <button
            className="button button-primary"
            type="button"
            disabled={accept.isPending}
            onClick={() => {
              accept.mutate(token, {
                onSuccess: ({ id }) => {
                  onJoin(id);
                },
              });
            }}
          >
            Accept
          </button>
          <Link className="button" href={toPath({ page: 'accounts' })}>
            Not now
          </Link>
        </div>
      ) : (
        <>
          <p>Neither the demo nor an API key can join a workspace: sign in as the person who was invited.</p>
          <button className="button button-primary" type="button" onClick={onSignIn}>
            Sign in or sign up
          </button>
        </>
      )}
      {accept.isError && <p className="error-text">{explain(accept.error)}</p>}
    </section>
  );
}

/** To where, as what, and whom. */
function Terms({ token }: { readonly token: string }) {
  const { data: invitation, error, refetch } = useInvitation(token);
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (invitation === undefined) return <Loading label="Reading the invitation" />;
  if (invitation === null)
    return (
      <p className="note note-error">
        It works no longer: it was accepted or withdrawn, or is older than a week. Ask for another one.
      </p>
    );
  const { workspaceName, role, email } = invitation;
  return (
    <p>
      Accepting makes <strong>{email}</strong> a member of <strong>{workspaceName}</strong>, with the role{' '}
      <strong>{ROLE_WORDS[role].name}</strong>: {ROLE_WORDS[role].may}.
    </p>
  );
}

function explain(error: unknown): string {
  const why = error instanceof CreatorgraphError ? WHY_NOT[error.code] : undefined;
  return why ?? toPlainWords(error);
}
