/** `/api/alerts`: what is open, and what was lately. */

import type { Kysely } from 'kysely';
import { requireAccess } from '../access/access.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import type { HttpServer } from '../http/server.ts';
import type { AlertWatch } from './alert-watch.ts';
import { listAlerts } from './repository.ts';

const shown = 200;

export type AlertRouteDeps = { readonly db: Kysely<Database>; readonly alerts: Pick<AlertWatch, 'channels'> };

export function registerAlertRoutes(app: HttpServer, { db, alerts }: AlertRouteDeps): void {
  registerOperation(app, 'listAlerts', async ({ access }) => {
    await requireAccess(access, 'alert:read');
    const rows = await listAlerts(db, shown);
    const channels = alerts.channels();
    return {
      alerts: rows.map((row) => ({
        id: String(row.id),
        ...{ kind: row.kind, subject: row.subject, severity: row.severity, details: { ...row.details } },
        openedAt: row.opened_at.toISOString(),
        ...(row.closed_at !== null && { closedAt: row.closed_at.toISOString() }),
        messagesSent: row.messages_sent,
        ...(row.last_error !== null && { lastError: row.last_error }),
      })),
      mail: channels.includes('mail'),
      webhook: channels.includes('webhook'),
    };
  });
}
