import { data, type Caller } from './client.ts';

export interface Person {
  caller: Caller;
  sandboxUrl: string;
  workspaceId: string;
  /** Key of the sandbox's creator. */
  creator: string;
}

export interface Redirect {
  /** Query of TikTok's redirect to us, as it stands in the address. */
  query: string;
  cookie: string;
}

export async function workspaceOf(caller: Caller): Promise<string> {
  const { viewer } = await data<{ viewer: { workspaces: { id: string }[] } }>(
    caller,
    '{ viewer { workspaces { id } } }',
  );
  return viewer.workspaces[0]!.id;
}

export async function creatorsOf(sandboxUrl: string): Promise<{ key: string; username: string }[]> {
  const response = await fetch(`${sandboxUrl}/_sandbox/creators`);
  return ((await response.json()) as { creators: { key: string; username: string }[] }).creators;
}

/** Goes to TikTok's consent page as a person with a browser and decides; what comes back is not followed yet. */
export async function decide(
  { caller, sandboxUrl, workspaceId, creator }: Person,
  decision: { allow: readonly string[] | 'all' } | 'deny',
): Promise<Redirect> {
  const { startTikTokAuth } = await data<{ startTikTokAuth: { authorizationUrl?: string } }>(
    caller,
    `mutation ($workspace: ID!) {
      startTikTokAuth(input: { workspaceId: $workspace }) { ... on StartTikTokAuthPayload { authorizationUrl } }
    }`,
    { workspace: workspaceId },
  );
  const { pathname, search } = new URL(startTikTokAuth.authorizationUrl ?? 'about:blank');
  const begun = await fetch(`${caller.url}${pathname}${search}`, { redirect: 'manual' });
  const asked = new URL(locationOf(begun)).searchParams;
  const scopes = asked.get('scope') ?? '';
  const form = new URLSearchParams([...asked].filter(([name]) => name !== 'scope'));
  form.set('requested_scope', scopes);
  if (decision !== 'deny') form.set('scope', decision.allow === 'all' ? scopes : decision.allow.join(','));
  form.set('creator', creator);
  form.set('decision', decision === 'deny' ? 'deny' : 'allow');
  const decided = await fetch(`${sandboxUrl}/v2/auth/authorize/`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  return {
    query: new URL(locationOf(decided)).search,
    cookie: begun.headers.get('set-cookie')?.split(';', 1)[0] ?? '',
  };
}

/** Comes back to the server as the browser does. */
export async function comeBack(
  { caller }: Person,
  { query, cookie }: Redirect,
): Promise<{ status: number; page: string }> {
  const response = await fetch(`${caller.url}/api/tiktok/auth/callback${query}`, {
    headers: { cookie },
    redirect: 'manual',
  });
  return { status: response.status, page: await response.text() };
}

function locationOf(response: Response): string {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`No redirect from ${response.url}: HTTP ${String(response.status)}`);
  return location;
}
