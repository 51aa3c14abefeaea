/**
 * Filters of the audit trail as one SQL condition over `audit_entry`, for the page, the exports and FHIR alike.
 *
 * Names are looked up first: entries hold ids. A study is meant under every id that it has had, since a reindex gives new
 * ones; a patient means every study of theirs. Words for studies find only what who asks may see.
 */

import type { AuditFilter } from '@isocenter/contract/audit';
import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { escapeLike } from '../query/conditions.ts';
import { matchingStudyIds } from '../studies/repository.ts';

/** Users, tokens, service accounts and peers that one word may mean. */
const maxNamed = 500;

export type AuditCondition = RawBuilder<SqlBool>;

/** Filters that only FHIR has. */
export type EntryFilter = AuditFilter & {
  /** Number of one entry. */
  readonly sequence?: number;
  /** Patient ID of the studies that it is about. */
  readonly patientId?: string;
  readonly studyInstanceUid?: string;
};

/** @param reader who asks: studies that they may not see are found by no words */
export async function conditionOf(db: Kysely<Database>, reader: Subject, filter: EntryFilter): Promise<AuditCondition> {
  const conditions = [sql<SqlBool>`true`];
  const { action, outcome, from, to, who, subject, about, object, address } = filter;
  if (action !== undefined) conditions.push(isOneOf('action', action.split(',')));
  if (outcome !== undefined) conditions.push(sql`audit_entry.outcome = ${sql.lit(outcome)}`);
  if (from !== undefined) conditions.push(sql`audit_entry.at >= ${new Date(from)}`);
  if (to !== undefined) conditions.push(sql`audit_entry.at <= ${new Date(to)}`);
  if (address !== undefined) conditions.push(sql`audit_entry.address = ${address}`);
  if (subject !== undefined) conditions.push(subjectCondition(subject));
  if (who !== undefined) conditions.push(await namedCondition(db, who));
  if (object !== undefined) conditions.push(await objectCondition(db, object));
  if (about !== undefined) conditions.push(aboutCondition(matchingStudyIds(db, reader, about)));
  const { sequence, patientId, studyInstanceUid } = filter;
  if (sequence !== undefined) conditions.push(sql`audit_entry.sequence = ${sequence}`);
  if (patientId !== undefined) conditions.push(aboutCondition(studiesWith(reader, 'patient.patient_id', patientId)));
  if (studyInstanceUid !== undefined) {
    conditions.push(aboutCondition(studiesWith(reader, 'study.study_instance_uid', studyInstanceUid)));
  }
  return sql.join<SqlBool>(conditions, sql` and `);
}

/** Literals, as this code checks them: with parameters a partial index could not be used. */
function isOneOf(column: string, values: readonly string[]): AuditCondition {
  const name = sql.ref(`audit_entry.${column}`);
  return values.length === 1 ? sql`${name} = ${values[0]}` : sql`${name} = any(${values}::text[])`;
}

function subjectCondition(subject: string): AuditCondition {
  const [kind, id] = subject.split(':');
  const isKind = sql<SqlBool>`audit_entry.subject_kind = ${kind}`;
  return id === undefined ? isKind : sql`(${isKind} and audit_entry.subject_id = ${id})`;
}

/** Users by e-mail address and name, tokens by label, service accounts by name, peers and parts of the system by their whole name. */
async function namedCondition(db: Kysely<Database>, who: string): Promise<AuditCondition> {
  const pattern = `%${escapeLike(who.trim())}%`;
  const [users, tokens, services] = await Promise.all([
    db
      .selectFrom('user_account')
      .select('id')
      .where(sql<SqlBool>`email ilike ${pattern} or name ilike ${pattern}`)
      .limit(maxNamed)
      .execute(),
    db.selectFrom('api_token').select('id').where(sql<SqlBool>`label ilike ${pattern}`).limit(maxNamed).execute(),
    db.selectFrom('service_account').select('id').where(sql<SqlBool>`name ilike ${pattern}`).limit(maxNamed).execute(),
  ]);
  const isNamed = isOneOf('subject_name', [...new Set([who.trim(), who.trim().toUpperCase()])]);
  const conditions = [isNamed];
  for (const [kind, rows] of [
    ['user', users],
    ['token', tokens],
    ['service', services],
  ] as const) {
    if (rows.length === 0) continue;
    const ids = rows.map(({ id }) => String(id));
    conditions.push(sql`(audit_entry.subject_kind = ${sql.lit(kind)} and ${isOneOf('subject_id', ids)})`);
  }
  return sql`(${sql.join(conditions, sql` or `)})`;
}

async function objectCondition(db: Kysely<Database>, object: string): Promise<AuditCondition> {
  const [kind = '', id = ''] = object.split(':');
  if (kind === 'study') return studiesCondition(await idsOfStudy(db, Number(id)));
  const isObject = sql<SqlBool>`(audit_entry.object_kind = ${kind} and audit_entry.object_id = ${id})`;
  if (kind !== 'patient') return isObject;
  return sql`(${isObject} or ${studiesCondition(await idsOfPatient(db, Number(id)))})`;
}

function studiesCondition(ids: readonly number[]): AuditCondition {
  return sql`(audit_entry.object_kind = 'study' and ${isOneOf('object_id', ids.map(String))})`;
}

/** @param studies a query for ids of studies */
function aboutCondition(studies: Expression<unknown>): AuditCondition {
  return sql`(audit_entry.object_kind = 'study' and audit_entry.object_id in (
    select found.id::text from (${studies}) as found
    union all
    select former.study_id::text from (${studies}) as found
    join gateway.study on study.id = found.id
    join gateway.patient on patient.id = study.patient_id
    join gateway.former_study former
      on former.patient_key = patient.identity_key and former.study_instance_uid = study.study_instance_uid))`;
}

function studiesWith(reader: Subject, column: string, value: string): RawBuilder<unknown> {
  return sql`
    select study.id from gateway.study join gateway.patient on patient.id = study.patient_id
    where ${sql.ref(column)} = ${value} and ${readableStudies(reader)}`;
}

/** Returns every id that a study has had, the given one first; also where it is gone. */
export async function idsOfStudy(db: Kysely<Database>, id: number): Promise<readonly number[]> {
  if (!Number.isSafeInteger(id)) return [];
  const { rows } = await sql<{ id: number }>`
    with meant as (
      select patient.identity_key, study.study_instance_uid from gateway.study
      join gateway.patient on patient.id = study.patient_id where study.id = ${id}
      union
      select patient_key, study_instance_uid from gateway.former_study where study_id = ${id})
    select study.id from meant
    join gateway.patient on patient.identity_key = meant.identity_key
    join gateway.study on study.patient_id = patient.id and study.study_instance_uid = meant.study_instance_uid
    union
    select former.study_id from meant
    join gateway.former_study former
      on former.patient_key = meant.identity_key and former.study_instance_uid = meant.study_instance_uid`.execute(db);
  return [...new Set([id, ...rows.map((row) => row.id)])];
}

/** Returns the ids that studies of a patient have or had. */
export async function idsOfPatient(db: Kysely<Database>, id: number): Promise<readonly number[]> {
  if (!Number.isSafeInteger(id)) return [];
  const { rows } = await sql<{ id: number }>`
    select id from gateway.study where patient_id = ${id}
    union
    select former.study_id from gateway.patient
    join gateway.former_study former on former.patient_key = patient.identity_key where patient.id = ${id}`.execute(db);
  return rows.map((row) => row.id);
}
