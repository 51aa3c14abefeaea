import { createServer } from 'node:net';
import { rejection } from '@isocenter/dimse/rejection';
import { listenDimse } from '@isocenter/dimse/server';
import type { AssociationDecision, AssociationRequest } from '@isocenter/dimse/verbs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { loadConfig } from '../config/load.ts';
import { DicomTls } from '../dimse/tls.ts';
import { HostAddresses } from './host-addresses.ts';
import { peerProblems } from './problems.ts';
import { registerPeerRoutes } from './routes.ts';
import { PeerTraffic } from './traffic.ts';

let server: AccessServer;
let admin: Person;
let traffic: PeerTraffic;

beforeAll(async () => {
  const tls = new DicomTls(loadConfig({ environment: {}, workingDir: '/' }).config.dicomTls);
  const register = (app: AccessServer['app'], deps: AccessServer['deps']) => {
    traffic = new PeerTraffic({ ...deps, logger: silentLogger });
    const hosts = new HostAddresses({ now: deps.now });
    registerPeerRoutes(app, { ...deps, hosts, aeTitle: 'ISOCENTER', tls, traffic });
  };
  server = await openAccessServer(register, { problemMappings: [peerProblems] });
  admin = await server.person('admin');
});
afterAll(async () => {
  await traffic.close();
  await server.close();
});

const blank = {
  name: 'Test CT',
  aeTitle: 'TEST_CT',
  host: '127.0.0.1',
  port: 104,
  verbs: ['echo', 'store'],
  conflictPolicy: 'first',
  checkAddress: true,
  enabled: true,
  note: '',
};

let count = 0;
async function create(change: object = {}) {
  count += 1;
  const answer = await admin.ask('POST', '/api/peers', { ...blank, aeTitle: `TEST_${count}`, ...change });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}

describe('peers', () => {
  test('are added, listed, replaced and removed', async () => {
    const peer = await create({ host: 'CT.Example', aeTitle: 'CT ROOM 1' });
    expect(peer).toMatchObject({ aeTitle: 'CT ROOM 1', host: 'ct.example', verbs: ['echo', 'store'] });
    const replaced = await admin.ask('PUT', `/api/peers/${peer.id}`, {
      ...blank,
      aeTitle: 'CT ROOM 1',
      verbs: [],
      note: 'old',
    });
    expect(replaced.json()).toMatchObject({ id: peer.id, verbs: [], note: 'old' });
    expect((await admin.ask('GET', '/api/peers')).json().peers).toEqual([replaced.json()]);
    expect((await admin.ask('DELETE', `/api/peers/${peer.id}`)).statusCode).toBe(204);
    expect((await admin.ask('GET', '/api/peers')).json().peers).toEqual([]);
    for (const [method, body] of [
      ['PUT', blank],
      ['DELETE', undefined],
    ] as const) {
      expect((await admin.ask(method, `/api/peers/${peer.id}`, body)).statusCode).toBe(404);
    }
  });

  test('are told apart by AE title and host', async () => {
    const [one, other] = [
      await create({ aeTitle: 'SAME', host: 'a.example' }),
      await create({ aeTitle: 'SAME', host: 'b.example' }),
    ];
    const again = await admin.ask('POST', '/api/peers', { ...blank, aeTitle: 'SAME', host: 'A.example' });
    expect(again.json()).toMatchObject({ status: 409, code: 'peer-taken' });
    const moved = await admin.ask('PUT', `/api/peers/${other.id}`, { ...blank, aeTitle: 'SAME', host: one.host });
    expect(moved.json()).toMatchObject({ status: 409, code: 'peer-taken' });
  });

  test.each([
    ['an AE title of 17 characters', { aeTitle: 'A'.repeat(17) }],
    ['an empty AE title', { aeTitle: '' }],
    ['an AE title of spaces', { aeTitle: '   ' }],
    ['an AE title with a backslash', { aeTitle: 'A\\B' }],
    ['an AE title with a control character', { aeTitle: 'A\nB' }],
    ['an AE title beyond the default repertoire', { aeTitle: 'RÖNTGEN' }],
    ['an AE title with a space at its end', { aeTitle: 'CT ' }],
    ['a host with a port', { host: 'ct.example:104/x' }],
    ['an empty host', { host: '' }],
    ['port 0', { port: 0 }],
    ['port 65536', { port: 65536 }],
    ['an unknown verb', { verbs: ['delete'] }],
    ['an unknown policy', { conflictPolicy: 'last' }],
    ['an unknown member', { admin: true }],
    ['a network with a name', { networks: ['ct.example'] }],
    ['no associations at all', { limits: { associations: 0 } }],
    ['a PDU shorter than the protocol knows', { limits: { pduBytes: 100 } }],
    ['a fingerprint that is none', { tls: 'fingerprint', tlsFingerprint: 'AB:CD' }],
  ])('cannot have %s', async (_, change) => {
    const answer = await admin.ask('POST', '/api/peers', { ...blank, ...change });
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  test('keep networks, TLS and limits, and lose them when they are left out', async () => {
    const change = {
      networks: ['10.1.0.0/16', '2001:db8::1'],
      requireTls: true,
      tls: 'fingerprint',
      tlsFingerprint: 'a'.repeat(64),
      limits: { associations: 2, instancesPerSecond: 10, megabytesPerSecond: 5, pduBytes: 16_384, idleSeconds: 30 },
    };
    const peer = await create(change);
    expect(peer).toMatchObject(change);
    const plain = { ...blank, aeTitle: peer.aeTitle };
    const replaced = (await admin.ask('PUT', `/api/peers/${peer.id}`, plain)).json();
    expect(replaced).toMatchObject({ networks: [], requireTls: false, tls: 'off', limits: {} });
    expect(replaced).not.toHaveProperty('tlsFingerprint');
  });

  test.each([
    ['network-invalid', { networks: ['10.0.0.0/33'] }],
    ['network-invalid', { networks: ['10.0.0.0.1'] }],
    ['fingerprint-missing', { tls: 'fingerprint' }],
  ])('are refused with %s', async (code, change) => {
    const answer = await admin.ask('POST', '/api/peers', { ...blank, aeTitle: 'REFUSED', ...change });
    expect(answer.json()).toMatchObject({ status: 422, code });
  });

  test('have traffic, which adds up and goes with them', async () => {
    const peer = await create();
    const id = Number(peer.id);
    expect(peer.traffic).toEqual({
      associationsIn: 0,
      associationsOut: 0,
      objectsIn: 0,
      objectsOut: 0,
      bytesIn: 0,
      bytesOut: 0,
    });
    const seen = async () =>
      (await admin.ask('GET', '/api/peers')).json().peers.find((each: { id: string }) => each.id === peer.id)?.traffic;
    traffic.opened(id, 'in');
    traffic.moved(id, 'in', 2, 3_000_000_000);
    traffic.failed(id, 'in', 'timeout');
    expect(await seen()).toMatchObject({
      associationsIn: 1,
      objectsIn: 2,
      bytesIn: 3_000_000_000,
      lastContactAt: server.deps.now().toISOString(),
      lastError: { at: server.deps.now().toISOString(), direction: 'in', code: 'timeout' },
    });
    traffic.opened(id, 'out');
    traffic.moved(id, 'out', 1, 10);
    traffic.moved(id, 'in', 1, 5);
    traffic.moved(undefined, 'in', 1, 5);
    expect(await seen()).toMatchObject({
      associationsIn: 1,
      associationsOut: 1,
      objectsIn: 3,
      objectsOut: 1,
      bytesIn: 3_000_000_005,
      bytesOut: 10,
      lastError: { code: 'timeout' },
    });
    await admin.ask('DELETE', `/api/peers/${peer.id}`);
    traffic.moved(id, 'in', 1, 5);
    expect(await seen()).toBe(undefined);
  });

  test('leave a record of who changed what', async () => {
    const { id } = await create({ note: 'MARKED NOTE', name: 'MARKED NAME' });
    const rows = await server.database.db
      .selectFrom('audit_entry')
      .selectAll()
      .orderBy('sequence', 'desc')
      .limit(1)
      .execute();
    expect(rows[0]).toMatchObject({
      action: 'peer:write',
      outcome: 'success',
      subject_id: String(admin.id),
      object_id: id,
    });
    expect(JSON.stringify(rows)).not.toContain('MARKED');
  });
});

describe('the echo', () => {
  const echo = async (peer: { id: string }) => (await admin.ask('POST', `/api/peers/${peer.id}/echo`)).json();

  test('says what the peer answered', async () => {
    const callers: string[] = [];
    const peer = await listenDimse({
      host: '127.0.0.1',
      port: 0,
      accept: async ({ callingAet, calledAet, contexts }) => {
        callers.push(`${callingAet} → ${calledAet}`);
        return {
          kind: 'accept',
          context: undefined,
          contexts: new Map(
            contexts.map(({ id, transferSyntaxes }) => [id, { transferSyntax: transferSyntaxes[0] ?? '' }]),
          ),
        };
      },
      verbs: { echo: async () => 0, store: async () => ({ status: 0x0122 }) },
    });
    expect(await echo(await create({ port: peer.port, aeTitle: 'ECHOING' }))).toMatchObject({
      kind: 'answered',
      status: 0,
    });
    expect(callers).toEqual(['ISOCENTER → ECHOING']);
    await peer.close(0);
  });

  test('says that the peer rejects us', async () => {
    const peer = await listenDimse({
      host: '127.0.0.1',
      port: 0,
      accept: async () => ({ kind: 'reject', ...rejection.callingAeTitleNotRecognized }),
      verbs: { echo: async () => 0, store: async () => ({ status: 0x0122 }) },
    });
    expect(await echo(await create({ port: peer.port }))).toMatchObject({
      kind: 'failed',
      code: 'association-rejected',
    });
    await peer.close(0);
  });

  test('says that nobody listens, or that who listens hangs up', async () => {
    const mute = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    // A listening TCP server has an address.
    const { port } = mute.address() as { port: number };
    const peer = await create({ port });
    expect(await echo(peer)).toMatchObject({ kind: 'failed', code: 'connection-lost' });
    await new Promise((resolve) => mute.close(resolve));
    expect(await echo(peer)).toMatchObject({ kind: 'failed', code: 'connection-failed' });
  });

  test('leaves its failure with the peer', async () => {
    const peer = await create({ host: 'nowhere.invalid' });
    await echo(peer);
    const [listed] = (await admin.ask('GET', '/api/peers'))
      .json()
      .peers.filter(({ id }: { id: string }) => id === peer.id);
    expect(listed.traffic.lastError).toMatchObject({ direction: 'out', code: 'host-unknown' });
  });

  test('calls no address that no peer can have, and no name that leads nowhere', async () => {
    expect(await echo(await create({ host: '169.254.169.254', port: 80 }))).toMatchObject({ code: 'host-refused' });
    expect(await echo(await create({ host: 'nowhere.invalid' }))).toMatchObject({ code: 'host-unknown' });
  });
});

describe('a search and a store to try a peer', () => {
  const accept = ({ contexts }: AssociationRequest): AssociationDecision<undefined> => ({
    kind: 'accept',
    context: undefined,
    contexts: new Map(contexts.map(({ id, transferSyntaxes: [first = ''] }) => [id, { transferSyntax: first }])),
  });

  test('ask for nobody and send what says that it is a test', async () => {
    const stored: Uint8Array[] = [];
    const asked: Uint8Array[] = [];
    const node = await listenDimse<undefined>({
      host: '127.0.0.1',
      port: 0,
      accept,
      verbs: {
        echo: () => 0,
        store: () => ({
          write: (chunk) => {
            stored.push(Uint8Array.from(chunk));
            return undefined;
          },
          end: async () => ({ status: 0 }),
          abort: async () => undefined,
        }),
        async *find({ identifier }) {
          asked.push(identifier);
          // A peer that does not heed keys: more than anybody wants to see.
          for (let match = 0; match < 1000; match += 1) yield { identifier };
        },
      },
    });
    const peer = await create({ port: node.port });
    const find = (await admin.ask('POST', `/api/peers/${peer.id}/test-find`)).json();
    expect(find).toMatchObject({ kind: 'answered', status: 0 });
    expect(find.matches).toBeGreaterThanOrEqual(10);
    expect(find.matches).toBeLessThan(1000);
    expect(Buffer.from(asked[0] ?? []).toString('latin1')).toContain('ISOCENTER-TEST');
    const store = (await admin.ask('POST', `/api/peers/${peer.id}/test-store`)).json();
    expect(store).toMatchObject({ kind: 'answered', status: 0 });
    const sent = Buffer.concat(stored).toString('latin1');
    for (const word of ['TEST^ISOCENTER CONNECTION', 'ISOCENTER-TEST', 'DELETE']) expect(sent).toContain(word);
    const [listed] = (await admin.ask('GET', '/api/peers'))
      .json()
      .peers.filter(({ id }: { id: string }) => id === peer.id);
    expect(listed.traffic).toMatchObject({ associationsOut: 2, objectsOut: 1, bytesOut: sent.length });
    await node.close(0);
  });

  test('say which status a peer refuses with, and that it takes no such thing', async () => {
    const node = await listenDimse<undefined>({
      host: '127.0.0.1',
      port: 0,
      accept,
      verbs: { echo: () => 0, store: () => ({ status: 0xa700 }) },
    });
    const peer = await create({ port: node.port });
    expect((await admin.ask('POST', `/api/peers/${peer.id}/test-store`)).json()).toMatchObject({ status: 0xa700 });
    expect((await admin.ask('POST', `/api/peers/${peer.id}/test-find`)).json()).toMatchObject({ status: 0x0211 });
    await node.close(0);
  });

  test('are for administrators', async () => {
    const peer = await create();
    const member = await server.person('member');
    for (const what of ['echo', 'test-find', 'test-store']) {
      expect((await member.ask('POST', `/api/peers/${peer.id}/${what}`)).statusCode).toBe(403);
    }
  });
});
