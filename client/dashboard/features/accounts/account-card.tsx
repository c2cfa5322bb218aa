import type { ConnectionsQuery } from '../../../sdk/index.ts';
import { Link, toPath } from '../../app/router.tsx';
import { Change, Stat, TimeAgo } from '../../components/ui/figures.tsx';
import { formatCompact, formatWhole } from '../../lib/format.ts';
import { fillDays } from '../../lib/series.ts';
import { AccessNotice } from './access-notice.tsx';
import { accountName } from './account-name.ts';
import { Avatar } from './avatar.tsx';
import { Sparkline } from './sparkline.tsx';
import { SyncStatus } from './sync-status.tsx';

type Account = NonNullable<ConnectionsQuery['connections']>['edges'][number]['node'];

/** An account at a glance. */
export function AccountCard({
  account,
  days,
  workspaceId,
}: {
  readonly account: Account;
  readonly days: number;
  readonly workspaceId: string | undefined;
}) {
  const { id, metrics, analytics, username } = account;
  const name = accountName(account);
  return (
    <li className="panel account-card">
      <div className="account-head">
        <Avatar id={id} name={name} url={account.avatarUrl} />
        <div className="account-names">
          <h2>
            <Link className="card-link" href={toPath({ page: 'account', id, runId: null })}>
              {name}
            </Link>
          </h2>
          <p className="muted">{username === null ? ' ' : `@${username}`}</p>
        </div>
      </div>
      <div className="account-followers">
        <div>
          <p className="big-number" title={formatWhole(metrics?.followers)}>
            {formatWhole(metrics?.followers)}
          </p>
          <p className="muted">followers</p>
          <p>
            <Change value={analytics?.totals.followersGained} label={`in ${String(days)} days`} />
          </p>
        </div>
        {analytics !== null && (
          <Sparkline days={fillDays(analytics.points, analytics.totals, ({ followers }) => followers)} />
        )}
      </div>
      <dl className="stats">
        <Stat label="Likes">{formatCompact(metrics?.likes)}</Stat>
        <Stat label="Videos">{formatWhole(metrics?.videos)}</Stat>
        <Stat label={`Views, ${String(days)} days`}>{formatCompact(analytics?.totals.views)}</Stat>
      </dl>
      {metrics !== null && (
        <p className="muted as-of">
          As of <TimeAgo at={metrics.capturedAt} />
        </p>
      )}
      <AccessNotice connection={account} workspaceId={workspaceId} />
      <SyncStatus connection={account} />
    </li>
  );
}
