/**
 * Tells people of something, in the transaction in which it happens: one row a person, for those who want to be told of the
 * kind. A row names everything by internal ids; what it says is looked up when it is read (`repository.ts`).
 *
 * Ten comments in a row are one notice with a count, as long as it is neither read nor mailed and no older than ten minutes. So
 * are files.
 */

import { type NoticeKind, topicOf } from '@isocenter/contract/notices';
import type { Privilege } from '@isocenter/contract/privilege';
import { type Permission, permissionsOfRole } from '@isocenter/contract/role';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { emailKey } from '../access/email-key.ts';
import { seeing } from '../access/readable-studies.ts';
import type { Database } from '../database/schema.ts';

/** How people are told who have not chosen. */
export const defaultWay = 'mail';

const togetherMinutes = 10;

/** What comes in dozens. */
const countedKinds: ReadonlySet<NoticeKind> = new Set([
  ...(['comment-written', 'upload-waiting', 'upload-released', 'upload-refused'] as const),
]);

export type NewNotice = {
  readonly kind: NoticeKind;
  /** Whom it is for, over `person`; who is disabled is told nothing. */
  readonly to: RawBuilder<SqlBool>;
  /** Id of the user who did it. */
  readonly by?: number | undefined;
  /** Whether who did it is told as well; default no. */
  readonly tellsActor?: boolean;
  /** Default 1. */
  readonly count?: number | undefined;
  readonly teamId?: number | undefined;
  readonly studyId?: number | undefined;
  readonly joiningId?: number | undefined;
  readonly breakGlassId?: number | undefined;
  readonly correctionId?: number | undefined;
  readonly tokenId?: number | undefined;
};

export async function notify(trx: Kysely<Database>, notice: NewNotice): Promise<void> {
  const { kind, to, by = null, tellsActor = false, count = 1, teamId = null, studyId = null } = notice;
  const { joiningId = null, breakGlassId = null, correctionId = null, tokenId = null } = notice;
  const isOther = tellsActor ? sql<SqlBool>`true` : sql<SqlBool>`person.id is distinct from ${by}::bigint`;
  await sql`
    with told as (
      select person.id, coalesce(choice.way, ${defaultWay}) as way
      from gateway.user_account person
        left join gateway.notice_choice choice on choice.user_id = person.id and choice.topic = ${topicOf[kind]}
      where person.disabled_at is null and coalesce(choice.way, ${defaultWay}) <> 'none' and ${isOther} and ${to}
    ), joined as (
      update gateway.notice set count = notice.count + ${count}
      where notice.id in (
        select max(n.id) from gateway.notice n join told on told.id = n.user_id
        where ${countedKinds.has(kind)} and n.kind = ${kind} and n.read_at is null and n.mail <> 'sent'
          and n.at > now() - make_interval(mins => ${togetherMinutes})
          and n.actor_id is not distinct from ${by}::bigint and n.team_id is not distinct from ${teamId}::bigint
          and n.study_id is not distinct from ${studyId}::bigint
        group by n.user_id)
      returning notice.user_id
    )
    insert into gateway.notice (user_id, kind, count, actor_id, team_id, study_id, joining_id, break_glass_id,
      correction_id, token_id, mail)
    select told.id, ${kind}::text, ${count}::integer, ${by}::bigint, ${teamId}::bigint, ${studyId}::bigint, ${joiningId}::bigint,
      ${breakGlassId}::bigint, ${correctionId}::bigint, ${tokenId}::bigint, case told.way when 'mail' then 'wanted' else 'none' end
    from told where told.id not in (select user_id from joined)
    on conflict do nothing`.execute(trx);
}

/** Over `person`. */
export const isUser = (userId: number) => sql<SqlBool>`person.id = ${userId}`;

/** Over `person`: in the team now, with the privileges. */
export function isInTeam(teamId: number, privileges: readonly Privilege[] = []): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (
    select from gateway.care_team_member m
    where m.team_id = ${teamId} and m.user_id = person.id and m.until is null
      and m.privileges @> ${privileges}::text[])`;
}

/** Over `person`: in the team, and lets them see its studies. */
export const seesTeam = (teamId: number) => isInTeam(teamId, seeing);

/** Over `person`: looks after the rights of patients. */
export function guardsPrivacy(): RawBuilder<SqlBool> {
  return sql<SqlBool>`person.role = any(${rolesWith('privacy')}::text[])`;
}

/** Over `person`: who configures the node, and who answers for a service account under this address. */
export function looksAfterService(contact: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(person.role = any(${rolesWith('administer')}::text[]) or person.email_key = ${emailKey(contact)})`;
}

function rolesWith(permission: Permission): string[] {
  return Object.entries(permissionsOfRole).flatMap(([role, has]) => (has.includes(permission) ? [role] : []));
}

/** Somebody has answered for all that they handed in to a team, or it waited too long. */
export async function settleUploads(trx: Kysely<Database>, teamId: number, userId: number): Promise<void> {
  await sql`
    update gateway.notice set read_at = now()
    where read_at is null and kind = 'upload-waiting' and team_id = ${teamId} and user_id = ${userId}
      and not exists (
        select from gateway.team_upload u
        where u.team_id = ${teamId} and u.user_id = ${userId} and u.state = 'unconfirmed')`.execute(trx);
}

/** What a notice asked for is done, by whomever: it waits for nobody any more. */
export async function settleNotices(
  trx: Kysely<Database>,
  about: { readonly joining_id: number } | { readonly correction_id: number },
): Promise<void> {
  const [[column, id] = ['joining_id', 0]] = Object.entries(about);
  await sql`
    update gateway.notice set read_at = now() where read_at is null and ${sql.ref(column)} = ${id}`.execute(trx);
}
