/**
 * Care teams and their members: making, changing, leaving, closing. `SEMANTICS.md` has the rules.
 *
 * What a team reaches is granted to it (`hand-on.ts`); what a member may do of it is in the member's row. Who may call is
 * decided before, by `requireAccess`.
 */

import { randomInt } from 'node:crypto';
import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { withdrawJoinings } from '../joining/withdraw.ts';
import { recordTeamEvent } from './activity.ts';
import { CareTeamError } from './errors.ts';
import { handOn } from './hand-on.ts';
import { allPrivileges, findMember } from './members.ts';

/** Without those that are read as others: 32 letters and digits. */
const codeAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** 50 bits: not to be guessed at the pace of the throttle, and short enough to be told by telephone. */
const codeLength = 10;

type Person = Extract<Subject, { kind: 'user' }>;

/**
 * Makes a team for the patient of a study; who makes it owns it. It reaches what its maker may hand on of the patient.
 *
 * @throws CareTeamError `not-found`
 */
export function createTeam(
  db: Kysely<Database>,
  owner: Person,
  { studyId, name }: { readonly studyId: number; readonly name: string },
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const study = await trx.selectFrom('study').select('patient_id').where('id', '=', studyId).executeTakeFirst();
    if (study === undefined) throw new CareTeamError('not-found');
    const { id } = await trx
      .insertInto('care_team')
      .values({ patient_id: study.patient_id, name: name.trim(), owner: owner.userId })
      .returning('id')
      .executeTakeFirstOrThrow();
    await addMember(trx, { teamId: id, userId: owner.userId, privileges: allPrivileges });
    // None where it was taken away since it was looked at.
    if ((await handOn(trx, owner, { teamId: id, patientId: study.patient_id })) === 0) {
      throw new CareTeamError('not-found');
    }
    await trx.insertInto('care_team_code').values({ team_id: id, code: newCode() }).execute();
    await recordTeamEvent(trx, { teamId: id, kind: 'made', by: owner.userId });
    return id;
  });
}

type NewMember = { readonly teamId: number; readonly userId: number; readonly privileges: readonly Privilege[] };

export async function addMember(trx: Kysely<Database>, { teamId, userId, privileges }: NewMember): Promise<void> {
  await trx
    .insertInto('care_team_member')
    .values({ team_id: teamId, user_id: userId, privileges: [...privileges] })
    .execute();
}

/** @throws CareTeamError `not-found`, `team-closed`, `owner-stays`, `privileges-too-many` */
export function setPrivileges(
  db: Kysely<Database>,
  by: Person,
  { teamId, userId, privileges }: NewMember,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const team = await lockOpenTeam(trx, teamId);
    const member = await findMember(trx, teamId, userId);
    if (member === undefined) throw new CareTeamError('not-found');
    if (team.owner === userId) throw new CareTeamError('owner-stays');
    // Neither given nor taken away: what the caller has not is the business of who has it.
    const changed = allPrivileges.filter((one) => member.privileges.includes(one) !== privileges.includes(one));
    await assertMayGive(trx, by, { teamId, privileges: changed });
    await trx
      .updateTable('care_team_member')
      .set({ privileges: [...privileges] })
      .where('id', '=', member.id)
      .execute();
    if (changed.length === 0) return;
    await recordTeamEvent(trx, { teamId, kind: 'privileges-changed', by: by.userId, who: userId, privileges });
  });
}

type InTeam = { readonly teamId: number; readonly userId: number };

/** @throws CareTeamError `not-found`, `team-closed` */
export function setOwner(db: Kysely<Database>, by: Person, { teamId, userId }: InTeam): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await lockOpenTeam(trx, teamId);
    const member = await findMember(trx, teamId, userId);
    if (member === undefined) throw new CareTeamError('not-found');
    await trx.updateTable('care_team').set({ owner: userId }).where('id', '=', teamId).execute();
    await trx
      .updateTable('care_team_member')
      .set({ privileges: [...allPrivileges] })
      .where('id', '=', member.id)
      .execute();
    await recordTeamEvent(trx, { teamId, kind: 'owner-changed', by: by.userId, who: userId });
  });
}

/**
 * Ends a membership, and the joinings that the member had asked for.
 * @throws CareTeamError `not-found`, `team-closed`, `owner-stays`
 */
export function removeMember(
  db: Kysely<Database>,
  by: Person,
  { teamId, userId, now }: InTeam & { readonly now: Date },
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const team = await lockOpenTeam(trx, teamId);
    const member = await findMember(trx, teamId, userId);
    if (member === undefined) throw new CareTeamError('not-found');
    if (team.owner === userId) throw new CareTeamError('owner-stays');
    await trx.updateTable('care_team_member').set({ until: sql<Date>`now()` }).where('id', '=', member.id).execute();
    await withdrawJoinings(trx, { teamId, invitedBy: userId, now });
    const kind = by.userId === userId ? 'left' : 'removed';
    await recordTeamEvent(trx, { teamId, kind, by: by.userId, who: userId });
  });
}

/** @throws CareTeamError `not-found`, `team-closed` */
export function closeTeam(db: Kysely<Database>, teamId: number, by: Person, now: Date): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await lockOpenTeam(trx, teamId);
    await trx.updateTable('care_team').set({ closed_at: sql<Date>`now()` }).where('id', '=', teamId).execute();
    await trx
      .updateTable('access_grant')
      .set({ revoked_at: sql<Date>`now()`, revoked_by: `user ${by.userId}` })
      .where('grantee_kind', '=', 'team')
      .where('grantee_id', '=', teamId)
      .where('revoked_at', 'is', null)
      .execute();
    await withdrawJoinings(trx, { teamId, now });
    await recordTeamEvent(trx, { teamId, kind: 'closed', by: by.userId });
  });
}

/** @throws CareTeamError `privileges-too-many` */
export async function assertMayGive(
  trx: Kysely<Database>,
  by: Person,
  { teamId, privileges }: Pick<NewMember, 'teamId' | 'privileges'>,
): Promise<void> {
  if (by.role === 'admin') return;
  const own = await findMember(trx, teamId, by.userId);
  if (!privileges.every((one) => own?.privileges.includes(one))) throw new CareTeamError('privileges-too-many');
}

/** Locks the team until the transaction ends. @throws CareTeamError `not-found`, `team-closed` */
export async function lockOpenTeam(trx: Transaction<Database>, teamId: number) {
  const team = await trx
    .selectFrom('care_team')
    .select(['id', 'owner', 'closed_at'])
    .where('id', '=', teamId)
    .forUpdate()
    .executeTakeFirst();
  if (team === undefined) throw new CareTeamError('not-found');
  if (team.closed_at !== null) throw new CareTeamError('team-closed');
  return team;
}

function newCode(): string {
  return Array.from({ length: codeLength }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join('');
}
