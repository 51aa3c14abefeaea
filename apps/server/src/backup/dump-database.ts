/**
 * Writes every table of the schema as it was at one moment: one snapshot, COPY in PostgreSQL's text format, a sealed
 * file a table. PostgreSQL from npm has no pg_dump, and this one knows nothing but rows: tables are made by migrations.
 */

import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { LogPosition } from '../storage/log-position.ts';
import { BackupError } from './backup-error.ts';
import {
  listMigrations,
  listSequences,
  listTables,
  qualified,
  quoted,
  type Sequence,
  type Table,
} from './catalogue.ts';
import type { Written } from './durable-file.ts';
import { stateFileName } from './layout.ts';
import { writeSealed } from './sealed-file.ts';

export type DumpedTable = Table & { readonly file: string; readonly written: Written };

export type DatabaseDump = {
  readonly migrations: readonly string[];
  /** Up to where in the log of each spool, from the first on, the index reached at that moment. */
  readonly positions: readonly LogPosition[];
  readonly tables: readonly DumpedTable[];
  readonly sequences: readonly Sequence[];
};

export type DumpOptions = {
  /** The folder of this backup. */
  readonly folder: string;
  readonly seal: KeyObject;
  /** Number of the first file. */
  readonly firstFile: number;
};

/** Text that does not depend on how the server is set up. */
const settings = "set local datestyle = 'ISO'; set local timezone = 'UTC'; set local bytea_output = 'hex'";

export async function dumpDatabase(client: pg.ClientBase, options: DumpOptions): Promise<DatabaseDump> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(settings);
    const migrations = await listMigrations(client);
    if (migrations.length === 0) throw new BackupError('nothing-to-back-up', 'the database holds no data of a node');
    const { rows } = await client.query<{ position: LogPosition }>(
      `select * from ${qualified('index_state')} order by 1`,
    );
    const tables: DumpedTable[] = [];
    for (const [index, table] of (await listTables(client)).entries()) {
      const file = stateFileName(options.firstFile + index);
      const columns = table.columns.map(quoted).join(', ');
      // A query, because partitioned tables can only be copied so.
      const rowsOfTable = client.query(copyTo(`copy (select ${columns} from ${qualified(table.name)}) to stdout`));
      tables.push({
        ...table,
        file,
        written: await writeSealed(join(options.folder, file), options.seal, rowsOfTable),
      });
    }
    return {
      migrations,
      positions: rows.map(({ position }) => position),
      tables,
      sequences: await listSequences(client),
    };
  } finally {
    await client.query('rollback').catch(() => undefined); // What failed first says more; the connection is dropped.
  }
}
