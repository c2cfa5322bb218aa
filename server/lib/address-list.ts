import { BlockList, isIP, isIPv6 } from 'node:net';

/** Addresses and networks, such as `10.0.0.0/8` and `::1`. */
export interface AddressList {
  has(address: string): boolean;
}

/** An IPv4 address that a socket which listens on IPv6 shows as `::ffff:…`; any other as it is. */
export function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** @throws RangeError naming the entry that is neither an address nor a network. */
export function addressList(entries: readonly string[]): AddressList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits, ...rest] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    const length = bits === undefined ? most : Number(bits);
    const isNetwork =
      rest.length === 0 && bits !== '' && Number.isInteger(length) && length >= 0 && length <= most;
    if (isIP(address) === 0 || !isNetwork) throw new RangeError(`${entry} is no address and no network`);
    list.addSubnet(address, length, family);
  }
  return {
    has: (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'),
  };
}
