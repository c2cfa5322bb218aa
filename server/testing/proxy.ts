import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server over which a test has power. */
export interface Proxy {
  /** Like the target's, by way of the proxy. */
  readonly url: string;
  /** Breaks the connections that are open; new ones are let through. */
  cut(): void;
  /** From now on nothing arrives on either side, and no connection breaks. */
  stall(): void;
  close(): Promise<void>;
}

export async function createProxy(target: string): Promise<Proxy> {
  const { hostname, port, protocol } = new URL(target);
  const sockets = new Set<Socket>();
  let isStalled = false;
  const server = createServer((socket) => {
    const upstream = connect(Number(port || 6379), hostname);
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(from);
      from
        .on('error', () => undefined)
        .on('data', (chunk) => {
          if (!isStalled) to.write(chunk);
        })
        .on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `${protocol}//127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    cut,
    stall() {
      isStalled = true;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
