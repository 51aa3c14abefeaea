import { describe, expect, test } from 'vitest';
import { isUnreachable, networkOf, plainAddress } from './network-address.ts';

describe('addresses', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['not an address', 'not an address'],
  ])('%s is written %s', (address, plain) => expect(plainAddress(address)).toBe(plain));

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s is counted as %s', (address, network) => expect(networkOf(address)).toBe(network));

  test('tell addresses that no peer can have', () => {
    expect(
      ['0.0.0.0', '169.254.169.254', '::', 'fe80::1', 'ff02::1', '239.1.1.1', '::ffff:169.254.169.254'].every(
        isUnreachable,
      ),
    ).toBe(true);
    expect(['10.0.0.1', '127.0.0.1', '::1', '2001:db8::1', '192.168.1.1'].some(isUnreachable)).toBe(false);
  });
});
