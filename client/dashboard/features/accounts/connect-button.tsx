import { useStartTikTokAuth } from '../../../sdk/react/index.ts';
import { toPath } from '../../app/router.tsx';
import { toPlainWords } from '../../lib/plain-error.ts';

/** Sends the person to TikTok, and back to this page. With a connection, renews that one, and back to its page. */
export function ConnectButton({
  workspaceId,
  connectionId,
  label,
  isPrimary = false,
  onLeave,
}: {
  readonly workspaceId: string | undefined;
  readonly connectionId?: string;
  readonly label: string;
  readonly isPrimary?: boolean;
  /** Called just before. */
  readonly onLeave?: () => void;
}) {
  const start = useStartTikTokAuth();
  const connect = (): void => {
    if (workspaceId === undefined) return;
    const input = {
      workspaceId,
      ...(connectionId === undefined
        ? { returnTo: location.pathname }
        : { connectionId, returnTo: toPath({ page: 'account', id: connectionId, runId: null }) }),
    };
    start.mutate(input, {
      onSuccess: ({ authorizationUrl }) => {
        onLeave?.();
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
