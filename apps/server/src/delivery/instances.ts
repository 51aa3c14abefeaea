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
  readonly deidProjectId?: number | undefined;
};

/** Lists the served instances of a study, or of the series and instances of it that are named. */
export async function listServed(
  db: Kysely<Database>,
  { studyId, seriesIds, instanceIds, peerId, onlyUnsent = false, deidProjectId }: Selection,
): Promise<readonly ServedObject[]> {
  const ofSeries = seriesIds === undefined ? sql`` : sql`and series.id = any(${seriesIds}::bigint[])`;
  const ofInstances = instanceIds === undefined ? sql`` : sql`and instance.id = any(${instanceIds}::bigint[])`;
  const { rows } = await sql<ServedObject>`
    select instance.object_id as "objectId", instance.length_bytes as "lengthBytes"
    from gateway.series join gateway.instance on instance.series_id = series.id
    where series.study_id = ${studyId} and instance.state = 'served' ${ofSeries} ${ofInstances}
      ${onlyUnsent ? sql`and ${isUnsent({ peerId, deidProjectId }, sql`delivery.requested_by_kind = 'rule'`)}` : sql``}`.execute(
    db,
  );
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

/** False where an object was deleted, or replaced by a newer copy. */
export async function isServed(db: Kysely<Database>, objectId: string): Promise<boolean> {
  const found = await db
    .selectFrom('instance')
    .select('id')
    .where('object_id', '=', objectId)
    .where('state', '=', 'served')
    .executeTakeFirst();
  return found !== undefined;
}

/** Takes what is no longer served out of a delivery: deleted objects, and copies that a newer one has replaced. */
export async function dropGone(db: Kysely<Database>, deliveryId: number): Promise<void> {
  await sql`
    with gone as (
      delete from gateway.delivery_instance d
      where d.delivery_id = ${deliveryId} and d.state = 'waiting' and not exists (
        select from gateway.instance i where i.object_id = d.object_id and i.state = 'served')
      returning length_bytes)
    update gateway.delivery d
    set instances_total = instances_total - gone.instances, bytes_total = bytes_total - gone.bytes
    from (select count(*) as instances, sum(length_bytes) as bytes from gone) gone
    where d.id = ${deliveryId} and gone.instances > 0`.execute(db);
}

/**
 * Adds what has arrived in the series, or the study, that a delivery is of, unless another delivery takes it there. Which
 * they are, the objects say that it has: internal ids are new when the index is made anew.
 */
export async function addLate(
  db: Kysely<Database>,
  {
    deliveryId,
    scope,
    ...to
  }: { deliveryId: number; peerId: number; deidProjectId?: number | undefined; scope: 'study' | 'series' },
): Promise<void> {
  const within = scope === 'study' ? sql.ref('study_id') : sql.ref('id');
  const { rows } = await sql<ServedObject>`
    with known as (
      select distinct series.${within} as id
      from gateway.delivery_instance d
      join gateway.instance on instance.object_id = d.object_id join gateway.series on series.id = instance.series_id
      where d.delivery_id = ${deliveryId}
      ${scope === 'study' ? sql`union select study_id from gateway.delivery where id = ${deliveryId}` : sql``})
    select instance.object_id as "objectId", instance.length_bytes as "lengthBytes"
    from gateway.series join gateway.instance on instance.series_id = series.id
    where series.${within} in (select id from known) and instance.state = 'served'
      and ${isUnsent(to)}`.execute(db);
  if (rows.length > 0) await addInstances(db, deliveryId, rows);
}

/** Finds the studies of deliveries again by their objects, once the index was made anew and has other ids. */
export async function relinkStudies(db: Kysely<Database>): Promise<void> {
  await sql`
    update gateway.delivery d set study_id = found.study_id
    from (
      select distinct on (o.delivery_id) o.delivery_id, series.study_id
      from gateway.delivery_instance o
      join gateway.instance on instance.object_id = o.object_id join gateway.series on series.id = instance.series_id
      order by o.delivery_id, o.object_id) found
    where found.delivery_id = d.id and not exists (select from gateway.study where study.id = d.study_id)`.execute(db);
}

/**
 * True where no delivery has sent an instance to a peer, and none of those that count is about to. What the peer has yet to
 * commit to is about to be sent. As it is, and de-identified by a project, an instance is as many things.
 */
function isUnsent(
  { peerId, deidProjectId = 0 }: { readonly peerId: number; readonly deidProjectId?: number | undefined },
  counts = sql`true`,
) {
  return sql`not exists (
    select from gateway.delivery_instance sent join gateway.delivery on delivery.id = sent.delivery_id
    where sent.object_id = instance.object_id and delivery.peer_id = ${peerId}
      and coalesce(delivery.deid_project_id, 0) = ${deidProjectId}
      and (sent.state = 'sent' or (
        sent.state in ('waiting', 'stored') and delivery.state in ('waiting', 'running', 'committing') and ${counts})))
    and not exists (
      select from gateway.sent_object where sent_object.object_id = instance.object_id and sent_object.peer_id = ${peerId}
        and sent_object.deid_project_id = ${deidProjectId})`;
}
