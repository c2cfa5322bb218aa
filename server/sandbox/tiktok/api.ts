import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { identify, type Caller } from './caller.ts';
import type { SandboxContext } from './context.ts';
import { answerUserInfo, answerVideoList, answerVideoQuery } from './display.handler.ts';
import type { Endpoint } from './endpoints.ts';
import type { FaultKind } from './faults.ts';
import { BodyTooLargeError, mediaType, readBody, send, sendJson, type ApiRequest } from './http.ts';
import { answerRevoke, answerToken } from './oauth.handler.ts';
import {
  accessTokenInvalid,
  DISPLAY_ERROR_STATUS,
  DisplayError,
  OAuthError,
  rateLimitExceeded,
} from './wire.errors.ts';

interface ApiRoute {
  endpoint: Endpoint;
  method: 'GET' | 'POST';
  /** Which of TikTok's two error shapes it speaks. */
  shape: 'envelope' | 'flat';
  answer(sandbox: SandboxContext, request: ApiRequest, caller: Caller): object;
}

const ROUTES = new Map<string, ApiRoute>([
  ['/v2/oauth/token/', { endpoint: 'oauth/token', method: 'POST', shape: 'flat', answer: answerToken }],
  ['/v2/oauth/revoke/', { endpoint: 'oauth/revoke', method: 'POST', shape: 'flat', answer: answerRevoke }],
  ['/v2/user/info/', { endpoint: 'user/info', method: 'GET', shape: 'envelope', answer: answerUserInfo }],
  ['/v2/video/list/', { endpoint: 'video/list', method: 'POST', shape: 'envelope', answer: answerVideoList }],
  [
    '/v2/video/query/',
    { endpoint: 'video/query', method: 'POST', shape: 'envelope', answer: answerVideoQuery },
  ],
]);

/** One call while it is answered. */
interface Call {
  route: ApiRoute;
  request: ApiRequest;
  caller: Caller;
  fault: FaultKind | undefined;
  logId: string;
  /** Whether it took a place in the limit's window. */
  counted: boolean;
}

interface WireAnswer {
  status: number;
  /** `ok` or TikTok's error code. */
  code: string;
  body: object;
}

/** Answers TikTok's JSON endpoints; false where `url` is none of them. */
export async function handleApi(
  sandbox: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const route = ROUTES.get(url.pathname);
  if (route === undefined || route.method !== request.method) return false;
  const { endpoint } = route;
  const read = await readRequest(request, url);
  // From here to the log's entry nothing waits: calls are counted, answered and logged in one order.
  sandbox.calls.set(endpoint, (sandbox.calls.get(endpoint) ?? 0) + 1);
  const now = new Date(sandbox.now());
  const caller = identify(sandbox, endpoint, read);
  const fault = sandbox.faults.take(endpoint);
  const call: Call = { route, request: read, caller, fault, logId: newLogId(now), counted: false };
  // The connection closes, or stays open without an answer until the client gives up.
  const unanswered = fault === 'disconnect' || fault === 'silence';
  const answered = unanswered ? undefined : answer(sandbox, call);
  logCall(sandbox, call, answered);
  if (fault === 'disconnect') request.socket.destroy();
  if (answered === undefined) return true;

  const { status, body } = answered;
  const headers = { 'x-tt-logid': call.logId, date: now.toUTCString() };
  if (fault === 'garbage') {
    send(response, 200, 'text/html; charset=utf-8', '<html><body>Please wait…</body></html>', headers);
  } else if (fault === 'truncated') {
    const text = JSON.stringify(body);
    send(response, status, 'application/json; charset=utf-8', text.slice(0, text.length / 2), headers);
  } else {
    sendJson(response, status, body, headers);
  }
  return true;
}

async function readRequest(request: IncomingMessage, url: URL): Promise<ApiRequest> {
  const seen = {
    query: url.searchParams,
    mediaType: mediaType(request),
    authorization: request.headers.authorization,
  };
  try {
    return { ...seen, body: await readBody(request), tooLarge: false };
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error;
    return { ...seen, body: '', tooLarge: true };
  }
}

function answer(sandbox: SandboxContext, call: Call): WireAnswer {
  const { route, logId } = call;
  try {
    if (call.request.tooLarge) throw new DisplayError('invalid_params', 'The request body is too large.');
    count(sandbox, call);
    const injected = toInjectedError(route, call.fault);
    if (injected !== undefined) throw injected;
    const body = route.answer(sandbox, call.request, call.caller);
    if (route.shape === 'flat') return { status: 200, code: 'ok', body };
    const error = { code: 'ok', message: '', log_id: logId };
    return { status: 200, code: 'ok', body: { data: body, error } };
  } catch (error) {
    return toErrorAnswer(sandbox, call, error);
  }
}

/**
 * By app and endpoint; TikTok does not say whether it counts apps or people. A call whose token or app is not known
 * counts against nobody.
 */
function count(sandbox: SandboxContext, call: Call): void {
  const { caller, route } = call;
  const limit = sandbox.settings.limits[route.endpoint];
  if (limit === null || caller.clientKey === null || (route.shape === 'envelope' && !caller.alive)) return;
  const key = `${caller.clientKey} ${route.endpoint}`;
  call.counted = sandbox.limits.take(key, sandbox.clock.now().getTime(), limit);
  if (!call.counted) throw tooMany(route);
}

function logCall(sandbox: SandboxContext, call: Call, answered: WireAnswer | undefined): void {
  const { endpoint } = call.route;
  const { clientKey, creator, grantType, videoIds, cursor, tokenHash } = call.caller;
  const [status, code] = [answered?.status ?? null, answered?.code ?? null];
  sandbox.callLog.add({
    at: sandbox.clock.now().getTime(),
    realAt: Date.now(),
    endpoint,
    clientKey,
    creator,
    status,
    code,
    fault: call.fault ?? null,
    counted: call.counted,
    grantType,
    videoIds,
    cursor,
    tokenHash,
    logId: call.logId,
  });
  sandbox.log?.debug({ endpoint, status, code, fault: call.fault, logId: call.logId }, 'tiktok sandbox call');
}

function tooMany(route: ApiRoute): Error {
  if (route.shape === 'envelope') return rateLimitExceeded();
  return new OAuthError('temporarily_unavailable', 'Too many requests. Please try again later.', 429);
}

function toInjectedError(route: ApiRoute, fault: FaultKind | undefined): Error | undefined {
  const flat = route.shape === 'flat';
  switch (fault) {
    case 'internal_error':
    case 'ok_status_error': {
      const message = 'Something went wrong. Please try again later.';
      const status = fault === 'internal_error' ? 500 : 200;
      return flat
        ? new OAuthError('server_error', message, status)
        : new DisplayError('internal_error', message);
    }
    case 'rate_limit':
      return tooMany(route);
    case 'access_token_invalid':
      return flat ? new OAuthError('invalid_grant', 'Token is invalid or expired.') : accessTokenInvalid();
    case 'invalid_grant':
      return flat
        ? new OAuthError('invalid_grant', 'Refresh token is invalid or expired.')
        : accessTokenInvalid();
    default:
      return undefined;
  }
}

function toErrorAnswer(sandbox: SandboxContext, call: Call, error: unknown): WireAnswer {
  const { route, logId } = call;
  if (error instanceof OAuthError) {
    const body = { error: error.code, error_description: error.message, log_id: logId };
    return { status: oauthStatus(sandbox, error), code: error.code, body };
  }
  let known = error;
  if (!(known instanceof DisplayError)) {
    sandbox.log?.error({ err: error, endpoint: route.endpoint, logId }, 'the TikTok sandbox failed');
    known = new DisplayError('internal_error', 'The sandbox itself failed; see its log.');
  }
  const { code, message } = known as DisplayError;
  if (route.shape === 'flat') {
    const body = { error: 'server_error', error_description: message, log_id: logId };
    return { status: DISPLAY_ERROR_STATUS[code], code: body.error, body };
  }
  const status = call.fault === 'ok_status_error' ? 200 : DISPLAY_ERROR_STATUS[code];
  return { status, code, body: { data: {}, error: { code, message, log_id: logId } } };
}

function oauthStatus(sandbox: SandboxContext, error: OAuthError): number {
  if (error.status !== undefined) return error.status;
  if (sandbox.settings.oauthErrorStatus === 200) return 200;
  return error.code === 'invalid_client' ? 401 : 400;
}

/** TikTok's form: the second as 14 digits, then 20 hexadecimal digits. */
function newLogId(now: Date): string {
  const second = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return second + randomBytes(10).toString('hex').toUpperCase();
}
