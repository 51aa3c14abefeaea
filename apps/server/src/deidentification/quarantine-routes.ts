/** `/api/deid-quarantine`: administrators see what was held back from de-identified deliveries, and decide about it. */

import type { DeidHeldDetail } from '@isocenter/contract/deid-projects';
import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import { labelOf } from '../access/subject-label.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { resubmitDelivery, retryInstance } from '../delivery/changes.ts';
import { DeliveryError } from '../delivery/errors.ts';
import type { DeliveryQueue } from '../delivery/queue.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { type StoredInstance, storedColumns, storedInstanceOf } from '../retrieval/instance-repository.ts';
import { presentFindings } from './present-findings.ts';
import type { DeidPreviewer } from './previewer.ts';
import { type DeidProjectStore, openDeidProject } from './projects.ts';
import { decideHeld, findHeld, listHeld, readReleased } from './quarantine.ts';

export type QuarantineRouteDeps = Pick<DeidProjectStore, 'identityKey'> & {
  readonly db: Kysely<Database>;
  readonly reader: Pick<ArchiveReader, 'read' | 'settled'>;
  readonly previewer: Pick<DeidPreviewer, 'preview'>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  readonly queue: Pick<DeliveryQueue, 'wake'>;
  /** Told when something of the outgoing queue has changed. */
  readonly changed: () => void;
};

export function registerDeidQuarantine(app: HttpServer, deps: QuarantineRouteDeps): void {
  const { db, reader, previewer, audit, now, queue, changed } = deps;

  registerOperation(app, 'listHeldObjects', async ({ access }) => {
    await requireAccess(access, 'deid-project:read');
    const held = await listHeld(db, access.subject);
    const details = { what: 'deid-held' };
    audit.count({ action: 'deid-project:read', outcome: 'success', ...callerOf(access), details });
    return { held };
  });

  // What stands around a finding is of the study; the rest of it is masked.
  registerOperation(app, 'lookAtHeldObject', async ({ access, params }): Promise<DeidHeldDetail> => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'deid-project:read');
    const found = await findHeld(db, id);
    if (found === undefined) throw new HttpProblem('not-found');
    const { projectId, studyId, objectId } = found;
    await requireAccess(access, 'study:read', { kind: 'study', id: studyId });
    await reader.settled();
    const project = await openDeidProject(deps, projectId);
    const instance = await findStored(db, objectId);
    if (project === undefined || instance === undefined) throw new HttpProblem('not-found');
    const { id: _, ...ways } = project;
    const released = await readReleased(db, projectId, objectId);
    const answer = await previewer.preview(reader, instance, { ...ways, released });
    await audit.record({
      ...{ action: 'study:read', outcome: 'success', ...callerOf(access) },
      object: { kind: 'study', id: studyId },
      details: { what: 'deid-held', held: id, project: projectId },
    });
    if (answer.kind === 'done') return { findings: [] };
    return { reason: answer.reason, findings: presentFindings(answer) };
  });

  // What is let pass leaves: whoever decides must be allowed to see what it is.
  registerOperation(app, 'decideHeldObject', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'deid-held:decide');
    const found = await findHeld(db, id);
    if (found === undefined) throw new HttpProblem('not-found');
    await requireAccess(access, 'study:read', { kind: 'study', id: found.studyId });
    const { decision, reason } = body;
    if (decision === 'released' && !found.isReleasable) throw new HttpProblem('deid-not-releasable');
    await db
      .transaction()
      .execute((trx) =>
        decideHeld(trx, id, { decision, reason: reason.trim(), by: labelOf(access.subject), at: now() }),
      );
    await audit.record({
      ...{ action: 'deid-held:decide', outcome: 'success', ...callerOf(access) },
      object: { kind: 'study', id: found.studyId },
      details: { held: id, decision, reason: reason.trim(), heldFor: found.reason },
    });
    if (decision === 'released' && found.deliveryId !== null) await sendAgain(found.deliveryId, found.objectId);
    return undefined;
  });

  /** A delivery that has not ended takes it in; one that was given up is resubmitted, what somebody cancelled is not. */
  async function sendAgain(deliveryId: number, objectId: string): Promise<void> {
    const row = await db.selectFrom('delivery').select('state').where('id', '=', deliveryId).executeTakeFirst();
    if (row?.state === 'cancelled') return;
    if (!(await retryInstance(db, deliveryId, objectId))) {
      try {
        await resubmitDelivery({ db, now }, deliveryId);
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        // Its peer is gone, or somebody else has resubmitted it meanwhile.
        return;
      }
    }
    queue.wake();
    changed();
  }
}

async function findStored(db: Kysely<Database>, objectId: string): Promise<StoredInstance | undefined> {
  const row = await db
    .selectFrom('study')
    .innerJoin('series', 'series.study_id', 'study.id')
    .innerJoin('instance', 'instance.series_id', 'series.id')
    .where('instance.object_id', '=', objectId)
    .where('instance.state', '=', 'served')
    .select(storedColumns)
    .executeTakeFirst();
  return row && storedInstanceOf(row);
}
