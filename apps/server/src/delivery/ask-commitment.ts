/**
 * Asks a destination to commit to what it took of a delivery, PS3.4 Annex J: N-ACTION on an association of its own, on
 * which the report is waited for a moment. Most peers report on one that they open themselves, minutes or hours later;
 * either way the report is kept with the request, and `commitment-progress.ts` makes of it what it means for the delivery.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { DimseError } from '@isocenter/dimse/errors';
import { findReport, insertInquiry, noteReport } from '../commitment/repository.ts';
import { type CommitmentOutcome, type ReportInbox, requestCommitment } from '../commitment/request-commitment.ts';
import type { Attempt, Run } from './attempt.ts';
import { listUncommitted, waiveCommitment } from './commitment-progress.ts';
import { noteSuccess, openingFailure } from './destination-health.ts';
import { isSendingTime } from './sending-hours.ts';
import { verdictOf } from './verdict.ts';

const reportGraceMs = 3_000;

/** Returns what came of it; undefined where there is nothing to be committed to. */
export async function askForCommitment(run: Run): Promise<Attempt | undefined> {
  const { delivery, options, control } = run;
  const { db } = options;
  if (delivery.commitmentMinutes === undefined) {
    await waiveCommitment(db, delivery);
    return undefined;
  }
  const instances = await listUncommitted(db, delivery.deliveryId);
  if (instances.length === 0) return undefined;
  if (control.isStopping || !isSendingTime(delivery.sendingHours, options.now())) return { kind: 'stopped' };
  const { aeTitle: calledAet, host, port, tls, observer } = options.destinationOf(delivery.peer);
  let isOpen = false;
  try {
    const outcome = await requestCommitment({
      target: { host, port, calledAet, callingAet: options.aeTitle, ...(tls !== undefined && { tls }) },
      instances,
      waitMs: options.reportGraceMs ?? reportGraceMs,
      pause: delay,
      inbox: inboxOf(run),
      opened: async () => {
        isOpen = true;
        observer?.opened();
        await noteSuccess(db, delivery.peerId);
      },
      stopping: control.stopping,
      cut: control.cut,
    });
    return attemptOf(outcome);
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
    if (control.isCut) return { kind: 'stopped' };
    observer?.failed(error.code);
    if (!isOpen) return { kind: 'no-association', code: openingFailure(error) };
    if (error.code === 'context-not-accepted') {
      return { kind: 'not-asked', code: 'commitment-not-offered', isForGood: true };
    }
    const verdict = verdictOf({ kind: 'failed', code: error.code });
    return { kind: 'not-asked', code: verdict.kind === 'lost' ? verdict.code : 'commitment-refused', isForGood: false };
  }
}

function inboxOf({ delivery: { deliveryId }, options: { db, now, destinationOf }, delivery }: Run): ReportInbox {
  const { aeTitle } = destinationOf(delivery.peer);
  return {
    expect: (transactionUid) => insertInquiry(db, { transactionUid, aeTitle, deliveryId }, now()),
    find: (transactionUid) => findReport(db, transactionUid),
    note: (transactionUid, report) => noteReport(db, transactionUid, aeTitle, report),
  };
}

function attemptOf(outcome: CommitmentOutcome): Attempt {
  return outcome.kind === 'refused'
    ? { kind: 'not-asked', code: 'commitment-refused', isForGood: false }
    : { kind: 'committing' };
}
