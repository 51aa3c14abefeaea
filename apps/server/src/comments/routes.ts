/**
 * Comments of care teams on studies and images. Who sees the study and is in the team reads them; writing needs the privilege
 * `comment` in the team. Authors withdraw their own. Texts are in no log and no trail.
 */

import type { Comment } from '@isocenter/contract/comments';
import type { Kysely } from 'kysely';
import { type AccessContext, callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { AuditRecorder } from '../audit/event.ts';
import { personOf } from '../care-teams/routes.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import {
  findComment,
  insertComment,
  isImageOf,
  listComments,
  listCommentTeams,
  withdrawComment,
} from './repository.ts';

export type CommentRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  /** Told of each change, so that open pages ask again. */
  readonly changed: (studies: readonly number[]) => void;
};

export function registerCommentRoutes(app: HttpServer, { db, audit, now, changed }: CommentRouteDeps): void {
  registerOperation(app, 'listComments', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'comment:read', { kind: 'study', id });
    const { userId } = personOf(access);
    const reader = { userId, subject: access.subject };
    const [rows, teams] = await Promise.all([listComments(db, id, reader), listCommentTeams(db, id, userId)]);
    audit.count({ action: 'comment:read', outcome: 'success', ...callerOf(access), object: { kind: 'study', id } });
    return {
      comments: rows.map((row) => present(row, userId)),
      teams: teams.map((team) => ({ ...team, id: String(team.id) })),
    };
  });

  registerOperation(app, 'writeComment', async ({ access, params, body }) => {
    const [studyId, teamId] = [parseObjectId(params.id), parseObjectId(body.teamId)];
    await requireAccess(access, 'comment:write', { kind: 'study', id: studyId });
    const { userId: authorId } = personOf(access);
    const teams = await listCommentTeams(db, studyId, authorId);
    if (!teams.some(({ id }) => id === teamId)) throw new HttpProblem('forbidden');
    const { sopInstanceUid, text } = body;
    if (sopInstanceUid !== undefined && !(await isImageOf(db, access.subject, { studyId, sopInstanceUid }))) {
      throw new HttpProblem('not-found');
    }
    const id = await insertComment(db, { studyId, sopInstanceUid, teamId, authorId, text: text.trim(), now: now() });
    await note(access, studyId, { change: 'write', comment: id, team: teamId });
    changed([studyId]);
    return { id: String(id) };
  });

  registerOperation(app, 'withdrawComment', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    const { subject } = access;
    const comment = subject.kind === 'user' ? await findComment(db, id, subject.userId) : undefined;
    // A comment that does not exist is answered as one on a study that is not granted.
    await requireAccess(access, 'comment:write', { kind: 'study', id: comment?.study_id ?? 0 });
    if (comment === undefined || comment.withdrawn_at !== null) throw new HttpProblem('not-found');
    if (comment.author_id !== personOf(access).userId) throw new HttpProblem('forbidden');
    if (!(await withdrawComment(db, id, now()))) throw new HttpProblem('not-found');
    await note(access, comment.study_id, { change: 'withdraw', comment: id });
    changed([comment.study_id]);
    return undefined;
  });

  function note(access: AccessContext, studyId: number, details: Readonly<Record<string, string | number>>) {
    const object = { kind: 'study', id: studyId };
    return audit.record({ action: 'comment:write', outcome: 'success', ...callerOf(access), object, details });
  }
}

type Row = Awaited<ReturnType<typeof listComments>>[number];

function present(row: Row, userId: number): Comment {
  return {
    ...{ id: String(row.id), teamId: String(row.team_id), teamName: row.team, author: row.author },
    ...{ isOwn: row.author_id === userId, writtenAt: row.written_at.toISOString() },
    ...(row.sop_instance_uid !== null && { sopInstanceUid: row.sop_instance_uid }),
    ...(row.text !== null && { text: row.text }),
    ...(row.withdrawn_at !== null && { withdrawnAt: row.withdrawn_at.toISOString() }),
  };
}
