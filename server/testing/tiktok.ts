import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TikTokConfig } from '../lib/config.ts';
import type { CallEntry } from '../sandbox/tiktok/api/call.log.ts';
import type { NewCreators } from '../sandbox/tiktok/control/control.creators.ts';
import type { NewVideo } from '../sandbox/tiktok/control/control.videos.ts';
import type { WebhookRegistration, WebhookSending } from '../sandbox/tiktok/control/control.webhook.ts';
import type { ApiEndpoint, Endpoint } from '../sandbox/tiktok/endpoints.ts';
import type { FaultInput } from '../sandbox/tiktok/faults/faults.ts';
import type { Limit } from '../sandbox/tiktok/api/rate.limit.ts';
import { startTikTokSandbox, type TikTokSandbox } from '../sandbox/tiktok/server.ts';
import type { SettingsChange } from '../sandbox/tiktok/settings.ts';
import type { WebhookAttempt } from '../sandbox/tiktok/webhook/webhook.ts';

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
  fail(...faults: FaultInput[]): Promise<void>;
  /** Stands its clock; null lets it follow real time. */
  standAt(instant: Date | null): Promise<void>;
  set(settings: SettingsChange): Promise<void>;
  /** Of one endpoint, on the sandbox's clock; null for none. TikTok's is 600 in 60 seconds. */
  limit(endpoint: ApiEndpoint, limit: Limit | null): Promise<void>;
  /** The person removes the app. */
  revoke(creator: string): Promise<void>;
  /** Calls by endpoint since the last look. */
  takeCalls(): Promise<Record<string, number>>;
  /** Every call that the sandbox has handled after `after`, oldest first; it keeps the newest 200,000. */
  log(query?: { after?: number; endpoint?: Endpoint }): Promise<CallEntry[]>;
  clearLog(): Promise<void>;
  /** Makes creators up and gives their keys, `sim-0001` and so on, to consent as. */
  addCreators(creators: NewCreators): Promise<string[]>;
  /** What is true of a creator's public videos at an instant (unset: now), newest first. */
  videosOf(creator: string, at?: Date): Promise<TrueVideo[]>;
  /** Every video that a creator has posted by now, newest first, gone ones included. */
  historyOf(creator: string): Promise<PostedVideo[]>;
  /** The creator posts a video now. */
  upload(creator: string, video?: NewVideo): Promise<TrueVideo>;
  /** Deleted is for ever; a private video vanishes until it is made public again. */
  makeVideo(creator: string, videoId: string, what: 'deleted' | 'private' | 'public'): Promise<void>;
  /**
   * The app's callback, to which events go from then on; a creator's consent that ends is one. What is left out is as
   * usual: each event once, well signed. Retries come `webhookRetrySeconds` (a setting) after a failure, then doubling.
   */
  registerWebhook(registration: WebhookRegistration): Promise<void>;
  /** Sends an event, or `count` of them at once; resolves when each was tried once. */
  sendWebhook(sending: WebhookSending): Promise<void>;
  /** Every attempt to deliver an event, oldest first, and how many deliveries are still tried. */
  webhookAttempts(): Promise<{ attempts: WebhookAttempt[]; pending: number }>;
  close(): Promise<void>;
}

/** A video as the simulated world has it; `createTime` is in Unix seconds. */
export interface TrueVideo {
  id: string;
  createTime: number;
  caption: string;
  durationSeconds: number;
  views: number;
  likes: number;
  comments: number;
  shares: number;
}

/** Instants are Unix seconds; `vanishedAt` is null while it is public. */
export interface PostedVideo {
  id: string;
  createTime: number;
  vanishedAt: number | null;
}

export async function startTestTikTok(): Promise<TestTikTok> {
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-tiktok-'));
  const sandbox = await startTikTokSandbox({ port: 0, stateFile: join(folder, 'state.json') });
  return controlTikTok(sandbox, async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });
}

/** The same for a sandbox that runs anywhere, such as in a process of its own. */
export function controlTikTok(
  sandbox: Pick<TikTokSandbox, 'url' | 'clientKey' | 'clientSecret'>,
  close: () => Promise<void>,
): TestTikTok {
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
      callsPerMinute: 600,
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
    async limit(endpoint, limit) {
      await control('PUT', 'settings', { limits: { [endpoint]: limit } });
    },
    async log({ after = 0, endpoint } = {}) {
      const query = new URLSearchParams({
        after: String(after),
        limit: '200000',
        ...(endpoint && { endpoint }),
      });
      const { entries } = await control<{ entries: CallEntry[] }>('GET', `log?${query.toString()}`);
      return entries;
    },
    async clearLog() {
      await control('DELETE', 'log');
    },
    async addCreators(creators) {
      const added = await control<{ creators: { key: string }[] }>('POST', 'creators', creators);
      return added.creators.map(({ key }) => key);
    },
    async videosOf(creator, at) {
      const query = at === undefined ? '' : `?at=${at.toISOString()}`;
      return (await control<{ videos: TrueVideo[] }>('GET', `creators/${creator}/videos${query}`)).videos;
    },
    async historyOf(creator) {
      return (await control<{ videos: PostedVideo[] }>('GET', `creators/${creator}/history`)).videos;
    },
    async upload(creator, video = {}) {
      return (await control<{ video: TrueVideo }>('POST', `creators/${creator}/videos`, video)).video;
    },
    async makeVideo(creator, videoId, what) {
      const path = `creators/${creator}/videos/${videoId}`;
      if (what === 'deleted') await control('DELETE', path);
      else await control('POST', `${path}/${what}`);
    },
    async registerWebhook(registration) {
      await control('PUT', 'webhook', registration);
    },
    async sendWebhook(sending) {
      await control('POST', 'webhook/events', sending);
    },
    webhookAttempts: () => control('GET', 'webhook/deliveries'),
    close,
  };
}
