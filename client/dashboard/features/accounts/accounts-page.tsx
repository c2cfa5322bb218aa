import { useConnections } from '../../../sdk/react/index.ts';
import { Link, toPath } from '../../app/router.tsx';
import { Empty, Loading, LoadMore, PartialNotice, Problem } from '../../components/ui/states.tsx';
import { useComingPictures } from '../../lib/coming-pictures.ts';
import { useTitle } from '../../lib/hooks.ts';
import { AccountCard } from './account-card.tsx';
import { accountName } from './account-name.ts';
import { ConnectButton } from './connect-button.tsx';
import { rememberAccounts, useNewAccounts } from './new-accounts.ts';

const DAYS = 28;

/** All accounts of the workspace. */
export function AccountsPage({
  workspaceId,
  viewerId,
}: {
  readonly workspaceId: string;
  /** Of the person or the key that looks. */
  readonly viewerId: string;
}) {
  useTitle('Accounts');
  const accounts = useConnections({ days: DAYS, workspaceId });
  const seenBy = `${viewerId} ${workspaceId}`;
  const connect = {
    workspaceId,
    onLeave: () => {
      rememberAccounts(seenBy, accounts.data?.nodes.map(({ id }) => id) ?? []);
    },
  };
  return (
    <>
      <div className="page-head">
        <h1 tabIndex={-1}>Accounts</h1>
        <ConnectButton {...connect} label="Connect another account" />
      </div>
      <AccountList accounts={accounts} seenBy={seenBy} connect={connect} />
    </>
  );
}

function AccountList({
  accounts,
  seenBy,
  connect,
}: {
  readonly accounts: ReturnType<typeof useConnections>;
  readonly seenBy: string;
  readonly connect: { readonly workspaceId: string; readonly onLeave: () => void };
}) {
  const { data, error, refetch } = accounts;
  const unseen = data?.nodes.filter(({ avatarUrl }) => avatarUrl === null) ?? [];
  const synced = unseen.flatMap(({ sync }) => sync.lastSyncedAt ?? []).sort();
  useComingPictures(unseen.length > 0, synced.at(-1) ?? null, refetch);
  const newAccounts = useNewAccounts(seenBy, data?.nodes ?? []);
  if (data === undefined)
    return error === null ? (
      <Loading label="Loading accounts" />
    ) : (
      <Problem error={error} onRetry={() => void refetch()} />
    );
  if (data.nodes.length === 0)
    return (
      <Empty title="No account yet">
        <p>Connect a TikTok account, and its history begins to be kept.</p>
        <ConnectButton {...connect} label="Connect an account" isPrimary />
      </Empty>
    );
  return (
    <>
      <PartialNotice problems={data.problems} />
      {newAccounts.map((account) => (
        <p key={account.id} className="note" role="status">
          {accountName(account)} was connected.
          <Link
            className="button button-small"
            href={toPath({ page: 'account', id: account.id, runId: null })}
          >
            Open it
          </Link>
        </p>
      ))}
      <ul className="account-grid">
        {data.nodes.map((account) => (
          <AccountCard key={account.id} account={account} days={DAYS} workspaceId={connect.workspaceId} />
        ))}
      </ul>
      <LoadMore query={accounts} label="Show more accounts" />
    </>
  );
}
