/** `/api/audit`: administrators read the audit trail. Reading it is itself recorded. */

import type { AuditEntry } from '@isocenter/contract/audit';
import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import type { AuditRecorder } from './event.ts';
import { listAudit } from './repository.ts';

export type AuditRouteDeps = { readonly db: Kysely<Database>; readonly audit: AuditRecorder };

export function registerAuditRoutes(app: HttpServer, { db, audit }: AuditRouteDeps): void {
  registerOperation(app, 'listAudit', async ({ access, query }) => {
    await requireAccess(access, 'audit:read');
    const { rows, nextBefore } = await listAudit(db, query);
    const details = { keys: Object.keys(query).sort() };
    await audit.record({ action: 'audit:read', outcome: 'success', ...callerOf(access), details });
    return { entries: rows.map(present), ...(nextBefore === undefined ? {} : { nextBefore }) };
  });
}

type Row = Awaited<ReturnType<typeof listAudit>>['rows'][number];

function present(row: Row): AuditEntry {
  const name = row.subject_name ?? row.email ?? row.label;
  return {
    sequence: row.sequence,
    at: row.at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    subject: {
      kind: row.subject_kind,
      ...(row.subject_id === null ? {} : { id: row.subject_id }),
      ...(name === null ? {} : { name }),
    },
    ...(row.object_kind === null
      ? {}
      : { object: { kind: row.object_kind, ...(row.object_id === null ? {} : { id: row.object_id }) } }),
    ...(row.address === null ? {} : { address: row.address }),
    details: row.details,
  };
}
