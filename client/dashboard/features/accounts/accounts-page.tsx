import { useConnections } from '../../../sdk/react/index.ts';
import { Empty, Loading, PartialNotice, Problem } from '../../components/ui/states.tsx';
import { useTitle } from '../../lib/hooks.ts';
import { AccountCard } from './account-card.tsx';
import { ConnectButton } from './connect-button.tsx';

const DAYS = 28;

/** All accounts of the workspace. */
export function AccountsPage({ workspaceId }: { readonly workspaceId: string | undefined }) {
  useTitle('Accounts');
  return (
    <>
      <div className="page-head">
        <h1 tabIndex={-1}>Accounts</h1>
        <ConnectButton workspaceId={workspaceId} label="Connect another account" />
      </div>
      <AccountList workspaceId={workspaceId} />
    </>
  );
}

function AccountList({ workspaceId }: { readonly workspaceId: string | undefined }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useConnections({
    days: DAYS,
  });
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
        <ConnectButton workspaceId={workspaceId} label="Connect an account" isPrimary />
      </Empty>
    );
  return (
    <>
      <PartialNotice problems={data.problems} />
      <ul className="account-grid">
        {data.nodes.map((account) => (
          <AccountCard key={account.id} account={account} days={DAYS} workspaceId={workspaceId} />
        ))}
      </ul>
      {hasNextPage && (
        <button
          className="button"
          type="button"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {isFetchingNextPage ? 'Loading …' : 'Show more accounts'}
        </button>
      )}
    </>
  );
}
