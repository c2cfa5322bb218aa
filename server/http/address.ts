import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** Of a proxy on this machine, which asks for somebody elsewhere. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

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

/** Whether a request was made on this machine, for an address of this machine, and by nobody elsewhere. */
export function isFromThisMachine({ socket, headers }: IncomingMessage, address: URL): boolean {
  const peer = socket.remoteAddress ?? '';
  return (
    LOOPBACK.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4') &&
    isOfThisMachine(address) &&
    FORWARDED.every((name) => headers[name] === undefined)
  );
}
