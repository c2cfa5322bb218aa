import {
  SANDBOX_BUSINESS,
  SANDBOX_CLIENT_KEY,
  SANDBOX_RESEARCH_CLIENT_KEY,
  type SandboxContext,
} from '../context.ts';
import type { Endpoint } from '../endpoints.ts';
import type { ApiRequest } from '../http.ts';
import { hashOf, type Grant } from '../state/state.store.ts';

const HASH_PREFIX_LENGTH = 12;
const APPS = [SANDBOX_CLIENT_KEY, SANDBOX_RESEARCH_CLIENT_KEY];

/** What can be told of a call before it is judged; nothing here is checked. */
export interface Caller {
  clientKey: string | null;
  creator: string | null;
  /** Whose access token it is, expired or not. */
  grant: Grant | null;
  /** Whether that token has not expired. */
  alive: boolean;
  grantType: string | null;
  videoIds: number | null;
  cursor: number | null;
  tokenHash: string | null;
}

const NOBODY: Caller = {
  clientKey: null,
  creator: null,
  grant: null,
  alive: false,
  grantType: null,
  videoIds: null,
  cursor: null,
  tokenHash: null,
};

export function identify(sandbox: SandboxContext, endpoint: Endpoint, request: ApiRequest): Caller {
  if (endpoint.startsWith('oauth/')) return identifyForm(sandbox, request);
  if (endpoint.startsWith('discovery/')) return identifyBusiness(request);
  return endpoint.startsWith('research/')
    ? identifyClient(sandbox, request)
    : identifyBearer(sandbox, request);
}

function bearerOf(request: ApiRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.authorization ?? '')?.[1];
}

/** An advertiser or an account by its token, which comes without the word Bearer. */
function identifyBusiness({ accessToken }: ApiRequest): Caller {
  const { advertiserToken, advertiserId, accountToken, accountId } = SANDBOX_BUSINESS;
  const owners = new Map<string, string>([
    [advertiserToken, advertiserId],
    [accountToken, accountId],
  ]);
  const owner = owners.get(accessToken ?? '') ?? null;
  return {
    ...NOBODY,
    clientKey: owner,
    alive: owner !== null,
    tokenHash: accessToken === undefined ? null : hashOf(accessToken).slice(0, HASH_PREFIX_LENGTH),
  };
}

/** An app by its client token. */
function identifyClient(sandbox: SandboxContext, request: ApiRequest): Caller {
  const token = bearerOf(request);
  const hash = token === undefined ? null : hashOf(token);
  const found = hash === null ? undefined : sandbox.clientTokens.get(hash);
  const { cursor } = readObject(request.body);
  return {
    ...NOBODY,
    clientKey: found?.clientKey ?? null,
    alive: found !== undefined && found.expiresAt > sandbox.now(),
    cursor: typeof cursor === 'number' ? cursor : null,
    tokenHash: hash?.slice(0, HASH_PREFIX_LENGTH) ?? null,
  };
}

function identifyBearer(sandbox: SandboxContext, request: ApiRequest): Caller {
  const token = bearerOf(request);
  const hash = token === undefined ? null : hashOf(token);
  const found = hash === null ? undefined : sandbox.store.grantOfAccess(hash);
  const grant = found?.grant ?? null;
  const body = readObject(request.body);
  const ids = readObject(body.filters).video_ids;
  return {
    clientKey: grant?.clientKey ?? null,
    creator: grant?.creator ?? null,
    grant,
    alive: found !== undefined && found.expiresAt > sandbox.now(),
    grantType: null,
    videoIds: Array.isArray(ids) ? ids.length : null,
    cursor: typeof body.cursor === 'number' ? body.cursor : null,
    tokenHash: hash?.slice(0, HASH_PREFIX_LENGTH) ?? null,
  };
}

function identifyForm(sandbox: SandboxContext, request: ApiRequest): Caller {
  const form = new URLSearchParams(request.body);
  const [code, refreshToken, accessToken] = [form.get('code'), form.get('refresh_token'), form.get('token')];
  const presented = refreshToken ?? accessToken ?? code;
  const hash = presented === null ? null : hashOf(presented);
  const { store } = sandbox;
  const grant =
    hash === null ? null : (store.grantOfRefresh(hash) ?? store.grantOfAccess(hash)?.grant ?? null);
  return {
    clientKey: APPS.find((app) => app === form.get('client_key')) ?? null,
    creator: grant?.creator ?? (hash === null ? undefined : store.codes.get(hash)?.creator) ?? null,
    grant,
    alive: false,
    grantType: form.get('grant_type'),
    videoIds: null,
    cursor: null,
    tokenHash: hash?.slice(0, HASH_PREFIX_LENGTH) ?? null,
  };
}

/** `value`, or the JSON in it, as an object; an empty one where it is none. */
function readObject(value: unknown): Record<string, unknown> {
  let read = value;
  if (typeof value === 'string') {
    try {
      read = value === '' ? {} : JSON.parse(value);
    } catch {
      return {}; // Whoever answers the call says what is wrong with it.
    }
  }
  return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
}
