import { createServer } from 'node:net';
import { rejection } from '@isocenter/dimse/rejection';
import { listenDimse } from '@isocenter/dimse/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../test/access-server.ts';
import { HostAddresses } from './host-addresses.ts';
import { peerProblems } from './problems.ts';
import { registerPeerRoutes } from './routes.ts';

let server: AccessServer;
let admin: Person;

beforeAll(async () => {
  const register = (app: AccessServer['app'], deps: AccessServer['deps']) =>
    registerPeerRoutes(app, { ...deps, hosts: new HostAddresses({ now: deps.now }), aeTitle: 'ISOCENTER' });
  server = await openAccessServer(register, { problemMappings: [peerProblems] });
  admin = await server.person('admin');
});
afterAll(() => server.close());

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
  ])('cannot have %s', async (_, change) => {
    const answer = await admin.ask('POST', '/api/peers', { ...blank, ...change });
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid-request' });
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

  test('calls no address that no peer can have, and no name that leads nowhere', async () => {
    expect(await echo(await create({ host: '169.254.169.254', port: 80 }))).toMatchObject({ code: 'host-refused' });
    expect(await echo(await create({ host: 'nowhere.invalid' }))).toMatchObject({ code: 'host-unknown' });
  });
});
