/** SQL of alerts: opened once for as long as a condition holds, closed when it does not, told over each channel. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Condition } from './conditions.ts';
import type { AlertChannel } from './tables.ts';

/** From the second attempt on, doubling. */
const firstRetryMs = 60 * 1_000;
const longestRetryMs = 6 * 60 * 60 * 1_000;
/** About two days in all. */
const maxAttempts = 16;
const keptDays = 90;

export type Reconciliation = {
  readonly conditions: readonly Condition[];
  readonly channels: readonly AlertChannel[];
  readonly now: Date;
};

/** Opens, renews and closes alerts so that the open ones are the conditions; asks for one message a channel for each change. */
export async function reconcileAlerts(
  db: Kysely<Database>,
  { conditions, channels, now }: Reconciliation,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const open = await trx.selectFrom('alert').selectAll().where('closed_at', 'is', null).forUpdate().execute();
    const isSame = (left: { kind: string; subject: string }, right: { kind: string; subject: string }) =>
      left.kind === right.kind && left.subject === right.subject;
    const told: { id: number; event: 'opened' | 'closed' }[] = [];
    for (const condition of conditions) {
      const { kind, subject, severity } = condition;
      const details = JSON.stringify(condition.details);
      const known = open.find((alert) => isSame(alert, condition));
      if (known !== undefined) {
        await trx.updateTable('alert').set({ severity, details, seen_at: now }).where('id', '=', known.id).execute();
        // Worse than it was is told again; each change of the numbers is not.
        if (known.severity === 'warning' && severity === 'critical') told.push({ id: known.id, event: 'opened' });
        continue;
      }
      const { id } = await trx
        .insertInto('alert')
        .values({ kind, subject, severity, details, opened_at: now, seen_at: now })
        .returning('id')
        .executeTakeFirstOrThrow();
      told.push({ id, event: 'opened' });
    }
    for (const alert of open) {
      if (conditions.some((condition) => isSame(alert, condition))) continue;
      await trx.updateTable('alert').set({ closed_at: now }).where('id', '=', alert.id).execute();
      told.push({ id: alert.id, event: 'closed' });
    }
    const deliveries = told.flatMap(({ id, event }) =>
      channels.map((channel) => ({ alert_id: id, event, channel, due_at: now })),
    );
    if (deliveries.length > 0) await trx.insertInto('alert_delivery').values(deliveries).execute();
    await sql`delete from gateway.alert where closed_at < ${now}::timestamptz - make_interval(days => ${keptDays})`.execute(
      trx,
    );
  });
}

/** Lists messages that are due, in the order in which they were asked for. */
export function listDueMessages(db: Kysely<Database>, now: Date) {
  return db
    .selectFrom('alert_delivery')
    .innerJoin('alert', 'alert.id', 'alert_delivery.alert_id')
    .select(['alert_delivery.id', 'channel', 'event', 'attempts', 'kind', 'subject', 'severity', 'details'])
    .select(['alert.id as alert_id', 'opened_at', 'closed_at'])
    .where('due_at', '<=', now)
    .orderBy('alert_delivery.id')
    .limit(50)
    .execute();
}

export type AlertMessage = Awaited<ReturnType<typeof listDueMessages>>[number];

export async function noteSent(db: Kysely<Database>, id: number, now: Date): Promise<void> {
  await db
    .updateTable('alert_delivery')
    .set((eb) => ({ sent_at: now, due_at: null, error: null, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Asks for another attempt later, unless there were enough. */
export async function noteFailed(
  db: Kysely<Database>,
  message: Pick<AlertMessage, 'id' | 'attempts'>,
  { code, now }: { readonly code: string; readonly now: Date },
): Promise<void> {
  const attempts = message.attempts + 1;
  const waitMs = Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
  const dueAt = attempts >= maxAttempts ? null : new Date(now.getTime() + waitMs);
  await db
    .updateTable('alert_delivery')
    .set({ attempts, error: code, due_at: dueAt })
    .where('id', '=', message.id)
    .execute();
}

/** Lists open alerts and those closed lately, each with what became of its messages. */
export function listAlerts(db: Kysely<Database>, limit: number) {
  return db
    .selectFrom('alert')
    .selectAll('alert')
    .select(
      sql<number>`(
        select count(*)::integer from gateway.alert_delivery d where d.alert_id = alert.id and d.sent_at is not null)`.as(
        'messages_sent',
      ),
    )
    .select(
      sql<string | null>`(
        select d.error from gateway.alert_delivery d where d.alert_id = alert.id and d.error is not null
        order by d.id desc limit 1)`.as('last_error'),
    )
    .orderBy(sql`closed_at is null`, 'desc')
    .orderBy('opened_at', 'desc')
    .limit(limit)
    .execute();
}
