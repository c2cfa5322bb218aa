import { CreatorgraphError } from '../../../sdk/index.ts';
import { useAcceptInvitation } from '../../../sdk/react/index.ts';
import { Link, toPath } from '../../app/router.tsx';
import { useTitle } from '../../lib/hooks.ts';
import { toPlainWords } from '../../lib/plain-error.ts';

const WHY_NOT: Readonly<Record<string, string>> = {
  EXPIRED: 'This invitation is spent or too old. Ask for another one.',
  NOT_FOUND: 'This invitation was withdrawn, or the link is not whole.',
  FORBIDDEN: 'Sign in as the person who was invited; an API key and the demo cannot join a workspace.',
  CONFLICT: 'This invitation is for another address than yours, or yours is not confirmed yet.',
};

/** Where the mail of an invitation leads to, once signed in. The token is in the address alone. */
export function InvitationPage({
  token,
  onJoin,
}: {
  readonly token: string;
  /** The workspace to go on with. */
  readonly onJoin: (workspaceId: string) => void;
}) {
  const accept = useAcceptInvitation();
  useTitle('Invitation');
  return (
    <section className="panel" aria-labelledby="invitation-title">
      <h1 id="invitation-title" tabIndex={-1}>
        {accept.isSuccess ? `Welcome to ${accept.data.name}` : 'You are invited to a workspace'}
      </h1>
      {accept.isSuccess ? (
        <p role="status">
          You are {accept.data.role.toLowerCase()} there now.{' '}
          <Link href={toPath({ page: 'accounts' })}>See its accounts</Link>
        </p>
      ) : (
        <>
          <p>Accepting makes you a member, with the role that you were told in the invitation.</p>
          <button
            className="button"
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
          {accept.isError && <p className="error-text">{explain(accept.error)}</p>}
        </>
      )}
    </section>
  );
}

function explain(error: unknown): string {
  const why = error instanceof CreatorgraphError ? WHY_NOT[error.code] : undefined;
  return why ?? toPlainWords(error);
}
