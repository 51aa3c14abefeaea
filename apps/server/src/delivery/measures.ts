/** Measures of the outgoing queue for Prometheus. Destinations are labelled by the AE titles of configured peers. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Verdict } from './verdict.ts';

export type DeliveryMeasures = { answered(aeTitle: string, verdict: Verdict, lengthBytes: number): void };

type DepthRow = {
  readonly destination: string;
  readonly waiting: number;
  readonly running: number;
  readonly committing: number;
  readonly dead: number;
  readonly oldest_seconds: number;
  readonly failing: number;
  readonly paused: number;
};

const gauges = {
  isocenter_delivery_waiting: ['Deliveries that wait', 'waiting'],
  isocenter_delivery_running: ['Deliveries that are being sent', 'running'],
  isocenter_delivery_committing: ['Deliveries that were sent and wait to be committed to', 'committing'],
  isocenter_delivery_dead: ['Dead letters: deliveries that were given up', 'dead'],
  isocenter_delivery_oldest_seconds: ['Age of the oldest delivery that has something left to send', 'oldest_seconds'],
  isocenter_delivery_destination_failing: ['1 while a destination takes no associations', 'failing'],
  isocenter_delivery_destination_paused: ['1 while a destination is paused', 'paused'],
} as const satisfies Record<`isocenter_delivery_${string}`, readonly [string, keyof DepthRow]>;

export function createDeliveryMeasures(metrics: Metrics, db: Kysely<Database>, now: () => Date): DeliveryMeasures {
  const registers = [metrics.registry];
  let depths: Promise<readonly DepthRow[]> | undefined;
  // All gauges of one scrape are filled from one query.
  const depthsNow = () => {
    depths ??= listDepths(db, now()).finally(() => {
      depths = undefined;
    });
    return depths;
  };
  for (const [name, [help, column]] of Object.entries(gauges)) {
    new metrics.Gauge({
      name,
      help,
      labelNames: ['destination'],
      registers,
      async collect() {
        const rows = await depthsNow();
        this.reset();
        for (const row of rows) this.set({ destination: row.destination }, row[column]);
      },
    });
  }
  const instances = new metrics.Counter({
    name: 'isocenter_delivery_instances_total',
    help: 'Instances that were sent, or tried, by what became of them: sent, later, lost, never',
    labelNames: ['destination', 'outcome'],
    registers,
  });
  const bytes = new metrics.Counter({
    name: 'isocenter_delivery_sent_bytes_total',
    help: 'Bytes of instances that destinations acknowledged, as they are stored',
    labelNames: ['destination'],
    registers,
  });
  return {
    answered(destination, { kind }, lengthBytes) {
      instances.inc({ destination, outcome: kind });
      if (kind === 'sent') bytes.inc({ destination }, lengthBytes);
    },
  };
}

async function listDepths(db: Kysely<Database>, now: Date): Promise<readonly DepthRow[]> {
  const { rows } = await sql<DepthRow>`
    select peer.ae_title as destination,
      coalesce(sum(depth.waiting), 0)::integer as waiting, coalesce(sum(depth.running), 0)::integer as running,
      coalesce(sum(depth.committing), 0)::integer as committing, coalesce(sum(depth.dead), 0)::integer as dead,
      coalesce(max(extract(epoch from ${now}::timestamptz - depth.oldest)), 0)::double precision as oldest_seconds,
      (max(d.failures) > 0)::integer as failing, (max(d.paused_at) is not null)::integer as paused
    from gateway.delivery_destination d join gateway.peer on peer.id = d.peer_id
    left join (
      select peer_id, count(*) filter (where state = 'waiting') as waiting,
        count(*) filter (where state = 'running') as running,
        count(*) filter (where state = 'committing') as committing, count(*) filter (where state = 'dead') as dead,
        min(created_at) filter (where state in ('waiting', 'running')
          and instances_sent + instances_failed < instances_total) as oldest
      from gateway.delivery where state in ('waiting', 'running', 'committing', 'dead') group by peer_id) depth
      on depth.peer_id = d.peer_id
    group by peer.ae_title`.execute(db);
  return rows;
}
