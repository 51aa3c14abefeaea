/** SQL of what takes the room: studies and trash, by modality and by sender, and how much comes a day. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';

const topCount = 8;
const growthDays = 30;

type Share = { readonly name: string; readonly instances: number; readonly lengthBytes: number };

export type Usage = {
  readonly studies: { readonly instances: number; readonly lengthBytes: number };
  readonly trash: { readonly instances: number; readonly lengthBytes: number };
  readonly modalities: readonly Share[];
  readonly senders: readonly Share[];
  /** Days with arrivals, oldest first; bytes as received. */
  readonly growth: readonly { readonly day: string; readonly instances: number; readonly lengthBytes: number }[];
};

/** Reads every row of instances once: for a page that is looked at now and then. */
export async function readUsage(db: Kysely<Database>): Promise<Usage> {
  const amount = sql`count(*)::integer as instances, coalesce(sum(i.length_bytes), 0)::bigint as "lengthBytes"`;
  const top = sql`order by sum(i.length_bytes) desc limit ${topCount}`;
  const [totals, modalities, senders, growth] = await Promise.all([
    sql<{ in_trash: boolean; instances: number; lengthBytes: number }>`
      select i.state = 'trashed' as in_trash, ${amount} from gateway.instance i group by 1`.execute(db),
    sql<Share>`
      select s.modality as name, ${amount} from gateway.instance i join gateway.series s on s.id = i.series_id
      where i.state <> 'trashed' group by s.modality ${top}`.execute(db),
    sql<Share>`
      select case when i.source = 'dimse' then i.sender else i.source end as name, ${amount}
      from gateway.instance i where i.state <> 'trashed' group by 1 ${top}`.execute(db),
    sql<Usage['growth'][number]>`
      select to_char(i.received_at at time zone 'UTC', 'YYYY-MM-DD') as day, ${amount}
      from gateway.instance i where i.received_at >= date_trunc('day', now()) - make_interval(days => ${growthDays - 1})
      group by 1 order by 1`.execute(db),
  ]);
  const nothing = { instances: 0, lengthBytes: 0 };
  const total = (inTrash: boolean) => {
    const row = totals.rows.find(({ in_trash }) => in_trash === inTrash);
    return row === undefined ? nothing : { instances: row.instances, lengthBytes: row.lengthBytes };
  };
  return {
    studies: total(false),
    trash: total(true),
    modalities: modalities.rows,
    senders: senders.rows,
    growth: growth.rows,
  };
}
