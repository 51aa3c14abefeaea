/**
 * `/api/trash`: administrators delete with a reason, see what waits, restore it, or purge it after a second confirmation.
 *
 * What happens to the objects is `../archive/trash-bin.ts`; what waits too long is purged by `purger.ts`.
 */

import type { TrashEntry } from '@isocenter/contract/trash';
import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { Subject } from '../access/subject.ts';
import { labelOf, nameLabels } from '../access/subject-label.ts';
import type { TrashBin } from '../archive/trash-bin.ts';
import { TrashError } from '../archive/trash-error.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { assertNotHeld } from '../holds/held.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { isoDate, presentName } from '../studies/presenter.ts';
import { purgeAfterOf } from './purge-time.ts';
import { findTrash, idOfTrash, listTrash, studiesOfTrash, studyOfTarget, type TrashRow } from './repository.ts';

export type TrashRouteDeps = {
  readonly db: Kysely<Database>;
  readonly trash: TrashBin;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  /** How long what is deleted waits. */
  readonly trashDays: number;
};

export function registerTrashRoutes(app: HttpServer, deps: TrashRouteDeps): void {
  const { db, trash, audit, now, trashDays } = deps;

  registerOperation(app, 'moveToTrash', async ({ access, body }) => {
    const { level, reason } = body;
    const id = parseObjectId(body.id);
    await requireAccess(access, 'study:delete', { kind: level, id });
    const studies = await studyOfTarget(db, { level, id });
    const deletedAt = now();
    const purgeAfter = purgeAfterOf(deletedAt, trashDays);
    const disposal = { cause: 'user', deletedBy: labelOf(access.subject), reason, deletedAt, purgeAfter } as const;
    const { trashId, objectIds } = await trash.dispose({ level, id }, disposal, () => assertNotHeld(db, studies));
    const rowId = await idOfTrash(db, trashId);
    await audit.record({
      action: 'study:delete',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'study', id: studies[0] },
      details: { level, reason, trash: rowId, instances: objectIds.length },
    });
    return { id: String(rowId), instances: objectIds.length, purgeAfter: purgeAfter.toISOString() };
  });

  registerOperation(app, 'listTrash', async ({ access, query }) => {
    await requireAccess(access, 'trash:read');
    const { total, rows } = await listTrash(db, access.subject, query);
    return { total, entries: await present(db, rows) };
  });

  registerOperation(app, 'restoreTrash', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'trash:restore', { kind: 'trash', id });
    const found = await getTrash(deps, access.subject, id);
    await trash.restore(found.trash_id);
    await audit.record({
      action: 'trash:restore',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'study', id: found.study_id },
      details: { trash: id, instances: found.instances },
    });
    return undefined;
  });

  registerOperation(app, 'purgeTrash', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'trash:purge', { kind: 'trash', id });
    const found = await getTrash(deps, access.subject, id);
    if (found.instances !== body.instances) throw new HttpProblem('purge-mismatch');
    await trash.purge(found.trash_id, async () => assertNotHeld(db, await studiesOfTrash(db, found.trash_id)));
    await audit.record({
      action: 'trash:purge',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'study', id: found.study_id },
      details: { trash: id, instances: found.instances },
    });
    return undefined;
  });
}

/** @throws TrashError `not-in-trash` */
async function getTrash({ db }: TrashRouteDeps, subject: Subject, id: number) {
  const found = await findTrash(db, subject, id);
  if (found === undefined) throw new TrashError('not-in-trash');
  return found;
}

async function present(db: Kysely<Database>, rows: readonly TrashRow[]): Promise<TrashEntry[]> {
  const nameOf = await nameLabels(
    db,
    rows.map((row) => row.deleted_by),
  );
  return rows.map((row) => {
    const studyDate = isoDate(row.study_date);
    const parts = [row.study_description, row.level === 'study' ? '' : row.series_description];
    const description = parts.filter((part) => part !== '').join(' · ');
    return {
      id: String(row.id),
      level: row.level,
      studyId: String(row.study_id),
      patientName: presentName(row.patient_name),
      ...(row.outside_patient_id !== '' && { patientId: row.outside_patient_id }),
      ...(studyDate !== undefined && { studyDate }),
      ...(description !== '' && { description }),
      instances: row.instances,
      lengthBytes: row.length_bytes,
      ...(row.reason !== '' && { reason: row.reason }),
      cause: row.cause,
      deletedBy: nameOf(row.deleted_by),
      deletedAt: row.deleted_at.toISOString(),
      purgeAfter: row.purge_after.toISOString(),
      isPurging: row.is_purging,
      legalHold: row.is_held,
    };
  });
}
