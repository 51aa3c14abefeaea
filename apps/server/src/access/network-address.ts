/** IP addresses as callers have them: one spelling for each, what counts as one network, what no peer can have. */

import { BlockList, isIPv4, isIPv6, SocketAddress } from 'node:net';

/** Returns the address without the IPv4-mapped prefix that a dual-stack socket adds, RFC 4291 §2.5.5.2. */
export function plainAddress(address: string): string {
  const lower = address.toLowerCase().replace(/%.*$/, '');
  const mapped = lower.startsWith('::ffff:') ? lower.slice('::ffff:'.length) : lower;
  if (isIPv4(mapped)) return mapped;
  return isIPv6(lower) ? new SocketAddress({ address: lower, family: 'ipv6' }).address : lower;
}

/** Returns what is counted as one caller: an IPv4 address, or the /64 that one host or household has, RFC 6177. */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** True for addresses that no peer can have: unspecified, link-local (where clouds keep their metadata), multicast. */
export function isUnreachable(address: string): boolean {
  const list = new BlockList();
  list.addSubnet('0.0.0.0', 8);
  list.addSubnet('169.254.0.0', 16);
  list.addSubnet('224.0.0.0', 3);
  list.addAddress('::', 'ipv6');
  list.addSubnet('fe80::', 10, 'ipv6');
  list.addSubnet('ff00::', 8, 'ipv6');
  return contains(list, plainAddress(address));
}

/** What routers of the Internet pass on to nobody: RFC 1918, RFC 6598, RFC 4193, and addresses of one link or machine. */
const privateNetworks = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['::1/128', 'fc00::/7', 'fe80::/10'],
];

/** True for addresses inside a house, which nobody can be called at from outside. */
export function isPrivateAddress(address: string): boolean {
  return networksContain(privateNetworks, address);
}

/** True for an IP address, or a network as `10.1.0.0/16` and `2001:db8::/32`. */
export function isNetwork(text: string): boolean {
  return addNetwork(new BlockList(), text);
}

/** True where one of the networks holds the address; what is no network holds none. */
export function networksContain(networks: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const network of networks) addNetwork(list, network);
  return contains(list, plainAddress(address));
}

function addNetwork(list: BlockList, network: string): boolean {
  const [address = '', bits, ...more] = network.split('/');
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
  const allBits = family === 'ipv4' ? 32 : 128;
  const prefix = bits === undefined ? allBits : Number(bits);
  if (family === undefined || more.length > 0 || bits === '' || !(prefix >= 0 && prefix <= allBits)) return false;
  list.addSubnet(address, prefix, family);
  return true;
}

function contains(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address);
  return isIPv6(address) && list.check(address, 'ipv6');
}
