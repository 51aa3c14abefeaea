/**
 * SQL for reading the audit trail: newest first, with the names that users, tokens and service accounts have now.
 *
 * The order is by time and then by number: entries that are counted, or that wait for a database that is away, are
 * numbered later than they happened.
 */

import { type Kysely, type SqlBool, sql } from 'kysely';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { type AuditCondition, conditionOf, type EntryFilter } from './filter.ts';

/** Entries that are counted at most. */
const maxCounted = 100_000;

const defaultLimit = 100;

export type AuditRow = Awaited<ReturnType<typeof readEntries>>[number];

type AuditPaging = { readonly before?: number; readonly limit?: number };

/** Returns one page and, where there is more, what to ask for next. */
export async function listAudit(
  db: Kysely<Database>,
  reader: Subject,
  { before, limit = defaultLimit, ...filter }: EntryFilter & AuditPaging,
) {
  const condition = await conditionOf(db, reader, filter);
  const [rows, counted] = await Promise.all([
    readEntries(db, condition, { before, limit: limit + 1 }),
    before === undefined ? countEntries(db, condition) : undefined,
  ]);
  const page = rows.slice(0, limit);
  return { rows: page, nextBefore: rows.length > limit ? page.at(-1)?.sequence : undefined, counted };
}

/** Returns the newest entries that match and are older than the one with the number `before`. */
export async function readEntries(
  db: Kysely<Database>,
  condition: AuditCondition,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
) {
  let entries = withNames(db)
    .where(condition)
    .orderBy('audit_entry.at', 'desc')
    .orderBy('audit_entry.sequence', 'desc')
    .limit(limit);
  if (before !== undefined) entries = entries.where(await isOlderThan(db, before));
  return entries.execute();
}

/** Returns one entry by its number. */
export function findEntry(db: Kysely<Database>, sequence: number): Promise<AuditRow | undefined> {
  return withNames(db).where('audit_entry.sequence', '=', sequence).executeTakeFirst();
}

/** Entries with what their subjects are called now. */
export function withNames(db: Kysely<Database>) {
  return db
    .selectFrom('audit_entry')
    .leftJoin('user_account', (join) =>
      join.on('subject_kind', '=', 'user').on(sql`user_account.id::text`, '=', sql.ref('subject_id')),
    )
    .leftJoin('api_token', (join) =>
      join.on('subject_kind', '=', 'token').on(sql`api_token.id::text`, '=', sql.ref('subject_id')),
    )
    .leftJoin('service_account', (join) =>
      join.on('subject_kind', '=', 'service').on(sql`service_account.id::text`, '=', sql.ref('subject_id')),
    )
    .selectAll('audit_entry')
    .select('user_account.email')
    .select((eb) => eb.fn.coalesce('api_token.label', 'service_account.name').as('label'));
}

/** A number that the trail does not have stands for its end. */
async function isOlderThan(db: Kysely<Database>, before: number) {
  const found = await db.selectFrom('audit_entry').select('at').where('sequence', '=', before).executeTakeFirst();
  if (found === undefined) return sql<SqlBool>`audit_entry.sequence < ${before}`;
  return sql<SqlBool>`(audit_entry.at, audit_entry.sequence) < (${found.at}, ${before}::bigint)`;
}

/** Returns how many match, and whether there may be more. */
async function countEntries(db: Kysely<Database>, condition: AuditCondition) {
  const some = db.selectFrom('audit_entry').select(sql.lit(1).as('one')).where(condition).limit(maxCounted);
  const { total } = await db
    .selectFrom(some.as('some'))
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { total, isLowerBound: total === maxCounted };
}

/** Returns the patients' names of studies that are here and that the reader may see, by the study's id. */
export async function patientNames(
  db: Kysely<Database>,
  reader: Subject,
  studyIds: readonly number[],
): Promise<ReadonlyMap<string, string>> {
  if (studyIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('study')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .select(['study.id', 'patient.name'])
    .where(sql<SqlBool>`study.id = any(${studyIds}::bigint[])`)
    .where(readableStudies(reader))
    .execute();
  return new Map(rows.map(({ id, name }) => [String(id), name]));
}
