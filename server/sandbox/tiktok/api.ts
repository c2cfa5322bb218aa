import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { SandboxContext } from './context.ts';
import { answerUserInfo, answerVideoList, answerVideoQuery } from './display.handler.ts';
import type { Endpoint, FaultKind } from './faults.ts';
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
  answer(sandbox: SandboxContext, request: ApiRequest): object;
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

interface WireAnswer {
  status: number;
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
  sandbox.calls.set(endpoint, (sandbox.calls.get(endpoint) ?? 0) + 1);
  const logId = newLogId(sandbox.clock.now());
  const fault = sandbox.faults.take(endpoint);
  if (fault === 'disconnect') {
    request.socket.destroy();
    return true;
  }
  if (fault === 'silence') {
    // The connection stays open without an answer until the client gives up.
    request.resume();
    return true;
  }

  const { status, body } = await answer(sandbox, route, request, url, fault, logId);
  sandbox.log?.debug({ endpoint, status, fault, logId }, 'tiktok sandbox call');
  const headers = { 'x-tt-logid': logId };
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

async function answer(
  sandbox: SandboxContext,
  route: ApiRoute,
  request: IncomingMessage,
  url: URL,
  fault: FaultKind | undefined,
  logId: string,
): Promise<WireAnswer> {
  try {
    const body = await readBody(request);
    const injected = toInjectedError(route, fault);
    if (injected !== undefined) throw injected;
    const answered = route.answer(sandbox, {
      query: url.searchParams,
      mediaType: mediaType(request),
      authorization: request.headers.authorization,
      body,
    });
    if (route.shape === 'flat') return { status: 200, body: answered };
    return { status: 200, body: { data: answered, error: { code: 'ok', message: '', log_id: logId } } };
  } catch (error) {
    return toErrorAnswer(sandbox, route, fault, error, logId);
  }
}

function toInjectedError(route: ApiRoute, fault: FaultKind | undefined): Error | undefined {
  const flat = route.shape === 'flat';
  switch (fault) {
    case 'internal_error':
    case 'ok_status_error':
      return flat
        ? new OAuthError('server_error', 'Something went wrong. Please try again later.')
        : new DisplayError('internal_error', 'Something went wrong. Please try again later.');
    case 'rate_limit':
      return flat
        ? new OAuthError('temporarily_unavailable', 'Too many requests. Please try again later.')
        : rateLimitExceeded();
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

function toErrorAnswer(
  sandbox: SandboxContext,
  route: ApiRoute,
  fault: FaultKind | undefined,
  error: unknown,
  logId: string,
): WireAnswer {
  if (error instanceof OAuthError) {
    const body = { error: error.code, error_description: error.message, log_id: logId };
    return { status: oauthStatus(sandbox, error, fault), body };
  }
  let known = error;
  if (error instanceof BodyTooLargeError)
    known = new DisplayError('invalid_params', 'The request body is too large.');
  if (!(known instanceof DisplayError)) {
    sandbox.log?.error({ err: error, endpoint: route.endpoint, logId }, 'the TikTok sandbox failed');
    known = new DisplayError('internal_error', 'The sandbox itself failed; see its log.');
  }
  const { code, message } = known as DisplayError;
  if (route.shape === 'flat') {
    return {
      status: DISPLAY_ERROR_STATUS[code],
      body: { error: 'server_error', error_description: message, log_id: logId },
    };
  }
  const status = fault === 'ok_status_error' ? 200 : DISPLAY_ERROR_STATUS[code];
  return { status, body: { data: {}, error: { code, message, log_id: logId } } };
}

function oauthStatus(sandbox: SandboxContext, error: OAuthError, fault: FaultKind | undefined): number {
  if (fault === 'internal_error') return 500;
  if (fault === 'rate_limit') return 429;
  if (fault === 'ok_status_error' || sandbox.settings.oauthErrorStatus === 200) return 200;
  return error.code === 'invalid_client' ? 401 : 400;
}

/** TikTok's form: the second as 14 digits, then 20 hexadecimal digits. */
function newLogId(now: Date): string {
  const second = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return second + randomBytes(10).toString('hex').toUpperCase();
}
