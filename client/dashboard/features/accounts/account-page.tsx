import type { ViewerQuery } from '../../../sdk/index.ts';
import { useConnection } from '../../../sdk/react/index.ts';
import { Link, toPath } from '../../app/router.tsx';
import { Stat, TimeAgo } from '../../components/ui/figures.tsx';
import { Loading, PartialNotice, Problem } from '../../components/ui/states.tsx';
import { formatCompact, formatWhole } from '../../lib/format.ts';
import { useComingPictures } from '../../lib/coming-pictures.ts';
import { useTitle } from '../../lib/hooks.ts';
import { mayAdminister, mayManageAccounts, mayWatchTrends } from '../../lib/permissions.ts';
import { ImportsSection } from '../imports/imports-section.tsx';
import { PerformanceSection } from '../performance/performance-section.tsx';
import { DataSection } from '../privacy/data-section.tsx';
import { RecommendationsSection } from '../recommendations/recommendations-section.tsx';
import { TrendsSection } from '../trends/trends-section.tsx';
import { VideosSection } from '../videos/videos-section.tsx';
import { AccessNotice } from './access-notice.tsx';
import { accountName } from './account-name.ts';
import { Avatar } from './avatar.tsx';
import { DisconnectSection } from './disconnect-section.tsx';
import { MoveSection } from './move-section.tsx';
import { GrowthSection } from './growth-section.tsx';
import { SyncStatus } from './sync-status.tsx';
import { TrendNews } from './trend-news.tsx';
import { ZoneSection } from './zone-section.tsx';

/** One account: its growth, what to do next, and its videos. */
export function AccountPage({
  id,
  runId,
  viewer,
  onMoved,
}: {
  readonly id: string;
  readonly runId: string | null;
  /** Null while it is asked for. */
  readonly viewer: ViewerQuery['viewer'];
  readonly onMoved: (workspaceId: string) => void;
}) {
  const { data, error, refetch } = useConnection(id);
  const connection = data?.connection;
  const name = connection === undefined ? 'Account' : accountName(connection);
  const managed = viewer?.workspaces.filter((workspace) => mayManageAccounts(viewer, workspace)) ?? [];
  // It takes both: the one it leaves and the one it comes to.
  const isManaged = managed.some(({ id: own }) => own === connection?.workspace.id);
  const isExportable =
    viewer?.workspaces.some(
      (workspace) => workspace.id === connection?.workspace.id && mayAdminister(viewer, workspace),
    ) === true;
  const mayWatch =
    viewer?.workspaces.some(
      (workspace) => workspace.id === connection?.workspace.id && mayWatchTrends(viewer, workspace),
    ) === true;
  const targets = isManaged ? managed.filter(({ id: own }) => own !== connection?.workspace.id) : [];
  useTitle(name);
  useComingPictures(connection?.avatarUrl === null, connection?.sync.lastSyncedAt ?? null, refetch);
  return (
    <>
      <Link className="back" href={toPath({ page: 'accounts' })}>
        <span aria-hidden="true">←</span> All accounts
      </Link>
      {connection === undefined ? (
        <>
          <h1 className="visually-hidden" tabIndex={-1}>
            {name}
          </h1>
          {error === null ? (
            <Loading label="Loading the account" />
          ) : (
            <Problem error={error} onRetry={() => void refetch()} />
          )}
        </>
      ) : (
        <>
          <header className="panel account-header">
            <div className="account-head">
              <Avatar id={id} name={name} url={connection.avatarUrl} />
              <div className="account-names">
                <h1 tabIndex={-1}>{name}</h1>
                <p className="muted">
                  {connection.username !== null && `@${connection.username} · `}
                  times in {connection.timezone}
                </p>
              </div>
            </div>
            <dl className="stats">
              <Stat label="Followers">{formatWhole(connection.metrics?.followers)}</Stat>
              <Stat label="Likes">{formatCompact(connection.metrics?.likes)}</Stat>
              <Stat label="Videos">{formatWhole(connection.metrics?.videos)}</Stat>
              {connection.metrics !== null && (
                <Stat label="As of">
                  <TimeAgo at={connection.metrics.capturedAt} />
                </Stat>
              )}
            </dl>
            <AccessNotice connection={connection} workspaceId={connection.workspace.id} />
            <SyncStatus connection={connection} />
            <TrendNews connectionId={id} />
          </header>
          <PartialNotice problems={data?.problems ?? []} />
          <GrowthSection id={id} />
          <PerformanceSection id={id} />
          <TrendsSection connectionId={id} workspaceId={connection.workspace.id} mayWatch={mayWatch} />
          <RecommendationsSection connection={connection} runId={runId} />
          <VideosSection connection={connection} />
          <ImportsSection connection={connection} />
          {isManaged && <ZoneSection connection={connection} />}
          <MoveSection connection={connection} targets={targets} onMoved={onMoved} />
          <DataSection
            subjectId={id}
            title="Data of the account"
            exported={
              isExportable
                ? 'A ZIP of all that is held of the account: history, videos, imports and recommendations.'
                : null
            }
            erased={null}
          />
          {isManaged && <DisconnectSection connection={connection} />}
        </>
      )}
    </>
  );
}
