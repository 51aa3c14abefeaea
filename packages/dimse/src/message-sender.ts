/**
 * Sends messages of one association and knows when the peer takes more. PS3.7 §6.3.1, PS3.8 Annex E.
 *
 * Data sets of any length are cut and sent by `data-set-writer.ts`; here are only those that lie in memory whole.
 */

import { type CommandSet, encodeCommandSet } from './command-set.ts';
import { DimseError } from './errors.ts';
import { concatBytes } from './items.ts';
import { encodeMessagePdus } from './p-data.ts';

/** Short messages are gathered up to here, so that an answer of many costs few writes. */
const gatheredBytes = 64 * 1024;

export class MessageSender {
  /** Announced by the peer; 0 for no limit. */
  readonly peerMaxPduBytes: number;
  readonly #sendPData: (pieces: readonly Uint8Array[]) => boolean;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #flush: NodeJS.Immediate | undefined;
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
    if (this.#sendPData([...this.#takeGathered(), ...pieces])) return undefined;
    if (this.#drained === undefined) {
      this.#drained = Promise.withResolvers<void>();
      // Whoever sends the last message of an operation does not wait for it to be taken.
      this.#drained.promise.catch(() => undefined);
    }
    return this.#drained.promise;
  }

  /** Sends a command set and its data set, if there is one, in one write; else as `send`. */
  sendMessage(contextId: number, command: CommandSet, dataSet?: Uint8Array): Promise<void> | undefined {
    return this.send(this.#encode(contextId, command, dataSet));
  }

  /** As `sendMessage`, but with what else is sent in this turn of the event loop; for messages that others will follow. */
  gatherMessage(contextId: number, command: CommandSet, dataSet?: Uint8Array): Promise<void> | undefined {
    if (this.#error !== undefined) throw this.#error;
    for (const piece of this.#encode(contextId, command, dataSet)) {
      this.#gathered.push(piece);
      this.#gatheredBytes += piece.length;
    }
    if (this.#gatheredBytes >= gatheredBytes) return this.send([]);
    this.#flush ??= setImmediate(() => this.#sendGathered());
    return this.#drained?.promise;
  }

  drained(): void {
    this.#drained?.resolve();
    this.#drained = undefined;
  }

  ended(error: DimseError): void {
    this.#error = error;
    this.#takeGathered();
    this.#drained?.reject(error);
    this.#drained = undefined;
  }

  #encode(contextId: number, command: CommandSet, dataSet: Uint8Array | undefined): readonly Uint8Array[] {
    return encodeMessagePdus(contextId, encodeCommandSet(command), dataSet, this.peerMaxPduBytes);
  }

  /** Nobody waits for this: an association that ended in this turn of the event loop has told its operation already. */
  #sendGathered(): void {
    try {
      this.send([]);
    } catch (error) {
      if (!(error instanceof DimseError)) throw error;
    }
  }

  #takeGathered(): readonly Uint8Array[] {
    clearImmediate(this.#flush);
    this.#flush = undefined;
    if (this.#gatheredBytes === 0) return [];
    const gathered = concatBytes(this.#gathered);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    return [gathered];
  }
}
