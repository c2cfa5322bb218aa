import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { createClient } from '../../sdk/index.ts';
import { CreatorgraphProvider } from '../../sdk/react/index.ts';
import { Loading } from '../components/ui/states.tsx';
import { navigate, toPath, useRoute } from './router.tsx';
import { useSession } from './session.ts';
import { Shell } from './shell.tsx';
import { SignIn } from './sign-in.tsx';

/** The dashboard: a session, then a client of its own for each key or person, so that nothing of one is seen with another. */
export function App() {
  const { session, openWithKey, enter, signOut } = useSession();
  // A receipt opens its erasure for whoever has it.
  const isReceipt = useRoute().page === 'erasure';
  if (session.status === 'loading') return <Loading label="Opening" />;
  if (session.status === 'signed-out' && isReceipt)
    return (
      <Opened
        key="receipt"
        apiKey={null}
        canSignIn
        onSignOut={() => {
          navigate(toPath({ page: 'accounts' }));
        }}
      />
    );
  if (session.status === 'signed-out')
    return <SignIn hasDemo={session.hasDemo} onEnter={enter} onKey={openWithKey} />;
  return (
    <Opened
      key={session.apiKey ?? ''}
      apiKey={session.apiKey}
      canSignIn={session.isDemo}
      onSignOut={signOut}
    />
  );
}

function Opened({
  apiKey,
  canSignIn,
  onSignOut,
}: {
  /** Null: the cookie of a person's session. */
  readonly apiKey: string | null;
  /** As the demo, or as nobody. */
  readonly canSignIn: boolean;
  readonly onSignOut: () => void;
}) {
  const client = useMemo(() => createClient({ url: '/graphql', apiKey: apiKey ?? undefined }), [apiKey]);
  const queryClient = useMemo(createQueryClient, [apiKey]);
  useEffect(
    () => () => {
      void client.close();
    },
    [client],
  );
  return (
    <QueryClientProvider client={queryClient}>
      <CreatorgraphProvider client={client}>
        <Shell canSignIn={canSignIn} onSignOut={onSignOut} />
      </CreatorgraphProvider>
    </QueryClientProvider>
  );
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // The client has already tried again where that makes sense.
        retry: false,
      },
    },
  });
}
