import { useCallback, useEffect, useState } from 'react';
import { readDemo } from '../lib/demo.ts';
import { forgetSecondFactor, isSecondFactorDue, postIdentity, readPerson } from '../lib/identity.ts';
import { keptInvitation } from '../lib/kept-invitation.ts';
import { navigate, parseRoute, toPath } from './router.tsx';

/** Where an API key lives: in this tab only, so that closing it forgets the key. A person's session is a cookie. */
const API_KEY = 'creatorgraph.apiKey';
/** What this browser knows of its person: 'in' or 'out'. Whoever is known here never becomes the demo by himself. */
const PERSON = 'creatorgraph.person';
/** In the address: signing in is what the visitor came for. */
const SIGN_IN = 'sign-in';

/** What has ended, where somebody was let in before. */
export type Ended = 'session' | 'key';

/** Who uses the dashboard: a person by his cookie, or a key, which then is not null. */
export type Session =
  | { readonly status: 'loading' }
  | { readonly status: 'signed-out'; readonly hasDemo: boolean; readonly ended: Ended | null }
  | { readonly status: 'signed-in'; readonly apiKey: string | null; readonly isDemo: boolean };

/**
 * The session of this tab: a key given before, else the person's, else the demo's where there is one and nobody was
 * signed in or wants to be, else none.
 */
export function useSession() {
  const [session, setSession] = useState<Session>({ status: 'loading' });

  const openWithKey = useCallback((apiKey: string) => {
    sessionStorage.setItem(API_KEY, apiKey);
    setSession({ status: 'signed-in', apiKey, isDemo: false });
  }, []);

  /** After the cookie came. */
  const enter = useCallback(() => {
    forgetSecondFactor();
    setSession(welcome());
  }, []);

  /** After somebody asked for a mail that leads back here. */
  const expectPerson = useCallback(() => {
    localStorage.setItem(PERSON, 'out');
  }, []);

  const showSignIn = useCallback((ended: Ended | null) => {
    setSession({ status: 'loading' });
    void readDemo().then((demo) => {
      setSession({ status: 'signed-out', hasDemo: demo !== null, ended });
    });
  }, []);

  const signOut = useCallback(() => {
    const hadKey = sessionStorage.getItem(API_KEY) !== null;
    sessionStorage.removeItem(API_KEY);
    if (localStorage.getItem(PERSON) !== null) localStorage.setItem(PERSON, 'out');
    setSession({ status: 'loading' });
    // Where the server does not answer, the cookie stays.
    const left = hadKey ? Promise.resolve(null) : postIdentity('/sign-out').catch(() => null);
    void left.then(() => {
      showSignIn(null);
    });
  }, [showSignIn]);

  /** The server does not know the session or the key any more. */
  const end = useCallback(
    (ended: Ended) => {
      sessionStorage.removeItem(API_KEY);
      showSignIn(ended);
    },
    [showSignIn],
  );

  useEffect(() => {
    let isCurrent = true;
    void findSession().then((found) => {
      if (isCurrent) setSession(found);
    });
    return () => {
      isCurrent = false;
    };
  }, []);

  return { session, openWithKey, enter, expectPerson, signOut, end };
}

async function findSession(): Promise<Session> {
  const apiKey = sessionStorage.getItem(API_KEY);
  if (apiKey !== null) return { status: 'signed-in', apiKey, isDemo: false };
  if ((await readPerson()) !== null) return welcome();
  const demo = await readDemo();
  const known = localStorage.getItem(PERSON);
  if (demo === null || known !== null || isSecondFactorDue() || isPersonWanted())
    return { status: 'signed-out', hasDemo: demo !== null, ended: known === 'in' ? 'session' : null };
  return { status: 'signed-in', apiKey: demo.apiKey, isDemo: true };
}

/** Lets a person in, and on to the invitation that waited for him. */
function welcome(): Session {
  localStorage.setItem(PERSON, 'in');
  const invitation = keptInvitation();
  const isAtDoor = parseRoute(location).page === 'accounts';
  if (isAtDoor && invitation !== null)
    navigate(toPath({ page: 'invitation', token: invitation }), { replace: true });
  else if (isSignInWanted()) navigate(toPath({ page: 'accounts' }), { replace: true });
  return { status: 'signed-in', apiKey: null, isDemo: false };
}

function isSignInWanted(): boolean {
  return new URLSearchParams(location.search).has(SIGN_IN);
}

/** Neither a link to the sign-in form nor an invitation is for the demo. */
function isPersonWanted(): boolean {
  return isSignInWanted() || parseRoute(location).page === 'invitation';
}
