/** `/api/holds`: administrators place and release legal holds; both are in the audit trail with their reasons. */

import type { Hold } from '@isocenter/contract/holds';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { Subject } from '../access/subject.ts';
import { labelOf, nameLabels } from '../access/subject-label.ts';
import type { AuditRecorder } from '../audit/event.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { isoDate, presentName } from '../studies/presenter.ts';
import { HoldError } from './errors.ts';
import { type HoldRow, type HoldStore, listHolds, placeHold, releaseHold } from './repository.ts';

export type HoldRouteDeps = HoldStore & { readonly audit: AuditRecorder };

export function registerHoldRoutes(app: HttpServer, deps: HoldRouteDeps): void {
  const { db, audit } = deps;

  registerOperation(app, 'listHolds', async ({ access }) => {
    await requireAccess(access, 'hold:read');
    return { holds: await present(deps, await listHolds(db, access.subject)) };
  });

  registerOperation(app, 'placeHold', async ({ access, body }) => {
    const studyId = parseObjectId(body.studyId);
    await requireAccess(access, 'hold:write', { kind: 'study', id: studyId });
    const { kind, reason } = body;
    const id = await placeHold(deps, { kind, studyId, reason, placedBy: labelOf(access.subject) });
    await audit.record({
      action: 'hold:write',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'study', id: studyId },
      details: { change: 'place', hold: id, kind, reason },
    });
    return one(deps, access.subject, id);
  });

  registerOperation(app, 'releaseHold', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'hold:write', { kind: 'hold', id });
    await releaseHold(deps, { id, reason: body.reason, releasedBy: labelOf(access.subject) });
    await audit.record({
      action: 'hold:write',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'hold', id },
      details: { change: 'release', reason: body.reason },
    });
    return one(deps, access.subject, id);
  });
}

async function one(deps: HoldRouteDeps, subject: Subject, id: number): Promise<Hold> {
  const [hold] = await present(deps, await listHolds(deps.db, subject, id));
  if (hold === undefined) throw new HoldError('not-found');
  return hold;
}

async function present({ db }: HoldRouteDeps, rows: readonly HoldRow[]): Promise<Hold[]> {
  const nameOf = await nameLabels(
    db,
    rows.flatMap((row) => [row.placed_by, ...(row.released_by === null ? [] : [row.released_by])]),
  );
  return rows.map((row) => {
    const studyDate = isoDate(row.study_date ?? '');
    const { release_reason, released_by, released_at } = row;
    return {
      id: String(row.id),
      kind: row.kind,
      patientName: presentName(row.patient_name ?? ''),
      ...(row.patient_id !== null && row.patient_id !== '' && { patientId: row.patient_id }),
      ...(row.study_id !== null && { studyId: String(row.study_id) }),
      ...(row.description !== null && row.description !== '' && { studyDescription: row.description }),
      ...(studyDate !== undefined && { studyDate }),
      reason: row.reason,
      placedBy: nameOf(row.placed_by),
      placedAt: row.placed_at.toISOString(),
      ...(released_at !== null && {
        release: { reason: release_reason ?? '', by: nameOf(released_by ?? ''), at: released_at.toISOString() },
      }),
    };
  });
}
