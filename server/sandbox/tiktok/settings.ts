import { z } from 'zod';

import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import { DISPLAY_LIMIT, type Limit } from './rate.limit.ts';

/** What can be switched while the sandbox runs; not kept over a restart. */
export interface Settings {
  /** `new`: 2 h and 180 days (documentation of November 2026); `old`: 24 h and 365 days. */
  tokenLifetime: 'new' | 'old';
  /** TikTok has answered OAuth errors with 200; 400 makes them 400, and 401 for `invalid_client`. */
  oauthErrorStatus: 200 | 400;
  /** By endpoint and app, on the sandbox's clock; null is without a limit. */
  limits: Record<Endpoint, Limit | null>;
  /** How far the clock of TikTok runs ahead of the sandbox's (negative: behind). */
  clockSkewSeconds: number;
}

export function defaultSettings(): Settings {
  return {
    tokenLifetime: 'new',
    oauthErrorStatus: 200,
    limits: {
      'user/info': { ...DISPLAY_LIMIT },
      'video/list': { ...DISPLAY_LIMIT },
      'video/query': { ...DISPLAY_LIMIT },
      'oauth/token': null,
      'oauth/revoke': null,
    },
    clockSkewSeconds: 0,
  };
}

const limitSchema = z.strictObject({
  limit: z.int().min(0).max(1_000_000),
  windowSeconds: z.number().positive().max(86_400).default(DISPLAY_LIMIT.windowSeconds),
});

/** A change: what is absent stays; `limits` is merged by endpoint. */
export const settingsChange = z.strictObject({
  tokenLifetime: z.enum(['new', 'old']).optional(),
  oauthErrorStatus: z.union([z.literal(200), z.literal(400)]).optional(),
  limits: z.partialRecord(z.enum(ENDPOINTS), limitSchema.nullable()).optional(),
  clockSkewSeconds: z.number().min(-86_400).max(86_400).optional(),
});

export type SettingsChange = z.input<typeof settingsChange>;

export function changeSettings(settings: Settings, change: z.output<typeof settingsChange>): void {
  const { limits, ...rest } = change;
  Object.assign(
    settings,
    Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  );
  Object.assign(settings.limits, limits);
}
