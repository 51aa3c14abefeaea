/** `/api/alerts`: what is open, and what was lately; administrators dismiss what does not end by itself. */

import type { Kysely } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import type { AlertWatch } from './alert-watch.ts';
import { dismissAlert, isDismissible, listAlerts } from './repository.ts';

const shown = 200;

export type AlertRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  readonly alerts: Pick<AlertWatch, 'channels'>;
};

export function registerAlertRoutes(app: HttpServer, { db, audit, now, alerts }: AlertRouteDeps): void {
  registerOperation(app, 'listAlerts', async ({ access }) => {
    await requireAccess(access, 'alert:read');
    const rows = await listAlerts(db, shown);
    const channels = alerts.channels();
    return {
      alerts: rows.map((row) => ({
        id: String(row.id),
        ...{ kind: row.kind, subject: row.subject, severity: row.severity, details: { ...row.details } },
        openedAt: row.opened_at.toISOString(),
        ...(row.closed_at !== null && { closedAt: row.closed_at.toISOString(), ended: row.ended ?? 'over' }),
        dismissible: row.closed_at === null && isDismissible(row),
        messagesSent: row.messages_sent,
        ...(row.last_error !== null && { lastError: row.last_error }),
      })),
      mail: channels.includes('mail'),
      webhook: channels.includes('webhook'),
    };
  });

  registerOperation(app, 'dismissAlert', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'alert:write');
    const what = await dismissAlert(db, id, { channels: alerts.channels(), now: now() });
    if (what === 'unknown') throw new HttpProblem('not-found');
    if (what === 'cannot-be') throw new HttpProblem('alert-not-dismissible');
    const object = { kind: 'alert', id };
    await audit.record({ action: 'alert:write', outcome: 'success', ...callerOf(access), object });
    return undefined;
  });
}
