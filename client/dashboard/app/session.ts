import { useCallback, useEffect, useState } from 'react';

/** Where the key lives: in this tab only, so that closing it signs out. */
const STORAGE_KEY = 'creatorgraph.apiKey';

/** Whose key is used. `demoKey` is null where the server has no demo. */
export type Session =
  | { readonly status: 'loading' }
  | { readonly status: 'signed-out'; readonly demoKey: string | null }
  | { readonly status: 'signed-in'; readonly apiKey: string; readonly isDemo: boolean };

/** The session of this tab: a key given before, else the demo's where there is one, else none. */
export function useSession() {
  const [session, setSession] = useState<Session>({ status: 'loading' });

  const signIn = useCallback((apiKey: string, isDemo: boolean) => {
    if (!isDemo) sessionStorage.setItem(STORAGE_KEY, apiKey);
    setSession({ status: 'signed-in', apiKey, isDemo });
  }, []);

  const signOut = useCallback(() => {
    sessionStorage.removeItem(STORAGE_KEY);
    setSession({ status: 'loading' });
    void fetchDemoKey().then((demoKey) => {
      setSession({ status: 'signed-out', demoKey });
    });
  }, []);

  useEffect(() => {
    let isCurrent = true;
    const stored = sessionStorage.getItem(STORAGE_KEY);
    if (stored === null)
      void fetchDemoKey().then((demoKey) => {
        if (!isCurrent) return;
        if (demoKey === null) setSession({ status: 'signed-out', demoKey });
        else signIn(demoKey, true);
      });
    else signIn(stored, false);
    return () => {
      isCurrent = false;
    };
  }, [signIn]);

  return { session, signIn, signOut };
}

/** The demo workspace's key; null in live mode, and where the server does not answer. */
async function fetchDemoKey(): Promise<string | null> {
  try {
    const answer = await fetch('/api/demo', { headers: { accept: 'application/json' } });
    if (!answer.ok) return null;
    const { apiKey } = (await answer.json()) as { readonly apiKey?: unknown };
    return typeof apiKey === 'string' ? apiKey : null;
  } catch {
    return null;
  }
}
