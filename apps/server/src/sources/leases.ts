/**
 * SQL of who asks and who copies: a look at a source, and a study of it, are claimed for a while by one node, and come
 * back when that node does not say in time that it is still there. `SEMANTICS.md` says what holds at each crash point.
 */

import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { isSendingTime } from '../delivery/sending-hours.ts';
import type { PeerRow } from '../peers/repository.ts';
import { hasDueStudies, hasPaceLeft } from './pace.ts';
import type { SourceRow } from './repository.ts';
import type { SourceStudyTable } from './tables.ts';

/** How long a look or a study stays with a node that says nothing more. */
export const leaseMs = 15_000;

/** Without progress, in a row: with the pauses between about a quarter of an hour. */
export const maxAttempts = 6;

export type StudyRow = Selectable<SourceStudyTable>;
export type Claim = { readonly owner: string; readonly now: Date };
export type ClaimedLook = { readonly source: SourceRow; readonly peer: PeerRow };
export type ClaimedStudy = ClaimedLook & { readonly study: StudyRow };

/** Of sources that may be asked now but for their hours. */
const isReady = (now: Date) => sql<boolean>`
  source.paused_at is null and peer.enabled and 'find' = any(peer.answers) and peer.answers && array['get', 'move']
  and coalesce(source.retry_at <= ${now}, true)`;

const isLookDue = (now: Date) => sql<boolean>`
  coalesce(source.lease_until <= ${now}, true) and (source.next_run_at <= ${now} or source.kind = 'mirror' and (
    source.sweep_kind is not null or source.back_filled_at is null
    or greatest(source.compared_at, source.back_filled_at)
      <= ${now}::timestamptz - make_interval(days => source.compare_every_days)))`;

/** Most nodes copy from nobody. */
export async function hasSources(db: Kysely<Database>): Promise<boolean> {
  return (await db.selectFrom('source').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Claims a source that is to be asked; undefined where there is none. */
export async function claimLook(db: Kysely<Database>, { owner, now }: Claim): Promise<ClaimedLook | undefined> {
  for (const { id, hours } of await listReady(db, now, isLookDue(now))) {
    if (!isSendingTime(hours, now)) continue;
    const claimed = await db
      .updateTable('source')
      .set({ lease_owner: owner, lease_until: leaseEnd(now) })
      .where('id', '=', id)
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
      .returningAll()
      .executeTakeFirst();
    const peer = claimed && (await findPeer(db, claimed.peer_id));
    if (claimed !== undefined && peer !== undefined) return { source: claimed, peer };
  }
  return undefined;
}

/** Claims the next study of a source that may be copied from now; undefined where there is none. */
export async function claimStudy(db: Kysely<Database>, claim: Claim): Promise<ClaimedStudy | undefined> {
  const { now } = claim;
  const isDue = sql<boolean>`${hasDueStudies(now)} and ${hasPlaceLeft(now)}`;
  for (const { id, hours } of await listReady(db, now, isDue)) {
    if (!isSendingTime(hours, now)) continue;
    const claimed = await db.transaction().execute((trx) => claimOf(trx, id, claim));
    if (claimed !== undefined) return claimed;
  }
  return undefined;
}

/** One that is failing is tried by one study at a time. */
const hasPlaceLeft = (now: Date) =>
  sql<boolean>`
    (select count(*) from gateway.source_study r where r.source_id = source.id and r.state = 'running')
      < case when source.failures > 0 then 1 else source.max_concurrent end
    and ${hasPaceLeft(now)}`;

/** The row of the source is locked, so that all nodes together copy no more studies than they may. */
async function claimOf(
  trx: Transaction<Database>,
  sourceId: number,
  { owner, now }: Claim,
): Promise<ClaimedStudy | undefined> {
  const source = await trx
    .selectFrom('source')
    .selectAll()
    .where('id', '=', sourceId)
    .where('paused_at', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (source === undefined) return undefined;
  // A statement of its own: its snapshot must be younger than the lock.
  const left = await trx
    .selectFrom('source')
    .select('id')
    .where('id', '=', sourceId)
    .where(hasPlaceLeft(now))
    .executeTakeFirst();
  if (left === undefined) return undefined;
  const study = await trx
    .updateTable('source_study')
    .set({ state: 'running', lease_owner: owner, lease_until: leaseEnd(now) })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('source_study')
        .select('id')
        .where('source_id', '=', sourceId)
        .where('state', '=', 'waiting')
        .where('due_at', '<=', now)
        .orderBy('priority')
        .orderBy('id')
        .limit(1),
    )
    .returningAll()
    .executeTakeFirst();
  const peer = study && (await findPeer(trx, source.peer_id));
  return study === undefined || peer === undefined ? undefined : { source, peer, study };
}

/** Says that this node is still at work. */
export async function renewLeases(
  db: Kysely<Database>,
  { owner, now }: Claim,
  { looks, studies }: { readonly looks: readonly number[]; readonly studies: readonly number[] },
): Promise<void> {
  const lease = { lease_until: leaseEnd(now) };
  if (looks.length > 0) {
    await db.updateTable('source').set(lease).where('id', 'in', looks).where('lease_owner', '=', owner).execute();
  }
  if (studies.length === 0) return;
  await db
    .updateTable('source_study')
    .set(lease)
    .where('id', 'in', studies)
    .where('state', '=', 'running')
    .where('lease_owner', '=', owner)
    .execute();
}

/**
 * Puts back what nobody has said anything about for too long, and, at its start, what this node left when it ended. That
 * counts as an attempt: a study that ends the process each time must come to an end itself.
 */
export async function releaseLost(db: Kysely<Database>, { owner, now }: Claim, isStart = false): Promise<void> {
  const isLost = sql<boolean>`(lease_until <= ${now} or (${isStart} and lease_owner = ${owner}))`;
  await sql`
    update gateway.source_study set lease_owner = null, lease_until = null, due_at = ${now}, attempts = attempts + 1,
      state = case when attempts + 1 >= ${maxAttempts} then 'failed' else 'waiting' end,
      code = case when attempts + 1 >= ${maxAttempts} then 'node-failed' else code end,
      is_forced = is_forced and attempts + 1 < ${maxAttempts}
    where state = 'running' and ${isLost}`.execute(db);
  await sql`
    update gateway.source set lease_owner = null, lease_until = null where lease_owner is not null and ${isLost}`.execute(
    db,
  );
}

function listReady(db: Kysely<Database>, now: Date, isDue: ReturnType<typeof isLookDue>) {
  return db
    .selectFrom('source')
    .innerJoin('peer', 'peer.id', 'source.peer_id')
    .select(['source.id', 'source.hours'])
    .where(isReady(now))
    .where(isDue)
    .orderBy(sql`random()`)
    .execute();
}

function findPeer(db: Kysely<Database>, id: number): Promise<PeerRow | undefined> {
  return db.selectFrom('peer').selectAll().where('id', '=', id).executeTakeFirst();
}

function leaseEnd(now: Date): Date {
  return new Date(now.getTime() + leaseMs);
}
