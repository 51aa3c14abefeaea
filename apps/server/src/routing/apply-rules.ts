/**
 * Applies the rules to one settlement. What a rule does is written in the transaction that notes that it fired, so it is
 * done once: a crash before its commit leaves the settlement waiting, a crash after it nothing to do.
 */

import type { DeliveryPriority } from '@isocenter/contract/deliveries';
import type { RuleAction, RuleDefinition } from '@isocenter/contract/rules';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { findDeidProjectId } from '../deidentification/projects.ts';
import { enqueueDelivery } from '../delivery/enqueue.ts';
import { DeliveryError } from '../delivery/errors.ts';
import { listPeersByAeTitle } from '../peers/repository.ts';
import type { Settlement } from '../settling/repository.ts';
import { applyInOrder, fieldsOf } from './evaluate.ts';
import { listRules, type RuleRow } from './repository.ts';
import { readStudyValues, type StudyValuesDeps } from './study-values.ts';
import type { FiredAction } from './tables.ts';

export type FiredRule = {
  readonly ruleId: number;
  readonly version: number;
  readonly actions: readonly FiredAction[];
};

export type Applied = {
  /** Undefined where the study is gone. */
  readonly studyId: number | undefined;
  readonly fired: readonly FiredRule[];
};

/** Returns what fired; undefined where the settlement was dealt with before. */
export async function applyRules(
  deps: StudyValuesDeps & { readonly now: () => Date },
  settlement: Settlement,
): Promise<Applied | undefined> {
  const { db } = deps;
  const trigger = settlement.series_instance_uid === '' ? 'study' : 'series';
  const rules = (await listRules(db)).filter(({ definition }) => definition.enabled && definition.trigger === trigger);
  const target = await findTarget(db, settlement);
  const firing = target === undefined || rules.length === 0 ? [] : await chooseRules(deps, settlement, target, rules);
  return db.transaction().execute(async (trx) => {
    const now = deps.now();
    const { numUpdatedRows } = await trx
      .updateTable('settlement')
      .set({ applied_at: now })
      .where('id', '=', settlement.id)
      .where('applied_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return undefined;
    const fired: FiredRule[] = [];
    if (target !== undefined) {
      for (const rule of firing) fired.push(await fire(trx, rule, { settlement, target, now }));
    }
    return { studyId: target?.studyId, fired };
  });
}

type Target = { readonly studyId: number; readonly seriesId: number | undefined };

async function findTarget(db: Kysely<Database>, settlement: Settlement): Promise<Target | undefined> {
  const study = await db
    .selectFrom('study')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .select('study.id')
    .where('study_instance_uid', '=', settlement.study_instance_uid)
    .where('patient.identity_key', '=', settlement.patient_key)
    .executeTakeFirst();
  if (study === undefined) return undefined;
  if (settlement.series_instance_uid === '') return { studyId: study.id, seriesId: undefined };
  const series = await db
    .selectFrom('series')
    .select('id')
    .where('study_id', '=', study.id)
    .where('series_instance_uid', '=', settlement.series_instance_uid)
    .executeTakeFirst();
  return series && { studyId: study.id, seriesId: series.id };
}

async function chooseRules(
  deps: StudyValuesDeps,
  settlement: Settlement,
  target: Target,
  rules: readonly RuleRow[],
): Promise<readonly RuleRow[]> {
  const fields = new Set(rules.flatMap(({ definition }) => [...fieldsOf(definition.when)]));
  const object = { ...target, isIncomplete: settlement.state === 'incomplete' };
  const { values } = await readStudyValues(deps, object, fields);
  return applyInOrder(rules, values).flatMap(({ rule, outcome }) => (outcome === 'fires' ? [rule] : []));
}

type Firing = { readonly settlement: Settlement; readonly target: Target; readonly now: Date };

async function fire(trx: Transaction<Database>, rule: RuleRow, firing: Firing): Promise<FiredRule> {
  const actions: FiredAction[] = [];
  for (const action of rule.definition.do) actions.push(...(await act(trx, rule, action, firing)));
  await trx
    .insertInto('rule_firing')
    .values({
      settlement_id: firing.settlement.id,
      rule_id: rule.id,
      rule_version: rule.version,
      fired_at: firing.now,
      actions: JSON.stringify(actions),
    })
    .execute();
  return { ruleId: rule.id, version: rule.version, actions };
}

async function act(
  trx: Transaction<Database>,
  rule: RuleRow,
  action: RuleAction,
  firing: Firing,
): Promise<readonly FiredAction[]> {
  if ('stop' in action) return [];
  if ('drop' in action) return [{ kind: 'drop', outcome: 'waiting' }];
  if ('label' in action) return [await addLabels(trx, action.label, firing)];
  if ('prefetch' in action) return [await requestPrefetch(trx, rule.id, action.prefetch, firing)];
  const sent: FiredAction[] = [];
  const { priority = 'medium', deidentifiedBy } = action;
  const deidProjectId = deidentifiedBy === undefined ? undefined : await findDeidProjectId(trx, deidentifiedBy);
  for (const aeTitle of action.send) {
    // Without its project nothing leaves as it is.
    const isLost = deidentifiedBy !== undefined && deidProjectId === undefined;
    const outcome = isLost ? 'project-unknown' : await send(trx, rule, { aeTitle, priority, deidProjectId }, firing);
    sent.push({ kind: 'send', outcome });
  }
  return sent;
}

type Sending = {
  readonly aeTitle: string;
  readonly priority: DeliveryPriority;
  readonly deidProjectId: number | undefined;
};

/** Late images are sent by themselves: what another settlement has sent there is left out. */
async function send(
  trx: Transaction<Database>,
  rule: { readonly id: number; readonly definition: RuleDefinition },
  { aeTitle, priority, deidProjectId }: Sending,
  { target, now }: Firing,
): Promise<FiredAction['outcome']> {
  const peer = (await listPeersByAeTitle(trx, aeTitle)).find(({ enabled }) => enabled);
  if (peer === undefined) return 'destination-unknown';
  try {
    const id = await enqueueDelivery(trx, {
      studyId: target.studyId,
      ...(target.seriesId !== undefined && { seriesIds: [target.seriesId] }),
      peerId: peer.id,
      priority,
      requestedBy: { kind: 'rule', id: rule.id, name: rule.definition.name },
      reason: rule.definition.name,
      onlyUnsent: true,
      ...(deidProjectId !== undefined && { deidProjectId }),
      now,
    });
    return id === undefined ? 'nothing-to-do' : 'done';
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return error.code === 'peer-disabled' ? 'destination-disabled' : 'destination-unknown';
  }
}

async function addLabels(
  trx: Transaction<Database>,
  labels: readonly string[],
  { settlement, now }: Firing,
): Promise<FiredAction> {
  const { study_instance_uid, patient_key } = settlement;
  const added = await trx
    .insertInto('study_label')
    .values(labels.map((label) => ({ study_instance_uid, patient_key, label, added_at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('label')
    .execute();
  return { kind: 'label', outcome: added.length === 0 ? 'nothing-to-do' : 'done' };
}

/** A prior study that was fetched itself fetches nothing: one study would bring a patient's whole history. */
async function requestPrefetch(
  trx: Transaction<Database>,
  ruleId: number,
  wanted: Extract<RuleAction, { prefetch: unknown }>['prefetch'],
  { settlement, now }: Firing,
): Promise<FiredAction> {
  const { study_instance_uid, patient_key } = settlement;
  const { rows } = await sql`
    insert into gateway.prefetch (study_instance_uid, patient_key, rule_id, wanted, state, next_at, created_at)
    select ${study_instance_uid}, ${patient_key}, ${ruleId}, ${JSON.stringify(wanted)}::jsonb, 'waiting', ${now}, ${now}
    where not exists (
      select from gateway.prefetched_study where study_instance_uid = ${study_instance_uid})
    returning id`.execute(trx);
  return { kind: 'prefetch', outcome: rows.length === 0 ? 'nothing-to-do' : 'done' };
}
