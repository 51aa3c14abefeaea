/**
 * Opens the instances of a retrieval in what their receiver takes, one ahead of the one that is being sent: the first
 * frame of the next is decoded or encoded while the line is busy, and what is sent as it is stored is read while the
 * receiver makes up its answer, if it is small. No more than these two are held open.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { DimseError } from '@isocenter/dimse/errors';
import type { AcceptedContext } from '@isocenter/dimse/verbs';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { RetrievalError } from '../retrieval/retrieval-error.ts';
import {
  isPossible,
  type OpenDataSet,
  openDataSet,
  outputSyntaxes,
  type RetrievalDeps,
} from '../retrieval/transcode.ts';

/** Longest instance that is held in memory whole before its turn; longer ones are read as they are sent. */
const maxGatheredBytes = 2 ** 20;

export type OpenInstance = {
  readonly transferSyntaxUid: string;
  /** Pieces of memory where it was read beforehand, which belong to whoever sends them. */
  readonly dataSet: OpenDataSet | readonly Uint8Array[];
  close(): Promise<void>;
};

export class InstanceOpener {
  readonly #deps: RetrievalDeps;
  #ahead: { readonly instance: StoredInstance; readonly opening: Promise<OpenInstance> } | undefined;

  constructor(deps: RetrievalDeps) {
    this.#deps = deps;
  }

  /**
   * Opens the instance as it is stored where the receiver takes that, otherwise in the first of `outputSyntaxes` that it
   * takes and that turns out possible.
   *
   * @throws DimseError `context-not-accepted` where it takes none; what stands in the way of the last, as `openDataSet`
   */
  async open(instance: StoredInstance, contexts: readonly AcceptedContext[]): Promise<OpenInstance> {
    if (this.#ahead?.instance !== instance) {
      await this.close();
      return this.#open(instance, contexts);
    }
    const opening = this.#ahead.opening;
    this.#ahead = undefined;
    const opened = await opening;
    // The association may be another by now.
    if (isTaken(contexts, opened.transferSyntaxUid)) return opened;
    await opened.close();
    return this.#open(instance, contexts);
  }

  /**
   * Begins to open the instance that is sent next; what goes wrong shows when its turn comes. To be called when the one
   * before has been handed to the line.
   */
  openAhead(instance: StoredInstance, contexts: readonly AcceptedContext[]): void {
    const isSmall = isTaken(contexts, instance.transferSyntaxUid) && instance.lengthBytes <= maxGatheredBytes;
    const opening = isSmall ? this.#readLater(instance) : this.#open(instance, contexts);
    opening.catch(() => undefined);
    this.#ahead = { instance, opening };
  }

  /** Closes what was opened ahead and is not sent any more. */
  async close(): Promise<void> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    // Why it could not be opened matters to nobody now.
    const opened = await ahead?.opening.catch(() => undefined);
    await opened?.close();
  }

  /** In the next turn of the event loop: by then, what is sent in this one lies in the socket. */
  async #readLater({ transferSyntaxUid, location }: StoredInstance): Promise<OpenInstance> {
    await nextTurn();
    const dataSet = await this.#deps.archive.readPieces(location);
    return { transferSyntaxUid, dataSet, close: async () => undefined };
  }

  async #open(instance: StoredInstance, contexts: readonly AcceptedContext[]): Promise<OpenInstance> {
    const wanted = new Set([instance.transferSyntaxUid, ...outputSyntaxes.map(({ uid }) => uid)]);
    let refusal: unknown;
    for (const transferSyntaxUid of wanted) {
      if (!isTaken(contexts, transferSyntaxUid) || !isPossible(instance, transferSyntaxUid)) continue;
      try {
        const dataSet = await openDataSet(this.#deps, instance, transferSyntaxUid);
        return { transferSyntaxUid, dataSet, close: () => dataSet.close() };
      } catch (error) {
        if (!(error instanceof RetrievalError)) throw error;
        refusal = error;
      }
    }
    throw refusal ?? new DimseError('context-not-accepted', 'the receiver takes no form of the instance');
  }
}

function isTaken(contexts: readonly AcceptedContext[], transferSyntaxUid: string): boolean {
  return contexts.some(({ transferSyntax }) => transferSyntax === transferSyntaxUid);
}
