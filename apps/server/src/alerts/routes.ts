/**
 * `/api/alerts`: what is open, and what was lately; administrators dismiss what does not end by itself, and try the channels.
 */

import type { ChannelSetting, ChannelTrial } from '@isocenter/contract/alerts';
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
import { testEventOf } from './try-channels.ts';

const shown = 200;

/** Between two tests: each is a mail to everybody. */
const testPauseMs = 10_000;

export type AlertRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  readonly alerts: Pick<AlertWatch, 'channels'>;
  readonly channels: readonly ChannelSetting[];
  /** Sends a test over each channel that is on. */
  readonly tryChannels: () => Promise<readonly ChannelTrial[]>;
};

export function registerAlertRoutes(app: HttpServer, deps: AlertRouteDeps): void {
  const { db, audit, now, alerts, channels } = deps;
  registerOperation(app, 'listAlerts', async ({ access }) => {
    await requireAccess(access, 'alert:read');
    const rows = await listAlerts(db, shown);
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
      channels: [...channels],
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

  let nextTestAt = 0;
  registerOperation(app, 'testAlerts', async ({ access }) => {
    await requireAccess(access, 'alert:test');
    if (!channels.some(({ isOn }) => isOn)) throw new HttpProblem('alert-channel-missing');
    const waitMs = nextTestAt - now().getTime();
    if (waitMs > 0) throw new HttpProblem('rate-limited', { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
    nextTestAt = now().getTime() + testPauseMs;
    const trials = await deps.tryChannels();
    await audit.record({ ...testEventOf(trials), ...callerOf(access) });
    return { trials: [...trials] };
  });
}
