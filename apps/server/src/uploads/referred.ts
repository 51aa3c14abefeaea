/**
 * What was handed in to teams and joins nothing that they reach: it has another number than that of their patient, or is of a
 * study that is not theirs. It waits for an administrator, whether or not anybody here has the number, and whether or not the
 * study is here: who hands in is told no difference.
 */

import type { ReferredUpload } from '@isocenter/contract/team-uploads';
import { type Kysely, sql } from 'kysely';
import { recordTeamEvent } from '../care-teams/activity.ts';
import type { Database } from '../database/schema.ts';

/** Lets a file that was about to be stored wait for an administrator. */
export async function referUpload(db: Kysely<Database>, id: number): Promise<void> {
  await db
    .updateTable('team_upload')
    .set({ state: 'referred', reason: null, attempts: 0 })
    .where('id', '=', id)
    .where('state', '=', 'confirmed')
    .execute();
}

/** Lists what waits, the oldest first, with whom it would be filed. */
export async function listReferred(db: Kysely<Database>): Promise<ReferredUpload[]> {
  const rows = await db
    .selectFrom('team_upload as upload')
    .innerJoin('care_team as team', 'team.id', 'upload.team_id')
    .innerJoin('user_account as giver', 'giver.id', 'upload.user_id')
    .leftJoin('patient as here', (join) =>
      join
        .onRef('here.identity_key', '=', 'upload.identity_key')
        .on(sql<boolean>`exists (select from gateway.study where patient_id = here.id)`),
    )
    .where('upload.state', '=', 'referred')
    .groupBy(['team.id', 'giver.id', 'here.id', 'upload.identity_key', 'upload.patient_name', 'upload.birth_date'])
    .select(['team.id as teamId', 'team.name as teamName', 'giver.name as handedInBy', 'here.id as patient'])
    .select(['upload.patient_name', 'upload.birth_date', 'here.name', 'here.birth_date as born', 'here.patient_id'])
    .select([
      sql<number>`(select count(*)::integer from gateway.study where patient_id = here.id)`.as('studies'),
      sql<number>`min(upload.id)`.as('id'),
      sql<number>`count(*)::integer`.as('files'),
      sql<number>`sum(upload.length_bytes)::bigint`.as('bytes'),
      sql<Date>`max(upload.created_at)`.as('at'),
      sql<Date>`min(upload.expires_at)`.as('until'),
    ])
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    ...{ id: String(row.id), teamId: String(row.teamId), teamName: row.teamName, handedInBy: row.handedInBy },
    patient: { name: row.patient_name ?? '', birthDate: row.birth_date ?? '' },
    ...(row.patient !== null && {
      filedWith: {
        ...{ name: row.name ?? '', birthDate: row.born ?? '', patientId: row.patient_id ?? '' },
        studies: row.studies,
      },
    }),
    ...{ files: row.files, bytes: row.bytes, at: row.at.toISOString(), until: row.until.toISOString() },
  }));
}

export type ReferredDecision = { readonly decision: 'take' | 'decline'; readonly by: string; readonly now: Date };

/** Decides on all files that wait and are like one. Returns how many, and for which team. */
export function decideReferred(
  db: Kysely<Database>,
  id: number,
  { decision, by, now }: ReferredDecision,
): Promise<{ readonly files: number; readonly teamId: number | undefined }> {
  return db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('team_upload as upload')
      .from('team_upload as named')
      .where('named.id', '=', id)
      .where('named.state', '=', 'referred')
      .where('upload.state', '=', 'referred')
      .whereRef('upload.team_id', '=', 'named.team_id')
      .whereRef('upload.user_id', '=', 'named.user_id')
      .whereRef('upload.identity_key', '=', 'named.identity_key')
      .whereRef('upload.patient_name', '=', 'named.patient_name')
      .whereRef('upload.birth_date', '=', 'named.birth_date')
      .set(
        decision === 'take'
          ? { state: 'confirmed', taken_by: by, attempts: 0, due_at: now }
          : { state: 'refused', reason: 'declined', wrapped_key: null, ended_at: now },
      )
      .returning(['upload.team_id', 'upload.user_id'])
      .execute();
    const [one] = changed;
    if (decision === 'decline' && one !== undefined) {
      const event = { teamId: one.team_id, kind: 'refused', by: one.user_id, count: changed.length } as const;
      await recordTeamEvent(trx, event);
    }
    return { files: changed.length, teamId: one?.team_id };
  });
}
