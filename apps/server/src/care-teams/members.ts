/** Teams and members as they are looked up and listed. */

import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, sql } from 'kysely';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';

export const allPrivileges: readonly Privilege[] = [
  ...(['view', 'download', 'upload', 'comment', 'invite', 'manage', 'see-identity'] as const),
];

/** A closed team can be looked at for so long. */
const archiveDays = 90;

/** Who is in the team now. */
export function findMember(db: Kysely<Database>, teamId: number, userId: number) {
  return db
    .selectFrom('care_team_member')
    .select(['id', 'privileges', 'since'])
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .where('until', 'is', null)
    .executeTakeFirst();
}

/** Lists the teams that somebody is in, closed ones until their archive ends; to administrators all. */
export function listTeams(db: Kysely<Database>, subject: Subject, { state }: { readonly state: 'open' | 'closed' }) {
  const userId = subject.kind === 'user' ? subject.userId : 0;
  const isAdmin = subject.kind === 'user' && subject.role === 'admin';
  return db
    .selectFrom('care_team')
    .leftJoin('care_team_member as own', (join) =>
      join.onRef('own.team_id', '=', 'care_team.id').on('own.user_id', '=', userId).on('own.until', 'is', null),
    )
    .select(['care_team.id', 'name', 'created_at', 'closed_at', 'own.privileges'])
    .select(
      sql<number>`(select count(*)::integer from gateway.care_team_member m
        where m.team_id = care_team.id and m.until is null)`.as('members'),
    )
    .where((eb) => (isAdmin ? eb.lit(true) : eb('own.id', 'is not', null)))
    .where(
      state === 'open'
        ? sql<boolean>`closed_at is null`
        : sql<boolean>`closed_at > now() - make_interval(days => ${archiveDays})`,
    )
    .orderBy('name')
    .orderBy('care_team.id')
    .execute();
}

export type TeamRow = Awaited<ReturnType<typeof listTeams>>[number];

/** Undefined where there is no such team, or its archive has ended. */
export async function findTeam(db: Kysely<Database>, teamId: number) {
  return db
    .selectFrom('care_team')
    .leftJoin('patient', 'patient.id', 'care_team.patient_id')
    .leftJoin('care_team_code', 'care_team_code.team_id', 'care_team.id')
    .select(['care_team.id', 'care_team.name', 'owner', 'care_team.created_at', 'closed_at', 'care_team.patient_id'])
    .select(['patient.name as patient_name', 'patient.birth_date', 'code'])
    .where('care_team.id', '=', teamId)
    .where(sql<boolean>`(closed_at is null or closed_at > now() - make_interval(days => ${archiveDays}))`)
    .executeTakeFirst();
}

/** Lists who is in the team now, by name. */
export function listMembers(db: Kysely<Database>, teamId: number) {
  return db
    .selectFrom('care_team_member')
    .innerJoin('user_account', 'user_account.id', 'care_team_member.user_id')
    .select(['user_id', 'user_account.name', 'email', 'privileges', 'since'])
    .where('team_id', '=', teamId)
    .where('until', 'is', null)
    .orderBy('user_account.name')
    .orderBy('user_id')
    .execute();
}

/** What somebody may do in a team; administrators everything but what members do with the studies. */
export function privilegesOf(subject: Subject, own: readonly Privilege[] | null | undefined): readonly Privilege[] {
  if (own !== null && own !== undefined) return own;
  return subject.kind === 'user' && subject.role === 'admin' ? ['invite', 'manage', 'see-identity'] : [];
}
