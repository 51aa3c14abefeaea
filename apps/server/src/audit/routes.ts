/**
 * `/api/audit`: the trail as who may read it searches it, exports it, and sees who looked at a study or a patient's
 * studies. Reading it is itself recorded, by the keys that were used and never by what was looked for.
 */

import { AuditExportQuery } from '@isocenter/contract/audit';
import { paths } from '@isocenter/contract/paths';
import type { Kysely } from 'kysely';
import { type AccessContext, callerOf, requireAccess } from '../access/access.ts';
import { mayTake } from '../access/action.ts';
import { findSubject } from '../access/authenticate.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { Database } from '../database/schema.ts';
import { sendBody } from '../dicomweb/stream-reply.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import { patientAccesses, studyAccesses } from './accesses.ts';
import type { AuditEvent, AuditRecorder } from './event.ts';
import { exportEntries, exportTypes } from './export.ts';
import { conditionOf } from './filter.ts';
import { presentEntry } from './present.ts';
import { type AuditRow, listAudit, patientNames } from './repository.ts';

export type AuditRouteDeps = { readonly db: Kysely<Database>; readonly audit: AuditRecorder; readonly now: () => Date };

export function registerAuditRoutes(app: HttpServer, { db, audit, now }: AuditRouteDeps): void {
  registerOperation(app, 'listAudit', async ({ access, query }) => {
    await requireAccess(access, 'audit:read');
    const { rows, nextBefore, counted } = await listAudit(db, access.subject, query);
    await audit.record({ ...eventOf(access, 'audit:read'), details: { keys: Object.keys(query).sort() } });
    const names = await patientNames(db, access.subject, studiesOf(rows));
    return {
      entries: rows.map((row) => presentEntry(row, names)),
      ...(nextBefore === undefined ? {} : { nextBefore }),
      ...(counted === undefined ? {} : { total: counted.total, totalIsLowerBound: counted.isLowerBound }),
    };
  });

  registerOperation(app, 'askAuditExport', async ({ access }) => {
    await requireAccess(access, 'audit:export');
    return undefined;
  });

  const exportSchema = { summary: 'Read the audit trail as a file, CSV or JSON Lines', querystring: AuditExportQuery };
  app.get(paths.auditExport(), { exposeHeadRoute: false, schema: exportSchema }, async (request, reply) => {
    await requireAccess(request.access, 'audit:export');
    const { access } = request;
    const { format, ...filter } = request.query;
    const condition = await conditionOf(db, access.subject, filter);
    await audit.record({ ...eventOf(access, 'audit:export'), details: { format, keys: Object.keys(filter).sort() } });
    reply.header('content-disposition', `attachment; filename="audit-${dayOf(now())}.${format}"`);
    // A session that ends, or a right that is taken away, ends the file; a proof that is no longer fresh does not.
    const mayGoOn = async () =>
      requireAccess(
        { ...access, refusalOf: undefined, subject: await findSubject(request, { db, now }) },
        'audit:export',
      );
    return sendBody(request, reply, {
      contentType: exportTypes[format],
      lengthBytes: undefined,
      chunks: () => exportEntries(db, condition, { format, mayGoOn }),
    });
  });

  registerOperation(app, 'listStudyAccesses', async ({ access, params }) => {
    await requireAccess(access, 'access-history:read');
    const id = parseObjectId(params.id);
    const history = await studyAccesses(db, id, { withEmail: mayTake(access.subject, 'audit:read') });
    await audit.record({ ...eventOf(access, 'access-history:read'), object: { kind: 'study', id } });
    return history;
  });

  registerOperation(app, 'listPatientAccesses', async ({ access, params }) => {
    await requireAccess(access, 'access-history:read');
    const id = parseObjectId(params.id);
    const history = await patientAccesses(db, id, { withEmail: mayTake(access.subject, 'audit:read') });
    await audit.record({ ...eventOf(access, 'access-history:read'), object: { kind: 'patient', id } });
    return history;
  });
}

function eventOf(access: AccessContext, action: AuditEvent['action']) {
  return { action, outcome: 'success', ...callerOf(access) } as const;
}

function studiesOf(rows: readonly AuditRow[]): readonly number[] {
  return rows.flatMap((row) => (row.object_kind === 'study' && row.object_id !== null ? [Number(row.object_id)] : []));
}

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);
