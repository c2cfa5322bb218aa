import type { SandboxContext } from '../context.ts';
import type { ApiEndpoint } from '../endpoints.ts';
import type { Fault } from './faults.ts';
import { removeGrants } from '../api/oauth.handler.ts';
import { REMOVAL_REASON } from '../webhook/webhook.events.ts';
import {
  accessTokenIncorrect,
  accessTokenInvalid,
  displayError,
  internalError,
  oauthError,
  rateLimitExceeded,
  WireError,
  type Shape,
} from '../api/wire.errors.ts';

/** The error that `fault` answers in place of the truth; undefined where it answers none. */
export function toRefusal(fault: Fault | undefined, shape: Shape): WireError | undefined {
  switch (fault?.kind) {
    case 'internal_error':
    case 'logid':
      return internalError(shape, fault.status ?? 500);
    case 'ok_status_error':
      return internalError(shape, 200);
    case 'rate_limit':
      return rateLimitExceeded(shape);
    case 'access_token_invalid':
    case 'invalid_grant':
      if (shape === 'business') return accessTokenIncorrect();
      if (shape === 'envelope') return accessTokenInvalid();
      return oauthError('invalid_grant', 'Refresh token is invalid or expired.');
    case 'search_id':
      return displayError('invalid_params', 'Search Id is invalid or expired.');
    case 'error':
      return new WireError(fault.code ?? 'something_new', 'As the fault says.', fault.status ?? 400);
    default:
      return undefined;
  }
}

/** Ends the consent that the fault ends; true where a grant has changed. */
export function endConsent(
  sandbox: SandboxContext,
  fault: Fault | undefined,
  creator: string | null,
): boolean {
  if (creator === null || (fault?.kind !== 'revoke' && fault?.kind !== 'withdraw_scope')) return false;
  if (fault.kind === 'revoke') {
    removeGrants(sandbox, creator, REMOVAL_REASON.disconnected);
    return true;
  }
  const { scope: withdrawn = 'video.list' } = fault;
  for (const grant of sandbox.store.grantsOf(creator)) {
    sandbox.store.putGrant({ ...grant, scopes: grant.scopes.filter((scope) => scope !== withdrawn) });
  }
  return true;
}

const VIDEO_COUNTERS = ['like_count', 'comment_count', 'share_count', 'view_count'];
const PROFILE_COUNTERS = ['follower_count', 'following_count', 'likes_count', 'video_count'];
const TREND_FIGURES = ['views', 'posts', 'rank_change', 'trending_history'];
const TOKEN_FIELDS = ['refresh_token', 'refresh_expires_in', 'expires_in'];

function defaultFields(endpoint: ApiEndpoint): string[] {
  if (endpoint === 'user/info') return PROFILE_COUNTERS;
  if (endpoint.startsWith('discovery/')) return TREND_FIGURES;
  return endpoint === 'oauth/token' ? TOKEN_FIELDS : VIDEO_COUNTERS;
}

type Fields = Record<string, unknown>;

/** `body`, a true answer, with the flaw that `fault` puts into it. */
export function distort(
  fault: Fault | undefined,
  endpoint: ApiEndpoint,
  body: object,
  asked: { cursor: number | null; now: number },
): object {
  const fields = fault?.fields ?? defaultFields(endpoint);
  const without = (object: Fields): Fields =>
    Object.fromEntries(Object.entries(object).filter(([name]) => !fields.includes(name)));
  const all =
    (value: unknown) =>
    (object: Fields): Fields =>
      Object.fromEntries(
        Object.entries(object).map(([name, was]) => [name, fields.includes(name) ? value : was]),
      );
  const { share = 0.1 } = fault ?? {};
  const fallen = (object: Fields): Fields =>
    Object.fromEntries(
      Object.entries(object).map(([name, was]) => [
        name,
        typeof was === 'number' && fields.includes(name) ? Math.floor(was * (1 - share)) : was,
      ]),
    );
  switch (fault?.kind) {
    case 'missing_fields':
      return changeObjects(body, without);
    case 'null_fields':
      return changeObjects(body, all(null));
    case 'empty_fields':
      return changeObjects(body, all(''));
    case 'falling_counters':
      return changeObjects(body, fallen);
    case 'numbers_as_text':
      return changeObjects(body, (object) =>
        Object.fromEntries(
          Object.entries(object).map(([name, was]) => [name, typeof was === 'number' ? String(was) : was]),
        ),
      );
    case 'empty_page':
    case 'stuck_cursor':
    case 'duplicate_videos':
      return turnPage(fault.kind, body as Page, asked);
    default:
      return body;
  }
}

/** Of a page, its videos; of a list, its items; of a profile, the user; of a token answer, itself. */
function changeObjects(body: object, change: (object: Fields) => Fields): object {
  if ('list' in body) return { ...body, list: (body.list as Fields[]).map(change) };
  if ('videos' in body) return { ...body, videos: (body.videos as Fields[]).map(change) };
  if ('user' in body) return { user: change(body.user as Fields) };
  return change(body as Fields);
}

interface Page {
  videos: unknown[];
  cursor: number;
  has_more: boolean;
}

function turnPage(
  kind: 'empty_page' | 'stuck_cursor' | 'duplicate_videos',
  page: Page,
  asked: { cursor: number | null; now: number },
): Page {
  const again = asked.cursor ?? asked.now;
  switch (kind) {
    case 'empty_page':
      return { videos: [], cursor: again, has_more: true };
    case 'stuck_cursor':
      return { ...page, cursor: again, has_more: true };
    case 'duplicate_videos':
      // The cursor is exclusive. A page of one video would be given for ever.
      return page.has_more && page.videos.length > 1 ? { ...page, cursor: page.cursor + 1 } : page;
  }
}
