import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TikTokConfig } from '../lib/config.ts';
import type { Fault } from '../sandbox/tiktok/faults.ts';
import { startTikTokSandbox } from '../sandbox/tiktok/server.ts';

/** A TikTok sandbox on a free port, and what a person or an operator would do to it. */
export interface TestTikTok {
  /** Of an app that talks to it. */
  readonly config: TikTokConfig;
  /**
   * Consents on the page behind `authorizationUrl`, as a creator (`maya`, `camille`, …), to the scopes that were
   * asked for or to fewer, and returns what TikTok adds to the redirect.
   */
  consent(authorizationUrl: string, creator: string, scopes?: readonly string[]): Promise<URLSearchParams>;
  deny(authorizationUrl: string): Promise<URLSearchParams>;
  /** The faults that wait, in place of the former. */
  fail(...faults: (Pick<Fault, 'endpoint' | 'kind'> & { times?: number | null })[]): Promise<void>;
  /** Stands its clock; null lets it follow real time. */
  standAt(instant: Date | null): Promise<void>;
  set(settings: { tokenLifetime?: 'new' | 'old'; oauthErrorStatus?: 200 | 400 }): Promise<void>;
  /** The person removes the app. */
  revoke(creator: string): Promise<void>;
  /** Calls by endpoint since the last look. */
  takeCalls(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export async function startTestTikTok(): Promise<TestTikTok> {
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-tiktok-'));
  const sandbox = await startTikTokSandbox({ port: 0, stateFile: join(folder, 'state.json') });

  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The sandbox refused ${path}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async function decide(authorizationUrl: string, fields: Record<string, string>): Promise<URLSearchParams> {
    const form = new URL(authorizationUrl).searchParams;
    form.set('requested_scope', form.get('scope') ?? '');
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const response = await fetch(`${sandbox.url}/v2/auth/authorize/`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      redirect: 'manual',
    });
    const location = response.headers.get('location');
    if (location === null) throw new Error(`The consent page did not redirect: ${await response.text()}`);
    return new URL(location).searchParams;
  }

  return {
    config: {
      clientKey: sandbox.clientKey,
      clientSecret: sandbox.clientSecret,
      redirectUri: 'http://localhost:3000/api/tiktok/auth/callback',
      appType: 'desktop',
      authUrl: `${sandbox.url}/v2/auth/authorize/`,
      apiUrl: sandbox.url,
    },
    consent: (authorizationUrl, creator, scopes) =>
      decide(authorizationUrl, { creator, decision: 'allow', ...(scopes && { scope: scopes.join(',') }) }),
    deny: (authorizationUrl) => decide(authorizationUrl, { decision: 'deny' }),
    async fail(...faults) {
      await control('PUT', 'faults', faults);
    },
    async standAt(instant) {
      await control('PUT', 'clock', { now: instant?.toISOString() ?? null });
    },
    async set(settings) {
      await control('PUT', 'settings', settings);
    },
    async revoke(creator) {
      await control('POST', `creators/${creator}/revoke`);
    },
    async takeCalls() {
      const { calls } = await control<{ calls: Record<string, number> }>('GET', 'calls');
      await control('DELETE', 'calls');
      return calls;
    },
    async close() {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
