import { z } from 'zod';

import { API_ENDPOINTS, type ApiEndpoint } from './endpoints.ts';
import { IMAGE_FORMATS } from './images/image.ts';
import {
  ACCOUNTS_LIMIT,
  ADVERTISER_LIMIT,
  DISPLAY_LIMIT,
  type Limit,
  RESEARCH_LIMIT,
} from './api/rate.limit.ts';

const limitSchema = z.strictObject({
  limit: z.int().min(0).max(1_000_000),
  windowSeconds: z.number().positive().max(86_400).default(DISPLAY_LIMIT.windowSeconds),
});

const seconds = z.number().min(0).max(86_400);

/** What can be switched while the sandbox runs, with the sentence for its documentation. Not kept over a restart. */
const SETTINGS = {
  tokenLifetime: z
    .enum(['new', 'old'])
    .default('new')
    .describe(
      '`new`: access tokens live 2 h and refresh tokens 180 days, as documented since November 2026; `old`: 24 h and 365 days.',
    ),
  refreshLifetime: z
    .enum(['renewed', 'remaining'])
    .default('renewed')
    .describe(
      'Whether a refresh starts the refresh token’s lifetime anew, or the end stays where it was. TikTok does not say; `refresh_expires_in` tells in both.',
    ),
  rotateRefreshToken: z
    .boolean()
    .default(true)
    .describe('Whether a refresh gives a new refresh token, as it always does since November 2026.'),
  rotationGraceSeconds: seconds
    .default(0)
    .describe('How long a rotated refresh token works all the same. TikTok documents no such grace.'),
  oauthErrorStatus: z
    .union([z.literal(200), z.literal(400)])
    .default(200)
    .describe(
      'HTTP status of OAuth errors. TikTok has been seen to answer 200; `400` makes them 400, and 401 for `invalid_client`.',
    ),
  appType: z
    .enum(['desktop', 'web'])
    .default('desktop')
    .describe(
      '`desktop`: redirects to localhost or 127.0.0.1 with a port, and hexadecimal PKCE; `web`: https redirects, and PKCE is ignored.',
    ),
  redirectUris: z
    .array(z.string().max(511))
    .max(10)
    .nullable()
    .default(null)
    .describe(
      'The registered redirect URIs, compared exactly (a desktop app’s port may be `*`). `null`: all that an app of its type may register.',
    ),
  strictPkce: z.boolean().default(false).describe('Holds web apps to PKCE, too.'),
  limits: z
    .partialRecord(z.enum(API_ENDPOINTS), limitSchema.nullable())
    .describe(
      'By endpoint: so many calls of the app in a sliding window, or `null` for no limit. Of Display endpoints 600 in 60 s, of the API for Business 600 (hashtags) and 40 (music), of the Research API 1,000 in 24 h, as documented. A change is merged by endpoint.',
    ),
  limitBy: z
    .enum(['app', 'creator'])
    .default('app')
    .describe(
      'Whether a limit counts the calls of the app, or those for each creator apart: TikTok does not say.',
    ),
  ungrantedFieldError: z
    .enum(['scope_not_authorized', 'scope_permission_missed'])
    .default('scope_not_authorized')
    .describe(
      'What a field whose scope was declined is answered with (401, or 400): TikTok documents both, and not which when.',
    ),
  clockSkewSeconds: z
    .number()
    .min(-86_400)
    .max(86_400)
    .default(0)
    .describe(
      'How far TikTok’s clock runs ahead of the sandbox’s (negative: behind): the Date header, log ids, expiries, create times and webhooks go by it; limits do not.',
    ),
  webhookRetrySeconds: z
    .number()
    .positive()
    .max(86_400)
    .default(60)
    .describe(
      'How long a webhook that was not answered with 200 waits before its first retry, in real time; each further one waits twice as long, twelve in all: 68 hours from one minute on.',
    ),
  coverFormat: z.enum(IMAGE_FORMATS).default('jpeg').describe('Of covers and avatars.'),
  coverSize: z
    .enum(['small', 'large'])
    .default('small')
    .describe('360 × 640 or 720 × 1280 pixels, or the other way round.'),
};

export type Settings = Omit<z.infer<z.ZodObject<typeof SETTINGS>>, 'limits'> & {
  limits: Record<ApiEndpoint, Limit | null>;
};

/** A change: what is absent stays. */
const settingsChange = z.strictObject(SETTINGS).partial();
export type SettingsChange = z.input<typeof settingsChange>;

export function defaultSettings(): Settings {
  const limits = {
    'user/info': { ...DISPLAY_LIMIT },
    'video/list': { ...DISPLAY_LIMIT },
    'video/query': { ...DISPLAY_LIMIT },
    'oauth/token': null,
    'oauth/revoke': null,
    'discovery/trending_list': { ...ADVERTISER_LIMIT },
    'discovery/cml/trending_list': { ...ACCOUNTS_LIMIT },
    'research/video/query': { ...RESEARCH_LIMIT },
  };
  return { ...z.object(SETTINGS).parse({ limits }), limits };
}

/** Throws zod's error where `change` is none. */
export function changeSettings(settings: Settings, change: unknown): void {
  const { limits, ...read } = settingsChange.parse(change);
  // Where a key is absent zod fills in what it is at first: only what was named counts.
  const named = Object.entries(read).filter(([name]) => Object.hasOwn(change as object, name));
  Object.assign(settings, Object.fromEntries(named));
  Object.assign(settings.limits, limits);
}

/** A row for each setting: its name, what it is at first, and what it does. */
export function settingRows(): { name: string; initial: string; text: string }[] {
  const initial = defaultSettings();
  return Object.entries(SETTINGS).map(([name, schema]) => ({
    name,
    initial: name === 'limits' ? '600 in 60 s …' : JSON.stringify(initial[name as keyof Settings]),
    text: schema.description ?? '',
  }));
}
