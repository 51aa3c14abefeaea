/**
 * Conflicts for the web application: which there are, what differs between the two copies of one, and the decision.
 *
 * Deciding puts the copy that is not wanted into the trash, with a reason: what is left is served by the rules of the index,
 * so an index that is built anew comes to the same, and the decision can be taken back until the trash is purged.
 */

import type { ConflictDetail } from '@isocenter/contract/conflicts';
import { DicomError } from '@isocenter/dicom/errors';
import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { Subject } from '../access/subject.ts';
import { labelOf } from '../access/subject-label.ts';
import type { Archive } from '../archive/open-archive.ts';
import { TrashError } from '../archive/trash-error.ts';
import { listServedBefore } from '../archive/trash-rows.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { assertNotHeld, isStudyHeld } from '../holds/held.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import type { Renderer } from '../rendering/renderer.ts';
import { openImage, readHeader } from '../retrieval/stored-data-set.ts';
import { StorageError } from '../storage/storage-error.ts';
import { isSystemError } from '../system-error.ts';
import { purgeAfterOf } from '../trash/purge-time.ts';
import { idOfTrash, studiesOfObjects } from '../trash/repository.ts';
import { differencesOf, type HeaderDifference } from './header-difference.ts';
import { type ConflictCase, findConflict, listConflicts } from './repository.ts';

export type ConflictRouteDeps = {
  readonly db: Kysely<Database>;
  readonly archive: Pick<Archive, 'reader' | 'trash' | 'comparePixels'>;
  readonly renderer: Renderer;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  /** How long what is not served waits in the trash. */
  readonly trashDays: number;
};

const pictureSidePixels = 480;

export function registerConflicts(app: HttpServer, deps: ConflictRouteDeps): void {
  const { db, archive, renderer, audit, now, trashDays } = deps;
  const comparePixels = oneAtATime(archive.comparePixels);

  registerOperation(app, 'listConflicts', async ({ access, query }) => {
    await requireAccess(access, 'conflict:read');
    await archive.reader.settled();
    return listConflicts(db, access.subject, query);
  });

  registerOperation(app, 'getConflict', async ({ access, params }): Promise<ConflictDetail> => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'conflict:read', { kind: 'conflict', id });
    await archive.reader.settled();
    const { conflict, served, kept, others } = await getConflict(deps, access.subject, id);
    const studies = [...new Set([served.studyId, kept.studyId])];
    for (const studyId of studies) {
      const object = { kind: 'study', id: studyId };
      await audit.record({ action: 'conflict:read', outcome: 'success', ...callerOf(access), object });
    }
    const difference = await compareHeaders(deps, { served, kept });
    const deletable = await studiesOf(deps, { served, kept }, await listServedBefore(db, kept.instanceId));
    const holds = await Promise.all(deletable.map((studyId) => isStudyHeld(db, studyId)));
    return {
      conflict,
      ...(kept.studyId !== served.studyId && { keptStudyId: String(kept.studyId) }),
      others,
      legalHold: holds.includes(true),
      ...(difference && { differences: [...difference.rows] }),
      hasMore: difference?.hasMore ?? false,
      pixels: await comparePixels(served, kept).catch((error: unknown) => {
        if (isUnreadable(error)) return 'unknown';
        throw error;
      }),
      hasPicture: { served: served.hasImage, kept: kept.hasImage },
    };
  });

  app.get<{ Params: { id: string; copy: string } }>(
    '/api/conflicts/:id/pictures/:copy',
    { exposeHeadRoute: false, schema: { hide: true } },
    async ({ access, params }, reply) => {
      const id = parseObjectId(params.id);
      await requireAccess(access, 'conflict:read', { kind: 'conflict', id });
      const { served, kept } = await getConflict(deps, access.subject, id);
      const copy = params.copy === 'served' ? served : params.copy === 'kept' ? kept : undefined;
      if (copy === undefined) throw new HttpProblem('not-found');
      audit.count({
        action: 'conflict:read',
        outcome: 'success',
        ...callerOf(access),
        object: { kind: 'study', id: copy.studyId },
      });
      const image = await openImage(archive.reader, copy);
      if (image === undefined) throw new HttpProblem('not-renderable');
      const { bytes, mediaType } = await renderer.thumbnail(image, { sidePixels: pictureSidePixels });
      return reply.type(mediaType).header('cache-control', 'no-store').send(bytes);
    },
  );

  registerOperation(app, 'decideConflict', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'conflict:decide', { kind: 'conflict', id });
    const { serve, reason } = body;
    await getConflict(deps, access.subject, id);
    let studies: readonly number[] = [];
    const deletedAt = now();
    const purgeAfter = purgeAfterOf(deletedAt, trashDays);
    const disposal = { cause: 'user', deletedBy: labelOf(access.subject), reason, deletedAt, purgeAfter } as const;
    const unwanted = async () => {
      const current = await findConflict(db, access.subject, id);
      if (current === undefined || !isAbout(body, current)) throw new TrashError('conflict-changed');
      const { kept } = current;
      const objectIds = serve === 'served' ? [kept.location.objectId] : await listServedBefore(db, kept.instanceId);
      studies = await studiesOf(deps, current, objectIds);
      await assertNotHeld(db, studies);
      return objectIds;
    };
    const { trashId, objectIds } = await archive.trash.disposeFound('instance', unwanted, disposal);
    const rowId = await idOfTrash(db, trashId);
    for (const studyId of studies) {
      await audit.record({
        action: 'conflict:decide',
        outcome: 'success',
        ...callerOf(access),
        object: { kind: 'study', id: studyId },
        details: { conflict: id, serve, reason, trash: rowId, instances: objectIds.length },
      });
    }
    return { trashId: String(rowId), instances: objectIds.length, purgeAfter: purgeAfter.toISOString() };
  });
}

async function getConflict({ db }: ConflictRouteDeps, subject: Subject, id: number): Promise<ConflictCase> {
  const found = await findConflict(db, subject, id);
  if (found === undefined) throw new HttpProblem('not-found');
  return found;
}

/** The studies of the two copies, and of the objects that go with a decision: those may lie in others. */
async function studiesOf(
  { db }: ConflictRouteDeps,
  { served, kept }: Pick<ConflictCase, 'served' | 'kept'>,
  objectIds: readonly string[],
): Promise<readonly number[]> {
  return [...new Set([served.studyId, kept.studyId, ...(await studiesOfObjects(db, objectIds))])];
}

type Compared = { readonly servedInstanceId: string; readonly keptInstanceId: string };

function isAbout({ servedInstanceId, keptInstanceId }: Compared, { conflict }: ConflictCase): boolean {
  return conflict.served.instanceId === servedInstanceId && conflict.kept.instanceId === keptInstanceId;
}

/** Undefined where a copy cannot be read: that it cannot is a reason to decide for the other one. */
async function compareHeaders(
  { archive }: ConflictRouteDeps,
  { served, kept }: Pick<ConflictCase, 'served' | 'kept'>,
): Promise<HeaderDifference | undefined> {
  try {
    return differencesOf(await readHeader(archive.reader, served), await readHeader(archive.reader, kept));
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof StorageError || error instanceof DicomError || isSystemError(error);
}

/** Both copies are in memory while they are compared. */
function oneAtATime<Args extends readonly unknown[], T>(
  work: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (...args) => {
    const run = last.then(() => work(...args));
    last = run.catch(() => undefined);
    return run;
  };
}
