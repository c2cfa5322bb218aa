import {
  BadResponseError,
  NetworkError,
  ServiceUnavailableError,
  codeOfStatus,
  parseError,
} from '../errors.ts';
import type { Credential, GraphQLRequest, GraphQLResponse } from './transport.ts';

/** A notice by the server that what was asked for will go (RFC 9745, RFC 8594). */
export interface DeprecationNotice {
  readonly operationName: string | undefined;
  /** The `Deprecation` header as it came. */
  readonly deprecation: string;
  /** The `Sunset` header: when it stops working. */
  readonly sunset: string | null;
  /** The `Link` header: where to read more. */
  readonly link: string | null;
}

/** Where and how to post. */
export interface HttpOptions {
  readonly url: string;
  readonly credential: Credential;
  readonly fetch: typeof fetch;
  readonly onDeprecation?: ((notice: DeprecationNotice) => void) | undefined;
}

/** The media types that the GraphQL over HTTP draft names, the new one first. */
export const ACCEPT_JSON = 'application/graphql-response+json, application/json;q=0.9';

/** An HTTP answer to a GraphQL request. */
export interface HttpAnswer {
  readonly response: GraphQLResponse;
  readonly status: number;
  readonly retryAfterSeconds: number | null;
}

/**
 * Posts a request and gives the raw answer, its body unread.
 * @throws NetworkError when no answer comes; the signal's reason when aborted
 */
export async function post(
  { url, credential, fetch, onDeprecation }: HttpOptions,
  request: GraphQLRequest,
  { accept, signal, refresh }: { accept: string; signal: AbortSignal; refresh: boolean },
): Promise<Response> {
  const token = await credential({ refresh });
  const { headers, body } = encode(request);
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: {
        accept,
        ...headers,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
      signal,
    });
  } catch (cause) {
    throw toNetworkError(cause, url, signal);
  }
  const deprecation = answer.headers.get('deprecation');
  if (deprecation !== null) {
    onDeprecation?.({
      operationName: request.operationName,
      deprecation,
      sunset: answer.headers.get('sunset'),
      link: answer.headers.get('link'),
    });
  }
  return answer;
}

/**
 * JSON, or where there are files among the variables, a GraphQL multipart request
 * (https://github.com/jaydenseric/graphql-multipart-request-spec, read 2026-11).
 */
function encode(request: GraphQLRequest): { headers: Record<string, string>; body: string | FormData } {
  const { variables, files } = takeFiles(request.variables, 'variables');
  if (files.length === 0) {
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) };
  }
  const form = new FormData();
  form.append('operations', JSON.stringify({ ...request, variables }));
  form.append('map', JSON.stringify(Object.fromEntries(files.map(({ path }, index) => [index, [path]]))));
  files.forEach(({ file }, index) => {
    form.append(String(index), file);
  });
  // Shows the server that no form of another page sent this. The content type, with its boundary, is set by fetch.
  return { headers: { 'graphql-require-preflight': 'true' }, body: form };
}

interface FileInVariables {
  /** variables.input.file */
  readonly path: string;
  readonly file: Blob;
}

/** The value with null in the place of each file. */
function takeFiles(value: unknown, path: string): { variables: unknown; files: FileInVariables[] } {
  if (isBlob(value)) return { variables: null, files: [{ path, file: value }] };
  if (!isPlain(value)) return { variables: value, files: [] };
  const files: FileInVariables[] = [];
  const entries = Object.entries(value).map(([key, member]) => {
    const taken = takeFiles(member, `${path}.${key}`);
    files.push(...taken.files);
    return [key, taken.variables] as const;
  });
  const variables = Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
  return { variables, files };
}

/** Whether there are files among the variables. */
export function hasFiles(variables: unknown): boolean {
  return takeFiles(variables, '').files.length > 0;
}

function isBlob(value: unknown): value is Blob {
  return typeof Blob !== 'undefined' && value instanceof Blob;
}

/** A list or an object as JSON has them; anything else, a Date say, writes itself. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

/**
 * Reads a GraphQL answer, whatever its status: a 4xx with `errors` is an answer too.
 * @throws BadResponseError when the body is not GraphQL; the error of its status where that says more
 */
export async function readAnswer(
  answer: Response,
  { url, signal }: { readonly url: string; readonly signal: AbortSignal },
): Promise<HttpAnswer> {
  const retryAfterSeconds = parseRetryAfter(answer.headers.get('retry-after'));
  let text: string;
  try {
    text = await answer.text();
  } catch (cause) {
    throw toNetworkError(cause, url, signal);
  }
  const response = parseJson(text);
  if (isGraphQLResponse(response)) return { response, status: answer.status, retryAfterSeconds };
  if (answer.ok) throw new BadResponseError(`What ${nameOf(url)} answered is not GraphQL.`, answer.status);
  throw statusError(answer.status, url, retryAfterSeconds);
}

/** The error for a failed status whose body says nothing. */
function statusError(status: number, url: string, retryAfterSeconds: number | null): Error {
  const facts = { message: `${nameOf(url)} answered ${String(status)}.`, retryAfterSeconds };
  const code = codeOfStatus(status);
  if (code === 'SERVICE_UNAVAILABLE') return new ServiceUnavailableError({ ...facts, code });
  if (status === 401 || status === 403 || status === 413 || status === 429)
    return parseError({ ...facts, code });
  const isElsewhere = status === 404 || status === 405;
  const hint = isElsewhere ? ' Is `url` the path of the GraphQL endpoint?' : '';
  return new BadResponseError(facts.message + hint, status);
}

/** A failed fetch as a typed error; an abort stays what it is. */
export function toNetworkError(cause: unknown, url: string, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : new NetworkError(`${nameOf(url)} did not answer.`, { cause });
}

/** A URL as messages may show it: a query string may hold secrets. */
export function nameOf(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

/** Seconds of a `Retry-After` header, given as seconds or as a date. */
export function parseRetryAfter(value: string | null, now = Date.now()): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, (at - now) / 1000);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isGraphQLResponse(value: unknown): value is GraphQLResponse {
  return (
    typeof value === 'object' &&
    value !== null &&
    ('data' in value || ('errors' in value && Array.isArray(value.errors)))
  );
}
