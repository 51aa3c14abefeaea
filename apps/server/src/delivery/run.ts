/**
 * Sends one claimed delivery: what is left of it, one instance after the other on one association, each written down when
 * it is answered. The way of an instance out is that of a C-MOVE's sub-operations.
 *
 * Where the destination has to commit to what it takes, it is asked for that when all is sent.
 *
 * What may pass is tried again later: the instance at the end of the next attempt, or, where no association can be
 * opened, the destination as a whole. What holds at each crash point is in `SEMANTICS.md`.
 */

import type { DeliveryCode } from '@isocenter/contract/deliveries';
import { DimseError } from '@isocenter/dimse/errors';
import { dimsePriority } from '@isocenter/dimse/priority';
import type { ActionCounts } from '../deidentification/object-task.ts';
import { openReceiver } from '../query-retrieve/move-destination.ts';
import { type Receiver, type SuboperationOptions, sendInstance } from '../query-retrieve/suboperations.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { StorageError } from '../storage/storage-error.ts';
import { askForCommitment } from './ask-commitment.ts';
import type { Attempt, DeliveryOptions, Run } from './attempt.ts';
import { begin } from './begin.ts';
import { awaitReport } from './commitment-progress.ts';
import { noteFailure, noteSuccess, openingFailure } from './destination-health.ts';
import { priorityOf } from './enqueue.ts';
import { isServed } from './instances.ts';
import type { ClaimedDelivery } from './leases.ts';
import { endIfComplete, giveBack, giveBackFailed, listWaiting, recordVerdict, refreshInstances } from './progress.ts';
import { isSendingTime } from './sending-hours.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** Associations lost in a row, with nothing answered between, that one attempt puts up with. */
const maxLosses = 3;

/** Resolves when the delivery has ended or is back in the queue. @throws where the database fails */
export async function runDelivery(run: Run): Promise<void> {
  const { delivery, options } = run;
  const { db, reader } = options;
  for (;;) {
    await reader.settled();
    await refreshInstances(db, delivery);
    const instances = await listWaiting(db, delivery.deliveryId);
    if (instances.length === 0) {
      const asked = await askForCommitment(run);
      if (asked !== undefined) return settle(run, asked);
      if ((await endIfComplete(db, delivery, options.now())) !== 'more-came') return;
      continue;
    }
    const attempt = await attemptAll(run, instances);
    if (attempt.kind !== 'complete') return settle(run, attempt);
  }
}

async function attemptAll(run: Run, instances: readonly StoredInstance[]): Promise<Attempt> {
  const { delivery, options, control } = run;
  const receiver = openReceiver(options.destinationOf(delivery.peer), options.aeTitle, instances);
  const release = control.onCut(() => receiver.abort());
  try {
    return await sendAll(run, { instances, receiver });
  } finally {
    release();
    await receiver.close();
  }
}

async function sendAll(
  run: Run,
  { instances, receiver }: { readonly instances: readonly StoredInstance[]; readonly receiver: Receiver },
): Promise<Attempt> {
  const { delivery, options, control } = run;
  const recorder = new Recorder(run);
  const queue = [...instances];
  const lostOnce = new Set<StoredInstance>();
  let losses = 0;
  let isOpen = false;
  let again: DeliveryCode | undefined;
  for (const instance of queue) {
    if (control.isStopping || !isSendingTime(delivery.sendingHours, options.now())) break;
    const failure = await openFor(instance, receiver);
    if (control.isCut) break;
    if (failure !== undefined) return recorder.end({ kind: 'no-association', code: failure });
    if (!isOpen) {
      await noteSuccess(options.db, delivery.peerId);
      if (!(await begin(options.db, delivery, options.now()))) return { kind: 'lease-lost' };
      isOpen = true;
    }
    const answer = await sendOne(instance, run, receiver);
    if (answer === undefined) break;
    // It leaves the delivery before the delivery ends or is tried again.
    if (answer === 'gone') continue;
    const { verdict } = answer;
    await recorder.add(answer);
    isOpen = verdict.kind !== 'lost';
    losses = isOpen ? 0 : losses + 1;
    if (verdict.kind === 'later') again = verdict.code;
    if (verdict.kind !== 'lost') continue;
    // The association may have been at fault and not the instance: once more, after the others.
    if (lostOnce.has(instance)) again = verdict.code;
    else queue.push(instance);
    lostOnce.add(instance);
    if (losses >= maxLosses) return recorder.end({ kind: 'again', code: verdict.code });
  }
  if (control.isStopping || !isSendingTime(delivery.sendingHours, options.now()))
    return recorder.end({ kind: 'stopped' });
  return recorder.end(again === undefined ? { kind: 'complete' } : { kind: 'again', code: again });
}

/** Writes down one verdict while the next instance is being sent. */
class Recorder {
  readonly #run: Run;
  #writing: Promise<unknown> = Promise.resolve();
  #isLost = false;

  constructor(run: Run) {
    this.#run = run;
  }

  /** Resolves when the verdict before is written down. */
  async add({ sent: instance, verdict, actions }: Answer): Promise<void> {
    const { delivery, options, control } = this.#run;
    await this.#writing;
    const { db, measures } = options;
    measures.answered(delivery.destination.aeTitle, verdict, instance.lengthBytes);
    const writing = recordVerdict(db, delivery, { instance, verdict, actions, now: options.now() }).then((recorded) => {
      options.changed();
      if (recorded === 'cancel') control.cancel();
      if (recorded !== 'lost') return;
      this.#isLost = true;
      control.stopAtOnce();
    });
    writing.catch(() => undefined); // Met by whoever waits for it next.
    this.#writing = writing;
  }

  /** Returns what the attempt came to once everything is written down. */
  async end(attempt: Attempt): Promise<Attempt> {
    await this.#writing;
    return this.#isLost ? { kind: 'lease-lost' } : attempt;
  }
}

/** Opens the association where there is none; returns why where that failed. */
async function openFor(instance: StoredInstance, receiver: Receiver): Promise<DeliveryCode | undefined> {
  try {
    await receiver.contextsFor(instance);
    return undefined;
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
    return openingFailure(error);
  }
}

type Answer = {
  readonly verdict: Verdict;
  /** As the destination knows it, of the length that it has here. */
  readonly sent: StoredInstance;
  /** What de-identification did to it. */
  readonly actions?: ActionCounts | undefined;
};

/** Undefined where it was stopped before the destination had answered; `gone` where it was deleted meanwhile. */
async function sendOne(
  instance: StoredInstance,
  { delivery, options, pace, control }: Run,
  receiver: Receiver,
): Promise<Answer | 'gone' | undefined> {
  const paced: Receiver = {
    contextsFor: (one) => receiver.contextsFor(one),
    store: ({ dataSet, ...rest }) => receiver.store({ ...rest, dataSet: pace.bytes(dataSet, control.cut) }),
  };
  const priority = dimsePriority[priorityOf(delivery.priority)];
  try {
    await pace.instance(control.stopping);
    if (!(await isServed(options.db, instance.location.objectId))) return 'gone';
    const outgoing = await prepare(instance, delivery, options);
    if (outgoing.kind !== 'ready') return { verdict: outgoing.verdict, sent: instance };
    const outcome = await sendInstance(outgoing.instance, { receiver: paced, priority }, outgoing.options);
    if (outcome.kind === 'failed' && control.isCut) return undefined;
    const sent = { ...outgoing.instance, lengthBytes: instance.lengthBytes };
    return { verdict: verdictOf(outcome), sent, actions: outgoing.actions };
  } catch (error) {
    if (control.isStopping) return undefined;
    throw error;
  }
}

type Prepared =
  | {
      readonly kind: 'ready';
      readonly instance: StoredInstance;
      readonly options: SuboperationOptions;
      readonly actions?: ActionCounts;
    }
  | { readonly kind: 'stays'; readonly verdict: Verdict };

/** Returns what leaves: the instance as it is, or what its project makes of it, and nothing else in its place. */
async function prepare(
  instance: StoredInstance,
  { deidProjectId }: ClaimedDelivery,
  options: DeliveryOptions,
): Promise<Prepared> {
  if (deidProjectId === undefined) return { kind: 'ready', instance, options };
  try {
    const outgoing = await options.deidentifier.prepare(options.reader, instance, deidProjectId);
    switch (outgoing.kind) {
      case 'clean':
        return { ...outgoing, kind: 'ready', options: { ...options, reader: outgoing.reads } };
      case 'held':
        return { kind: 'stays', verdict: { ...outgoing, code: 'held-back' } };
      case 'project-removed':
        return { kind: 'stays', verdict: { kind: 'never', code: 'project-removed' } };
      case 'project-key-elsewhere':
        return { kind: 'stays', verdict: { kind: 'later', code: 'project-key-elsewhere' } };
    }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    options.logger.warn({ code: error.code, segment: instance.location.segment }, 'an instance could not be read');
    return { kind: 'stays', verdict: verdictOf({ kind: 'failed', code: error.code }) };
  }
}

async function settle({ delivery, options, control }: Run, attempt: Attempt): Promise<void> {
  const { db, random } = options;
  const now = options.now();
  if (attempt.kind === 'lease-lost' || attempt.kind === 'complete') return;
  if (control.isCancelled) return giveBack(db, delivery, { kind: 'cancelled', now });
  switch (attempt.kind) {
    case 'stopped':
      return giveBack(db, delivery, { kind: 'waiting' });
    case 'no-association':
      // Together, so that nobody tries again in between.
      return db.transaction().execute(async (trx) => {
        const { code } = attempt;
        const isHopeless = code === 'destination-rejects';
        await giveBack(trx, delivery, isHopeless ? { kind: 'dead', code, now } : { kind: 'waiting', code });
        await noteFailure(trx, delivery.peerId, { code, now, random });
      });
    case 'again':
      return giveBackFailed(db, delivery, { code: attempt.code, now, random });
    case 'committing':
      return awaitReport(db, delivery, now);
    case 'not-asked':
      return attempt.isForGood
        ? giveBack(db, delivery, { kind: 'dead', code: attempt.code, now })
        : giveBackFailed(db, delivery, { code: attempt.code, now, random, counter: 'commitment_attempts' });
  }
}
