/**
 * The C-STORE sub-operations of a C-MOVE on several associations to its destination, PS3.4 §C.4.2.3.1: each association
 * takes the next instance when it has finished one, and all are counted together.
 *
 * An association that cannot be opened leaves its instances to the others; only what the last one cannot send has failed.
 */

import { DimseError } from '@isocenter/dimse/errors';
import type { RetrieveOutcome, SuboperationCounts } from '@isocenter/dimse/verbs';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { SharedQueue } from './shared-queue.ts';
import {
  openerOf,
  type Receiver,
  type SuboperationOptions,
  type SuboperationRequest,
  SuboperationTally,
  sendInstance,
} from './suboperations.ts';

export type ParallelRequest = Omit<SuboperationRequest, 'receiver'> & { readonly receivers: readonly Receiver[] };

type Shared = {
  readonly queue: SharedQueue<StoredInstance>;
  readonly tally: SuboperationTally;
  /** Receivers that still work. */
  alive: number;
};

/** Yields the counts as they change, a few times a second, and returns what is answered in the end. */
export async function* runParallelSuboperations(
  request: ParallelRequest,
  options: SuboperationOptions,
): AsyncGenerator<SuboperationCounts, RetrieveOutcome, void> {
  const { instances, receivers, signal } = request;
  const shared: Shared = {
    queue: new SharedQueue(instances),
    tally: new SuboperationTally(instances.length),
    alive: receivers.length,
  };
  const stop = () => shared.queue.close();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const workers = receivers.map((receiver) => work(request, receiver, { shared, options }));
  const over = Promise.all(workers).then(() => 'over' as const);
  try {
    while ((await Promise.race([shared.tally.changed(), over])) !== 'over') {
      // After a C-CANCEL nothing but the outcome counts, with those that were under way.
      if (!signal.aborted && shared.tally.isToBeTold()) yield shared.tally.counts;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    await Promise.allSettled(workers);
  }
  return shared.tally.outcome(request.transferSyntaxUid);
}

async function work(
  request: ParallelRequest,
  receiver: Receiver,
  { shared, options }: { readonly shared: Shared; readonly options: SuboperationOptions },
): Promise<void> {
  const { queue, tally } = shared;
  const opener = openerOf(options);
  let ahead: StoredInstance | undefined;
  try {
    for (;;) {
      const instance = ahead ?? (await queue.take());
      ahead = undefined;
      if (instance === undefined || request.signal.aborted) return;
      // Another may have left meanwhile: the last one stays, so that there is somebody to take what is given back.
      if (shared.alive > 1 && !(await canSend(receiver, instance)) && shared.alive > 1) {
        shared.alive -= 1;
        queue.giveBack(instance);
        return;
      }
      ahead = queue.tryTake();
      const outcome = await sendInstance(instance, { ...request, receiver, ahead: { opener, next: ahead } }, options);
      tally.add(instance, outcome);
      queue.done();
    }
  } finally {
    await opener.close();
  }
}

async function canSend(receiver: Receiver, instance: StoredInstance): Promise<boolean> {
  try {
    await receiver.contextsFor(instance);
    return true;
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
    return false;
  }
}
