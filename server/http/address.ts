import type { IncomingMessage } from 'node:http';

/**
 * What a request asks for, with the host that it names; null where path and host together are no address, as only
 * hostile clients send. Asked before anything else reads them, since URL parsers throw at such.
 */
export function addressOf({ url, headers }: IncomingMessage): URL | null {
  // Full addresses are for proxies.
  return url?.startsWith('/') === true ? URL.parse(`http://${headers.host ?? 'localhost'}${url}`) : null;
}
