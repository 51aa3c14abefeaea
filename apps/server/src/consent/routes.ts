/** `/api/studies/:id/wishes` and beside it: what the patient of a study consented to, withdrew and asked to have corrected. */

import type { PatientGrant, PatientWishes } from '@isocenter/contract/consents';
import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import { labelOf, nameLabels } from '../access/subject-label.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { presentGrants } from '../grants/present.ts';
import { type GrantRow, listGrantsOfPatient } from '../grants/repository.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { isoDate } from '../studies/presenter.ts';
import {
  answerCorrection,
  listConsents,
  listCorrections,
  patientOfStudy,
  recordConsent,
  requestCorrection,
  withdrawConsent,
} from './repository.ts';

export type ConsentRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  /** Tells open pages of studies that changed. */
  readonly changed: (studies: readonly number[]) => void;
};

export function registerConsentRoutes(app: HttpServer, { db, audit, now, changed }: ConsentRouteDeps): void {
  registerOperation(app, 'listWishes', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'consent:read', { kind: 'study', id });
    const wishes = await present(db, await patientOfStudy(db, id));
    await audit.record({
      action: 'consent:read',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'study', id },
    });
    return wishes;
  });

  registerOperation(app, 'recordConsent', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'consent:write', { kind: 'study', id });
    const patientId = await patientOfStudy(db, id);
    const deed = { by: labelOf(access.subject), at: now() };
    const consent = await recordConsent(db, patientId, { ...body, ...deed });
    const { purpose, form } = body;
    await audit.record({
      ...{ action: 'consent:write', outcome: 'success', ...callerOf(access), object: { kind: 'study', id } },
      details: { change: 'give', consent, purpose, form, grants: body.grantIds?.length ?? 0 },
    });
    return present(db, patientId);
  });

  registerOperation(app, 'withdrawConsent', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'consent:write', { kind: 'consent', id });
    const ended = await withdrawConsent(db, id, { by: labelOf(access.subject), at: now() });
    await audit.record({
      ...{ action: 'consent:write', outcome: 'success', ...callerOf(access), object: { kind: 'consent', id } },
      details: { change: 'withdraw', grants: ended.length },
    });
    for (const { id: grant, studyId } of ended) {
      await audit.record({
        ...{ action: 'grant:revoke', outcome: 'success', ...callerOf(access) },
        object: studyId === null ? { kind: 'grant', id: grant } : { kind: 'study', id: studyId },
        details: { grant, consent: id },
      });
    }
    changed(ended.flatMap(({ studyId }) => studyId ?? []));
    return undefined;
  });

  registerOperation(app, 'requestCorrection', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'consent:write', { kind: 'study', id });
    const patientId = await patientOfStudy(db, id);
    const { subject } = access;
    const userId = subject.kind === 'user' ? subject.userId : undefined;
    const about = { patientId, studyId: id, request: body.request, userId, by: labelOf(subject), at: now() };
    const correction = await requestCorrection(db, about);
    await audit.record({
      ...{ action: 'consent:write', outcome: 'success', ...callerOf(access), object: { kind: 'study', id } },
      details: { change: 'ask-correction', correction },
    });
    return present(db, patientId);
  });

  registerOperation(app, 'answerCorrection', async ({ access, body, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'consent:write', { kind: 'correction', id });
    await answerCorrection(db, id, { ...body, by: labelOf(access.subject), at: now() });
    await audit.record({
      ...{ action: 'consent:write', outcome: 'success', ...callerOf(access), object: { kind: 'correction', id } },
      details: { change: 'answer-correction', answer: body.outcome },
    });
    return undefined;
  });
}

async function present(db: Kysely<Database>, patientId: number): Promise<PatientWishes> {
  const [consents, corrections, rows] = await Promise.all([
    listConsents(db, patientId),
    listCorrections(db, patientId),
    listGrantsOfPatient(db, patientId),
  ]);
  const grants = await presentGrants(db, rows);
  const nameOf = await nameLabels(
    db,
    [...consents, ...corrections].flatMap((row) => [
      row.recorded_by,
      ('withdrawn_by' in row ? row.withdrawn_by : row.answered_by) ?? '',
    ]),
  );
  return {
    grants: grants.map((grant, at) => ({ ...grant, ...studyOf(rows[at]) })),
    consents: consents.map((row) => ({
      id: String(row.id),
      purpose: row.purpose,
      form: row.form,
      givenOn: row.given,
      recordedBy: nameOf(row.recorded_by),
      recordedAt: row.recorded_at.toISOString(),
      grantIds: row.grants.map(String),
      ...(row.withdrawn_at !== null && {
        withdrawn: { at: row.withdrawn_at.toISOString(), by: nameOf(row.withdrawn_by ?? '') },
      }),
    })),
    corrections: corrections.map((row) => ({
      id: String(row.id),
      studyId: String(row.study_id),
      request: row.request,
      recordedBy: nameOf(row.recorded_by),
      recordedAt: row.recorded_at.toISOString(),
      ...(row.outcome !== null && {
        answer: {
          outcome: row.outcome,
          text: row.answer ?? '',
          by: nameOf(row.answered_by ?? ''),
          at: row.answered_at?.toISOString() ?? '',
        },
      }),
    })),
  };
}

function studyOf(row: GrantRow | undefined): Pick<PatientGrant, 'study'> {
  if (row === undefined || row.on_study === null) return {};
  const [date, description] = [isoDate(row.study_date ?? ''), row.description ?? ''];
  return {
    study: {
      id: String(row.on_study),
      ...(date === undefined ? {} : { date }),
      ...(description === '' ? {} : { description }),
    },
  };
}
