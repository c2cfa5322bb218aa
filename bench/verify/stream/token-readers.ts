/** Many readers, each on a socket of its own, in a process of its own. */
import { once } from 'node:events';
import process from 'node:process';
import WebSocket from 'ws';

/** What they are told to do first. */
export interface ReadersOrder {
  url: string;
  readers: number;
  /** A subscription to begin with, for GraphQL; none for a bare socket. */
  subscription: { key: string; query: string; variables: object } | null;
}

/** What they tell in the end, of tokens that were sent from an instant on. */
export interface ReadersReport {
  tokens: number;
  /** Of each message, how late its oldest token came, which has waited longest; milliseconds. */
  late: number[];
}

/** A token says when it was sent. */
const TOKEN = /t(\d{6,}) /g;
const sockets: WebSocket[] = [];
const came: { at: bigint; sent: bigint[] }[] = [];

function listen(socket: WebSocket): void {
  socket.on('message', (message: Buffer) => {
    const now = process.hrtime.bigint();
    const text = message.toString();
    if (text.startsWith('{"type":"ping"')) socket.send('{"type":"pong"}');
    const sent = Array.from(text.matchAll(TOKEN), ([, instant]) => BigInt(instant ?? 0));
    if (sent.length > 0) came.push({ at: now, sent });
  });
}

async function open({ url, subscription }: ReadersOrder): Promise<void> {
  const socket = new WebSocket(url, subscription === null ? [] : ['graphql-transport-ws']);
  sockets.push(socket);
  await once(socket, 'open');
  if (subscription === null) {
    listen(socket);
    return;
  }
  const { key, query, variables } = subscription;
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } }));
  await once(socket, 'message');
  listen(socket);
  socket.send(JSON.stringify({ id: 'run', type: 'subscribe', payload: { query, variables } }));
}

function reportOf(since: bigint): ReadersReport {
  const counted = came.filter(({ sent: [oldest = 0n] }) => oldest >= since);
  return {
    tokens: came.flatMap(({ sent }) => sent.filter((instant) => instant >= since)).length,
    late: counted.map(({ at, sent: [oldest = 0n] }) => Number(at - oldest) / 1e6),
  };
}

process.on('message', (order: ReadersOrder | { reportSince: string }) => {
  if ('reportSince' in order) {
    process.send?.(reportOf(BigInt(order.reportSince)), () => {
      for (const socket of sockets) socket.terminate();
      process.disconnect();
    });
    return;
  }
  void (async () => {
    for (let reader = 0; reader < order.readers; reader += 1) await open(order);
    process.send?.('ready');
  })();
});
