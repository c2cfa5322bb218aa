import { useStartTikTokAuth } from '../../../sdk/react/index.ts';
import { toPlainWords } from '../../lib/plain-error.ts';

/** Sends the person to TikTok, and back to this page. With a connection, renews that one. */
export function ConnectButton({
  workspaceId,
  connectionId,
  label,
  isPrimary = false,
}: {
  readonly workspaceId: string | undefined;
  readonly connectionId?: string;
  readonly label: string;
  readonly isPrimary?: boolean;
}) {
  const start = useStartTikTokAuth();
  const connect = (): void => {
    if (workspaceId === undefined) return;
    const input = {
      workspaceId,
      returnTo: location.pathname,
      ...(connectionId === undefined ? {} : { connectionId }),
    };
    start.mutate(input, {
      onSuccess: ({ authorizationUrl }) => {
        location.assign(authorizationUrl);
      },
    });
  };
  return (
    <div className="connect">
      <button
        className={`button ${isPrimary ? 'button-primary' : ''}`}
        type="button"
        disabled={workspaceId === undefined || start.isPending || start.isSuccess}
        onClick={connect}
      >
        {start.isPending || start.isSuccess ? 'Going to TikTok …' : label}
      </button>
      {start.error !== null && (
        <span className="error-text" role="alert">
          {toPlainWords(start.error)}
        </span>
      )}
    </div>
  );
}
