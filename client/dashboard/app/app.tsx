import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { createClient, UnauthenticatedError } from '../../sdk/index.ts';
import { CreatorgraphProvider } from '../../sdk/react/index.ts';
import { Loading } from '../components/ui/states.tsx';
import { navigate, parseRoute, toPath, useRoute } from './router.tsx';
import { useSession } from './session.ts';
import { Shell } from './shell.tsx';
import { SignIn } from './sign-in.tsx';

/** The dashboard: a session, then a client of its own for each key or person, so that nothing of one is seen with another. */
export function App() {
  const { session, openWithKey, enter, expectPerson, signOut, end } = useSession();
  const isKey = session.status === 'signed-in' && session.apiKey !== null && !session.isDemo;
  const onEnded = useCallback(() => {
    // A receipt opens its erasure for whoever has it, also for whoever has just erased himself.
    if (parseRoute(location).page !== 'erasure') end(isKey ? 'key' : 'session');
  }, [end, isKey]);
  const isReceipt = useRoute().page === 'erasure';
  if (session.status === 'loading') return <Loading label="Opening" />;
  if (session.status === 'signed-out' && isReceipt)
    return (
      <Served key="receipt" apiKey={null} onEnded={onEnded}>
        <Shell
          canSignIn
          onSignOut={() => {
            navigate(toPath({ page: 'accounts' }));
          }}
          onEnded={onEnded}
        />
      </Served>
    );
  if (session.status === 'signed-out')
    return (
      <Served key="nobody" apiKey={null} onEnded={onEnded}>
        <SignIn
          hasDemo={session.hasDemo}
          ended={session.ended}
          onEnter={enter}
          onKey={openWithKey}
          onMailed={expectPerson}
        />
      </Served>
    );
  return (
    <Served key={session.apiKey ?? ''} apiKey={session.apiKey} onEnded={onEnded}>
      <Shell canSignIn={session.isDemo} onSignOut={signOut} onEnded={onEnded} />
    </Served>
  );
}

/** A client for what is inside. */
function Served({
  apiKey,
  onEnded,
  children,
}: {
  /** Null: the cookie of a person's session, if any. */
  readonly apiKey: string | null;
  /** The server does not know the session or the key any more. */
  readonly onEnded: () => void;
  readonly children: ReactNode;
}) {
  const client = useMemo(() => createClient({ url: '/graphql', apiKey: apiKey ?? undefined }), [apiKey]);
  const queryClient = useMemo(() => createQueryClient(onEnded), [onEnded]);
  useEffect(
    () => () => {
      void client.close();
    },
    [client],
  );
  return (
    <QueryClientProvider client={queryClient}>
      <CreatorgraphProvider client={client}>{children}</CreatorgraphProvider>
    </QueryClientProvider>
  );
}

function createQueryClient(onEnded: () => void): QueryClient {
  const onError = (error: Error): void => {
    if (error instanceof UnauthenticatedError) onEnded();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // The client has already tried again where that makes sense.
        retry: false,
      },
    },
  });
}
