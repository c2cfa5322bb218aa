import { z } from 'zod';

const Creators = z.array(z.object({ key: z.string(), username: z.string() }));

/** What the demo does to the TikTok sandbox besides using it as TikTok. */
export interface SandboxControl {
  /** Accounts that can be signed in to, the demo's first. */
  creators(): Promise<z.infer<typeof Creators>>;
  /** Lets the sandbox's clock stand at an instant; null lets it follow real time again. */
  setClock(now: Date | null): Promise<void>;
  /** Registers where the app wants to hear of events. */
  registerWebhook(url: string): Promise<void>;
}

/** @param url origin of the sandbox. */
export function createSandboxControl(url: string): SandboxControl {
  return {
    async creators() {
      const response = await fetch(`${url}/_sandbox/creators`);
      const { creators } = z.object({ creators: Creators }).parse(await response.json());
      return creators;
    },
    async setClock(now) {
      const response = await fetch(`${url}/_sandbox/clock`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ now: now?.toISOString() ?? null }),
      });
      if (!response.ok) throw new Error(`The sandbox's clock could not be set: ${String(response.status)}`);
    },
    async registerWebhook(webhook) {
      const response = await fetch(`${url}/_sandbox/webhook`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url: webhook }),
      });
      if (!response.ok) throw new Error(`The sandbox takes no webhook: ${String(response.status)}`);
    },
  };
}

/**
 * Goes through a login at the sandbox as a person with a browser does: opens our address, follows to the consent
 * page, agrees to everything, and comes back with the cookie.
 *
 * @param authorizationUrl what `startLogin` gave.
 * @param ownOrigin where this server answers on this machine, whatever its public name is.
 */
export async function agreeInBrowser(
  authorizationUrl: string,
  ownOrigin: string,
  creatorKey: string,
): Promise<void> {
  const begun = await visit(at(ownOrigin, authorizationUrl), {});
  const cookie = begun.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const consentPage = new URL(locationOf(begun));
  const page = await fetch(consentPage);
  if (!page.ok) throw new Error(`The consent page answered ${String(page.status)}`);

  const asked = consentPage.searchParams;
  const form = new URLSearchParams([
    ...[...asked].filter(([name]) => name !== 'scope'),
    ['requested_scope', asked.get('scope') ?? ''],
    ...(asked.get('scope') ?? '').split(',').map((scope): [string, string] => ['scope', scope]),
    ['creator', creatorKey],
    ['decision', 'allow'],
  ]);
  const agreed = await visit(`${consentPage.origin}${consentPage.pathname}`, { method: 'POST', body: form });
  const returned = await visit(at(ownOrigin, locationOf(agreed)), { headers: { cookie } });
  locationOf(returned);
}

function visit(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, redirect: 'manual' });
}

function at(origin: string, url: string): string {
  const { pathname, search } = new URL(url);
  return `${origin}${pathname}${search}`;
}

function locationOf(response: Response): string {
  const location = response.headers.get('location');
  if (response.status !== 302 || location === null) {
    throw new Error(`A redirect was expected at ${response.url}, but it answered ${String(response.status)}`);
  }
  return location;
}
