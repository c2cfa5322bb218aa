import type { IncomingMessage } from 'node:http';

/** The address that a request came from; null once its socket is gone. */
export function peerAddress(request: IncomingMessage): string | null {
  return request.socket.remoteAddress ?? null;
}
