import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { identify, type Caller } from './caller.ts';
import type { SandboxContext } from '../context.ts';
import { arrivalOf, deliver, type Arrival, type Delivery } from '../faults/delivery.ts';
import { answerUserInfo, answerVideoList, answerVideoQuery } from './display.handler.ts';
import type { ApiEndpoint } from '../endpoints.ts';
import { distort, endConsent, toRefusal } from '../faults/fault.answers.ts';
import { hasEffect, type Fault } from '../faults/faults.ts';
import { BodyTooLargeError, mediaType, readBody, type ApiRequest } from '../http.ts';
import { answerRevoke, answerToken } from './oauth.handler.ts';
import { answerTrendingHashtags, answerTrendingMusic } from '../trends/discovery.handler.ts';
import { answerResearchQuery } from '../trends/research.handler.ts';
import {
  BUSINESS_CODES,
  displayError,
  internalError,
  rateLimitExceeded,
  WireError,
  type Shape,
} from './wire.errors.ts';

interface ApiRoute {
  endpoint: ApiEndpoint;
  method: 'GET' | 'POST';
  shape: Shape;
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
  [
    '/v2/research/video/query/',
    { endpoint: 'research/video/query', method: 'POST', shape: 'envelope', answer: answerResearchQuery },
  ],
  [
    '/open_api/v1.3/discovery/trending_list/',
    { endpoint: 'discovery/trending_list', method: 'GET', shape: 'business', answer: answerTrendingHashtags },
  ],
  [
    '/open_api/v1.3/discovery/cml/trending_list/',
    {
      endpoint: 'discovery/cml/trending_list',
      method: 'GET',
      shape: 'business',
      answer: answerTrendingMusic,
    },
  ],
]);

/** Faults that send nothing of a true answer. */
const REPLACING: readonly Fault['kind'][] = ['html_error', 'garbage', 'empty', 'silence', 'disconnect'];

/** One call while it is answered. */
interface Call {
  route: ApiRoute;
  request: ApiRequest;
  caller: Caller;
  fault: Fault | undefined;
  logId: string;
  /** TikTok's clock. */
  now: Date;
  /** Whether it took a place in the limit's window. */
  counted: boolean;
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
  let caller = identify(sandbox, endpoint, read);
  const fault = sandbox.faults.take(endpoint, caller.creator);
  if (endConsent(sandbox, fault, caller.creator)) {
    caller = { ...identify(sandbox, endpoint, read), creator: caller.creator };
  }
  const now = new Date(sandbox.now());
  const call: Call = { route, request: read, caller, fault, logId: newLogId(now), now, counted: false };
  const skipped = fault !== undefined && REPLACING.includes(fault.kind) && !hasEffect(fault);
  const delivery = skipped ? undefined : answer(sandbox, call);
  logCall(sandbox, call, arrivalOf(fault, delivery));
  await deliver(response, fault, delivery);
  return true;
}

async function readRequest(request: IncomingMessage, url: URL): Promise<ApiRequest> {
  const seen = {
    query: url.searchParams,
    mediaType: mediaType(request),
    authorization: request.headers.authorization,
    accessToken: [request.headers['access-token']].flat()[0],
  };
  try {
    return { ...seen, body: await readBody(request), tooLarge: false };
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error;
    return { ...seen, body: '', tooLarge: true };
  }
}

function answer(sandbox: SandboxContext, call: Call): Delivery {
  const { route, fault, request, caller } = call;
  const refusal = toRefusal(fault, route.shape);
  try {
    if (request.tooLarge) throw displayError('invalid_params', 'The request body is too large.');
    count(sandbox, call);
    if (refusal !== undefined && fault !== undefined && !hasEffect(fault)) throw refusal;
    const truth = route.answer(sandbox, request, caller);
    if (refusal !== undefined) throw refusal;
    const body = distort(fault, route.endpoint, truth, { cursor: caller.cursor, now: call.now.getTime() });
    if (route.shape === 'flat') return toDelivery(call, 200, 'ok', body);
    if (route.shape === 'business') {
      return toDelivery(call, 200, 'ok', { code: 0, message: 'OK', request_id: call.logId, data: body });
    }
    const error = { code: 'ok', message: '', log_id: call.logId };
    return toDelivery(call, 200, 'ok', { data: body, error });
  } catch (error) {
    return toErrorDelivery(sandbox, call, error);
  }
}

/**
 * By app and endpoint, unless the settings say people. A call whose token or app is not known counts against nobody.
 */
function count(sandbox: SandboxContext, call: Call): void {
  const { caller, route } = call;
  const limit = sandbox.settings.limits[route.endpoint];
  if (limit === null || caller.clientKey === null || (route.shape !== 'flat' && !caller.alive)) return;
  const whose = sandbox.settings.limitBy === 'creator' ? caller.creator : null;
  const key = [caller.clientKey, route.endpoint, whose].join(' ');
  call.counted = sandbox.limits.take(key, sandbox.clock.now().getTime(), limit);
  if (!call.counted) throw rateLimitExceeded(route.shape);
}

function toErrorDelivery(sandbox: SandboxContext, call: Call, error: unknown): Delivery {
  const { route, logId } = call;
  if (!(error instanceof WireError)) {
    sandbox.log?.error({ err: error, endpoint: route.endpoint, logId }, 'the TikTok sandbox failed');
  }
  const known = error instanceof WireError ? error : internalError(route.shape, 500);
  const { code, message } = known;
  const log = call.fault?.kind === 'logid' ? { logid: logId } : { log_id: logId };
  if (route.shape === 'business') {
    const number = /^\d+$/.test(code) ? Number(code) : BUSINESS_CODES.systemError;
    return toDelivery(call, known.status ?? 200, code, {
      code: number,
      message,
      request_id: logId,
      data: {},
    });
  }
  const body =
    route.shape === 'flat'
      ? { error: code, error_description: message, ...log }
      : { data: {}, error: { code, message, ...log } };
  return toDelivery(call, known.status ?? oauthStatus(sandbox, code), code, body);
}

function oauthStatus(sandbox: SandboxContext, code: string): number {
  if (sandbox.settings.oauthErrorStatus === 200) return 200;
  return code === 'invalid_client' ? 401 : 400;
}

function toDelivery(call: Call, status: number, code: string, body: object): Delivery {
  return {
    status,
    code,
    contentType: 'application/json; charset=utf-8',
    body: toText(call, body),
    headers: { 'x-tt-logid': call.logId, date: call.now.toUTCString() },
  };
}

function logCall(sandbox: SandboxContext, call: Call, { status, code }: Arrival): void {
  const { endpoint } = call.route;
  const { clientKey, creator, grantType, videoIds, cursor, tokenHash } = call.caller;
  const fault = call.fault?.kind ?? null;
  sandbox.callLog.add({
    at: sandbox.clock.now().getTime(),
    realAt: Date.now(),
    endpoint,
    clientKey,
    creator,
    status,
    code,
    fault,
    counted: call.counted,
    grantType,
    videoIds,
    cursor,
    tokenHash,
    logId: call.logId,
  });
  sandbox.log?.debug({ endpoint, status, code, fault, logId: call.logId }, 'tiktok sandbox call');
}

/** The answer's text, in which ids may be numbers: JavaScript itself cannot write those. */
function toText({ fault, route }: Call, body: object): string {
  const text = JSON.stringify(body);
  // The Research API has no others.
  const isNumeric = fault?.kind === 'numeric_ids' || route.endpoint === 'research/video/query';
  return isNumeric ? text.replace(/"((?:(?:commercial_)?music_|hashtag_)?id)":"(\d+)"/g, '"$1":$2') : text;
}

/** TikTok's form: the second as 14 digits, then 20 hexadecimal digits. */
function newLogId(now: Date): string {
  const second = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return second + randomBytes(10).toString('hex').toUpperCase();
}
