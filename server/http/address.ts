import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * What a request asks for, with the host that it names; null where path and host together are no address, as only
 * hostile clients send. Asked before anything else reads them, since URL parsers throw at such.
 */
export function addressOf({ url, headers }: IncomingMessage): URL | null {
  // Full addresses are for proxies.
  return url?.startsWith('/') === true ? URL.parse(`http://${headers.host ?? 'localhost'}${url}`) : null;
}

/**
 * Whether only this machine can have asked for this address. A site anywhere may let its own name lead to 127.0.0.1
 * and so have a browser here read our pages as its own (DNS rebinding); `localhost` and bare addresses it cannot.
 */
export function isOfThisMachine({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
  );
}
