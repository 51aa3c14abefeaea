/** SQL of what a delivery consists of: objects of the index, by the names that they have in the log for good. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';

export type ServedObject = { readonly objectId: string; readonly lengthBytes: number };

type Selection = {
  readonly studyId: number;
  readonly seriesIds?: readonly number[];
  readonly instanceIds?: readonly number[];
  readonly peerId: number;
  readonly onlyUnsent?: boolean;
};

/** Lists the served instances of a study, or of the series and instances of it that are named. */
export async function listServed(
  db: Kysely<Database>,
  { studyId, seriesIds, instanceIds, peerId, onlyUnsent = false }: Selection,
): Promise<readonly ServedObject[]> {
  const ofSeries = seriesIds === undefined ? sql`` : sql`and series.id = any(${seriesIds}::bigint[])`;
  const ofInstances = instanceIds === undefined ? sql`` : sql`and instance.id = any(${instanceIds}::bigint[])`;
  const { rows } = await sql<ServedObject>`
    select instance.object_id as "objectId", instance.length_bytes as "lengthBytes"
    from gateway.series join gateway.instance on instance.series_id = series.id
    where series.study_id = ${studyId} and instance.state = 'served' ${ofSeries} ${ofInstances}
      ${onlyUnsent ? sql`and ${isUnsent(peerId)}` : sql``}`.execute(db);
  return rows;
}

/** Adds objects to a delivery, and to its totals. */
export async function addInstances(
  db: Kysely<Database>,
  deliveryId: number,
  objects: readonly ServedObject[],
): Promise<void> {
  const ids = objects.map(({ objectId }) => objectId);
  const lengths = objects.map(({ lengthBytes }) => lengthBytes);
  await sql`
    with added as (
      insert into gateway.delivery_instance (delivery_id, object_id, state, length_bytes)
      select ${deliveryId}::bigint, object_id, 'waiting', length_bytes
      from unnest(${ids}::text[], ${lengths}::bigint[]) as found (object_id, length_bytes)
      on conflict do nothing returning length_bytes)
    update gateway.delivery d
    set instances_total = instances_total + added.instances, bytes_total = bytes_total + added.bytes
    from (select count(*) as instances, coalesce(sum(length_bytes), 0) as bytes from added) added
    where d.id = ${deliveryId}`.execute(db);
}

/** True where no delivery has sent an instance to a peer, or is about to. */
function isUnsent(peerId: number) {
  return sql`not exists (
    select from gateway.delivery_instance sent join gateway.delivery on delivery.id = sent.delivery_id
    where sent.object_id = instance.object_id and delivery.peer_id = ${peerId}
      and (sent.state = 'sent' or (sent.state = 'waiting' and delivery.state in ('waiting', 'running'))))`;
}
