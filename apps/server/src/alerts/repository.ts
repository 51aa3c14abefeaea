/**
 * SQL of alerts: opened once for as long as a condition holds, closed when it does not or when a person dismisses it, told
 * over each channel.
 */

import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { AlertKind, Condition } from './conditions.ts';
import type { AlertChannel, AlertEnding } from './tables.ts';

/** From the second attempt on, doubling. */
const firstRetryMs = 60 * 1_000;
const longestRetryMs = 6 * 60 * 60 * 1_000;
/** About two days in all. */
const maxAttempts = 16;
const keptDays = 90;

export type Reconciliation = {
  readonly conditions: readonly Condition[];
  /** What nobody wants to know any more: such an alert is not over when it is closed. */
  readonly unwatched?: readonly AlertKind[];
  readonly channels: readonly AlertChannel[];
  readonly now: Date;
};

/** Opens, renews and closes alerts so that the open ones are the conditions; asks for one message a channel for each change. */
export async function reconcileAlerts(
  db: Kysely<Database>,
  { conditions, unwatched = [], channels, now }: Reconciliation,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const open = await trx.selectFrom('alert').selectAll().where('closed_at', 'is', null).forUpdate().execute();
    const told: Told[] = [];
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
      if (await isDismissed(trx, condition, now)) continue;
      const { id } = await trx
        .insertInto('alert')
        .values({ kind, subject, severity, details, opened_at: now, seen_at: now })
        .returning('id')
        .executeTakeFirstOrThrow();
      told.push({ id, event: 'opened' });
    }
    for (const alert of open) {
      if (conditions.some((condition) => isSame(alert, condition))) continue;
      const ended = unwatched.includes(alert.kind) ? 'unwatched' : 'over';
      await trx.updateTable('alert').set({ closed_at: now, ended }).where('id', '=', alert.id).execute();
      told.push({ id: alert.id, event: 'closed' });
    }
    await tell(trx, told, { channels, now });
    await sql`
      delete from gateway.alert
      where greatest(closed_at, seen_at) < ${now}::timestamptz - make_interval(days => ${keptDays})
        and closed_at is not null`.execute(trx);
  });
}

type Known = { readonly kind: string; readonly subject: string };

const isSame = (left: Known, right: Known) => left.kind === right.kind && left.subject === right.subject;

/** True while nothing has happened since a person dismissed it, which is remembered for as long as it holds. */
async function isDismissed(
  trx: Transaction<Database>,
  { kind, subject, details }: Condition,
  now: Date,
): Promise<boolean> {
  const { lastAt } = details;
  if (lastAt === undefined) return false;
  const { numUpdatedRows } = await trx
    .updateTable('alert')
    .set({ seen_at: now })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('ended', '=', 'dismissed')
    .where('closed_at', '>=', new Date(lastAt))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

type Told = { readonly id: number; readonly event: 'opened' | 'closed' };

async function tell(
  trx: Transaction<Database>,
  told: readonly Told[],
  { channels, now }: Pick<Reconciliation, 'channels' | 'now'>,
): Promise<void> {
  const deliveries = told.flatMap(({ id, event }) =>
    channels.map((channel) => ({ alert_id: id, event, channel, due_at: now })),
  );
  if (deliveries.length > 0) await trx.insertInto('alert_delivery').values(deliveries).execute();
}

/**
 * Closes an alert that does not end by itself, until something happens to it anew.
 *
 * @returns `cannot-be` where it is one that ends by itself
 */
export function dismissAlert(
  db: Kysely<Database>,
  id: number,
  { channels, now }: Pick<Reconciliation, 'channels' | 'now'>,
): Promise<'dismissed' | 'cannot-be' | 'unknown'> {
  return db.transaction().execute(async (trx) => {
    const alert = await trx.selectFrom('alert').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    if (alert === undefined) return 'unknown';
    if (alert.closed_at !== null || !isDismissible(alert)) return 'cannot-be';
    const ended: AlertEnding = 'dismissed';
    await trx.updateTable('alert').set({ closed_at: now, ended }).where('id', '=', id).execute();
    await tell(trx, [{ id, event: 'closed' }], { channels, now });
    return 'dismissed';
  });
}

/** True where it is known when it got worse last, so that it can be told anew. */
export function isDismissible({ details }: Pick<Condition, 'details'>): boolean {
  return details.lastAt !== undefined;
}

/** Lists messages that are due, in the order in which they were asked for. */
export function listDueMessages(db: Kysely<Database>, now: Date) {
  return db
    .selectFrom('alert_delivery')
    .innerJoin('alert', 'alert.id', 'alert_delivery.alert_id')
    .select(['alert_delivery.id', 'channel', 'event', 'attempts', 'kind', 'subject', 'severity', 'details'])
    .select(['alert.id as alert_id', 'opened_at', 'closed_at', 'ended'])
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
