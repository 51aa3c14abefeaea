/** SQL of what is handed in to care teams: one row a file. `SEMANTICS.md` has the states. */

import type { UploadGroup, UploadReason } from '@isocenter/contract/team-uploads';
import { type Kysely, sql } from 'kysely';
import { recordTeamEvent } from '../care-teams/activity.ts';
import type { Database } from '../database/schema.ts';
import { isUser, notify, settleUploads } from '../notices/notify.ts';
import type { FileKey } from './quarantine-files.ts';

const firstRetryMs = 30_000;
const longestRetryMs = 60 * 60_000;
/** What has ended is shown for so long. */
const shownDays = 7;

export type NewUpload = FileKey & {
  readonly teamId: number;
  readonly userId: number;
  readonly owner: string;
  readonly address: string | undefined;
  readonly now: Date;
  readonly expiresAt: Date;
};

/** Adds the row of a file whose bytes are coming. */
export async function beginUpload(db: Kysely<Database>, upload: NewUpload): Promise<number> {
  const { teamId, userId, owner, address, objectId, wrappedKey, now, expiresAt } = upload;
  const { id } = await db
    .insertInto('team_upload')
    .values({
      ...{ team_id: teamId, user_id: userId, owner, address: address ?? null, state: 'receiving', reason: null },
      ...{ object_id: objectId, wrapped_key: wrappedKey, created_at: now, due_at: now, expires_at: expiresAt },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Notes that all bytes are durable; so is the note when this resolves. */
export async function noteReceived(db: Kysely<Database>, id: number, lengthBytes: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`set local synchronous_commit = on`.execute(trx);
    const row = await trx
      .updateTable('team_upload')
      .set({ state: 'received', length_bytes: lengthBytes })
      .where('id', '=', id)
      .where('state', '=', 'receiving')
      .returning(['team_id', 'user_id'])
      .executeTakeFirst();
    if (row !== undefined) await recordTeamEvent(trx, { teamId: row.team_id, kind: 'handed-in', by: row.user_id });
  });
}

export async function dropUpload(db: Kysely<Database>, id: number): Promise<void> {
  await db.deleteFrom('team_upload').where('id', '=', id).where('state', '=', 'receiving').execute();
}

/** Bytes of somebody that are in quarantine. */
export async function measureWaiting(db: Kysely<Database>, userId: number): Promise<number> {
  const { bytes } = await db
    .selectFrom('team_upload')
    .select(sql<number>`coalesce(sum(length_bytes), 0)::bigint`.as('bytes'))
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return bytes;
}

const shownState = sql<
  UploadGroup['state']
>`case when state in ('received', 'confirmed') then 'checking' else state end`;

/** Lists what somebody has handed in to a team: what waits first, then the newest. */
export async function listUploads(db: Kysely<Database>, teamId: number, userId: number): Promise<UploadGroup[]> {
  const rows = await db
    .selectFrom('team_upload')
    .select([shownState.as('shown'), 'reason', 'patient_name', 'birth_date', 'study_id'])
    .select([
      sql<number>`count(*)::integer`.as('files'),
      sql<number>`sum(length_bytes)::bigint`.as('bytes'),
      sql<Date>`max(coalesce(ended_at, created_at))`.as('at'),
      sql<Date>`max(coalesce(ended_at + make_interval(days => ${shownDays}), expires_at))`.as('until'),
    ])
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .where('state', '<>', 'receiving')
    .groupBy(['shown', 'reason', 'patient_name', 'birth_date', 'study_id'])
    .orderBy(sql`array_position(array['unconfirmed', 'referred', 'checking'], ${shownState})`)
    .orderBy('at', 'desc')
    .execute();
  return rows.map(({ shown, reason, patient_name, birth_date, study_id, at, until, ...counts }) => ({
    state: shown,
    ...(reason !== null && { reason }),
    ...(patient_name !== null && { patient: { name: patient_name, birthDate: birth_date ?? '' } }),
    ...(study_id !== null && { studyId: String(study_id) }),
    ...counts,
    ...{ at: at.toISOString(), until: until.toISOString() },
  }));
}

export type PersonInFiles = {
  readonly teamId: number;
  readonly userId: number;
  readonly name: string;
  readonly birthDate: string;
  readonly now: Date;
};

/** Lets unconfirmed files that name this person go on. Returns how many. */
export function confirmUploads(db: Kysely<Database>, person: PersonInFiles): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await unconfirmed(trx, person)
      .set({ state: 'confirmed', attempts: 0, due_at: person.now })
      .executeTakeFirst();
    await settleUploads(trx, person.teamId, person.userId);
    return Number(numUpdatedRows);
  });
}

/** Refuses unconfirmed files that name this person. Returns how many. */
export function discardUploads(db: Kysely<Database>, person: PersonInFiles): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await unconfirmed(trx, person)
      .set({ ...ended('discarded'), ended_at: person.now })
      .executeTakeFirst();
    const count = Number(numUpdatedRows);
    const event = { teamId: person.teamId, kind: 'refused', by: person.userId, count } as const;
    if (count > 0) await recordTeamEvent(trx, event);
    await settleUploads(trx, person.teamId, person.userId);
    return count;
  });
}

function unconfirmed(db: Kysely<Database>, { teamId, userId, name, birthDate }: PersonInFiles) {
  return db
    .updateTable('team_upload')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .where('state', '=', 'unconfirmed')
    .where('patient_name', '=', name)
    .where('birth_date', '=', birthDate);
}

/** Takes the next file that is to be checked or stored, for one attempt; none other begins before that has its time. */
export async function claimUpload(db: Kysely<Database>, owner: string, now: Date) {
  const next = db
    .selectFrom('team_upload')
    .select('id')
    .where('owner', '=', owner)
    .where('state', 'in', ['received', 'confirmed'])
    .where('due_at', '<=', now)
    .where('expires_at', '>', now)
    .orderBy('due_at')
    .orderBy('id')
    .limit(1);
  return db
    .updateTable('team_upload')
    .set({
      attempts: sql<number>`attempts + 1`,
      due_at: sql<Date>`${now}::timestamptz
        + make_interval(secs => least(${firstRetryMs} * 2 ^ attempts, ${longestRetryMs}) / 1000.0)`,
    })
    .where('id', '=', next)
    .returning(['id', 'team_id', 'user_id', 'state', 'object_id', 'wrapped_key', 'length_bytes', 'address'])
    .returning(['identity_key', 'study_instance_uid', 'taken_by', 'attempts', 'created_at'])
    .executeTakeFirst();
}

export type ClaimedUpload = NonNullable<Awaited<ReturnType<typeof claimUpload>>>;

/** Notes whom a checked file names, and whether somebody has to confirm that. */
export async function noteExamined(
  db: Kysely<Database>,
  id: number,
  found: {
    readonly identityKey: string;
    readonly name: string;
    readonly birthDate: string;
    readonly studyInstanceUid: string;
    readonly differs: boolean;
  },
): Promise<void> {
  const { identityKey, name, birthDate, studyInstanceUid, differs } = found;
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('team_upload')
      .set({ state: differs ? 'unconfirmed' : 'confirmed', reason: null })
      .set({
        identity_key: identityKey,
        patient_name: name,
        birth_date: birthDate,
        study_instance_uid: studyInstanceUid,
      })
      .where('id', '=', id)
      .where('state', '=', 'received')
      .returning(['team_id', 'user_id'])
      .executeTakeFirst();
    if (row === undefined || !differs) return;
    const { team_id: teamId, user_id: by } = row;
    await notify(trx, { kind: 'upload-waiting', to: isUser(by), by, tellsActor: true, teamId });
  });
}

/** Notes why something is tried again. */
export async function noteTriedAgain(db: Kysely<Database>, id: number, reason: UploadReason): Promise<void> {
  await db.updateTable('team_upload').set({ reason }).where('id', '=', id).where('ended_at', 'is', null).execute();
}

export function refuseUpload(db: Kysely<Database>, id: number, reason: UploadReason, now: Date): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('team_upload')
      .set({ ...ended(reason), ended_at: now })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .returning(['team_id', 'user_id'])
      .executeTakeFirst();
    if (row !== undefined) await recordTeamEvent(trx, { teamId: row.team_id, kind: 'refused', by: row.user_id });
  });
}

/** With the row goes the only key of the file. */
const ended = (reason: UploadReason) => ({ state: 'refused' as const, reason, wrapped_key: null });

/** Refuses what has waited too long, whichever gateway has it. Returns what was refused. */
export function expireUploads(db: Kysely<Database>, now: Date) {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .updateTable('team_upload')
      .set({ state: 'refused', wrapped_key: null, ended_at: now })
      .set(
        'reason',
        sql<UploadReason>`case state when 'unconfirmed' then 'not-confirmed' when 'referred' then 'not-taken'
          else coalesce(reason, 'failed') end`,
      )
      .where('ended_at', 'is', null)
      .where('state', '<>', 'receiving')
      .where('expires_at', '<=', now)
      .returning(['id', 'team_id', 'user_id', 'reason'])
      .execute();
    for (const { team_id: teamId, user_id: by } of rows) {
      await recordTeamEvent(trx, { teamId, kind: 'refused', by });
      await settleUploads(trx, teamId, by);
    }
    return rows;
  });
}

/** Forgets what ended long ago. */
export async function forgetUploads(db: Kysely<Database>, now: Date): Promise<void> {
  await db
    .deleteFrom('team_upload')
    .where('ended_at', '<', new Date(now.getTime() - shownDays * 24 * 60 * 60_000))
    .execute();
}

/** Lists the files of a gateway that are still of use. */
export function listLive(db: Kysely<Database>, owner: string) {
  return db
    .selectFrom('team_upload')
    .select(['id', 'state', 'wrapped_key', 'team_id', 'user_id'])
    .where('owner', '=', owner)
    .where('ended_at', 'is', null)
    .execute();
}

export async function setWrappedKey(db: Kysely<Database>, id: number, wrappedKey: Buffer): Promise<void> {
  await db
    .updateTable('team_upload')
    .set({ wrapped_key: wrappedKey })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}
