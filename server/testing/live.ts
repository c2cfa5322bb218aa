import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { answerOf, type Caller, credentialsOf, type PublicError, type Variables } from './graphql.ts';

/** Longer than anything that is waited for takes, and shorter than a test. */
const EXPIRY_MS = 40_000;

/** One result of a subscription. */
export interface Payload<Data> {
  data?: Data | null;
  errors?: readonly PublicError[];
}

/** Results as they come. `next()` rejects when nothing comes for 15 s; `return()` leaves. */
export type Live<Data> = AsyncIterableIterator<Payload<Data>>;

/** A socket of its own, that connects with its first operation and does not come back by itself. */
export function connectSocket(url: string, caller: Caller): Client {
  const credentials = credentialsOf(caller);
  return createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: 'cookie' in credentials ? socketWith(credentials) : WebSocket,
    lazyCloseTimeout: 0,
    retryAttempts: 0,
    ...('authorization' in credentials ? { connectionParams: credentials } : {}),
  });
}

/** Sockets that send these headers, as a browser sends its cookies. */
function socketWith(headers: Record<string, string>): new (address: string, protocols: string) => WebSocket {
  return class extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers });
    }
  };
}

/** Over a socket: a refused operation is a payload with errors; a closed socket throws its close event. */
export function subscribeOverSocket<Data>(client: Client, query: string, variables: Variables): Live<Data> {
  const results = client.iterate(payloadOf(query, variables));
  return expiring<Data>({
    async next() {
      try {
        return (await results.next()) as IteratorResult<Payload<Data>>;
      } catch (error) {
        if (!Array.isArray(error)) throw error;
        return { done: false, value: { errors: error as PublicError[] } };
      }
    },
    return: async () => (await results.return?.()) as IteratorResult<Payload<Data>>,
  });
}

function payloadOf(query: string, variables: Variables) {
  return { query, variables };
}

/** Over server-sent events, one request a subscription. */
export function subscribeOverSse<Data>(
  url: string,
  caller: Caller,
  query: string,
  variables: Variables,
): Live<Data> {
  const leaving = new AbortController();
  const events = readEvents<Data>(url, caller, { query, variables }, leaving.signal);
  return expiring<Data>({
    next: () => events.next(),
    async return() {
      leaving.abort();
      return events.return(undefined);
    },
  });
}

async function* readEvents<Data>(
  url: string,
  caller: Caller,
  asked: object,
  signal: AbortSignal,
): AsyncGenerator<Payload<Data>, undefined> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...credentialsOf(caller),
    },
    body: JSON.stringify(asked),
    signal,
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
    yield { errors: (await answerOf<Data>(response, asked)).expectErrors() };
    return;
  }
  let buffer = '';
  try {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      buffer += chunk;
      const blocks = buffer.split('\n\n');
      buffer = blocks.pop() ?? '';
      for (const block of blocks) {
        if (/^event: complete$/m.test(block)) return;
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data) yield JSON.parse(data) as Payload<Data>;
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return;
  }
  throw new Error('The stream ended without a complete event');
}

function expiring<Data>(source: {
  next(): Promise<IteratorResult<Payload<Data>>>;
  return(): Promise<unknown>;
}): Live<Data> {
  return {
    async next() {
      let timer: NodeJS.Timeout | undefined;
      const expired = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new Error(`Nothing came within ${EXPIRY_MS / 1000} s`));
        }, EXPIRY_MS);
      });
      try {
        return await Promise.race([source.next(), expired]);
      } finally {
        clearTimeout(timer);
      }
    },
    async return() {
      await source.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
