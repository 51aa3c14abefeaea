/**
 * Moves into the trash what rules have dropped. The note that a rule fired says that the drop waits; it is done after that
 * commit, because the log knows of deletions before the rows do, and again after a crash in between.
 */

import { type Kysely, sql } from 'kysely';
import type { TrashBin } from '../archive/trash-bin.ts';
import { TrashError } from '../archive/trash-error.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { HoldError } from '../holds/errors.ts';
import { assertNotHeld } from '../holds/held.ts';
import type { Logger } from '../logging.ts';
import { purgeAfterOf } from '../trash/purge-time.ts';
import type { FiredAction } from './tables.ts';

export type DropDeps = {
  readonly db: Kysely<Database>;
  readonly trash: Pick<TrashBin, 'dispose'>;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  readonly trashDays: number;
  readonly now: () => Date;
};

const subject = { kind: 'system', name: 'rules' } as const;

type WaitingDrop = {
  readonly settlement: number;
  readonly rule: number;
  readonly version: number;
  readonly study: number | null;
  /** Null also where the whole study is dropped. */
  readonly series: number | null;
  readonly isOfSeries: boolean;
};

/** Does every drop that waits and may be done, whatever becomes of the others; returns whether any still waits. */
export async function performDrops(deps: DropDeps): Promise<boolean> {
  let isAnyLeft = false;
  for (const drop of await listWaiting(deps.db)) {
    try {
      const outcome = await perform(deps, drop);
      if (outcome === 'waiting') isAnyLeft = true;
      else await noteOutcome(deps.db, drop, outcome);
    } catch (error) {
      isAnyLeft = true;
      const details = { code: 'drop-not-done', settlement: drop.settlement, rule: drop.rule, err: error };
      deps.logger.error(details, 'what a rule drops could not be moved into the trash, will retry');
    }
  }
  return isAnyLeft;
}

async function listWaiting(db: Kysely<Database>): Promise<readonly WaitingDrop[]> {
  const { rows } = await sql<WaitingDrop>`
    select f.settlement_id as settlement, f.rule_id as rule, f.rule_version as version, t.id as study, e.id as series,
      s.series_instance_uid <> '' as "isOfSeries"
    from gateway.rule_firing f join gateway.settlement s on s.id = f.settlement_id
    left join (gateway.study t join gateway.patient p on p.id = t.patient_id)
      on t.study_instance_uid = s.study_instance_uid and p.identity_key = s.patient_key
    left join gateway.series e on e.study_id = t.id and e.series_instance_uid = s.series_instance_uid
    where f.actions @> '[{"kind": "drop", "outcome": "waiting"}]' order by f.settlement_id`.execute(db);
  return rows;
}

async function perform(
  { db, trash, audit, trashDays, now }: DropDeps,
  { rule, version, study, series, isOfSeries }: WaitingDrop,
): Promise<FiredAction['outcome']> {
  if (study === null || (isOfSeries && series === null)) return 'nothing-to-do';
  if (await isToBeSent(db, study)) return 'waiting';
  const target = series === null ? { level: 'study' as const, id: study } : { level: 'series' as const, id: series };
  const deletedAt = now();
  const purgeAfter = purgeAfterOf(deletedAt, trashDays);
  const disposal = {
    cause: 'user',
    deletedBy: `rule ${rule}`,
    reason: 'dropped by a rule',
    deletedAt,
    purgeAfter,
  } as const;
  try {
    const { objectIds } = await trash.dispose(target, disposal, () => assertNotHeld(db, [study]));
    const { reason } = disposal;
    await audit.record({
      action: 'study:delete',
      outcome: 'success',
      subject,
      object: { kind: 'study', id: study },
      details: { level: target.level, rule, version, reason, instances: objectIds.length },
    });
    return 'done';
  } catch (error) {
    if (error instanceof HoldError) return 'held';
    if (error instanceof TrashError && error.code === 'nothing-to-delete') return 'nothing-to-do';
    throw error;
  }
}

/**
 * A dead letter counts: whether what could not be sent may go is decided by who resubmits or cancels it. Deliveries go by
 * their objects, too: the internal id that they have of the study is old while the index is made anew.
 */
async function isToBeSent(db: Kysely<Database>, studyId: number): Promise<boolean> {
  const { rows } = await sql`
    select from gateway.delivery where study_id = ${studyId} and state in ('waiting', 'running', 'committing', 'dead')
    union all
    select from gateway.series join gateway.instance on instance.series_id = series.id
    join gateway.delivery_instance d on d.object_id = instance.object_id
    join gateway.delivery on delivery.id = d.delivery_id
    where series.study_id = ${studyId} and d.state in ('waiting', 'stored', 'failed')
      and delivery.state in ('waiting', 'running', 'committing', 'dead')
    limit 1`.execute(db);
  return rows.length > 0;
}

async function noteOutcome(db: Kysely<Database>, drop: WaitingDrop, outcome: FiredAction['outcome']): Promise<void> {
  await sql`
    update gateway.rule_firing set actions = (
      select jsonb_agg(case when action ->> 'kind' = 'drop'
        then jsonb_set(action, '{outcome}', ${JSON.stringify(outcome)}::jsonb) else action end order by place)
      from jsonb_array_elements(actions) with ordinality as given (action, place))
    where settlement_id = ${drop.settlement} and rule_id = ${drop.rule} and rule_version = ${drop.version}`.execute(db);
}
