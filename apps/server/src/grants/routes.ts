/** `/api/grants`: who can see a study and why; whoever may manage it grants and revokes. Both are in the audit trail. */

import type { CreateGrant } from '@isocenter/contract/grants';
import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import { labelOf } from '../access/subject-label.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { presentGrants } from './present.ts';
import {
  findStudyOfGrant,
  insertGrant,
  listGivable,
  listGrantees,
  listGrants,
  type NewGrant,
  revokeGrant,
} from './repository.ts';

export type GrantRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  /** Tells open pages of studies that changed. */
  readonly changed: (studies: readonly number[]) => void;
};

export function registerGrantRoutes(app: HttpServer, { db, audit, now, changed }: GrantRouteDeps): void {
  registerOperation(app, 'listGrants', async ({ access, query }) => {
    const id = parseObjectId(query.studyId);
    const object = { kind: 'study', id } as const;
    await requireAccess(access, 'grant:read', object);
    const [rows, mayGive] = await Promise.all([listGrants(db, id), listGivable(db, access.subject, { studyId: id })]);
    audit.count({ action: 'grant:read', outcome: 'success', ...callerOf(access), object });
    return { grants: await presentGrants(db, rows), mayGive };
  });

  registerOperation(app, 'listGrantees', async ({ access, query }) => {
    const id = parseObjectId(query.studyId);
    const object = { kind: 'study', id } as const;
    await requireAccess(access, 'grantee:read', object);
    audit.count({ action: 'grantee:read', outcome: 'success', ...callerOf(access), object });
    return { grantees: await listGrantees(db, id) };
  });

  registerOperation(app, 'createGrant', async ({ access, body }) => {
    const studyId = parseObjectId(body.studyId);
    await requireAccess(access, 'grant:write', { kind: 'study', id: studyId });
    const on = await objectOf(db, body, studyId);
    if ('patient_id' in on) await requireAccess(access, 'grant:write', { kind: 'patient', id: on.patient_id });
    const givable = await listGivable(db, access.subject, { studyId, ofPatient: body.level === 'patient' });
    if (!body.privileges.every((privilege) => givable.includes(privilege))) throw new HttpProblem('forbidden');
    const { granteeKind, privileges, reason } = body;
    const granteeId = await knownGrantee(db, body, studyId);
    const grant = { granteeKind, granteeId, privileges, reason, studyId, on, ...validityOf(body, now()) };
    const id = await insertGrant(db, { ...grant, grantedBy: access.subject });
    const grantee = granteeId === undefined ? granteeKind : `${granteeKind} ${granteeId}`;
    await audit.record({
      action: 'grant:write',
      outcome: 'success',
      ...callerOf(access),
      object: { kind: 'study', id: studyId },
      details: { change: 'grant', grant: id, grantee, level: body.level, privileges, reason },
    });
    changed([studyId]);
    const [made] = await presentGrants(
      db,
      (await listGrants(db, studyId)).filter((row) => row.id === id),
    );
    if (made === undefined) throw new HttpProblem('not-found');
    return made;
  });

  registerOperation(app, 'revokeGrant', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'grant:revoke', { kind: 'grant', id });
    const studyId = await findStudyOfGrant(db, id);
    if (!(await revokeGrant(db, id, labelOf(access.subject)))) throw new HttpProblem('not-found');
    await audit.record({
      action: 'grant:revoke',
      outcome: 'success',
      ...callerOf(access),
      object: studyId === undefined ? { kind: 'grant', id } : { kind: 'study', id: studyId },
      details: { grant: id },
    });
    if (studyId !== undefined) changed([studyId]);
    return undefined;
  });
}

/** @throws HttpProblem `not-found` where the series is not one of the study */
async function objectOf(
  db: Kysely<Database>,
  { level, seriesId }: CreateGrant,
  studyId: number,
): Promise<NewGrant['on']> {
  if (level === 'study') return { study_id: studyId };
  if (level === 'patient') {
    const study = db.selectFrom('study').select('patient_id').where('id', '=', studyId);
    return study.executeTakeFirstOrThrow(() => new HttpProblem('not-found'));
  }
  const id = parseObjectId(seriesId ?? '');
  const series = db.selectFrom('series').select('id as series_id').where('id', '=', id).where('study_id', '=', studyId);
  return series.executeTakeFirstOrThrow(() => new HttpProblem('not-found'));
}

/** @throws HttpProblem `not-found` where there is nobody of the kind that something can be granted to */
async function knownGrantee(
  db: Kysely<Database>,
  { granteeKind, granteeId }: CreateGrant,
  studyId: number,
): Promise<number | undefined> {
  if (granteeKind === 'everyone') return undefined;
  const known = await listGrantees(db, studyId);
  const found = known.find(({ kind, id }) => kind === granteeKind && id === granteeId);
  if (found === undefined) throw new HttpProblem('not-found');
  return parseObjectId(found.id);
}

/** @throws HttpProblem `invalid-request` where it would never be in force */
function validityOf({ notBefore, expiresAt }: CreateGrant, now: Date): Pick<NewGrant, 'notBefore' | 'expiresAt'> {
  const [from, to] = [notBefore, expiresAt].map((text) => (text === undefined ? undefined : new Date(text)));
  if (to !== undefined && to.getTime() <= Math.max(now.getTime(), from?.getTime() ?? 0)) {
    throw new HttpProblem('invalid-request', { detail: 'The grant would end before it begins.' });
  }
  return { notBefore: from, expiresAt: to };
}
