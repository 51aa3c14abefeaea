/** A PostgreSQL server for the proof of several gateways: a private one of its own, durable, which no gateway starts or ends. */

import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listBinaries } from '../../apps/server/src/database/binaries.ts';
import { clusterPort, clusterRole, prepareCluster } from '../../apps/server/src/database/cluster.ts';
import { createPool } from '../../apps/server/src/database/pool.ts';
import { startPostmaster, stopPostmaster } from '../../apps/server/src/database/postmaster.ts';

const attempts = 200;
export const silent = { debug() {}, info() {}, warn() {}, error() {} };
const pauseMs = 50;

export async function startProofDatabase(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-gateways-'));
  chmodSync(folder, 0o755);
  const settings = { max_connections: '100' };
  const cluster = await prepareCluster({ home: join(folder, 'postgres'), binaries: listBinaries(), settings });
  const postmaster = await startPostmaster(cluster);
  const urlOf = (database: string) =>
    `postgresql://${clusterRole}@/${database}?host=${encodeURIComponent(cluster.socketDir)}&port=${clusterPort}`;
  const name = `proof_${randomUUID().replaceAll('-', '')}`;
  await createDatabase(urlOf('postgres'), name);
  return {
    url: urlOf(name),
    async stop() {
      await stopPostmaster(postmaster);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server takes connections some moments after its start. */
async function createDatabase(url: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const pool = createPool({ connection: { connectionString: url }, maxConnections: 1, logger: silent });
    try {
      await pool.query(`create database ${name}`);
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      await delay(pauseMs);
    } finally {
      await pool.end();
    }
  }
}
