/** SQL of erasures: whose patient a study is of, what would go, who has copies, and the rows of the work itself. */

import type { Recipient } from '@isocenter/contract/erasures';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { isHeld } from '../holds/held.ts';
import type { LedgerEntry } from '../storage/erasure-ledger.ts';
import type { ErasureSubject } from './tables.ts';

export type PatientStudy = {
  readonly id: number;
  readonly uid: string;
  readonly study_date: string;
  readonly description: string;
  readonly instances: number;
  readonly length_bytes: number;
  readonly is_held: boolean;
};

export type FoundPatient = {
  readonly id: number;
  readonly identityKey: string;
  readonly name: string;
  readonly patientId: string;
  readonly studies: readonly PatientStudy[];
};

/** Returns the patient that a study is of, with all studies; undefined where there is no such study. */
export async function findPatientOf(db: Kysely<Database>, studyId: number): Promise<FoundPatient | undefined> {
  const patient = await db
    .selectFrom('patient')
    .innerJoin('study', 'study.patient_id', 'patient.id')
    .select(['patient.id', 'patient.identity_key as identityKey', 'patient.name', 'patient.patient_id as patientId'])
    .where('study.id', '=', studyId)
    .executeTakeFirst();
  if (patient === undefined) return undefined;
  const { rows: studies } = await sql<PatientStudy>`
    select study.id, study.study_instance_uid as uid, study.study_date, study.description,
      count(instance.id)::integer as instances, coalesce(sum(instance.length_bytes), 0)::bigint as length_bytes,
      ${isHeld()} as is_held
    from gateway.study join gateway.patient on patient.id = study.patient_id
      left join gateway.series on series.study_id = study.id
      left join gateway.instance on instance.series_id = series.id
    where study.patient_id = ${patient.id} group by study.id, patient.id order by study.study_date desc, study.id desc`.execute(
    db,
  );
  return { ...patient, studies };
}

/**
 * Returns the keys of a patient: one a spool that has something of theirs. A key that an object of somebody else is under is
 * not among them, whatever brought it there.
 */
export async function findSubject(db: Kysely<Database>, patientId: number): Promise<ErasureSubject | undefined> {
  const patient = await db
    .selectFrom('patient')
    .select(['identity_key', 'key_spool', 'key_id'])
    .where('id', '=', patientId)
    .executeTakeFirst();
  if (patient === undefined) return undefined;
  const { rows: keys } = await sql<{ spool: number; keyId: string }>`
    with own as (
      select key_spool as spool, key_id from gateway.patient where id = ${patientId}
      union select spool, key_id from gateway.patient_key where patient_id = ${patientId}
      union select coalesce((location->>'spool')::integer, 1), location->>'patientKeyId'
        from gateway.instance join gateway.series on series.id = instance.series_id
          join gateway.study on study.id = series.study_id where study.patient_id = ${patientId})
    select spool, key_id as "keyId" from own where not exists (
      select from gateway.instance join gateway.series on series.id = instance.series_id
        join gateway.study on study.id = series.study_id
      where location->>'patientKeyId' = own.key_id and coalesce((location->>'spool')::integer, 1) = own.spool
        and study.patient_id <> ${patientId})
    order by 1, 2`.execute(db);
  const studies = await db
    .selectFrom('study')
    .select(['id', 'study_instance_uid as uid'])
    .where('patient_id', '=', patientId)
    .orderBy('id')
    .execute();
  return { patientId, identityKey: patient.identity_key, keys, studies };
}

/** Lists who was given something of some studies, by whichever way. */
export async function listRecipients(db: Kysely<Database>, studyIds: readonly number[]): Promise<readonly Recipient[]> {
  const { rows } = await sql<{ way: Recipient['way']; name: string; studies: number; last_at: Date }>`
    select way, name, count(distinct study)::integer as studies, max(at) as last_at from (
      select 'delivery' as way, ae_title as name, study_id::text as study, coalesce(progressed_at, created_at) as at
      from gateway.delivery where study_id = any(${studyIds}::bigint[]) and instances_sent > 0
      union all
      select case action when 'dimse:move' then 'move' when 'dimse:get' then 'get' else 'web' end,
        coalesce(subject_name, subject_kind || ' ' || subject_id, subject_kind), object_id, at
      from gateway.audit_entry
      where object_kind = 'study' and object_id = any(${studyIds.map(String)}::text[]) and outcome = 'success'
        and (action in ('dimse:move', 'dimse:get') or (action = 'study:read'
          and details ->> 'what' in ('instances', 'all-bulkdata', 'all-pixeldata')))) as given
    group by way, name order by last_at desc`.execute(db);
  return rows.map(({ last_at, ...row }) => ({ ...row, lastAt: last_at.toISOString() }));
}

/** True where a legal hold covers the patient or a study of theirs. */
export async function isPatientHeld(db: Kysely<Database>, patientId: number): Promise<boolean> {
  const held = await db
    .selectFrom('study')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .select('study.id')
    .where('patient.id', '=', patientId)
    .where(isHeld())
    .limit(1)
    .executeTakeFirst();
  return held !== undefined;
}

/** Returns which patients have a key that the ledger names: a restored copy brought them back. */
export async function findReturned(
  db: Kysely<Database>,
  entries: readonly LedgerEntry[],
): Promise<readonly { readonly entry: LedgerEntry; readonly patientId: number }[]> {
  const keys = entries.flatMap((entry, index) =>
    entry.keys.map(({ spool, keyId }) => ({ index, spool, key_id: keyId })),
  );
  if (keys.length === 0) return [];
  const { rows } = await sql<{ index: number; id: number }>`
    with erased as (select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
      as r (index integer, spool integer, key_id text))
    select erased.index, patient.id from erased
      join gateway.patient on patient.key_id = erased.key_id and patient.key_spool = erased.spool
    union select erased.index, k.patient_id from erased
      join gateway.patient_key k on k.key_id = erased.key_id and k.spool = erased.spool`.execute(db);
  return rows.flatMap(({ index, id }) => {
    const entry = entries[index];
    return entry === undefined ? [] : [{ entry, patientId: id }];
  });
}

export type NewErasure = {
  readonly ledgerId: string;
  readonly subject: ErasureSubject;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly instances: number;
  readonly recipients: readonly Recipient[];
};

/**
 * Notes an erasure, tells the gateways, and returns the id of its row; undefined where the patient is being erased already. One
 * of the ledger that was done before is done again.
 */
export async function insertErasure(
  db: Kysely<Database> | Transaction<Database>,
  erasure: NewErasure,
  state: 'waiting' | 'decided',
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    with noted as (
      insert into gateway.erasure
        (ledger_id, state, subject, reason, requested_by, requested_at, studies, instances, recipients)
      select ${erasure.ledgerId}, ${state}, ${JSON.stringify(erasure.subject)}::jsonb, ${erasure.reason},
        ${erasure.requestedBy}, ${erasure.requestedAt}, ${erasure.subject.studies.length}, ${erasure.instances},
        ${JSON.stringify(erasure.recipients)}::jsonb
      where not exists (select from gateway.erasure e where e.subject->>'identityKey' = ${erasure.subject.identityKey})
      on conflict (ledger_id) do update set state = excluded.state, subject = excluded.subject, ended_at = null
      returning id)
    select id, pg_notify('isocenter', '{"kind":"erasure","from":"database"}') from noted`.execute(db);
  return rows[0]?.id;
}

/** Lists erasures that are not over, oldest first. */
export function listUnfinished(db: Kysely<Database>) {
  return db
    .selectFrom('erasure')
    .selectAll()
    .where('state', 'in', ['waiting', 'decided'])
    .where('subject', 'is not', null)
    .orderBy('id')
    .execute();
}

export type ErasureRow = Awaited<ReturnType<typeof listUnfinished>>[number];

export function listErasures(db: Kysely<Database>, id?: number) {
  let rows = db.selectFrom('erasure').selectAll().orderBy('id', 'desc').limit(500);
  if (id !== undefined) rows = rows.where('id', '=', id);
  return rows.execute();
}
