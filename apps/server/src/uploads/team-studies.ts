/**
 * Whose a file is that was handed in to a team, and what the team is granted of it. An object joins the patient whose number
 * it says: without a look at who that is, a member could add to patients, and be shown studies, of whom they know a number.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { foldedNameGroups } from '../archive/folded-name.ts';
import { isReachedByTeam, isWhollyReachedByTeam } from '../care-teams/team-reach.ts';
import type { Database } from '../database/schema.ts';

/** What is granted to the team; what a member may do of it is in the member's row. */
const granted: readonly Privilege[] = ['view', 'download', 'upload', 'comment', 'invite', 'manage', 'see-identity'];

/** Who sent an object, for the log and the index: who handed it in, and for which team. */
export function senderFor(userId: number, teamId: number): string {
  return `user ${userId} for team ${teamId}`;
}

/** True where a file names another person than the team's patient, as far as name and birth date tell. */
export async function namesAnother(
  db: Kysely<Database>,
  teamId: number,
  { name, birthDate }: { readonly name: string; readonly birthDate: string },
): Promise<boolean> {
  const patient = await db
    .selectFrom('care_team')
    .innerJoin('patient', 'patient.id', 'care_team.patient_id')
    .select(['patient.name', 'patient.birth_date'])
    .where('care_team.id', '=', teamId)
    .executeTakeFirst();
  if (patient === undefined) return true;
  const folded = (text: string) => foldedNameGroups(text).join('=');
  return folded(name) !== folded(patient.name) || birthDate !== patient.birth_date || folded(name) === '';
}

export type HandedInFile = { readonly identityKey: string; readonly studyInstanceUid: string };

/**
 * True where a file joins what the team reaches: its study is the team's as a whole, or was handed in to it and not taken away
 * from it since, or is not here and says the number of the team's patient. Of every other it is not told whether anybody has
 * the number.
 */
export async function joinsTeam(
  db: Kysely<Database>,
  teamId: number,
  { identityKey, studyInstanceUid }: HandedInFile,
): Promise<boolean> {
  const study = await db
    .selectFrom('study')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .select(sql<SqlBool>`(${isWhollyReachedByTeam(idOf(teamId))} or ${isTeamsOwn(teamId)})`.as('own'))
    .where('patient.identity_key', '=', identityKey)
    .where('study_instance_uid', '=', studyInstanceUid)
    .executeTakeFirst();
  if (study !== undefined) return Boolean(study.own);
  const patient = await db
    .selectFrom('care_team')
    .innerJoin('patient', 'patient.id', 'care_team.patient_id')
    .select('care_team.id')
    .where('care_team.id', '=', teamId)
    .where('patient.identity_key', '=', identityKey)
    .executeTakeFirst();
  return patient !== undefined;
}

export type StoredUpload = HandedInFile & { readonly teamId: number; readonly userId: number };

/**
 * Finds the study that a file went to, and grants it to the team where nothing else is in it. What was taken away
 * from the team stays so: handing in again gives nothing back.
 * @returns undefined where the index does not have it (a conflict that was decided against it, for instance), or the team sees
 *   nothing of it
 */
export async function grantStored(
  trx: Transaction<Database>,
  { teamId, userId, identityKey, studyInstanceUid }: StoredUpload,
): Promise<{ readonly studyId: number; readonly grantId: number | undefined } | undefined> {
  const study = await trx
    .selectFrom('study')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .select('study.id')
    .select([
      isReachedByTeam(idOf(teamId)).as('seen'),
      isWhollyReachedByTeam(idOf(teamId)).as('reached'),
      isTeamsOwn(teamId).as('own'),
    ])
    .where('patient.identity_key', '=', identityKey)
    .where('study_instance_uid', '=', studyInstanceUid)
    .executeTakeFirst();
  if (study === undefined) return undefined;
  if (study.reached || (study.seen && !study.own)) return { studyId: study.id, grantId: undefined };
  if (!study.own) return undefined;
  const { id } = await trx
    .insertInto('access_grant')
    .values({
      ...{ grantee_kind: 'team', grantee_id: teamId, study_id: study.id, privileges: [...granted] },
      ...{ granted_by: `user ${userId}`, reason: 'handed in to the care team' },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { studyId: study.id, grantId: id };
}

const idOf = (teamId: number) => sql<number>`${teamId}::bigint`;

/** Over `study`: handed in to the team, and nothing that the team was granted of it or of its patient was revoked or has ended. */
function isTeamsOwn(teamId: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${isHandedIn(teamId)} and not exists (
    select from gateway.access_grant g
    where g.grantee = ${`team ${teamId}`} and (g.revoked_at is not null or g.expires_at <= now())
      and (g.study_id = study.id or g.patient_id = study.patient_id
        or g.series_id in (select s.id from gateway.series s where s.study_id = study.id))))`;
}

/** Over `study`: nothing is in it but what was handed in to the team. What a device calls itself is no such sender. */
function isHandedIn(teamId: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`not exists (
    select from gateway.series s join gateway.instance i on i.series_id = s.id
    where s.study_id = study.id and not (i.source = 'import' and i.sender like ${`user % for team ${teamId}`}))`;
}
