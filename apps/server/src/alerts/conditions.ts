/**
 * What an administrator should hear of without looking: little room, deliveries that were given up, peers that fail, senders
 * that have fallen silent (`silent-sources.ts`), archives that cannot be copied from, earlier studies and reports of storage
 * commitment that were given up, what gateways ask of one another in vain. Each condition that holds now is one entry; opening and closing alerts is `repository.ts`.
 */

import { sql } from 'kysely';
import type { MoverStatus } from '../object-store/mover.ts';
import type { Space } from '../space/space-watch.ts';
import { findSilentSources, type SilenceOptions } from './silent-sources.ts';

const hourMs = 60 * 60 * 1_000;
/** A peer that fails for less is tried again by itself, and nobody needs to know. */
const failingForMs = hourMs / 2;
/** A store that is away for so long will not come back by itself. */
const criticalAfterMs = 6 * hourMs;

export type AlertKind =
  | 'storage'
  | 'object-store'
  | 'dead-deliveries'
  | 'failing-peer'
  | 'silent-source'
  | 'failing-archive'
  | 'given-up-studies'
  | 'given-up-prefetches'
  | 'given-up-reports'
  | 'waiting-orders';
export type AlertSeverity = 'warning' | 'critical';
/**
 * `lastAt` is when it got worse last, or of a silent source when its last object came: what has one may be dismissed, and
 * is told anew once it has a later one.
 */
export type AlertDetails = Readonly<Record<string, string | number>>;

export type Condition = {
  readonly kind: AlertKind;
  /** An AE title, the id of a token or user, or a part of the node: never anything of a patient. */
  readonly subject: string;
  readonly severity: AlertSeverity;
  readonly details: AlertDetails;
};

export type ConditionOptions = SilenceOptions & {
  readonly space: () => Space;
  /** Undefined where nothing moves to a store. */
  readonly moves: () => MoverStatus | undefined;
};

/** Returns everything that holds now. */
export async function findConditions(options: ConditionOptions): Promise<readonly Condition[]> {
  const found = await Promise.all([
    findDeadDeliveries(options),
    findFailingPeers(options),
    findSilentSources(options),
    findFailingArchives(options),
    findGivenUpStudies(options),
    findGivenUpPrefetches(options),
    findGivenUpReports(options),
    findWaitingOrders(options),
  ]);
  const moves = options.moves();
  const store = moves === undefined ? [] : objectStoreCondition(moves, options.now);
  return [...storageCondition(options.space()), ...store, ...found.flat()];
}

function storageCondition({ level, roomBytes, freeBytes }: Space): readonly Condition[] {
  if (level === 'enough') return [];
  const severity = level === 'full' ? 'critical' : 'warning';
  return [{ kind: 'storage', subject: 'disk', severity, details: { level, roomBytes, freeBytes } }];
}

/** Until it answers again only the disk takes what comes, and what lies in the store cannot be read. */
function objectStoreCondition(status: MoverStatus, now: Date): readonly Condition[] {
  const { failingSince, failure = 'unknown', waitingFiles, waitingBytes } = status;
  const failedForMs = failingSince === undefined ? 0 : now.getTime() - failingSince.getTime();
  if (failingSince === undefined || failedForMs < failingForMs) return [];
  const severity = failedForMs >= criticalAfterMs || failure === 'wrong-store' ? 'critical' : 'warning';
  const details = { code: failure, since: failingSince.toISOString(), waitingFiles, waitingBytes };
  return [{ kind: 'object-store', subject: 'S3 store', severity, details }];
}

/** Somebody has to look at them: they are not tried again by themselves. */
async function findDeadDeliveries({ db }: ConditionOptions): Promise<readonly Condition[]> {
  const rows = await db
    .selectFrom('delivery')
    .select(['ae_title', sql<number>`count(*)::integer`.as('deliveries')])
    .select(sql<Date>`max(coalesce(ended_at, created_at))`.as('last_at'))
    .where('state', '=', 'dead')
    .groupBy('ae_title')
    .execute();
  return rows.map(({ ae_title, deliveries, last_at }) => ({
    kind: 'dead-deliveries',
    subject: ae_title,
    severity: 'critical',
    details: { deliveries, lastAt: last_at.toISOString() },
  }));
}

async function findFailingPeers({ db, now }: ConditionOptions): Promise<readonly Condition[]> {
  const rows = await db
    .selectFrom('delivery_destination')
    .innerJoin('peer', 'peer.id', 'delivery_destination.peer_id')
    .select(['peer.ae_title', 'failing_since', 'failure_code'])
    .where('peer.enabled', '=', true)
    .where('paused_at', 'is', null)
    .where('failing_since', '<=', new Date(now.getTime() - failingForMs))
    .orderBy('failing_since')
    .execute();
  return firstOfEach('failing-peer', rows);
}

async function findFailingArchives({ db, now }: ConditionOptions): Promise<readonly Condition[]> {
  const rows = await db
    .selectFrom('source')
    .innerJoin('peer', 'peer.id', 'source.peer_id')
    .select(['peer.ae_title', 'failing_since', 'failure_code'])
    .where('peer.enabled', '=', true)
    .where('paused_at', 'is', null)
    .where('failing_since', '<=', new Date(now.getTime() - failingForMs))
    .orderBy('failing_since')
    .execute();
  return firstOfEach('failing-archive', rows);
}

type Failing = {
  readonly ae_title: string;
  readonly failing_since: Date | null;
  readonly failure_code: string | null;
};

/** Several sources of one archive, or hosts of one AE title, are one alert: that of the first that failed. */
function firstOfEach(kind: AlertKind, rows: readonly Failing[]): readonly Condition[] {
  return [...Map.groupBy(rows, ({ ae_title }) => ae_title)].map(([subject, [first]]) => ({
    kind,
    subject,
    severity: 'warning',
    details: { code: first?.failure_code ?? 'unknown', since: first?.failing_since?.toISOString() ?? '' },
  }));
}

/** Somebody has to look at them: they are not tried again by themselves. */
async function findGivenUpStudies({ db }: ConditionOptions): Promise<readonly Condition[]> {
  const rows = await db
    .selectFrom('source_study')
    .innerJoin('source', 'source.id', 'source_study.source_id')
    .innerJoin('peer', 'peer.id', 'source.peer_id')
    .select(['peer.ae_title', sql<number>`count(*)::integer`.as('studies')])
    .where('source_study.state', '=', 'failed')
    .groupBy('peer.ae_title')
    .execute();
  return rows.map(({ ae_title, studies }) => ({
    kind: 'given-up-studies',
    subject: ae_title,
    severity: 'warning',
    details: { studies },
  }));
}

/** Earlier studies that rules asked an archive for: somebody has them tried again, or does without. */
async function findGivenUpPrefetches({ db }: ConditionOptions): Promise<readonly Condition[]> {
  const from = sql<string>`wanted ->> 'from'`;
  const rows = await db
    .selectFrom('prefetch')
    .select([from.as('ae_title'), sql<number>`count(*)::integer`.as('requests')])
    .select(sql<Date>`max(next_at)`.as('last_at'))
    .where('state', '=', 'failed')
    .groupBy(from)
    .execute();
  return rows.map(({ ae_title, requests, last_at }) => ({
    kind: 'given-up-prefetches',
    subject: ae_title,
    severity: 'warning',
    details: { requests, lastAt: last_at.toISOString() },
  }));
}

/** Who asked for the commitment does not know that its images are safe. A later report that it took ends it. */
async function findGivenUpReports({ db }: ConditionOptions): Promise<readonly Condition[]> {
  const rows = await db
    .selectFrom('commitment')
    .select(['ae_title', sql<Date>`max(ended_at)`.as('last_at')])
    .select(sql<number>`count(*)::integer`.as('reports'))
    .where('state', '=', 'dead')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('commitment as later')
            .select('later.id')
            .whereRef('later.ae_title', '=', 'commitment.ae_title')
            .where('later.state', '=', 'reported')
            .whereRef('later.ended_at', '>', 'commitment.ended_at'),
        ),
      ),
    )
    .groupBy('ae_title')
    .execute();
  return rows.map(({ ae_title, reports, last_at }) => ({
    kind: 'given-up-reports',
    subject: ae_title,
    severity: 'warning',
    details: { reports, lastAt: last_at.toISOString() },
  }));
}

/** Copies that are not needed stay in a log until they are done: nobody misses anything, and room is not given back. */
async function findWaitingOrders({ db, now }: ConditionOptions): Promise<readonly Condition[]> {
  const rows = await db
    .selectFrom('spool_order')
    .select(['spool', sql<number>`count(*)::integer`.as('orders')])
    .select([sql<string | null>`max(failure)`.as('code'), sql<Date>`min(ordered_at)`.as('since')])
    .where('ordered_at', '<', new Date(now.getTime() - failingForMs))
    .groupBy('spool')
    .execute();
  return rows.map(({ spool, orders, code, since }) => ({
    kind: 'waiting-orders',
    subject: `spool ${spool}`,
    severity: 'warning',
    details: { orders, code: code ?? 'not-begun', since: since.toISOString() },
  }));
}
