import ipaddr from 'ipaddr.js';
import { Agent, buildConnector } from 'undici';

/** The connection led into a network of ours, or to this machine. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
}

/**
 * Whether the address is one of the public internet, of one machine. The IPv4 address inside an IPv6 one counts; a
 * gateway's address (NAT64, 6to4, Teredo) hides another, so it is none.
 */
export function isPublicAddress(address: string | undefined): boolean {
  return address !== undefined && ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * Connects to public addresses alone. What counts is where the socket ended: a name may resolve to one address when it
 * is looked at and to another when it is used, and a literal is not looked up at all. Nothing is sent before.
 */
export function createPublicAgent(connectTimeoutMs: number, isAllowed = isPublicAddress): Agent {
  const connect = buildConnector({ timeout: connectTimeoutMs, allowH2: false });
  return new Agent({
    connect(options, callback) {
      const isEncrypted = options.protocol === 'https:';
      const port = options.port === '' ? (isEncrypted ? '443' : '80') : options.port;
      connect({ ...options, protocol: 'http:', port }, (error, socket) => {
        if (error !== null) {
          callback(error, null);
        } else if (!isAllowed(socket.remoteAddress)) {
          socket.destroy();
          callback(new PrivateAddressError('The link leads to no public address'), null);
        } else if (isEncrypted) {
          connect({ ...options, port, httpSocket: socket }, callback);
        } else {
          callback(null, socket);
        }
      });
    },
  });
}
