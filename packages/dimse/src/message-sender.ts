/**
 * Sends messages of one association and knows when the peer takes more. PS3.7 §6.3.1, PS3.8 Annex E.
 *
 * Data sets of any length are cut and sent by `data-set-writer.ts`; here are only those that lie in memory whole.
 */

import { type CommandSet, encodeCommandSet } from './command-set.ts';
import type { DimseError } from './errors.ts';
import { encodeMessagePdus } from './p-data.ts';

export class MessageSender {
  /** Announced by the peer; 0 for no limit. */
  readonly peerMaxPduBytes: number;
  readonly #sendPData: (pieces: readonly Uint8Array[]) => boolean;
  #drained: PromiseWithResolvers<void> | undefined;
  #error: DimseError | undefined;

  /** `sendPData` makes one write; false where the peer must take what is buffered first, `drained` follows. */
  constructor(sendPData: (pieces: readonly Uint8Array[]) => boolean, peerMaxPduBytes: number) {
    this.#sendPData = sendPData;
    this.peerMaxPduBytes = peerMaxPduBytes;
  }

  /**
   * Resolves when the peer takes more; undefined where it does already.
   * @throws DimseError what ended the association
   */
  send(pieces: readonly Uint8Array[]): Promise<void> | undefined {
    if (this.#error !== undefined) throw this.#error;
    if (this.#sendPData(pieces)) return undefined;
    if (this.#drained === undefined) {
      this.#drained = Promise.withResolvers<void>();
      // Whoever sends the last message of an operation does not wait for it to be taken.
      this.#drained.promise.catch(() => undefined);
    }
    return this.#drained.promise;
  }

  /** Sends a command set and its data set, if there is one, in one write; else as `send`. */
  sendMessage(contextId: number, command: CommandSet, dataSet?: Uint8Array): Promise<void> | undefined {
    return this.send(encodeMessagePdus(contextId, encodeCommandSet(command), dataSet, this.peerMaxPduBytes));
  }

  drained(): void {
    this.#drained?.resolve();
    this.#drained = undefined;
  }

  ended(error: DimseError): void {
    this.#error = error;
    this.#drained?.reject(error);
    this.#drained = undefined;
  }
}
