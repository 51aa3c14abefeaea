/**
 * Fills a database that has run the migrations of a dump and holds nothing else, all in one transaction.
 *
 * Foreign keys are taken away and made again, so that the order of the tables does not matter and each is checked once;
 * triggers of ours rest meanwhile. Nothing here needs more rights than those of the tables' owner.
 */

import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { schemaName } from '../database/migrate.ts';
import { qualified, quoted, type Sequence, type Table } from './catalogue.ts';

export type TableContent = Table & { readonly rows: () => AsyncIterable<Uint8Array> };

export async function loadDatabase(
  client: pg.ClientBase,
  content: { readonly tables: readonly TableContent[]; readonly sequences: readonly Sequence[] },
): Promise<void> {
  await client.query('begin');
  try {
    const foreignKeys = await listForeignKeys(client);
    for (const { table, name } of foreignKeys) {
      await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
    }
    for (const table of content.tables) await loadTable(client, table);
    for (const { table, name, definition } of foreignKeys) {
      await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
    }
    for (const { name, lastValue, isCalled } of content.sequences) {
      await client.query('select setval($1::regclass, $2::bigint, $3)', [qualified(name), lastValue, isCalled]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // What failed first says more; the connection is dropped.
    throw error;
  }
}

async function loadTable(client: pg.ClientBase, { name, columns, rows }: TableContent): Promise<void> {
  const table = qualified(name);
  await client.query(`alter table ${table} disable trigger user`);
  // What the migrations put there is in the dump, too; tables that may not be emptied are empty.
  const { rows: found } = await client.query<{ any: boolean }>(`select exists (select from ${table}) as any`);
  if (found[0]?.any === true) await client.query(`delete from ${table}`);
  const list = columns.map(quoted).join(', ');
  await pipeline(rows, client.query(copyFrom(`copy ${table} (${list}) from stdin`)));
  await client.query(`alter table ${table} enable trigger user`);
}

type ForeignKey = { readonly table: string; readonly name: string; readonly definition: string };

async function listForeignKeys(client: pg.ClientBase): Promise<readonly ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = $1::regnamespace and conparentid = 0
     order by conrelid::regclass::text, conname`,
    [schemaName],
  );
  return rows;
}
