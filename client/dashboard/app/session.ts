import { useCallback, useEffect, useState } from 'react';
import { forgetSecondFactor, isSecondFactorDue, postIdentity, readPerson } from '../lib/identity.ts';

/** Where an API key lives: in this tab only, so that closing it forgets the key. A person's session is a cookie. */
const STORAGE_KEY = 'creatorgraph.apiKey';

/** Who uses the dashboard: a person by his cookie, or a key, which then is not null. */
export type Session =
  | { readonly status: 'loading' }
  | { readonly status: 'signed-out'; readonly hasDemo: boolean }
  | { readonly status: 'signed-in'; readonly apiKey: string | null; readonly isDemo: boolean };

/** The session of this tab: a key given before, else the person's, else the demo's where there is one, else none. */
export function useSession() {
  const [session, setSession] = useState<Session>({ status: 'loading' });

  const openWithKey = useCallback((apiKey: string) => {
    sessionStorage.setItem(STORAGE_KEY, apiKey);
    setSession({ status: 'signed-in', apiKey, isDemo: false });
  }, []);

  /** After the cookie came. */
  const enter = useCallback(() => {
    forgetSecondFactor();
    setSession({ status: 'signed-in', apiKey: null, isDemo: false });
  }, []);

  const signOut = useCallback(() => {
    const hadKey = sessionStorage.getItem(STORAGE_KEY) !== null;
    sessionStorage.removeItem(STORAGE_KEY);
    setSession({ status: 'loading' });
    void leave(hadKey).then((demoKey) => {
      setSession({ status: 'signed-out', hasDemo: demoKey !== null });
    });
  }, []);

  useEffect(() => {
    let isCurrent = true;
    void findSession().then((found) => {
      if (isCurrent) setSession(found);
    });
    return () => {
      isCurrent = false;
    };
  }, []);

  return { session, openWithKey, enter, signOut };
}

async function findSession(): Promise<Session> {
  const apiKey = sessionStorage.getItem(STORAGE_KEY);
  if (apiKey !== null) return { status: 'signed-in', apiKey, isDemo: false };
  if ((await readPerson()) !== null) return { status: 'signed-in', apiKey: null, isDemo: false };
  const demoKey = await fetchDemoKey();
  if (isSecondFactorDue()) return { status: 'signed-out', hasDemo: demoKey !== null };
  if (demoKey !== null) return { status: 'signed-in', apiKey: demoKey, isDemo: true };
  return { status: 'signed-out', hasDemo: false };
}

/** Ends the person's session, unless a key was in use; where the server does not answer, the cookie stays. */
async function leave(hadKey: boolean): Promise<string | null> {
  if (!hadKey) await postIdentity('/sign-out').catch(() => null);
  return fetchDemoKey();
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
