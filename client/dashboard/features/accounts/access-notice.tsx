import type { ConnectionFieldsFragment } from '../../../sdk/index.ts';
import { describeEnd, describeMissing, describeRefusal } from './access.ts';
import { ConnectButton } from './connect-button.tsx';

/** What TikTok does not let us read of an account and what that costs, with the way to change it. */
export function AccessNotice({
  connection: { id, status, statusReason, missingScopes },
  workspaceId,
}: {
  readonly connection: ConnectionFieldsFragment;
  readonly workspaceId: string | undefined;
}) {
  if (status === 'ACTIVE' && missingScopes.length === 0) return null;
  return (
    <div className={`note access ${status === 'REAUTHORIZATION_REQUIRED' ? 'note-error' : ''}`}>
      <div>
        {status === 'REVOKED' && <p>{describeEnd(statusReason)}</p>}
        {status === 'REAUTHORIZATION_REQUIRED' && <p>{describeRefusal(statusReason)}</p>}
        {missingScopes.length > 0 && (
          <>
            <p>TikTok was not allowed to share:</p>
            <ul>
              {describeMissing(missingScopes).map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      <ConnectButton workspaceId={workspaceId} connectionId={id} label="Reconnect" />
    </div>
  );
}
