/**
 * Removes what the database knows of an erased patient besides the index, whose rows have gone with the objects: queues, labels,
 * grants, teams, the change feed, the study's names in the audit trail.
 *
 * By the catalogue of the database, and not by a list: a table that names a patient or a study by one of the columns below is
 * emptied of them without anybody thinking of it, and what refers to its rows goes before.
 */

import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { erasedUid } from '../sources/erased-uid.ts';
import type { ErasureSubject } from './tables.ts';

/** Rows of these outlive the patient, or go with the objects. */
const kept: ReadonlySet<string> = new Set([
  'patient',
  'patient_key',
  'study',
  'series',
  'instance',
  'conflict',
  'user_account',
]);
/** References to references to references: deeper ones would be a circle. */
const maxDepth = 5;

/** Can be done again. */
export async function scrub(trx: Transaction<Database>, subject: ErasureSubject): Promise<void> {
  const { patientId, identityKey, studies } = subject;
  const ids = studies.map(({ id }) => id);
  const values: Readonly<Record<string, RawBuilder<unknown>>> = {
    patient_id: sql`array[${patientId}]::bigint[]`,
    study_id: sql`${ids}::bigint[]`,
    series_id: sql`array(select id from gateway.known_series where study_id = any(${ids}::bigint[]))`,
    identity_key: sql`array[${identityKey}]::text[]`,
    patient_key: sql`array[${identityKey}]::text[]`,
    study_instance_uid: sql`${studies.map(({ uid }) => uid)}::text[]`,
  };
  // Who it is granted to is no reference.
  await sql`
    delete from gateway.access_grant where grantee_kind = 'team' and grantee_id in (
      select id from gateway.care_team where patient_id = ${patientId})`.execute(trx);
  const found = await namingColumns(trx, Object.keys(values));
  // Last that by which others are found.
  for (const { table, column } of found.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const value = values[column];
    if (value !== undefined) await remove(trx, table, sql`${sql.ref(column)} = any(${value})`);
  }
  // A mirror must not bring back what its source still has: it meets a digest, which says nothing by itself.
  const digests = studies.map(({ uid }) => erasedUid(uid));
  await sql`
    insert into gateway.purged_object (study_instance_uid, series_instance_uid, sop_instance_uid)
    select unnest(${digests}::text[]), '', '' on conflict do nothing`.execute(trx);
}

const rankOf = ({ table }: Column) => (table === 'known_series' ? 1 : 0);

type Column = { readonly table: string; readonly column: string };

async function namingColumns(db: Kysely<Database>, columns: readonly string[]): Promise<readonly Column[]> {
  const { rows } = await sql<Column>`
    select c.relname as table, a.attname as column
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'gateway'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attname = any(${columns}::text[])
      and a.atttypid = case when a.attname like '%\\_id' then 'bigint'::regtype else 'text'::regtype end
    order by 1, 2`.execute(db);
  // A study of the same UID may be somebody else's: where the patient is named, that decides.
  const naming = new Set(rows.filter(({ column }) => patientNames.has(column)).map(({ table }) => table));
  return rows.filter(
    ({ table, column }) => !kept.has(table) && (column !== 'study_instance_uid' || !naming.has(table)),
  );
}

const patientNames: ReadonlySet<string> = new Set(['patient_key', 'identity_key', 'patient_id']);

/** Removes rows, and before them what refers to them and would hold them. */
async function remove(db: Kysely<Database>, table: string, condition: RawBuilder<unknown>, depth = 0): Promise<void> {
  if (depth === maxDepth) throw new Error('references between tables go round in a circle');
  const { rows } = await sql<Column & { referred: string }>`
    select child.relname as table, own.attname as column, other.attname as referred
    from pg_constraint f join pg_class child on child.oid = f.conrelid
      join pg_attribute own on own.attrelid = f.conrelid and own.attnum = f.conkey[1]
      join pg_attribute other on other.attrelid = f.confrelid and other.attnum = f.confkey[1]
    where f.contype = 'f' and f.confrelid = ${`gateway.${table}`}::regclass and f.confdeltype in ('a', 'r')
      and cardinality(f.conkey) = 1 and f.conrelid <> f.confrelid and f.conparentid = 0`.execute(db);
  for (const child of rows) {
    const parents = sql`select ${sql.ref(child.referred)} from ${sql.table(`gateway.${table}`)} where ${condition}`;
    await remove(db, child.table, sql`${sql.ref(child.column)} in (${parents})`, depth + 1);
  }
  await sql`delete from ${sql.table(`gateway.${table}`)} where ${condition}`.execute(db);
}
