import { BadResponseError, NetworkError } from '../errors.ts';
import { post, readAnswer, toNetworkError } from './http.ts';
import type { HttpOptions } from './http.ts';
import type {
  GraphQLRequest,
  GraphQLResponse,
  SubscribeContext,
  SubscriptionTransport,
} from './transport.ts';

/** Servers ping every 12 s or so; after this silence the connection is dead, although nobody said so. */
const SILENCE_MS = 45_000;

/**
 * Subscriptions over Server-Sent Events, one POST each: graphql-sse's distinct connections mode
 * (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md, read 2026-11).
 */
export function createSseTransport(options: HttpOptions): SubscriptionTransport {
  return {
    subscribe: (request, context) => subscribe(options, request, context),
    close: () => Promise.resolve(),
  };
}

async function* subscribe(
  options: HttpOptions,
  request: GraphQLRequest,
  context: SubscribeContext,
): AsyncGenerator<GraphQLResponse> {
  // Leaving the loop early must end the request too, so it has a controller of its own.
  const controller = new AbortController();
  const signal = AbortSignal.any([context.signal, controller.signal]);
  try {
    const answer = await post(options, request, {
      accept: 'text/event-stream',
      signal,
      refresh: context.refresh,
    });
    if (!answer.headers.get('content-type')?.startsWith('text/event-stream') || answer.body === null) {
      yield (await readAnswer(answer, { url: options.url, signal })).response;
      return;
    }
    context.onOpen();
    for await (const { event, data } of parseEvents(
      readText(answer.body, { url: options.url, signal: context.signal }),
    )) {
      if (event === 'complete') return;
      if (event === 'next') yield parseData(data);
    }
    throw new NetworkError('The stream was cut.');
  } finally {
    controller.abort();
  }
}

/** Decoded text, chunk by chunk. @throws NetworkError on a cut or on silence; the signal's reason */
async function* readText(
  body: ReadableStream<Uint8Array>,
  context: { readonly url: string; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { value, done } = await readWithin(reader, context);
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // A cancelled stream may refuse to be cancelled again; nobody is left to care.
    reader.cancel().catch(() => undefined);
  }
}

async function readWithin(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { url, signal }: { readonly url: string; readonly signal: AbortSignal },
) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new NetworkError('The stream fell silent.'));
    }, SILENCE_MS);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (error) {
    throw error instanceof NetworkError ? error : toNetworkError(error, url, signal);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Splits a text stream into events (WHATWG HTML, §9.2.6), for the fields that GraphQL uses. Comments, which are the
 * pings, give nothing; an event cut off by the end is dropped, as the standard says.
 */
export async function* parseEvents(
  chunks: AsyncIterable<string>,
): AsyncGenerator<{ readonly event: string; readonly data: string }> {
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (event !== 'message' || data.length > 0) yield { event, data: data.join('\n') };
        event = 'message';
        data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon === -1 ? line : line.slice(0, colon);
      const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') event = value;
      if (field === 'data') data.push(value);
    }
  }
}

function parseData(data: string): GraphQLResponse {
  try {
    return JSON.parse(data) as GraphQLResponse;
  } catch (cause) {
    throw new BadResponseError('An event is not JSON.', 200, { cause });
  }
}
