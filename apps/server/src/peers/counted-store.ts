/** Counts objects that are sent to a peer, of which the peer says whether it has stored them. */

import { isStored } from '@isocenter/dimse/status';
import type { StoreInstance, StoreOutcome } from '@isocenter/dimse/verbs';

type DataSetSource = StoreInstance['dataSet'];

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
  let lengthBytes = isStreamed(dataSet) ? 0 : heldBytes(dataSet);
  async function* counted(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const piece of pieces) {
      lengthBytes += piece.length;
      yield piece;
    }
  }
  const outcome = await store(isStreamed(dataSet) ? { ...instance, dataSet: counted(dataSet) } : instance);
  if (isStored(outcome.status)) observer.sent(lengthBytes);
  else observer.refused(outcome.status);
  return outcome;
}

function isStreamed(dataSet: DataSetSource): dataSet is AsyncIterable<Uint8Array> {
  return Symbol.asyncIterator in dataSet;
}

/** To be asked before it is sent: pieces are given away then. */
function heldBytes(dataSet: Exclude<DataSetSource, AsyncIterable<Uint8Array>>): number {
  return dataSet instanceof Uint8Array ? dataSet.length : dataSet.reduce((sum, piece) => sum + piece.length, 0);
}
