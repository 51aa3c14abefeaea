/** SQL of what became of a study that was looked into; only by who still has its lease. */

import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { backoffMs } from '../delivery/backoff.ts';
import { erasedUid } from './erased-uid.ts';
import { type ClaimedStudy, maxAttempts, type StudyRow } from './leases.ts';
import type { StudyDifference } from './study-difference.ts';

export type StudyOutcome = { readonly fetched: number } & (
  | {
      readonly kind: 'ended';
      readonly state: 'done' | 'deleted-here' | 'deleted-there';
      readonly difference: StudyDifference;
    }
  /** What the archive counts it did not send, or what it took it does not list. */
  | { readonly kind: 'incomplete'; readonly code: string; readonly difference: StudyDifference }
  /** Its delivery is in the queue already, and its row waits for that. */
  | { readonly kind: 'sending' }
  /** Nothing went wrong with the study; the pause has a reason of its own. */
  | { readonly kind: 'later'; readonly dueAt: Date }
  /** The archive ended an association, or this node failed. */
  | { readonly kind: 'failed'; readonly code: string }
);

export type OutcomeOptions = {
  readonly db: Kysely<Database>;
  readonly owner: string;
  readonly now: () => Date;
  readonly random: () => number;
};

type StudyValues = Partial<Omit<StudyRow, 'id'>>;

/** Returns whether it was given up. */
export async function noteOutcome(
  options: OutcomeOptions,
  { study }: ClaimedStudy,
  outcome: StudyOutcome,
): Promise<boolean> {
  if (outcome.kind === 'sending') return false;
  const values = valuesOf(options, study, outcome);
  await options.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('source_study')
      .set({ ...values, lease_owner: null, lease_until: null, fetched: study.fetched + outcome.fetched })
      .where('id', '=', study.id)
      .where('lease_owner', '=', options.owner)
      .executeTakeFirst();
    if (outcome.kind === 'ended' && numUpdatedRows > 0n) await forgetPurged(trx, study);
  });
  return values.state === 'failed';
}

/** The lease ends with it: whoever sends is the outgoing queue. */
export async function noteSending(
  trx: Transaction<Database>,
  study: StudyRow,
  sending: { readonly deliveryId: number; readonly difference: StudyDifference; readonly now: Date },
): Promise<void> {
  const { deliveryId, difference, now } = sending;
  await trx
    .updateTable('source_study')
    .set({
      state: 'sending',
      delivery_id: deliveryId,
      is_forced: false,
      code: null,
      ...counted(study, difference, now),
    })
    .set({ lease_owner: null, lease_until: null })
    .where('id', '=', study.id)
    .where('state', '=', 'running')
    .execute();
  await forgetPurged(trx, study);
}

/** A person wanted it, and has it: what was deleted for good before says nothing of what comes later. */
async function forgetPurged(trx: Transaction<Database>, study: StudyRow): Promise<void> {
  if (!study.is_forced) return;
  const uid = study.study_instance_uid;
  await trx
    .deleteFrom('purged_object')
    .where('study_instance_uid', 'in', [uid, erasedUid(uid)])
    .execute();
}

type Ended = Exclude<StudyOutcome, { readonly kind: 'sending' }>;

function valuesOf(options: OutcomeOptions, study: StudyRow, outcome: Ended): StudyValues {
  switch (outcome.kind) {
    case 'later':
      return { state: 'waiting', due_at: outcome.dueAt };
    case 'failed':
      return again(options, study.attempts + 1, outcome.code);
    case 'incomplete': {
      const { missing } = outcome.difference;
      const hasProgress = missing > 0 && missing < study.missing;
      return {
        ...counted(study, outcome.difference, options.now()),
        ...again(options, hasProgress ? 1 : study.attempts + 1, outcome.code),
      };
    }
    case 'ended': {
      const { state, difference } = outcome;
      const ended = { state, missing: 0, unsent: 0, attempts: 0, code: null, is_forced: false };
      return { ...counted(study, difference, options.now()), ...ended };
    }
  }
}

function counted(study: StudyRow, { theirs, held, missing, unsent }: StudyDifference, now: Date) {
  return { theirs, most: Math.max(study.most, theirs), held, missing, unsent: unsent.length, checked_at: now };
}

function again({ now, random }: OutcomeOptions, attempts: number, code: string): StudyValues {
  const due_at = new Date(now().getTime() + backoffMs(attempts, random));
  return attempts >= maxAttempts
    ? { state: 'failed', attempts, code, due_at, is_forced: false }
    : { state: 'waiting', attempts, code, due_at };
}
