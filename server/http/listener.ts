import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { DoorLimits } from './door-limits.ts';
import { Tally } from './tally.ts';

/** What listens serves one of these at a time. */
export interface Application {
  handle: RequestListener;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface Listener {
  /** The port it listens on, also where any was asked for. */
  readonly port: number;
  /** Puts the application in the place of the one before. */
  serve(application: Application): void;
  /** Takes no more connections and waits for answers under way; what is not done after `graceMs` is cut. */
  close(options: { graceMs: number }): Promise<void>;
}

export interface ListenOptions {
  limits: Pick<DoorLimits, 'uploadMs' | 'headerMs' | 'connections' | 'connectionsPerAddress'>;
  /** Whether an address is that of a proxy, behind which all are. */
  isProxy: (address: string) => boolean;
}

/** Listens first and serves later, so that a probe or a browser gets an honest answer while the server starts. */
export function listen(
  host: string,
  port: number,
  first: Application,
  { limits, isProxy }: ListenOptions,
): Promise<Listener> {
  let application = first;
  const server: Server = createServer(
    { requestTimeout: limits.uploadMs, headersTimeout: limits.headerMs, connectionsCheckingInterval: 5_000 },
    (request, response) => {
      application.handle(request, response);
    },
  );
  server.maxConnections = limits.connections;
  const connected = new Tally();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? 'unknown';
    if (isProxy(address)) return;
    if (connected.of(address) >= limits.connectionsPerAddress) socket.destroy();
    else socket.once('close', connected.add(address));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    application.upgrade(request, socket, head);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({
        port: (server.address() as AddressInfo).port,
        serve(next) {
          application = next;
        },
        close: ({ graceMs }) => close(server, graceMs),
      });
    });
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
