/**
 * Brings a database to the schema of this version: forward only, each migration in a transaction, one node at a time.
 *
 * A database that has run migrations unknown to this version belongs to a newer one and is left alone.
 */

import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { IsocenterDatabaseError } from './errors.ts';

export const schemaName = 'gateway';

/**
 * Runs what is missing and returns the names of the migrations that ran.
 * @throws `schema-newer`, `migration-failed`
 */
export async function migrate(
  db: Kysely<unknown>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  const applied = await listApplied(db);
  const unknown = applied.filter((name) => migrations[name] === undefined);
  if (unknown.length > 0) {
    throw new IsocenterDatabaseError(
      'schema-newer',
      `the database was used by a newer Isocenter (it has run ${unknown.join(', ')}): start that version`,
    );
  }
  // The usual start has nothing to do, and asking once is cheaper than the migrator's own preparations.
  if (applied.length === Object.keys(migrations).length && applied.length > 0) return [];

  await sql`create schema if not exists ${sql.id(schemaName)}`.execute(db);
  const { Migrator } = await import('kysely/migration');
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableSchema: schemaName,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return (results ?? []).map(({ migrationName }) => migrationName);
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'its preparation';
  throw new IsocenterDatabaseError('migration-failed', `the database could not be migrated: ${failed} failed`, {
    cause: error,
  });
}

async function listApplied(db: Kysely<unknown>): Promise<readonly string[]> {
  const table = `${schemaName}.kysely_migration`;
  const exists = await sql<{ found: boolean }>`select to_regclass(${table}) is not null as found`.execute(db);
  if (exists.rows[0]?.found !== true) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)} order by name`.execute(db);
  return rows.map(({ name }) => name);
}
