import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A balancer before several nodes that breaks connections, in the middle of a frame too. */
export interface CuttingBalancer {
  readonly url: string;
  /** Connections that it broke. */
  readonly cuts: () => number;
  /** Connections that each node was given, in the order of the nodes. */
  readonly given: readonly number[];
  close(): Promise<void>;
}

const MOST_BYTES = 12_000;
const MOST_MS = 500;

/**
 * Gives each connection to a node by chance, and breaks so many of them: after a random number of bytes from the node,
 * or after a random time.
 */
export async function startCuttingBalancer(
  origins: readonly string[],
  wantedCuts: number,
): Promise<CuttingBalancer> {
  const given = origins.map(() => 0);
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server = createServer((client) => {
    const node = Math.floor(Math.random() * origins.length);
    given[node]! += 1;
    const upstream = connect(Number(new URL(origins[node]!).port), '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from
        .setNoDelay(true)
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
    }
    client.on('data', (chunk) => upstream.write(chunk));
    const cut = (): void => {
      if (client.destroyed || cuts >= wantedCuts) return;
      cuts += 1;
      client.destroy();
    };
    const isByBytes = Math.random() < 0.5;
    let left = isByBytes && cuts < wantedCuts ? Math.floor(Math.random() * MOST_BYTES) : Infinity;
    if (!isByBytes && cuts < wantedCuts) setTimeout(cut, Math.random() * MOST_MS);
    upstream.on('data', (chunk) => {
      if (chunk.length < left) client.write(chunk);
      else client.write(chunk.subarray(0, left), cut);
      left = Math.max(0, left - chunk.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    cuts: () => cuts,
    given,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
