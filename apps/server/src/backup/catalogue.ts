/** What PostgreSQL's catalogue says of our schema: the tables, columns and sequences that make up its content. */

import pg from 'pg';
import { schemaName } from '../database/migrate.ts';

/** The migrator's own; a restored database has run the same migrations. */
const migratorTables = ['kysely_migration', 'kysely_migration_lock'];

export type Table = {
  readonly name: string;
  /** Without those that the database computes. */
  readonly columns: readonly string[];
};

export type Sequence = { readonly name: string; readonly lastValue: string; readonly isCalled: boolean };

/** Returns the tables in the order of their names. */
export async function listTables(client: pg.ClientBase): Promise<readonly Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attgenerated = '' and c.relname <> all($2)
     group by c.relname order by c.relname`,
    [schemaName, migratorTables],
  );
  return rows;
}

/** Returns where each sequence is. They know no transactions: asked after a snapshot, none is behind its rows. */
export async function listSequences(client: pg.ClientBase): Promise<readonly Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'S' order by relname`,
    [schemaName],
  );
  const sequences: Sequence[] = [];
  for (const { name } of rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${qualified(name)}`,
    );
    const [row] = state.rows;
    if (row !== undefined) sequences.push({ name, lastValue: row.value, isCalled: row.called });
  }
  return sequences;
}

/** Returns the names of the migrations that the database has run; none where it has no schema of ours. */
export async function listMigrations(client: pg.ClientBase): Promise<readonly string[]> {
  const table = qualified('kysely_migration');
  const { rows: found } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    table,
  ]);
  if (found[0]?.there !== true) return [];
  const { rows } = await client.query<{ name: string }>(`select name from ${table} order by name`);
  return rows.map(({ name }) => name);
}

export function qualified(name: string): string {
  return `${schemaName}.${quoted(name)}`;
}

export function quoted(name: string): string {
  return pg.escapeIdentifier(name);
}
