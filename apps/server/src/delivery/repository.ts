/**
 * SQL of the queue as people see it: every row of a delivery carries the predicate of the subject's grants on its study.
 * What the node does with deliveries is in `leases.ts` and `progress.ts`.
 */

import type { DeliveryQuery, DeliveryState } from '@isocenter/contract/deliveries';
import { type Kysely, sql } from 'kysely';
import { whollyReadableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { Database } from '../database/schema.ts';

export type DeliveryRow = Awaited<ReturnType<ReturnType<typeof selectRows>['executeTakeFirstOrThrow']>>;

export type Failure = { readonly code: string; readonly status: number | null; readonly instances: number };

/**
 * Lists what is being sent, then what waits in the order of its turns, then what waits for commitment, then what has ended,
 * the latest first.
 */
export async function listDeliveries(
  db: Kysely<Database>,
  subject: Subject,
  { state, destinationId, studyId, limit = 100, offset = 0 }: DeliveryQuery,
): Promise<{ total: number; rows: readonly DeliveryRow[] }> {
  let matching = readable(db, subject);
  // The pattern of the contract lets nothing else through.
  if (state !== undefined) matching = matching.where('delivery.state', 'in', state.split(',') as DeliveryState[]);
  if (destinationId !== undefined) matching = matching.where('delivery.peer_id', '=', idOf(destinationId));
  if (studyId !== undefined) matching = matching.where('delivery.study_id', '=', idOf(studyId));
  const [rows, counted] = await Promise.all([
    selectRows(matching)
      .orderBy(sql`case delivery.state when 'running' then 0 when 'waiting' then 1 when 'committing' then 2 else 3 end`)
      .orderBy('delivery.ended_at', 'desc')
      .orderBy('delivery.priority')
      .orderBy('delivery.id')
      .limit(limit)
      .offset(offset)
      .execute(),
    matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { total: counted.total, rows };
}

/** Returns one delivery, or undefined where there is none that the subject may see. */
export function findDelivery(db: Kysely<Database>, subject: Subject, id: number): Promise<DeliveryRow | undefined> {
  return selectRows(readable(db, subject).where('delivery.id', '=', id)).executeTakeFirst();
}

/** Lists every peer with how it is sent to and what waits for it. */
export async function listDestinations(db: Kysely<Database>) {
  return db
    .selectFrom('peer')
    .leftJoin('delivery_destination as d', 'd.peer_id', 'peer.id')
    .select(['peer.id', 'peer.name', 'peer.ae_title', 'peer.enabled'])
    .select([
      'd.max_associations',
      'd.instances_per_second',
      'd.bytes_per_second',
      'd.sending_hours',
      'd.give_up_hours',
    ])
    .select(['d.paused_at', 'd.failing_since', 'd.failure_code', 'd.retry_at'])
    .select([countOf('waiting'), countOf('running'), countOf('committing'), countOf('dead')])
    .select(
      sql<Date | null>`(
        select min(created_at) from gateway.delivery where peer_id = peer.id and state in ('waiting', 'running', 'committing'))`.as(
        'oldest_at',
      ),
    )
    .orderBy('peer.name')
    .orderBy('peer.id')
    .execute();
}

const countOf = (state: DeliveryState) =>
  sql<number>`(select count(*) from gateway.delivery where peer_id = peer.id and state = ${state})`.as(state);

/** A left join: who sees every study sees deliveries of studies that are gone, too. */
function readable(db: Kysely<Database>, subject: Subject) {
  return db
    .selectFrom('delivery')
    .leftJoin('study', 'study.id', 'delivery.study_id')
    .leftJoin('patient', 'patient.id', 'study.patient_id')
    .leftJoin('peer', 'peer.id', 'delivery.peer_id')
    .leftJoin('delivery_destination as d', 'd.peer_id', 'delivery.peer_id')
    .where(whollyReadableStudies(subject));
}

/** Failed for good, or refused to be committed to. */
const mayHaveFailed = sql`(delivery.instances_failed > 0 or coalesce(delivery.code, '') = 'not-committed')`;

function selectRows(matching: ReturnType<typeof readable>) {
  return matching
    .selectAll('delivery')
    .select(['study.id as known_study_id', 'study.description', 'study.study_date', 'study.modalities'])
    .select(['patient.name as patient_name', 'peer.name as peer_name', 'peer.enabled as peer_enabled'])
    .select(['d.paused_at', 'd.retry_at', 'd.sending_hours'])
    .select((eb) =>
      eb
        .selectFrom('deid_project')
        .select('deid_project.name')
        .whereRef('deid_project.id', '=', 'delivery.deid_project_id')
        .as('deid_project_name'),
    )
    .select(
      sql<readonly Failure[]>`case when not ${mayHaveFailed} then '[]'::jsonb else (
        select coalesce(jsonb_agg(to_jsonb(f)), '[]'::jsonb) from (
          select code, status, count(*)::integer as instances from gateway.delivery_instance
          where delivery_id = delivery.id and (state = 'failed' or (state = 'waiting' and code = 'not-committed'))
          group by code, status order by count(*) desc) f) end`.as('failures'),
    );
}

/** What is no number names nothing. */
function idOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
