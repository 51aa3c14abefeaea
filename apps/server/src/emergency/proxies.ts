/**
 * `/api/proxies`: people who have the access of a patient: the patient, a guardian, somebody who acts for the patient. What
 * it allows are the grants to the patient; the first such person brings the patient one on all that is the patient's.
 */

import type { PatientProxy } from '@isocenter/contract/break-glass';
import type { Privilege } from '@isocenter/contract/privilege';
import { type Kysely, sql } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import { labelOf, nameLabels } from '../access/subject-label.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';

const ofPatients: Privilege[] = ['view', 'download', 'see-identity'];

export type ProxyRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
};

export function registerProxyRoutes(app: HttpServer, { db, audit, now }: ProxyRouteDeps): void {
  registerOperation(app, 'listProxies', async ({ access, query }) => {
    const studyId = parseObjectId(query.studyId);
    const object = { kind: 'study', id: studyId } as const;
    await requireAccess(access, 'proxy:read', object);
    audit.count({ action: 'proxy:read', outcome: 'success', ...callerOf(access), object });
    return { proxies: await list(db, await patientOf(db, studyId)) };
  });

  registerOperation(app, 'establishProxy', async ({ access, body }) => {
    const studyId = parseObjectId(body.studyId);
    const userId = parseObjectId(body.userId);
    await requireAccess(access, 'proxy:write', { kind: 'study', id: studyId });
    const patientId = await patientOf(db, studyId);
    const until = body.until === undefined ? null : new Date(body.until);
    if (until !== null && until <= now()) throw new HttpProblem('invalid-request');
    await db.transaction().execute(async (trx) => {
      const user = trx
        .selectFrom('user_account')
        .select('id')
        .where('id', '=', userId)
        .where('disabled_at', 'is', null);
      await user.executeTakeFirstOrThrow(() => new HttpProblem('not-found'));
      await trx
        .insertInto('patient_proxy')
        .values({
          ...{ patient_id: patientId, user_id: userId, kind: body.kind, evidence: body.evidence, since: now(), until },
          ...{ established_by: labelOf(access.subject), ended_at: null, ended_by: null },
        })
        .execute();
      await grantToPatient(trx, patientId, labelOf(access.subject));
    });
    const details = { change: 'establish', user: userId, kind: body.kind };
    const object = { kind: 'study', id: studyId };
    await audit.record({ action: 'proxy:write', outcome: 'success', ...callerOf(access), object, details });
    return { proxies: await list(db, patientId) };
  });

  registerOperation(app, 'endProxy', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'proxy:write');
    const { numUpdatedRows } = await db
      .updateTable('patient_proxy')
      .set({ ended_at: sql<Date>`now()`, ended_by: labelOf(access.subject) })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new HttpProblem('not-found');
    const object = { kind: 'proxy', id };
    await audit.record({
      action: 'proxy:write',
      outcome: 'success',
      ...callerOf(access),
      object,
      details: { change: 'end' },
    });
    return undefined;
  });
}

async function patientOf(db: Kysely<Database>, studyId: number): Promise<number> {
  const study = db.selectFrom('study').select('patient_id').where('id', '=', studyId);
  return (await study.executeTakeFirstOrThrow(() => new HttpProblem('not-found'))).patient_id;
}

async function grantToPatient(db: Kysely<Database>, patientId: number, by: string): Promise<void> {
  await sql`
    insert into gateway.access_grant (grantee_kind, grantee_id, patient_id, privileges, granted_by, reason)
    select 'patient', ${patientId}, ${patientId}, ${ofPatients}::text[], ${by}, 'the patient’s own access'
    where not exists (select from gateway.access_grant
      where patient_id = ${patientId} and grantee = 'patient ' || ${patientId}::bigint and revoked_at is null)`.execute(
    db,
  );
}

async function list(db: Kysely<Database>, patientId: number): Promise<PatientProxy[]> {
  const rows = await db
    .selectFrom('patient_proxy')
    .innerJoin('user_account', 'user_account.id', 'patient_proxy.user_id')
    .selectAll('patient_proxy')
    .select('user_account.name')
    .where('patient_id', '=', patientId)
    .orderBy('patient_proxy.id', 'desc')
    .execute();
  const nameOf = await nameLabels(
    db,
    rows.flatMap((row) => [row.established_by, ...(row.ended_by === null ? [] : [row.ended_by])]),
  );
  return rows.map((row) => ({
    ...{ id: String(row.id), userId: String(row.user_id), name: row.name, kind: row.kind, evidence: row.evidence },
    since: row.since.toISOString(),
    ...(row.until !== null && { until: row.until.toISOString() }),
    establishedBy: nameOf(row.established_by),
    ...(row.ended_at !== null && { ended: { by: nameOf(row.ended_by ?? ''), at: row.ended_at.toISOString() } }),
  }));
}
