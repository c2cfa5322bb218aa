import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { type AddressList, addressList, unmapped } from '../lib/address-list.ts';
import type { Config } from '../lib/config.ts';

/**
 * The address that a request came from; null once its socket is gone. Behind proxies that are trusted it is what the
 * outermost of them wrote into `X-Forwarded-For`: the list is read from the right, since all to the left of what a trusted
 * proxy wrote may be anybody's invention.
 */
export function peerAddress(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  { trustedProxies }: Pick<Config, 'trustedProxies'>,
): string | null {
  const trusted = parsed(trustedProxies);
  let address = socket.remoteAddress ?? null;
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  while (address !== null && trusted.has(unmapped(address))) {
    const before = forwarded.pop()?.trim() ?? '';
    if (isIP(before) === 0) break;
    address = before;
  }
  return address;
}

const lists = new WeakMap<readonly string[], AddressList>();

/** Read once: it is the same with every request. */
function parsed(entries: readonly string[]): AddressList {
  const list = lists.get(entries) ?? addressList(entries);
  lists.set(entries, list);
  return list;
}
