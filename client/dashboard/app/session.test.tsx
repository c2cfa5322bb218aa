/** @jest-environment ./client/sdk/testing/browser-environment.ts */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { keepInvitation } from '../lib/kept-invitation.ts';
import { useSession } from './session.ts';

const DEMO = { apiKey: 'cg_demo', ownerEmail: 'owner@demo.invalid' };
const DEMO_SESSION = { status: 'signed-in', apiKey: 'cg_demo', isDemo: true };

/** What the server knows of this browser's cookie. */
let isSignedIn: boolean;
const realFetch = globalThis.fetch;

beforeEach(() => {
  isSignedIn = false;
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, '', '/tiktok/');
  globalThis.fetch = (input) => {
    const path = input as string;
    if (path === '/api/auth/sign-out') isSignedIn = false;
    return Promise.resolve(Response.json(path === '/api/demo' ? DEMO : isSignedIn ? { user: {} } : {}));
  };
});
afterEach(() => {
  cleanup();
  globalThis.fetch = realFetch;
});

/** The page loaded anew. */
async function load() {
  cleanup();
  const { result } = renderHook(useSession);
  const settled = () =>
    waitFor(() => {
      expect(result.current.session.status).not.toBe('loading');
      return result.current.session;
    });
  return { session: await settled(), current: () => result.current, settled };
}

test('opens the demo for whoever just comes by', async () => {
  expect((await load()).session).toEqual(DEMO_SESSION);
});

test.each(['/tiktok/?sign-in', '/tiktok/invitation#token'])('%s leads to the sign-in form', async (path) => {
  history.replaceState(null, '', path);
  expect((await load()).session).toEqual({ status: 'signed-out', hasDemo: true, ended: null });
});

test('says of a person whose session is gone that it has ended, at every load', async () => {
  isSignedIn = true;
  expect((await load()).session).toEqual({ status: 'signed-in', apiKey: null, isDemo: false });
  isSignedIn = false;
  const ended = { status: 'signed-out', hasDemo: true, ended: 'session' };
  expect((await load()).session).toEqual(ended);
  expect((await load()).session).toEqual(ended);
});

test('does not become the demo after signing out, nor after signing up', async () => {
  isSignedIn = true;
  const signedIn = await load();
  act(() => {
    signedIn.current().signOut();
  });
  const signedOut = { status: 'signed-out', hasDemo: true, ended: null };
  expect(await signedIn.settled()).toEqual(signedOut);
  expect((await load()).session).toEqual(signedOut);

  localStorage.clear();
  const demo = await load();
  demo.current().expectPerson();
  expect((await load()).session).toEqual(signedOut);
});

test('forgets a key that ended, and says so', async () => {
  sessionStorage.setItem('creatorgraph.apiKey', 'cg_revoked');
  const page = await load();
  act(() => {
    page.current().end('key');
  });
  expect(await page.settled()).toEqual({ status: 'signed-out', hasDemo: true, ended: 'key' });
  expect((await load()).session).toEqual(DEMO_SESSION);
});

test('goes on to the invitation that waited, from the door alone', async () => {
  isSignedIn = true;
  keepInvitation('a/token');
  history.replaceState(null, '', '/tiktok/people');
  await load();
  expect(location.pathname).toBe('/tiktok/people');
  history.replaceState(null, '', '/tiktok/?sign-in');
  await load();
  expect(location.pathname + location.hash + location.search).toBe('/tiktok/invitation#a%2Ftoken');
});

test('takes the wish to sign in out of the address once it is fulfilled', async () => {
  isSignedIn = true;
  history.replaceState(null, '', '/tiktok/?sign-in');
  await load();
  expect(location.search).toBe('');
});
