/**
 * Runs statements on the private database of a node that runs, for tests in which time has passed:
 *
 *     node node-statement.ts DATA_DIR
 *
 * Reads a statement a line, and answers each with a line once it is done.
 */

import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { clusterPort, clusterRole, socketDirOf } from '../src/database/cluster.ts';

const [dataDir = ''] = process.argv.slice(2);

const host = socketDirOf(realpathSync(join(dataDir, 'postgres')));
const client = new pg.Client({ host, port: clusterPort, user: clusterRole, database: clusterRole });
await client.connect();
for await (const statement of createInterface({ input: process.stdin })) {
  const { rowCount } = await client.query(statement);
  process.stdout.write(`${rowCount}\n`);
}
await client.end();
