import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { createPool } from '../database/pool.ts';
import { GatewayLink } from './gateway-link.ts';

let database: TestDatabase;
/** The network between a gateway and PostgreSQL. */
let network: Server;
let sockets: Socket[];
let remote: pg.Pool;
let first: GatewayLink;

beforeEach(async () => {
  database = await openTestDatabase();
  const { host = '', port, user, database: name } = database.pool.options;
  sockets = [];
  network = createServer((client) => {
    const server = connect(join(host, `.s.PGSQL.${port}`));
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) socket.on('error', () => undefined);
    sockets.push(client, server);
  });
  await once(network.listen(0, '127.0.0.1'), 'listening');
  const address = network.address() as AddressInfo;
  const connection = { host: '127.0.0.1', port: address.port, user, database: name };
  remote = createPool({ connection, maxConnections: 1, logger: silentLogger });
  first = await GatewayLink.open({
    ...{ db: database.db, pool: remote, logger: silentLogger, isShared: true, answerMs: 500 },
  });
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  network.close();
  await first.close();
  await remote.end();
  await database.close();
});

/** From here on nothing comes through, and neither side is told. */
function fail(): void {
  for (const socket of sockets) socket.unpipe().pause();
  network.close();
}

test('a leader whose link gives no answer leads no more, and one by itself leads whoever has the lock', async () => {
  expect(first.leads).toBe(true);
  fail();
  const { db, pool } = database;
  const shared = await GatewayLink.open({ db, pool, logger: silentLogger, isShared: true });
  expect(shared.leads).toBe(false);
  const single = await GatewayLink.open({ db, pool, logger: silentLogger, isShared: false, patienceMs: 10 });
  expect(single.leads).toBe(true);
  await vi.waitUntil(() => !first.leads, 5_000);
  await shared.close();
  await single.close();
});

test('PostgreSQL is told to ask after hosts that say nothing', async () => {
  // Its value is read from a socket that has no such option here; that it was set is what can be seen.
  const { rows } = await remote.query("select source from pg_settings where name like 'tcp\\_%'");
  expect(rows).toEqual(Array.from({ length: 4 }, () => ({ source: 'session' })));
});
