/** `/api/break-glass`: access in an emergency, and its review. */

import type { BreakGlassEvent } from '@isocenter/contract/break-glass';
import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import { labelOf, nameLabels } from '../access/subject-label.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { isoDate, presentName } from '../studies/presenter.ts';
import { type BreakGlassRow, breakGlass, listBreakGlass, reviewBreakGlass } from './break-glass.ts';

export type BreakGlassRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  /** Tells open pages of studies that changed. */
  readonly changed: (studies: readonly number[]) => void;
};

/** For whoever has tried too often. */
const retryAfterSeconds = 3_600;

export function registerBreakGlassRoutes(app: HttpServer, { db, audit, changed }: BreakGlassRouteDeps): void {
  registerOperation(app, 'breakGlass', async ({ access, body }) => {
    await requireAccess(access, 'break-glass:open');
    const { subject } = access;
    if (subject.kind !== 'user') throw new HttpProblem('forbidden');
    if (body.patientId === undefined && body.accessionNumber === undefined) {
      throw new HttpProblem('invalid-request', { detail: 'A patient id or an accession number is needed.' });
    }
    const opened = await breakGlass(db, subject.userId, body);
    const by = body.patientId === undefined ? 'accession-number' : 'patient-id';
    if (opened === undefined || opened.studies.length === 0) {
      const reason = opened === undefined ? 'rate-limited' : 'not-found';
      await audit.record({
        action: 'break-glass:open',
        outcome: 'failure',
        ...callerOf(access),
        details: { by, reason },
      });
      if (opened === undefined) throw new HttpProblem('rate-limited', { retryAfterSeconds });
      return { studyIds: [] };
    }
    for (const id of opened.studies) {
      await audit.record({
        action: 'break-glass:open',
        outcome: 'success',
        ...callerOf(access),
        object: { kind: 'study', id },
        details: { by, reason: body.reason, until: opened.expiresAt.toISOString() },
      });
    }
    changed(opened.studies);
    return { studyIds: opened.studies.map(String), expiresAt: opened.expiresAt.toISOString() };
  });

  registerOperation(app, 'listBreakGlass', async ({ access }) => {
    await requireAccess(access, 'break-glass:review');
    audit.count({ action: 'break-glass:review', outcome: 'success', ...callerOf(access), details: { what: 'list' } });
    return { events: await present(db, await listBreakGlass(db)) };
  });

  registerOperation(app, 'reviewBreakGlass', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'break-glass:review');
    const { subject } = access;
    const userId = subject.kind === 'user' ? subject.userId : undefined;
    // Nobody reviews their own.
    const isReviewed = await reviewBreakGlass(db, id, { by: labelOf(subject), note: body.note, userId });
    if (!isReviewed) throw new HttpProblem('not-found');
    const object = { kind: 'break-glass', id };
    await audit.record({ action: 'break-glass:review', outcome: 'success', ...callerOf(access), object });
    return { events: await present(db, await listBreakGlass(db)) };
  });
}

async function present(db: Kysely<Database>, rows: readonly BreakGlassRow[]): Promise<BreakGlassEvent[]> {
  const nameOf = await nameLabels(
    db,
    rows.flatMap((row) => (row.reviewed_by === null ? [] : [row.reviewed_by])),
  );
  return rows.map((row) => ({
    id: String(row.id),
    by: row.name,
    userId: String(row.user_id),
    studyId: String(row.study_id),
    ...presentStudy(row),
    at: row.at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    reason: row.reason,
    ...(row.reviewed_at !== null && {
      review: { by: nameOf(row.reviewed_by ?? ''), at: row.reviewed_at.toISOString(), note: row.review ?? '' },
    }),
  }));
}

function presentStudy({ patient_name, patient_id, study_date, description }: BreakGlassRow) {
  const studyDate = isoDate(study_date ?? '');
  return {
    ...(patient_name !== null && { patientName: presentName(patient_name) }),
    ...(patient_id !== null && patient_id !== '' && { patientId: patient_id }),
    ...(studyDate !== undefined && { studyDate }),
    ...(description !== null && description !== '' && { studyDescription: description }),
  };
}
