import type { MovableClock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { CallLog } from './api/call.log.ts';
import type { Faults } from './faults/faults.ts';
import type { RateLimit } from './api/rate.limit.ts';
import type { Settings } from './settings.ts';
import type { StateStore } from './state/state.store.ts';
import type { Webhook } from './webhook/webhook.ts';
import type { TrendWorld } from './trends/trend.world.ts';
import type { World } from './world/world.ts';

/** The one app that is registered with the sandbox: of type desktop, so loopback redirects and hex PKCE. */
export const SANDBOX_CLIENT_KEY = 'sandbox_client_key';
export const SANDBOX_CLIENT_SECRET = 'sandbox_client_secret';

/** The app of a researcher: it gets client tokens with the scope `research.data.basic`, and no person's consent. */
export const SANDBOX_RESEARCH_CLIENT_KEY = 'sandbox_research_key';
export const SANDBOX_RESEARCH_CLIENT_SECRET = 'sandbox_research_secret';

/** An advertiser and a business account at the API for Business, each with a token that does not end. */
export const SANDBOX_BUSINESS = {
  advertiserId: '7300000000000000001',
  advertiserToken: 'sandbox_advertiser_token',
  accountId: '-000SandboxBusinessAccount',
  accountToken: 'sandbox_account_token',
} as const;

/** Scopes the app is approved for. */
export const SCOPES = ['user.info.basic', 'user.info.profile', 'user.info.stats', 'video.list'] as const;
export type Scope = (typeof SCOPES)[number];

export function isScope(value: string): value is Scope {
  return (SCOPES as readonly string[]).includes(value);
}

/** What the handlers of one running sandbox share. */
export interface SandboxContext {
  /** Base of every absolute link, without a trailing slash. */
  readonly url: string;
  /** The sandbox's own clock, which the controls move: it counts the calls against the limits. */
  readonly clock: MovableClock;
  /** TikTok's clock, Unix milliseconds: `clock` with the skew of the settings. All that TikTok answers goes by it. */
  now(): number;
  readonly world: World;
  readonly trends: TrendWorld;
  /** By the hash of the client token: which app has it, and until when. Not kept over a restart. */
  readonly clientTokens: Map<string, { clientKey: string; expiresAt: number }>;
  readonly store: StateStore;
  readonly limits: RateLimit;
  readonly faults: Faults;
  readonly settings: Settings;
  readonly callLog: CallLog;
  readonly webhook: Webhook;
  /** Whose sandbox it is; null where nobody said. */
  readonly deployment: string | null;
  readonly log: Log | undefined;
}
