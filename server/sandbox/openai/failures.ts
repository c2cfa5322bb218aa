import type { ApiFailure, ChatRequest } from './chat-request.ts';
import type { Fault } from './faults.ts';

const RATE_LIMITED: ApiFailure = {
  status: 429,
  message: 'Rate limit reached for this model.',
  type: 'requests',
  code: 'rate_limit_exceeded',
  param: null,
};
const REFUSED: ApiFailure = {
  status: 400,
  message: '',
  type: 'invalid_request_error',
  code: null,
  param: null,
};

/** Faults that are an answer of their own, before any text. */
const OUTRIGHT: Partial<Record<Fault, ApiFailure>> = {
  '401': { ...REFUSED, status: 401, message: 'Incorrect API key provided.', code: 'invalid_api_key' },
  '403': {
    ...REFUSED,
    status: 403,
    message: 'Country, region, or territory not supported.',
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
  },
  '404': { ...REFUSED, status: 404, message: 'The model does not exist.', code: 'model_not_found' },
  '429': RATE_LIMITED,
  '429-long': RATE_LIMITED,
  quota: {
    ...RATE_LIMITED,
    message: 'You exceeded your current quota, please check your plan and billing details.',
    type: 'insufficient_quota',
    code: 'insufficient_quota',
  },
  '500': { ...REFUSED, status: 500, message: 'The server had an error.', type: 'server_error' },
  'filter-before': {
    ...REFUSED,
    message: 'The prompt was filtered.',
    code: 'content_filter',
    param: 'prompt',
  },
};

/** What the n-th request is answered in place of a completion; null where it gets one. */
export function outrightFailure(fault: Fault, chat: ChatRequest, requests: number): ApiFailure | null {
  if (fault === '429-once') return requests % 2 === 1 ? RATE_LIMITED : null;
  return OUTRIGHT[fault] ?? refusalOfThin(fault, chat);
}

/** Servers that know less of the API refuse what they do not know. */
function refusalOfThin(
  fault: Fault,
  { parameters, response_format: format }: ChatRequest,
): ApiFailure | null {
  const lacks = (part: Fault): boolean => fault === part || fault === 'thin';
  if (lacks('no-stream-options') && parameters.includes('stream_options')) return unknown('stream_options');
  if (lacks('no-completion-limit') && parameters.includes('max_completion_tokens'))
    return unknown('max_completion_tokens');
  if (lacks('no-schema') && format.type === 'json_schema') {
    const message = "'response_format.type' must be 'text' or 'json_object'.";
    return { ...REFUSED, message, param: 'response_format' };
  }
  return null;
}

function unknown(parameter: string): ApiFailure {
  return { ...REFUSED, message: `Unrecognized request argument supplied: ${parameter}` };
}
