import type { PeerInput } from '@isocenter/contract/peers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { findCaller } from './caller.ts';
import { HostAddresses } from './host-addresses.ts';
import { createPeer } from './repository.ts';

let database: TestDatabase;
let time = Date.parse('2026-03-04T05:06:07Z');
const now = () => new Date(time);
const names: Record<string, readonly string[]> = { 'ct.example': ['192.0.2.20', '2001:DB8::20'] };
let asked = 0;
const hosts = new HostAddresses({
  now,
  resolve: async (name) => {
    asked += 1;
    const addresses = names[name];
    if (addresses === undefined) throw new Error('ENOTFOUND');
    return addresses;
  },
});

const blank: PeerInput = {
  name: 'Test',
  aeTitle: 'TEST_CT',
  host: '192.0.2.10',
  port: 104,
  verbs: ['echo', 'store'],
  conflictPolicy: 'first',
  checkAddress: true,
  enabled: true,
  note: '',
};

beforeAll(async () => {
  database = await openTestDatabase();
  const peers: Partial<PeerInput>[] = [
    {},
    { host: 'CT.example', conflictPolicy: 'newest', verbs: ['store'] },
    { aeTitle: 'ROAMING', host: '192.0.2.99', checkAddress: false },
    { aeTitle: 'ROAMING', host: '192.0.2.30', conflictPolicy: 'refuse' },
    { aeTitle: 'SWITCHED OFF', host: '127.0.0.1', enabled: false },
    { aeTitle: 'LOST', host: 'nowhere.example' },
    {
      aeTitle: 'SUBNET',
      host: '192.0.2.50',
      networks: ['10.1.0.0/16', '2001:db8:7::/48', '192.0.2.200'],
      requireTls: true,
      limits: { associations: 3 },
    },
  ];
  for (const peer of peers) await createPeer({ db: database.db, now }, { ...blank, ...peer });
});
afterAll(() => database.close());

const find = (aeTitle: string, address: string, allowLoopback = true) =>
  findCaller({ db: database.db, hosts, allowLoopback }, aeTitle, address);

describe('a caller', () => {
  test('is the peer of its AE title and address, with what the entry allows', async () => {
    expect(await find('TEST_CT', '192.0.2.10')).toMatchObject({
      subject: { kind: 'peer', aet: 'TEST_CT', address: '192.0.2.10', verbs: ['echo', 'store'] },
      conflictPolicy: 'first',
    });
  });

  test('is told from another of the same AE title by its address, also one behind a name', async () => {
    for (const address of ['192.0.2.20', '::ffff:192.0.2.20', '2001:db8::20']) {
      expect(await find('TEST_CT', address)).toMatchObject({ subject: { verbs: ['store'] }, conflictPolicy: 'newest' });
    }
  });

  test('is a stranger under an unknown AE title, another case of it, or from another address', async () => {
    for (const [aeTitle, address] of [
      ['UNKNOWN', '192.0.2.10'],
      ['test_ct', '192.0.2.10'],
      ['TEST_CT', '192.0.2.11'],
      ['LOST', '192.0.2.10'],
    ] as const) {
      expect(await find(aeTitle, address)).toBe(undefined);
    }
  });

  test('may come from anywhere where the entry says so, unless another entry names its address', async () => {
    expect(await find('ROAMING', '198.51.100.1')).toMatchObject({ conflictPolicy: 'first' });
    expect(await find('ROAMING', '192.0.2.30')).toMatchObject({ conflictPolicy: 'refuse' });
  });

  test('is known by the networks of its entry, with what the entry asks of it', async () => {
    for (const address of ['192.0.2.50', '10.1.255.1', '::ffff:10.1.0.1', '2001:db8:7:1::9', '192.0.2.200']) {
      expect(await find('SUBNET', address)).toMatchObject({ requireTls: true, limits: { associations: 3 } });
    }
    for (const address of ['10.2.0.1', '2001:db8:8::1', '192.0.2.201']) {
      expect(await find('SUBNET', address)).toBe(undefined);
    }
  });

  test('on this machine may ask anything under any AE title, where that is allowed', async () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(await find('ANYBODY', address)).toMatchObject({
        subject: { peerId: undefined, verbs: ['echo', 'store', 'find', 'get', 'move', 'commit'] },
      });
      expect(await find('ANYBODY', address, false)).toBe(undefined);
    }
  });

  test('whose entry is switched off is a stranger, also on this machine', async () => {
    expect(await find('SWITCHED OFF', '127.0.0.1')).toBe(undefined);
  });
});

describe('the address of a name', () => {
  test('is asked for once a minute', async () => {
    time += 60_000;
    const before = asked;
    await Promise.all([find('TEST_CT', '192.0.2.20'), find('TEST_CT', '192.0.2.20')]);
    expect(asked).toBe(before + 1);
    time += 59_999;
    await find('TEST_CT', '192.0.2.20');
    expect(asked).toBe(before + 1);
    names['ct.example'] = ['192.0.2.21'];
    time += 1;
    expect(await find('TEST_CT', '192.0.2.20')).toBe(undefined);
    expect(await find('TEST_CT', '192.0.2.21')).toBeDefined();
  });
});
