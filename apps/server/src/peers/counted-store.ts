/** Counts objects that are sent to a peer, of which the peer says whether it has stored them. */

import { isStored } from '@isocenter/dimse/status';
import type { StoreInstance, StoreOutcome } from '@isocenter/dimse/verbs';

export type SentObserver = {
  /** An object was sent and stored. */
  sent(lengthBytes: number): void;
  /** An object was refused, with a status. */
  refused(status: number): void;
};

/** Sends an instance and tells what became of it; what ends the association is thrown as it comes. */
export async function countedStore(
  store: (instance: StoreInstance) => Promise<StoreOutcome>,
  instance: StoreInstance,
  observer: SentObserver,
): Promise<StoreOutcome> {
  const { dataSet } = instance;
  let lengthBytes = 0;
  async function* counted(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const piece of pieces) {
      lengthBytes += piece.length;
      yield piece;
    }
  }
  const isWhole = dataSet instanceof Uint8Array;
  const outcome = await store(isWhole ? instance : { ...instance, dataSet: counted(dataSet) });
  if (isStored(outcome.status)) observer.sent(isWhole ? dataSet.length : lengthBytes);
  else observer.refused(outcome.status);
  return outcome;
}
