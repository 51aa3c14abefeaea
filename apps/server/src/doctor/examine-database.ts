/** Looks at the database of a node without changing it: a server is asked, a private cluster is asked if it runs. */

import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '../config/settings.ts';
import { chooseBinaries, listBinaries, oldestMajor } from '../database/binaries.ts';
import { clusterPort, clusterRole, readMajor, socketDirOf } from '../database/cluster.ts';
import { type ExposedPeer, exposureOf, type PeerExposure } from '../peers/repository.ts';
import type { Finding } from './finding.ts';

const name = 'database';

const connectTimeoutMs = 5_000;

export async function* examineDatabase(config: Config): AsyncIterable<Finding> {
  const { url, binDir } = config.database;
  if (url !== undefined) {
    yield await ask(
      { connectionString: url },
      'database.url',
      'check address, password and pg_hba.conf of that server',
    );
    return;
  }
  const home = join(config.data.dir, 'postgres');
  const dataDir = join(home, 'cluster');
  const major = readMajor(dataDir);
  try {
    const binaries = chooseBinaries(listBinaries(binDir), major);
    yield { name: 'PostgreSQL', ok: true, found: `${binaries.major} in ${binaries.binDir} (${binaries.origin})` };
  } catch (error) {
    const advice = error instanceof Error ? error.message : undefined;
    yield { name: 'PostgreSQL', ok: false, found: 'no usable programs', ...(advice === undefined ? {} : { advice }) };
  }
  if (major === undefined) {
    yield { name, ok: true, found: 'private, made at the first start' };
  } else if (!existsSync(join(dataDir, 'postmaster.pid'))) {
    yield { name, ok: true, found: `private, made by PostgreSQL ${major}, not running` };
  } else {
    yield await ask(
      privateConnection(home),
      'private',
      `see ${join(home, 'postgres.log')}; isocenter up starts it again`,
    );
  }
}

/** Returns what of its peers is open; undefined where the database cannot be asked or is not migrated yet. */
export async function surveyPeersOf(config: Config): Promise<PeerExposure | undefined> {
  const rows = await query<ExposedPeer>(
    config,
    'select host, tls, require_tls, check_address from gateway.peer where enabled',
  );
  return rows && exposureOf(rows);
}

/** Counts what gateways asked of one another and was tried in vain; undefined where the database cannot be asked. */
export async function countFailedOrdersOf(
  config: Config,
): Promise<{ orders: number; code: string | null } | undefined> {
  const rows = await query<{ orders: number; code: string | null }>(
    config,
    'select count(*)::int as orders, max(failure) as code from gateway.spool_order where attempts > 0',
  );
  return rows?.[0];
}

/** Counts series of an earlier version that are not read for queries yet; undefined as above. */
export async function countUnreadSeriesOf(config: Config): Promise<number | undefined> {
  const rows = await query<{ series: number }>(
    config,
    'select count(*)::int as series from gateway.series where unread',
  );
  return rows?.[0]?.series;
}

export type AuditEnd = { readonly entries: number; readonly newest: number; readonly hash: string | null };

/** How long the audit trail is, and the hash of one of its entries; undefined as above. */
export async function auditEndOf(config: Config, sequence: number): Promise<AuditEnd | undefined> {
  const rows = await query<AuditEnd>(
    config,
    `select count(*)::float as entries, coalesce(max(sequence), 0)::float as newest,
       (select encode(hash, 'hex') from gateway.audit_entry where sequence = ${sequence}) as hash
     from gateway.audit_entry`,
  );
  return rows?.[0];
}

async function query<Row extends pg.QueryResultRow>(
  config: Config,
  statement: string,
): Promise<readonly Row[] | undefined> {
  const { url } = config.database;
  const home = join(config.data.dir, 'postgres');
  if (url === undefined && !existsSync(join(home, 'cluster', 'postmaster.pid'))) return undefined;
  const connection = url === undefined ? privateConnection(home) : { connectionString: url };
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: connectTimeoutMs });
  client.on('error', () => undefined); // The failed statement says so.
  try {
    await client.connect();
    const { rows } = await client.query<Row>(statement);
    return rows;
  } catch {
    return undefined; // Whether the database answers is a finding of its own.
  } finally {
    await client.end().catch(() => undefined); // It may never have been open.
  }
}

function privateConnection(home: string): pg.ClientConfig {
  return { host: socketDirOf(realpathSync(home)), port: clusterPort, user: clusterRole, database: clusterRole };
}

async function ask(connection: pg.ClientConfig, which: string, advice: string): Promise<Finding> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: connectTimeoutMs });
  client.on('error', () => undefined); // The failed statement says so.
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; collation: string }>(
      `select current_setting('server_version') as version, datcollate as collation
       from pg_database where datname = current_database()`,
    );
    const { version = '', collation = '' } = rows[0] ?? {};
    const found = `${which}: PostgreSQL ${version}, collation ${collation}`;
    if (Number.parseInt(version, 10) < oldestMajor) {
      return { name, ok: false, found, advice: `PostgreSQL ${oldestMajor} or newer is needed` };
    }
    const isPlain = collation === 'C' || collation === 'POSIX';
    return {
      name,
      ok: isPlain,
      found,
      advice: "make the database with locale 'C': others make searches by prefix slow",
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    return { name, ok: false, found: `${which}: ${code}`, advice };
  } finally {
    await client.end().catch(() => undefined); // It may never have been open.
  }
}
