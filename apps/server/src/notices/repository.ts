/**
 * Notices as their readers see them: what a notice says is looked up now, and one of which the reader may not know any more is
 * neither listed nor counted nor mailed.
 */

import { type Notice, privacyTopics, topicOf } from '@isocenter/contract/notices';
import { permissionsOfRole } from '@isocenter/contract/role';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { emailKey } from '../access/email-key.ts';
import type { Subject } from '../access/subject.ts';
import { isSeen, nameStudy } from '../care-teams/activity.ts';
import type { Database } from '../database/schema.ts';

export type Reader = Extract<Subject, { kind: 'user' }>;

type Page = { readonly limit?: number | undefined; readonly before?: number | undefined };

/** Lists the newest first. */
export async function listNotices(
  db: Kysely<Database>,
  reader: Reader,
  { limit = 50, before }: Page,
): Promise<{ readonly notices: Notice[]; readonly nextBefore?: string }> {
  const rows = await knownNotices(db, reader)
    .leftJoin('user_account as actor', 'actor.id', 'notice.actor_id')
    .leftJoin('care_team', 'care_team.id', 'notice.team_id')
    .select(['notice.id', 'notice.kind', 'notice.at', 'notice.read_at', 'notice.count', 'actor.name as by'])
    .select(['care_team.id as team_id', 'care_team.name as team'])
    .select(['service_account.name as service', 'api_token.label', tokenEnds.as('ends_at')])
    .select(['study.id as study_id', 'study.study_date', 'study.description', isSeen(reader).as('is_seen')])
    .where((eb) => (before === undefined ? eb.lit(true) : eb('notice.id', '<', before)))
    .orderBy('notice.id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    notices: page.map(
      ({ id, kind, at, read_at, count, by, team_id, team, is_seen, service, label, ends_at, ...study }) => ({
        ...{ id: String(id), kind, at: at.toISOString(), isRead: read_at !== null, count },
        ...(by !== null && { by }),
        ...(team_id !== null && team !== null && { team: { id: String(team_id), name: team } }),
        ...(is_seen === true && nameStudy(study)),
        ...(service !== null &&
          label !== null &&
          ends_at !== null && { token: { service, label, endsAt: ends_at.toISOString() } }),
      }),
    ),
    ...(rows.length > limit && last !== undefined && { nextBefore: String(last.id) }),
  };
}

export async function countUnread(db: Kysely<Database>, reader: Reader): Promise<number> {
  const { unread } = await knownNotices(db, reader)
    .select(sql<number>`count(*)::integer`.as('unread'))
    .where('notice.read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return unread;
}

/** How many of what is to be mailed, by kind. */
export function countToMail(db: Kysely<Database>, reader: Reader) {
  return knownNotices(db, reader)
    .select(['notice.kind', sql<number>`sum(notice.count)::integer`.as('count')])
    .where('notice.mail', '=', 'wanted')
    .where('notice.read_at', 'is', null)
    .groupBy('notice.kind')
    .orderBy('notice.kind')
    .execute();
}

/** Marks some as read, or all. */
export async function readNotices(db: Kysely<Database>, userId: number, ids?: readonly number[]): Promise<void> {
  await db
    .updateTable('notice')
    .set({ read_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('read_at', 'is', null)
    .where((eb) => (ids === undefined ? eb.lit(true) : eb('id', 'in', [...ids])))
    .execute();
}

/**
 * Text that is another one whenever something changed in the teams that somebody is in, to an administrator in any: events,
 * members, who is about to join, what became of what they handed in.
 */
export async function markOfTeams(db: Kysely<Database>, { userId, role }: Reader): Promise<string> {
  const isOwn = (column: string) =>
    role === 'admin'
      ? sql<SqlBool>`true`
      : sql<SqlBool>`${sql.ref(column)} in (
          select team_id from gateway.care_team_member where user_id = ${userId} and until is null)`;
  const { rows } = await sql<{ mark: string }>`
    select md5(concat_ws(' ',
      (select e.id || ':' || e.count from gateway.team_event e where ${isOwn('e.team_id')} order by e.id desc limit 1),
      (select count(*) || ':' || max(j.changed_at) from gateway.care_team_joining j where ${isOwn('j.team_id')}),
      (select max(m.id) || ':' || max(m.until) from gateway.care_team_member m where ${isOwn('m.team_id')}),
      (select string_agg(state || ':' || files, ',' order by state) from (
        select state, count(*) as files from gateway.team_upload where user_id = ${userId} group by state) as handed)
    )) as mark`.execute(db);
  return rows[0]?.mark ?? '';
}

/** Over `notice` and `study`: the reader's, of what the reader may know now. */
function knownNotices(db: Kysely<Database>, reader: Reader) {
  return db
    .selectFrom('notice')
    .leftJoin('study', 'study.id', 'notice.study_id')
    .leftJoin('api_token', 'api_token.id', 'notice.token_id')
    .leftJoin('service_account', 'service_account.id', 'api_token.service_id')
    .where('notice.user_id', '=', reader.userId)
    .where((eb) => eb.or([eb('notice.token_id', 'is', null), stillLooksAfterService(reader)]))
    .where(isStillMember(reader.userId))
    .where((eb) => eb.or([eb('notice.study_id', 'is', null), isOwnUpload, isSeen(reader)]))
    .where((eb) => eb('notice.kind', 'not in', unknownKinds(reader)));
}

/** Of a team that somebody was taken out of, they are told that and nothing else. */
function isStillMember(userId: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`(notice.team_id is null or notice.kind = 'member-removed' or exists (
    select from gateway.care_team_member m
    where m.team_id = notice.team_id and m.user_id = ${userId} and m.until is null))`;
}

/** Over `service_account`: of who configures the node every one, else those that the reader answers for now. */
export function stillLooksAfterService({ role, email }: Reader): RawBuilder<SqlBool> {
  if (permissionsOfRole[role].includes('administer')) return sql<SqlBool>`true`;
  return sql<SqlBool>`(lower(normalize(trim(service_account.contact), nfkc)) = ${emailKey(email)})`;
}

/** Over `api_token` and `service_account`. */
const tokenEnds = sql<Date | null>`least(api_token.expires_at, service_account.expires_at)`;

const isOwnUpload = sql<SqlBool>`(notice.kind like 'upload-%' and notice.actor_id = notice.user_id)`;

/** Never empty, for SQL. */
function unknownKinds({ role }: Reader): Notice['kind'][] {
  if (permissionsOfRole[role].includes('privacy')) return ['' as Notice['kind']]; // no kind at all
  // The keys of the table are the kinds.
  const kinds = Object.keys(topicOf) as Notice['kind'][];
  return kinds.filter((kind) => privacyTopics.includes(topicOf[kind]));
}
