/**
 * Removes deliveries that ended well, or that somebody did not want, some time after their end: the queue would only grow.
 * Dead ones stay until somebody has resubmitted or given them up. What was sent to whom is kept: a rule whose study gets a
 * late image a year later sends that, and not the study again.
 */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { RecurringWork } from '../recurring-work.ts';

const intervalMs = 60 * 60 * 1_000;
const dayMs = 24 * 60 * 60 * 1_000;
/** Removed in one statement: each takes its instances along, and a study has hundreds. */
const deliveriesAtOnce = 200;

export type DeliveryPruningOptions = {
  readonly db: Kysely<Database>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly now: () => Date;
  readonly keepDays: number;
};

/** Begins at once, and goes on every hour. */
export function startDeliveryPruning(options: DeliveryPruningOptions): RecurringWork {
  const { logger } = options;
  const work: RecurringWork = new RecurringWork({
    intervalMs,
    work: async () => {
      const removed = await pruneDeliveries(options, () => work.isClosed);
      if (removed > 0) logger.info({ deliveries: removed }, 'deliveries that ended long ago were removed');
    },
    failed: (error) => logger.warn({ code: 'prune-failed', err: error }, 'ended deliveries were not removed'),
    beginsAtOnce: true,
  });
  return work;
}

/** Returns how many there were. */
export async function pruneDeliveries(
  { db, now, keepDays }: Omit<DeliveryPruningOptions, 'logger'>,
  isStopped: () => boolean = () => false,
): Promise<number> {
  const before = new Date(now().getTime() - keepDays * dayMs);
  let removed = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      with ended as (
        select id, peer_id, deid_project_id from gateway.delivery where ended_at < ${before} and state in ('done', 'cancelled')
        order by ended_at limit ${deliveriesAtOnce} for update skip locked
      ), kept as (
        insert into gateway.sent_object (object_id, peer_id, deid_project_id)
        select sent.object_id, ended.peer_id, coalesce(ended.deid_project_id, 0) from ended join gateway.delivery_instance sent on sent.delivery_id = ended.id
        where sent.state = 'sent' and ended.peer_id is not null
          and exists (select from gateway.instance where instance.object_id = sent.object_id)
        on conflict do nothing
      )
      delete from gateway.delivery where id in (select id from ended)`.execute(db);
    removed += Number(numAffectedRows);
    if (Number(numAffectedRows) < deliveriesAtOnce || isStopped()) return removed;
  }
}
