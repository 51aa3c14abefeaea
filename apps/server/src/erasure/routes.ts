/** `/api/erasures`: a preview, the request, and what was erased. The work itself is done in `eraser.ts`. */

import type { Erasure, ErasurePreview } from '@isocenter/contract/erasures';
import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import { labelOf, nameLabels } from '../access/subject-label.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { HoldError } from '../holds/errors.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { isoDate, presentName } from '../studies/presenter.ts';
import { newLedgerId } from './eraser.ts';
import { ErasureError } from './errors.ts';
import {
  type FoundPatient,
  findPatientOf,
  findSubject,
  insertErasure,
  listErasures,
  listRecipients,
} from './repository.ts';

export type ErasureRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  /** Told of a request. */
  readonly wake: () => void;
};

export function registerErasureRoutes(app: HttpServer, deps: ErasureRouteDeps): void {
  const { db, audit, now } = deps;

  registerOperation(app, 'previewErasure', async ({ access, params }) => {
    const studyId = parseObjectId(params.id);
    await requireAccess(access, 'erasure:read', { kind: 'study', id: studyId });
    const patient = await getPatient(db, studyId);
    await audit.record({
      ...{ action: 'erasure:read', outcome: 'success', ...callerOf(access) },
      object: { kind: 'study', id: studyId },
    });
    return preview(db, patient);
  });

  registerOperation(app, 'listErasures', async ({ access }) => {
    await requireAccess(access, 'erasure:read');
    return { erasures: await present(db, await listErasures(db)) };
  });

  registerOperation(app, 'erasePatient', async ({ access, body }) => {
    const studyId = parseObjectId(body.studyId);
    await requireAccess(access, 'patient:erase', { kind: 'study', id: studyId });
    const patient = await getPatient(db, studyId);
    const { legalHold, instances, recipients } = await preview(db, patient);
    if (legalHold) throw new HoldError('legal-hold');
    if (instances !== body.instances) throw new ErasureError('erasure-mismatch');
    const subject = await findSubject(db, patient.id);
    if (subject === undefined) throw new ErasureError('not-found');
    const erasure = {
      ...{ ledgerId: newLedgerId(), subject, reason: body.reason, requestedBy: labelOf(access.subject) },
      ...{ requestedAt: now(), instances, recipients },
    };
    const id = await insertErasure(db, erasure, 'waiting');
    if (id === undefined) throw new ErasureError('erasure-under-way');
    await audit.record({
      ...{ action: 'patient:erase', outcome: 'success', ...callerOf(access) },
      object: { kind: 'study', id: studyId },
      details: { change: 'request', erasure: id, reason: body.reason, studies: subject.studies.length, instances },
    });
    deps.wake();
    const [one] = await present(db, await listErasures(db, id));
    if (one === undefined) throw new ErasureError('not-found');
    return one;
  });
}

async function getPatient(db: Kysely<Database>, studyId: number): Promise<FoundPatient> {
  const found = await findPatientOf(db, studyId);
  if (found === undefined) throw new ErasureError('not-found');
  return found;
}

async function preview(db: Kysely<Database>, patient: FoundPatient): Promise<ErasurePreview> {
  const recipients = await listRecipients(
    db,
    patient.studies.map(({ id }) => id),
  );
  const studies = patient.studies.map((study) => {
    const studyDate = isoDate(study.study_date);
    return {
      id: String(study.id),
      ...(studyDate !== undefined && { studyDate }),
      description: study.description,
      instances: study.instances,
      lengthBytes: study.length_bytes,
      legalHold: study.is_held,
    };
  });
  return {
    patientName: presentName(patient.name),
    ...(patient.patientId !== '' && { patientId: patient.patientId }),
    studies,
    instances: studies.reduce((sum, { instances }) => sum + instances, 0),
    recipients: [...recipients],
    legalHold: studies.some(({ legalHold }) => legalHold),
  };
}

async function present(db: Kysely<Database>, rows: Awaited<ReturnType<typeof listErasures>>): Promise<Erasure[]> {
  const nameOf = await nameLabels(
    db,
    rows.map((row) => row.requested_by),
  );
  return rows.map((row) => ({
    id: String(row.id),
    ledgerId: row.ledger_id,
    state: row.state,
    reason: row.reason,
    requestedBy: nameOf(row.requested_by),
    requestedAt: row.requested_at.toISOString(),
    studies: row.studies,
    instances: row.instances,
    recipients: [...row.recipients],
    ...(row.failure !== null && { failure: row.failure }),
    ...(row.ended_at !== null && { endedAt: row.ended_at.toISOString() }),
  }));
}
