/** Comments and who reads them: the members of a team, on studies that they see. The study is decided by grants, before. */

import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { readableSeries } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import { recordTeamEvent } from '../care-teams/activity.ts';
import { isCommentedByTeam } from '../care-teams/team-reach.ts';
import type { Database } from '../database/schema.ts';

export type Reader = { readonly userId: number; readonly subject: Subject };

/**
 * Lists the comments on a study of the teams that somebody is in, the oldest first; none on an image of a series that is kept
 * back from them.
 */
export function listComments(db: Kysely<Database>, studyId: number, { userId, subject }: Reader) {
  return db
    .selectFrom('study_comment')
    .innerJoin('care_team', 'care_team.id', 'study_comment.team_id')
    .innerJoin('user_account', 'user_account.id', 'study_comment.author_id')
    .select(['study_comment.id', 'study_comment.team_id', 'care_team.name as team', 'sop_instance_uid', 'author_id'])
    .select(['user_account.name as author', 'text', 'written_at', 'withdrawn_at'])
    .where('study_id', '=', studyId)
    .where(isMember(userId))
    .where(sql<boolean>`not exists (
      select from gateway.study join gateway.series on series.study_id = study.id
        join gateway.instance on instance.series_id = series.id
      where study.id = study_comment.study_id and instance.sop_instance_uid = study_comment.sop_instance_uid
        and not ${readableSeries(subject)})`)
    .orderBy('study_comment.id')
    .execute();
}

/** Lists the open teams in which somebody may comment on a study: those that reach it or a series of it, with the privilege. */
export function listCommentTeams(db: Kysely<Database>, studyId: number, userId: number) {
  return db
    .selectFrom('study')
    .innerJoin('care_team_member as member', (join) => join.on('member.user_id', '=', userId))
    .innerJoin('care_team', 'care_team.id', 'member.team_id')
    .select(['care_team.id', 'care_team.name'])
    .where('study.id', '=', studyId)
    .where('closed_at', 'is', null)
    .where(isNow)
    .where(sql<boolean>`'comment' = any(member.privileges)`)
    .where(isCommentedByTeam(sql<number>`care_team.id`))
    .orderBy('care_team.name')
    .orderBy('care_team.id')
    .execute();
}

/** True for an image of the study that the subject sees. */
export async function isImageOf(db: Kysely<Database>, subject: Subject, image: StudyImage): Promise<boolean> {
  const row = await db
    .selectFrom('study')
    .innerJoin('series', 'series.study_id', 'study.id')
    .innerJoin('instance', 'instance.series_id', 'series.id')
    .select('instance.id')
    .where('study.id', '=', image.studyId)
    .where('instance.sop_instance_uid', '=', image.sopInstanceUid)
    .where(readableSeries(subject))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type StudyImage = { readonly studyId: number; readonly sopInstanceUid: string };

export type NewComment = {
  readonly studyId: number;
  readonly sopInstanceUid: string | undefined;
  readonly teamId: number;
  readonly authorId: number;
  readonly text: string;
  readonly now: Date;
};

export function insertComment(db: Kysely<Database>, comment: NewComment): Promise<number> {
  const { studyId, sopInstanceUid, teamId, authorId, text, now } = comment;
  return db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('study_comment')
      .values({
        ...{ study_id: studyId, sop_instance_uid: sopInstanceUid ?? null, team_id: teamId, author_id: authorId },
        ...{ text, written_at: now },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordTeamEvent(trx, { teamId, kind: 'commented', by: authorId, studyId });
    return id;
  });
}

/** Finds a comment that somebody reads, whatever they see of the study. */
export function findComment(db: Kysely<Database>, id: number, userId: number) {
  return db
    .selectFrom('study_comment')
    .select(['study_id', 'author_id', 'withdrawn_at'])
    .where('id', '=', id)
    .where(isMember(userId))
    .executeTakeFirst();
}

/** Takes the text of a comment away; that there was one stays. Returns false where that was done already. */
export async function withdrawComment(db: Kysely<Database>, id: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('study_comment')
    .set({ text: null, withdrawn_at: now })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Over `study_comment`. */
function isMember(userId: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (
    select from gateway.care_team_member member
    where member.team_id = study_comment.team_id and member.user_id = ${userId} and ${isNow})`;
}

const isNow = sql<SqlBool>`(member.until is null or member.until > now())`;
