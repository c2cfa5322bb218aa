import type { MovableClock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { Faults } from './faults.ts';
import type { RateLimit } from './rate.limit.ts';
import type { StateStore } from './state.store.ts';
import type { World } from './world/world.ts';

/** The one app that is registered with the sandbox: of type desktop, so loopback redirects and hex PKCE. */
export const SANDBOX_CLIENT_KEY = 'sandbox_client_key';
export const SANDBOX_CLIENT_SECRET = 'sandbox_client_secret';

/** Scopes the app is approved for. */
export const SCOPES = ['user.info.basic', 'user.info.profile', 'user.info.stats', 'video.list'] as const;
export type Scope = (typeof SCOPES)[number];

export function isScope(value: string): value is Scope {
  return (SCOPES as readonly string[]).includes(value);
}

/** What can be switched while the sandbox runs; not kept over a restart. */
export interface Settings {
  /** `new`: 2 h and 180 days (documentation of November 2026); `old`: 24 h and 365 days. */
  tokenLifetime: 'new' | 'old';
  /** TikTok has answered OAuth errors with 200; 400 makes them 400, and 401 for `invalid_client`. */
  oauthErrorStatus: 200 | 400;
}

/** What the handlers of one running sandbox share. */
export interface SandboxContext {
  /** Base of every absolute link, without a trailing slash. */
  readonly url: string;
  readonly clock: MovableClock;
  readonly world: World;
  readonly store: StateStore;
  readonly limits: RateLimit;
  readonly faults: Faults;
  readonly settings: Settings;
  /** Calls by endpoint since the start or the last reset. */
  readonly calls: Map<string, number>;
  /** Whose sandbox it is; null where nobody said. */
  readonly deployment: string | null;
  readonly log: Log | undefined;
}
