import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import type { CreatorgraphClient } from '../client.ts';

const ClientContext = createContext<CreatorgraphClient | null>(null);

/** Gives the client to the hooks below it. Needs TanStack's `QueryClientProvider` around or inside it. */
export function CreatorgraphProvider({
  client,
  children,
}: {
  readonly client: CreatorgraphClient;
  readonly children: ReactNode;
}): ReactNode {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The client of the nearest provider. @throws Error outside of one */
export function useCreatorgraph(): CreatorgraphClient {
  const client = use(ClientContext);
  if (client === null) throw new Error('useCreatorgraph needs a <CreatorgraphProvider> above it.');
  return client;
}
