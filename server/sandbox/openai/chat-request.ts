import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

const MAX_BODY_BYTES = 1_000_000;

const chatRequest = z.object({
  model: z.string().min(1),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  stream: z.boolean().default(false),
  stream_options: z
    .object({ include_usage: z.boolean().default(false), include_obfuscation: z.boolean().default(true) })
    .prefault({}),
  response_format: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('json_schema'),
      json_schema: z.object({
        name: z.string().regex(/^[\w-]{1,64}$/),
        strict: z.literal(true),
        schema: z.record(z.string(), z.unknown()),
      }),
    }),
    z.object({ type: z.literal('json_object') }),
  ]),
});

/** What the sandbox understands of a Chat Completions request. */
export type ChatRequest = z.infer<typeof chatRequest> & {
  /** Names of all parameters that were sent. */
  parameters: readonly string[];
};

/** OpenAI's error object with the status it comes with. */
export interface ApiFailure {
  status: number;
  message: string;
  type: string;
  code: string | null;
  param: string | null;
}

function invalidRequest(message: string, param: string | null): ApiFailure {
  return { status: 400, message, type: 'invalid_request_error', code: null, param };
}

/**
 * Reads and checks a request's body; a failure is answered to the client as it is.
 *
 * @param onBody is told of everything that was in it, also what the sandbox does not understand.
 */
export async function readChatRequest(
  req: IncomingMessage,
  onBody: (body: unknown) => void,
): Promise<ChatRequest | ApiFailure> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) return { ...invalidRequest('The body is too large.', null), status: 413 };
    parts.push(part);
  }
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return invalidRequest('We could not parse the JSON body of your request.', null);
  }
  onBody(body);
  const parsed = chatRequest.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return invalidRequest(issue?.message ?? 'Invalid request.', issue?.path.join('.') ?? null);
  }
  const chat = { ...parsed.data, parameters: Object.keys(body as object) };
  if (chat.response_format.type === 'json_object') {
    if (chat.messages.some(({ content }) => /json/i.test(content))) return chat;
    return invalidRequest("'messages' must contain the word 'json' in some form.", 'messages');
  }
  const { name, schema } = chat.response_format.json_schema;
  const flaw = flawOfStrictSchema(schema, '$');
  if (flaw === null) return chat;
  return invalidRequest(`Invalid schema for response_format '${name}': ${flaw}`, 'response_format');
}

/**
 * The rules of strict mode that are easily broken: all properties required, none additional. The real service
 * refuses such schemas with 400, so the sandbox must not be more lenient.
 */
function flawOfStrictSchema(schema: unknown, at: string): string | null {
  if (typeof schema !== 'object' || schema === null) return null;
  const { properties, required, additionalProperties, items, anyOf } = schema as Record<string, unknown>;
  const children: [unknown, string][] = [[items, `${at}[]`]];
  if (Array.isArray(anyOf)) children.push(...anyOf.map((child): [unknown, string] => [child, at]));
  if (typeof properties === 'object' && properties !== null) {
    if (additionalProperties !== false) return `${at}: 'additionalProperties' must be false.`;
    const names = Object.keys(properties);
    const missing = names.find((name) => !Array.isArray(required) || !required.includes(name));
    if (missing !== undefined) return `${at}: 'required' must name every property; '${missing}' is missing.`;
    children.push(
      ...Object.entries(properties).map(([name, child]): [unknown, string] => [child, `${at}.${name}`]),
    );
  }
  for (const [child, place] of children) {
    const flaw = flawOfStrictSchema(child, place);
    if (flaw !== null) return flaw;
  }
  return null;
}
