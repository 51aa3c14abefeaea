/**
 * What happened in a team: written in the transaction in which it happens, read by its members, some of whom are told besides
 * (`notices/`). Who sees which of it is in `SEMANTICS.md`.
 *
 * Files and comments come in dozens: what one person does of one kind within ten minutes is one event with a count.
 */

import type { Privilege } from '@isocenter/contract/privilege';
import type { NamedStudy, TeamEvent, TeamEventKind } from '@isocenter/contract/team-activity';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';
import { notifyOfTeamEvent } from '../notices/of-team-events.ts';
import { isoDate } from '../studies/presenter.ts';

/** Told of with a count. */
const countedKinds: ReadonlySet<TeamEventKind> = new Set(['handed-in', 'released', 'refused', 'commented']);

/** What comes within this is one event. */
const togetherMinutes = 10;

export type NewTeamEvent = {
  readonly teamId: number;
  readonly kind: TeamEventKind;
  /** Id of the user who did it. */
  readonly by: number | undefined;
  /** Id of the user to whom it happened. */
  readonly who?: number;
  readonly studyId?: number | undefined;
  readonly privileges?: readonly Privilege[];
  /** Default 1. */
  readonly count?: number;
};

/**
 * Call it in the transaction of what is told of. The event comes before the notices: who adds to the same ones at the same
 * moment waits at its row, and never one for the other.
 */
export async function recordTeamEvent(trx: Kysely<Database>, event: NewTeamEvent): Promise<void> {
  if (!(await isAdded(trx, event))) await insertEvent(trx, event);
  await notifyOfTeamEvent(trx, event);
}

/** Adds to the count of an event of just now. Returns false where there is none. */
async function isAdded(trx: Kysely<Database>, event: NewTeamEvent): Promise<boolean> {
  const { teamId, kind, by = null, studyId = null, count = 1 } = event;
  if (!countedKinds.has(kind)) return false;
  const { numAffectedRows } = await sql`
    update gateway.team_event set count = count + ${count}
    where id = (
      select max(id) from gateway.team_event
      where team_id = ${teamId} and kind = ${kind} and actor_id is not distinct from ${by}::bigint
        and study_id is not distinct from ${studyId}::bigint
        and at > now() - make_interval(mins => ${togetherMinutes}))`.execute(trx);
  return numAffectedRows === 1n;
}

async function insertEvent(trx: Kysely<Database>, event: NewTeamEvent): Promise<void> {
  const { teamId, kind, by = null, who = null, studyId = null, privileges, count = 1 } = event;
  await trx
    .insertInto('team_event')
    .values({
      ...{ team_id: teamId, kind, actor_id: by, user_id: who, study_id: studyId, count },
      privileges: privileges === undefined ? null : [...privileges],
    })
    .execute();
}

export type ActivityReader = {
  readonly subject: Extract<Subject, { kind: 'user' }>;
  /** The membership of the reader; undefined for an administrator who is not in the team. */
  readonly member: { readonly privileges: readonly Privilege[]; readonly since: Date } | undefined;
};

/** Lists what a reader may know of, the newest first. */
export async function listActivity(
  db: Kysely<Database>,
  teamId: number,
  { subject, member }: ActivityReader,
  { limit = 50, before }: { readonly limit?: number | undefined; readonly before?: number | undefined },
): Promise<{ readonly events: TeamEvent[]; readonly nextBefore?: string }> {
  const rows = await db
    .selectFrom('team_event')
    .leftJoin('user_account as actor', 'actor.id', 'team_event.actor_id')
    .leftJoin('user_account as person', 'person.id', 'team_event.user_id')
    .leftJoin('study', 'study.id', 'team_event.study_id')
    .select(['team_event.id', 'at', 'kind', 'privileges', 'count', 'actor.name as by', 'person.name as who'])
    .select(['study.id as study_id', 'study.study_date', 'study.description'])
    .where('team_id', '=', teamId)
    .where((eb) => (before === undefined ? eb.lit(true) : eb('team_event.id', '<', before)))
    .where(isKnownTo(member))
    .where((eb) => eb.or([eb('team_event.study_id', 'is', null), isSeen(subject)]))
    .orderBy('team_event.id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    events: page.map(({ id, at, kind, by, who, privileges, count, ...study }) => ({
      ...{ id: String(id), at: at.toISOString(), kind, count },
      ...(by !== null && { by }),
      ...(who !== null && { who }),
      ...(privileges !== null && { privileges }),
      ...nameStudy(study),
    })),
    ...(rows.length > limit && last !== undefined && { nextBefore: String(last.id) }),
  };
}

type StudyColumns = {
  readonly study_id: number | null;
  readonly study_date: string | null;
  readonly description: string | null;
};

/** What a line says of a study that its reader may see. */
export function nameStudy({ study_id, study_date, description }: StudyColumns): { readonly study?: NamedStudy } {
  if (study_id === null) return {};
  const date = isoDate(study_date ?? '');
  return {
    study: {
      id: String(study_id),
      ...(date !== undefined && { date }),
      ...(description !== null && description !== '' && { description }),
    },
  };
}

/** Over `study`, which is null where it is gone: it is there and the subject sees it. */
export function isSeen(subject: Subject): RawBuilder<SqlBool> {
  return sql<SqlBool>`(study.id is not null and study.instance_count > 0 and ${readableStudies(subject)})`;
}

/** Over `team_event`: what was before somebody joined is told to who manages the team; comments to members alone. */
function isKnownTo(member: ActivityReader['member']): RawBuilder<SqlBool> {
  if (member === undefined) return sql<SqlBool>`team_event.kind <> 'commented'`;
  if (member.privileges.includes('manage')) return sql<SqlBool>`true`;
  return sql<SqlBool>`team_event.at >= ${member.since}`;
}
