import { useEffect } from 'react';
import type { ViewerQuery } from '../../sdk/index.ts';
import { useViewer } from '../../sdk/react/index.ts';
import { Loading, Problem } from '../components/ui/states.tsx';
import { AccountPage } from '../features/accounts/account-page.tsx';
import { AccountsPage } from '../features/accounts/accounts-page.tsx';
import { ErasurePage } from '../features/accounts/erasure-page.tsx';
import { InvitationPage } from '../features/people/invitation-page.tsx';
import { NoWorkspace } from '../features/people/no-workspace.tsx';
import { PeoplePage } from '../features/people/people-page.tsx';
import { SecurityPage } from '../features/person/security-page.tsx';
import type { OwnWorkspace } from '../lib/permissions.ts';
import { Link, toPath, useRoute } from './router.tsx';
import type { Route } from './router.tsx';
import { useChosenWorkspace, WorkspaceChoice } from './workspace-choice.tsx';

/** The frame around every page: where we are, whose workspace, and whether TikTok is the real one. */
export function Shell({
  canSignIn,
  onSignOut,
  onEnded,
}: {
  /** As the demo, or as nobody. */
  readonly canSignIn: boolean;
  readonly onSignOut: () => void;
  /** The session that there was is gone. */
  readonly onEnded: () => void;
}) {
  const route = useRoute();
  const { data, error, refetch } = useViewer();
  const viewer = data?.viewer ?? null;
  const { workspace, choose } = useChosenWorkspace(viewer?.workspaces);
  const page = route.page === 'account' ? route.id : route.page;
  useEffect(() => {
    // A page change that is none for the browser must still move a screen reader's place.
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [page]);

  // Whoever erased himself, or was sent a receipt, is signed in nowhere.
  const isOpenToAll = route.page === 'erasure';
  const isGone = data?.viewer === null && !isOpenToAll;
  useEffect(() => {
    if (isGone) onEnded();
  }, [isGone, onEnded]);
  if (isGone) return <Loading label="Opening" />;
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      {data?.serverInfo.mode === 'SANDBOX' && (
        <p className="banner">
          <strong>Sandbox.</strong> TikTok is simulated here: accounts, videos and figures are invented.
        </p>
      )}
      <header className="site-header">
        <Link className="brand" href={toPath({ page: 'accounts' })}>
          <img src="/tiktok/favicon.svg" alt="" width={28} height={28} />
          creatorgraph
        </Link>
        <div className="site-header-end">
          <WorkspaceChoice workspaces={viewer?.workspaces ?? []} chosen={workspace} onChoose={choose} />
          {workspace !== undefined && (
            <Link className="button button-quiet" href={toPath({ page: 'people' })}>
              People
            </Link>
          )}
          {viewer?.user != null && (
            <Link className="button button-quiet" href={toPath({ page: 'security' })}>
              {viewer.user.name}
            </Link>
          )}
          <button className="button button-quiet" type="button" onClick={onSignOut}>
            {canSignIn ? 'Sign in' : 'Sign out'}
          </button>
        </div>
      </header>
      <main id="content" className="page">
        {/* What was read stays where reading it again failed, and with it what is being typed. */}
        {error === null || data !== undefined || isOpenToAll ? (
          <Page
            route={route}
            viewer={viewer}
            workspace={workspace}
            onWorkspace={choose}
            onSignIn={onSignOut}
            onEnded={onEnded}
          />
        ) : (
          <Problem error={error} onRetry={() => void refetch()} />
        )}
      </main>
    </>
  );
}

function Page({
  route,
  viewer,
  workspace,
  onWorkspace,
  onSignIn,
  onEnded,
}: {
  readonly route: Route;
  /** Null while it is asked for. */
  readonly viewer: ViewerQuery['viewer'];
  readonly workspace: OwnWorkspace | undefined;
  readonly onWorkspace: (workspaceId: string) => void;
  readonly onSignIn: () => void;
  readonly onEnded: () => void;
}) {
  switch (route.page) {
    case 'accounts':
      // Whose accounts, of several workspaces, is known with the viewer.
      if (viewer === null) return <Loading label="Opening" />;
      if (workspace === undefined) return <NoWorkspace onMade={onWorkspace} />;
      return (
        <AccountsPage workspaceId={workspace.id} viewerId={viewer.user?.id ?? viewer.apiKey?.id ?? ''} />
      );
    case 'account':
      return (
        <AccountPage key={route.id} id={route.id} runId={route.runId} viewer={viewer} onMoved={onWorkspace} />
      );
    case 'people':
      if (viewer === null) return <Loading label="Opening" />;
      if (workspace === undefined) return <NoWorkspace onMade={onWorkspace} />;
      return <PeoplePage key={workspace.id} viewer={viewer} workspace={workspace} onMade={onWorkspace} />;
    case 'security':
      if (viewer === null) return <Loading label="Opening" />;
      if (viewer.user === null) return <ForPersons title="Sign-in and security" onSignIn={onSignIn} />;
      return <SecurityPage onSignUp={onSignIn} onEnded={onEnded} />;
    case 'invitation':
      if (viewer === null) return <Loading label="Opening" />;
      return (
        <InvitationPage
          key={route.token}
          token={route.token}
          isPerson={viewer.user !== null}
          onSignIn={onSignIn}
          onJoin={onWorkspace}
        />
      );
    case 'erasure':
      return <ErasurePage receipt={route.receipt} />;
    case 'unknown':
      return (
        <section className="empty">
          <h1 tabIndex={-1}>There is nothing here</h1>
          <Link className="button" href={toPath({ page: 'accounts' })}>
            Go to your accounts
          </Link>
        </section>
      );
  }
}

/** Of a page that an API key, such as the demo's, has no use for. */
function ForPersons({ title, onSignIn }: { readonly title: string; readonly onSignIn: () => void }) {
  return (
    <section className="empty">
      <h1 tabIndex={-1}>{title}</h1>
      <p>This page is for persons: the demo and API keys have no password and no sessions.</p>
      <button className="button button-primary" type="button" onClick={onSignIn}>
        Sign in
      </button>
    </section>
  );
}
