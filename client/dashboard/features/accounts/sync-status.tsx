import type { ConnectionFieldsFragment, SyncPhase } from '../../../sdk/index.ts';
import { useConnectionEvents, useSyncConnection } from '../../../sdk/react/index.ts';
import { TimeAgo } from '../../components/ui/figures.tsx';
import { formatWhole } from '../../lib/format.ts';
import { parseError } from '../../../sdk/index.ts';
import { toPlainWords } from '../../lib/plain-error.ts';
import { accountName } from './account-name.ts';

/** Whether and how the account is collected, live, and a button to collect it now. */
export function SyncStatus({ connection }: { readonly connection: ConnectionFieldsFragment }) {
  useConnectionEvents(connection.id, connection.lastEventSequence);
  const { isPending, error, mutate } = useSyncConnection();
  const { sync, status } = connection;
  // Nothing is collected then: `AccessNotice` tells why.
  if (status !== 'ACTIVE') return null;
  const isBusy = isPending || sync.isRunning;
  return (
    <div className="sync">
      <div className="sync-text" role="status">
        {sync.isRunning ? <Progress connection={connection} /> : <Rest connection={connection} />}
        {error !== null && <p className="error-text">{toPlainWords(error)}</p>}
      </div>
      <button
        className="button button-small"
        type="button"
        disabled={isBusy}
        aria-label={`Sync ${accountName(connection)} now`}
        onClick={() => {
          mutate(connection.id);
        }}
      >
        {isBusy ? 'Syncing …' : 'Sync now'}
      </button>
    </div>
  );
}

/** What a sync is doing where there is nothing to count. */
const PHASES: Partial<Record<SyncPhase, string>> = {
  METRICS: 'Asking for videos that the list left out …',
  COVERS: 'Copying pictures …',
};

function Progress({ connection: { sync } }: { readonly connection: ConnectionFieldsFragment }) {
  const { progress } = sync;
  if (progress?.phase === 'WAITING_FOR_QUOTA')
    return (
      <p>
        Waiting for room in TikTok’s quota
        {sync.nextSyncAt !== null && (
          <>
            , goes on <TimeAgo at={sync.nextSyncAt} />
          </>
        )}
      </p>
    );
  if (progress?.phase !== 'VIDEOS')
    return (
      <p>
        {(progress && PHASES[progress.phase]) ?? 'Reading the profile …'} <progress aria-label="Sync" />
      </p>
    );
  const { videosSeen, videosExpected } = progress;
  return (
    <p>
      {formatWhole(videosSeen)}
      {videosExpected !== null && ` of ${formatWhole(videosExpected)}`} videos{' '}
      {videosExpected === null ? (
        <progress aria-label="Sync" />
      ) : (
        <progress
          aria-label="Sync"
          value={Math.min(videosSeen, videosExpected)}
          max={Math.max(videosExpected, 1)}
        />
      )}
    </p>
  );
}

function Rest({ connection: { sync } }: { readonly connection: ConnectionFieldsFragment }) {
  return (
    <>
      {sync.lastError !== null && <p className="error-text">{toPlainWords(parseError(sync.lastError))}</p>}
      <p>
        {sync.lastSyncedAt === null ? (
          'Never synced'
        ) : (
          <>
            Synced <TimeAgo at={sync.lastSyncedAt} />
          </>
        )}
        {sync.nextSyncAt !== null && (
          <span className="muted">
            , next <TimeAgo at={sync.nextSyncAt} />
          </span>
        )}
      </p>
    </>
  );
}
