import { ask, data, type Caller } from '../client.ts';
import { accountsOf, demoAccountsOf, requestSync, untilSyncEnds } from '../connections.ts';
import { comeBack, creatorsOf, decide, workspaceOf, type Person } from '../login.ts';
import type { Session } from '../session.ts';
import { proveStillUp } from './bad-input.ts';

/** Three attempts of ten seconds, when TikTok never answers. */
const SYNC_LIMIT_MS = 60_000;

const SCOPES_BUT_VIDEOS = ['user.info.basic', 'user.info.profile', 'user.info.stats'];

/** What TikTok does to us, by the sandbox's word for it, and what a client must be told. */
const TROUBLES: [name: string, fault: string, code: string][] = [
  ['500', 'internal_error', 'TIKTOK_UNAVAILABLE'],
  ['429', 'rate_limit', 'TIKTOK_RATE_LIMITED'],
  ['200 with an error', 'ok_status_error', 'TIKTOK_UNAVAILABLE'],
  ['garbage', 'garbage', 'TIKTOK_UNAVAILABLE'],
  ['half an answer', 'truncated', 'TIKTOK_UNAVAILABLE'],
  ['nothing, and hangs up', 'disconnect', 'TIKTOK_UNAVAILABLE'],
  ['nothing at all', 'silence', 'TIKTOK_UNAVAILABLE'],
];

/** TikTok fails at a login and at a sync, and a person declines. */
export async function checkTikTokTrouble(session: Session): Promise<void> {
  const { caller, figures, server } = session;
  const pid = server.pid();
  const { sandboxUrl } = server;
  const account = (await demoAccountsOf(caller))[0]!.id;
  const creators = await creatorsOf(sandboxUrl);
  const newcomer = creators.at(-1)!;
  const person: Person = {
    caller,
    sandboxUrl,
    workspaceId: await workspaceOf(caller),
    creator: newcomer.key,
  };

  try {
    for (const [name, kind, wanted] of TROUBLES) {
      await setFaults(sandboxUrl, [
        { endpoint: 'oauth/token', kind },
        { endpoint: 'video/list', kind },
      ]);
      // One after the other would wait for the silence twice.
      const [login, sync] = await Promise.all([loginOutcome(person), syncOutcome(caller, account)]);
      figures.add(`TikTok answers a login with ${name}`, wanted, login, login === wanted);
      figures.add(`TikTok answers a sync with ${name}`, wanted, sync, sync === wanted);
    }
  } finally {
    await setFaults(sandboxUrl, []);
  }
  const recovered = await syncOutcome(caller, account);
  figures.add('Sync once TikTok is well again', 'SyncCompleted', recovered, recovered === 'SyncCompleted');

  await checkDecline(session, person, newcomer.username);
  await proveStillUp(session, pid);
}

async function checkDecline({ caller, figures }: Session, person: Person, username: string): Promise<void> {
  const denied = await comeBack(person, await decide(person, 'deny'));
  const isTold = denied.status === 400 && denied.page.includes('TIKTOK_AUTH_FAILED');
  figures.add(
    'Person declines everything',
    'page with TIKTOK_AUTH_FAILED',
    `HTTP ${String(denied.status)}, ${isTold ? 'page with TIKTOK_AUTH_FAILED' : 'NO such page'}`,
    isTold,
  );

  const agreed = await comeBack(person, await decide(person, { allow: SCOPES_BUT_VIDEOS }));
  const account = (await accountsOf(caller)).find((candidate) => candidate.username === username);
  const missing = account?.missingScopes.join() ?? 'no connection';
  figures.add(
    'Person declines the list of videos',
    'connected, missing video.list',
    `HTTP ${String(agreed.status)}, missing ${missing}`,
    agreed.status === 302 && missing === 'video.list',
  );
  if (account === undefined) return;
  const answer = await ask<{ generateRecommendations: { code?: string } }>(
    caller,
    `mutation ($connection: ID!) {
      generateRecommendations(input: { connectionId: $connection }) { ... on Error { code } }
    }`,
    { connection: account.id },
  );
  const code = answer.data?.generateRecommendations.code ?? JSON.stringify(answer);
  figures.add('Run for an account without videos', 'INSUFFICIENT_DATA', code, code === 'INSUFFICIENT_DATA');
}

/** What the API answers to an app that hands it the redirect itself. */
async function loginOutcome(person: Person): Promise<string> {
  const { query } = await decide(person, { allow: 'all' });
  // As they stand in the address, still encoded once.
  const encoded = (name: string): string => new RegExp(`[?&]${name}=([^&]*)`).exec(query)?.[1] ?? '';
  const { completeTikTokAuth } = await data<{
    completeTikTokAuth: { __typename: string; code?: string };
  }>(
    person.caller,
    `mutation ($code: String!, $state: String!) {
      completeTikTokAuth(input: { code: $code, state: $state }) { __typename ... on Error { code } }
    }`,
    { code: encoded('code'), state: encoded('state') },
  );
  return completeTikTokAuth.code ?? completeTikTokAuth.__typename;
}

async function syncOutcome(caller: Caller, connectionId: string): Promise<string> {
  const accounts = await accountsOf(caller);
  const after = accounts.find(({ id }) => id === connectionId)!.lastEventSequence;
  await requestSync(caller, connectionId);
  const end = (await untilSyncEnds(caller, connectionId, after, SYNC_LIMIT_MS)).at(-1)!;
  return end.error?.code ?? end.__typename;
}

async function setFaults(sandboxUrl: string, faults: { endpoint: string; kind: string }[]): Promise<void> {
  const response = await fetch(`${sandboxUrl}/_sandbox/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });
  if (!response.ok) throw new Error(`The sandbox took no faults: ${await response.text()}`);
}
