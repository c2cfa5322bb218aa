import {
  API_ENDPOINTS,
  CDN_ENDPOINTS,
  DISCOVERY_ENDPOINTS,
  DISPLAY_ENDPOINTS,
  OAUTH_ENDPOINTS,
  type Endpoint,
} from '../endpoints.ts';

export type FaultOption =
  'effect' | 'delayMs' | 'status' | 'code' | 'fields' | 'share' | 'scope' | 'bytes' | 'to';

interface FaultDescription {
  on: readonly Endpoint[];
  /** What a client meets, in a sentence. */
  text: string;
  takes?: readonly FaultOption[];
  /** Where it takes `effect`: whether what was asked for happens all the same. @default false */
  effect?: boolean;
}

const EVERYWHERE = [...API_ENDPOINTS, ...CDN_ENDPOINTS] as const;
const FIELD_ENDPOINTS = [...DISPLAY_ENDPOINTS, 'oauth/token', ...DISCOVERY_ENDPOINTS] as const;
/** Where somebody's consent is behind the call. */
const PERSON_ENDPOINTS = [...DISPLAY_ENDPOINTS, ...OAUTH_ENDPOINTS] as const;
const VIDEO_ENDPOINTS = ['video/list', 'video/query'] as const;

/** Every fault there is: the schema of the control, its page and the README's table are made from this. */
export const FAULT_KINDS = {
  // Errors that TikTok answers.
  internal_error: {
    on: API_ENDPOINTS,
    text: 'The error `internal_error` (OAuth: `server_error`) with status 500; of the API for Business the code 50000.',
    takes: ['effect', 'status'],
  },
  rate_limit: {
    on: API_ENDPOINTS,
    text: 'The error `rate_limit_exceeded` (OAuth: `temporarily_unavailable`) with status 429, whatever the limit; of the API for Business the code 40100.',
  },
  ok_status_error: {
    on: API_ENDPOINTS,
    text: 'The error `internal_error` (OAuth: `server_error`) with status 200.',
    takes: ['effect'],
  },
  access_token_invalid: {
    on: API_ENDPOINTS,
    text: 'The error `access_token_invalid` with status 401 (OAuth: `invalid_grant`; API for Business: 40105), though the token is good.',
  },
  invalid_grant: {
    on: API_ENDPOINTS,
    text: 'The OAuth error `invalid_grant`, though the token is good (Display: `access_token_invalid`).',
  },
  error: {
    on: API_ENDPOINTS,
    text: 'Any error: `code` (default `something_new`) with `status` (default 400).',
    takes: ['effect', 'code', 'status'],
  },
  logid: {
    on: API_ENDPOINTS,
    text: 'The error of `internal_error`, with its id under `logid` instead of `log_id`.',
    takes: ['effect'],
  },

  // Answers that are none.
  html_error: {
    on: EVERYWHERE,
    text: 'A gateway’s HTML page with `status` (default 503).',
    takes: ['effect', 'status'],
  },
  garbage: {
    on: API_ENDPOINTS,
    text: 'An HTML page with status 200.',
    takes: ['effect'],
    effect: true,
  },
  empty: { on: EVERYWHERE, text: 'Status 200 and an empty body.', takes: ['effect'], effect: true },
  silence: {
    on: EVERYWHERE,
    text: 'No answer: the connection stays open until the client gives up. With `effect` the tokens are rotated, or the code used up, and the client never learns of it.',
    takes: ['effect'],
  },
  disconnect: { on: EVERYWHERE, text: 'The connection is closed instead of an answer.', takes: ['effect'] },

  // True answers, badly delivered.
  slow: {
    on: EVERYWHERE,
    text: 'The true answer, `delayMs` (default 1000) after its effect.',
    takes: ['delayMs'],
  },
  drip: {
    on: EVERYWHERE,
    text: 'The true answer in sixteen pieces, spread over `delayMs` (default 1000).',
    takes: ['delayMs'],
  },
  truncated: { on: EVERYWHERE, text: 'Half of the true body, with a length that agrees.' },
  cut_off: {
    on: EVERYWHERE,
    text: 'Half of the true body, then the connection closes; the length said more.',
  },
  wrong_type: {
    on: EVERYWHERE,
    text: 'The true body as `text/plain` (images: `application/octet-stream`).',
  },

  // Consent that ends.
  revoke: {
    on: PERSON_ENDPOINTS,
    text: 'The person removes the app just before the call, which is then answered truthfully.',
  },
  withdraw_scope: {
    on: PERSON_ENDPOINTS,
    text: 'The grant loses `scope` (default `video.list`) just before the call, which is then answered truthfully.',
    takes: ['scope'],
  },

  // True answers with a flaw in them.
  missing_fields: {
    on: FIELD_ENDPOINTS,
    text: '`fields` are left out (default: the counters; of a token answer `refresh_token`, `refresh_expires_in` and `expires_in`; of a trend its figures and history).',
    takes: ['fields'],
  },
  null_fields: { on: FIELD_ENDPOINTS, text: '`fields` (default as above) are null.', takes: ['fields'] },
  empty_fields: {
    on: FIELD_ENDPOINTS,
    text: '`fields` (default as above) are empty strings.',
    takes: ['fields'],
  },
  falling_counters: {
    on: DISPLAY_ENDPOINTS,
    text: 'Counters are short by `share` (default 0.1) of themselves.',
    takes: ['share'],
  },
  numeric_ids: {
    on: [...VIDEO_ENDPOINTS, ...DISCOVERY_ENDPOINTS],
    text: 'Ids are numbers of 19 digits, without quotes.',
  },
  numbers_as_text: { on: DISCOVERY_ENDPOINTS, text: 'Figures are strings.' },
  empty_page: {
    on: ['video/list'],
    text: 'A page without videos, while `has_more` is true; no video is lost by it.',
  },
  stuck_cursor: {
    on: ['video/list'],
    text: 'The cursor does not advance and `has_more` is true: who follows it gets this page again.',
  },
  duplicate_videos: {
    on: ['video/list'],
    text: 'The cursor falls short of the last video, so that the next page begins with it again.',
  },

  search_id: {
    on: ['research/video/query'],
    text: 'The error `invalid_params`: the search id is invalid or expired.',
  },

  // Images.
  redirect: {
    on: CDN_ENDPOINTS,
    text: 'A redirect: to `to`, or else to the image itself, which then answers.',
    takes: ['to'],
  },
  redirect_loop: { on: CDN_ENDPOINTS, text: 'A redirect to itself, without end.' },
  expired: { on: CDN_ENDPOINTS, text: 'Status 403, as of a link older than six hours.' },
  not_found: { on: CDN_ENDPOINTS, text: 'Status 404.' },
  oversized: {
    on: CDN_ENDPOINTS,
    text: 'A JPEG with `bytes` (default 64 MB) of padding behind it.',
    takes: ['bytes'],
  },
  bomb: { on: CDN_ENDPOINTS, text: 'A PNG of 50 kB with 400 million pixels.' },
  svg: { on: CDN_ENDPOINTS, text: 'An SVG with a script, as `image/svg+xml`.' },
  disguised_svg: { on: CDN_ENDPOINTS, text: 'The same SVG, as `image/jpeg`.' },
  not_image: { on: CDN_ENDPOINTS, text: 'An HTML page, as `image/jpeg`.' },

  // The consent page.
  callback_error: {
    on: ['auth/authorize'],
    text: 'Whatever is decided, the app gets `error` = `code` (default `server_error`).',
    takes: ['code'],
  },
  wrong_state: { on: ['auth/authorize'], text: 'The app gets another `state` than its own.' },
} as const satisfies Record<string, FaultDescription>;

export type FaultKind = keyof typeof FAULT_KINDS;

export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS) as [FaultKind, ...FaultKind[]];

export function describeFault(kind: FaultKind): FaultDescription {
  return FAULT_KINDS[kind];
}
