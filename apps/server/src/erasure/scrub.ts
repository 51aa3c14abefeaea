/**
 * Removes what the database knows of an erased patient besides the index, whose rows have gone with the objects: queues,
 * labels, settlements, the change feed, the study's names in the audit trail. Each table is named; a test holds that there is
 * no other that a patient is in.
 */

import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { ErasureSubject } from './tables.ts';

/** Can be done again. */
export async function scrub(
  trx: Transaction<Database>,
  { patientId, identityKey, studies }: ErasureSubject,
): Promise<void> {
  const ids = sql`${studies.map(({ id }) => id)}::bigint[]`;
  const uids = sql`${studies.map(({ uid }) => uid)}::text[]`;
  // Who follows the feed was told of the purge while it ran; who asks later is told nothing of the study.
  await sql`delete from gateway.change where study_id = any(${ids})`.execute(trx);
  await sql`delete from gateway.delivery where study_id = any(${ids})`.execute(trx);
  await sql`delete from gateway.prefetch where patient_key = ${identityKey}`.execute(trx);
  await sql`delete from gateway.prefetched_study where study_instance_uid = any(${uids})`.execute(trx);
  await sql`
    delete from gateway.rule_firing where settlement_id in (
      select id from gateway.settlement where patient_key = ${identityKey})`.execute(trx);
  await sql`delete from gateway.settlement where patient_key = ${identityKey}`.execute(trx);
  await sql`delete from gateway.study_label where patient_key = ${identityKey}`.execute(trx);
  await sql`delete from gateway.study_access where identity_key = ${identityKey}`.execute(trx);
  await sql`delete from gateway.legal_hold where identity_key = ${identityKey}`.execute(trx);
  await sql`delete from gateway.former_study where patient_key = ${identityKey}`.execute(trx);
  await sql`delete from gateway.source_study where study_instance_uid = any(${uids})`.execute(trx);
  await forgetGrants(trx, { patientId, studies });
  await forgetInstances(trx, studies);
}

/** Names and reasons of teams and grants are written by people. */
async function forgetGrants(
  trx: Transaction<Database>,
  { patientId, studies }: Pick<ErasureSubject, 'patientId' | 'studies'>,
): Promise<void> {
  const ids = sql`${studies.map(({ id }) => id)}::bigint[]`;
  const teams = sql`(select id from gateway.care_team where patient_id = ${patientId})`;
  const series = sql`(select id from gateway.known_series where study_id = any(${ids}))`;
  await sql`
    delete from gateway.access_grant where patient_id = ${patientId} or study_id = any(${ids})
      or series_id in ${series} or (grantee_kind = 'team' and grantee_id in ${teams})`.execute(trx);
  await sql`delete from gateway.care_team_member where team_id in ${teams}`.execute(trx);
  await sql`delete from gateway.care_team where patient_id = ${patientId}`.execute(trx);
  await sql`delete from gateway.known_series where study_id = any(${ids})`.execute(trx);
  await sql`delete from gateway.known_study where patient_id = ${patientId} or id = any(${ids})`.execute(trx);
  await sql`delete from gateway.known_patient where id = ${patientId}`.execute(trx);
}

/** A mirror must not bring back what its source still has: it meets the digest of the UID, which says nothing by itself. */
async function forgetInstances(trx: Transaction<Database>, studies: ErasureSubject['studies']): Promise<void> {
  const uids = sql`${studies.map(({ uid }) => uid)}::text[]`;
  await sql`delete from gateway.purged_object where study_instance_uid = any(${uids})`.execute(trx);
  await sql`
    insert into gateway.purged_object (study_instance_uid, series_instance_uid, sop_instance_uid)
    select 'sha256:' || encode(sha256(convert_to(uid, 'UTF8')), 'hex'), '', '' from unnest(${uids}) as uid
    on conflict do nothing`.execute(trx);
}
