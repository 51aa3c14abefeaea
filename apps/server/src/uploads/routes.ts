/**
 * `/api/teams/:id/uploads`: handing images in to a care team, and what became of them. Everybody sees their own only; what
 * joins nothing that the team reaches is decided on by administrators (`/api/referred-uploads`).
 */

import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import { labelOf } from '../access/subject-label.ts';
import type { AuditRecorder } from '../audit/event.ts';
import { CareTeamError } from '../care-teams/errors.ts';
import { personOf } from '../care-teams/routes.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { type ReceiveDeps, receiveUpload } from './receive.ts';
import { decideReferred, listReferred } from './referred.ts';
import { confirmUploads, discardUploads, listUploads } from './repository.ts';

export type UploadRouteDeps = ReceiveDeps & {
  readonly audit: AuditRecorder;
  readonly keeper: { wake(): void };
};

export function registerUploadRoutes(app: HttpServer, deps: UploadRouteDeps): void {
  const { db, audit, now, keeper } = deps;

  registerOperation(app, 'listUploads', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'team:read', { kind: 'team', id });
    const uploads = await listUploads(db, id, personOf(access).userId);
    audit.count({ action: 'team:read', outcome: 'success', ...callerOf(access), object: { kind: 'team', id } });
    return { uploads };
  });

  registerOperation(app, 'uploadToTeam', async ({ access, params, body }) => {
    const teamId = parseObjectId(params.id);
    await requireAccess(access, 'team:upload', { kind: 'team', id: teamId });
    await assertOpen(db, teamId);
    const { userId } = personOf(access);
    const bytes = body as AsyncIterable<Uint8Array>; // the parser of binary bodies passes the stream on
    const id = await receiveUpload(deps, { teamId, userId, address: access.address }, bytes);
    // Durable: from here on nothing turns the answer into a failure.
    const object = { kind: 'team', id: teamId };
    const details = { change: 'receive' };
    audit.count({ action: 'team:upload', outcome: 'success', ...callerOf(access), object, details });
    keeper.wake();
    return { id: String(id) };
  });

  registerOperation(app, 'decideUploads', async ({ access, params, body }) => {
    const teamId = parseObjectId(params.id);
    await requireAccess(access, 'team:upload', { kind: 'team', id: teamId });
    const { decision, ...patient } = body;
    const person = { ...patient, teamId, userId: personOf(access).userId, now: now() };
    const files = await (decision === 'confirm' ? confirmUploads : discardUploads)(db, person);
    const object = { kind: 'team', id: teamId };
    const details = { change: decision, files };
    await audit.record({ action: 'team:upload', outcome: 'success', ...callerOf(access), object, details });
    keeper.wake();
    return undefined;
  });

  registerOperation(app, 'listReferredUploads', async ({ access }) => {
    await requireAccess(access, 'upload:read');
    audit.count({ action: 'upload:read', outcome: 'success', ...callerOf(access) });
    return { uploads: await listReferred(db) };
  });

  registerOperation(app, 'decideReferredUploads', async ({ access, params, body: { decision } }) => {
    await requireAccess(access, 'upload:decide');
    const decided = { decision, by: labelOf(access.subject), now: now() };
    const { files, teamId } = await decideReferred(db, parseObjectId(params.id), decided);
    if (teamId === undefined) throw new HttpProblem('not-found');
    const object = { kind: 'team', id: teamId };
    const details = { change: decision, files };
    await audit.record({ action: 'upload:decide', outcome: 'success', ...callerOf(access), object, details });
    keeper.wake();
    return undefined;
  });
}

/** @throws CareTeamError `not-found`, `team-closed` */
async function assertOpen(db: Kysely<Database>, teamId: number): Promise<void> {
  const team = await db.selectFrom('care_team').select('closed_at').where('id', '=', teamId).executeTakeFirst();
  if (team === undefined) throw new CareTeamError('not-found');
  if (team.closed_at !== null) throw new CareTeamError('team-closed');
}
