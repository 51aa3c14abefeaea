/** `/api/prefetches`: administrators see what became of earlier studies that rules asked for, and have them tried again. */

import type { Prefetch, PrefetchQuery } from '@isocenter/contract/background-work';
import { type Kysely, sql } from 'kysely';
import { callerOf, requireAccess } from '../access/access.ts';
import { parseObjectId } from '../access/object-id.ts';
import { readableStudies } from '../access/readable-studies.ts';
import type { Subject } from '../access/subject.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import type { Prefetcher } from './prefetcher.ts';

export type PrefetchRouteDeps = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  readonly prefetcher: Pick<Prefetcher, 'wake'>;
};

export function registerPrefetchRoutes(app: HttpServer, { db, audit, now, prefetcher }: PrefetchRouteDeps): void {
  registerOperation(app, 'listPrefetches', async ({ access, query }) => {
    await requireAccess(access, 'prefetch:read');
    const { total, rows } = await listPrefetches(db, access.subject, query);
    const details = { keys: Object.keys(query) };
    audit.count({ action: 'prefetch:read', outcome: 'success', ...callerOf(access), details });
    return { total, prefetches: rows.map(present) };
  });

  registerOperation(app, 'retryPrefetch', async ({ access, params }) => {
    const id = parseObjectId(params.id);
    await requireAccess(access, 'prefetch:write');
    const row = await db
      .updateTable('prefetch')
      .set({ state: 'waiting', attempts: 0, next_at: now() })
      .where('id', '=', id)
      .where('state', '=', 'failed')
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) throw new HttpProblem('not-found');
    const object = { kind: 'prefetch', id };
    await audit.record({ action: 'prefetch:write', outcome: 'success', ...callerOf(access), object });
    prefetcher.wake();
    return undefined;
  });
}

async function listPrefetches(db: Kysely<Database>, subject: Subject, { state, limit = 100 }: PrefetchQuery) {
  let matching = db
    .selectFrom('prefetch')
    .leftJoin('patient', 'patient.identity_key', 'prefetch.patient_key')
    .leftJoin('study', (join) =>
      join
        .onRef('study.patient_id', '=', 'patient.id')
        .onRef('study.study_instance_uid', '=', 'prefetch.study_instance_uid'),
    )
    .leftJoin('routing_rule', 'routing_rule.id', 'prefetch.rule_id')
    .where(readableStudies(subject));
  // The pattern of the contract lets nothing else through.
  if (state !== undefined) matching = matching.where('prefetch.state', 'in', state.split(',') as Prefetch['state'][]);
  const [{ total }, rows] = await Promise.all([
    matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    matching
      .selectAll('prefetch')
      .select(['study.id as study_id', sql<string | null>`routing_rule.definition ->> 'name'`.as('rule')])
      .orderBy('prefetch.id', 'desc')
      .limit(limit)
      .execute(),
  ]);
  return { total, rows };
}

type Row = Awaited<ReturnType<typeof listPrefetches>>['rows'][number];

function present(row: Row): Prefetch {
  return {
    id: String(row.id),
    state: row.state,
    ...(row.study_id !== null && { studyId: String(row.study_id) }),
    from: row.wanted.from,
    ...(row.rule !== null && { rule: row.rule }),
    found: row.found,
    fetched: row.fetched,
    attempts: row.attempts,
    ...(row.failure !== null && { code: row.failure }),
    createdAt: row.created_at.toISOString(),
    ...(row.state === 'waiting' && { retryAt: row.next_at.toISOString() }),
  };
}
