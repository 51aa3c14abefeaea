/**
 * Holds the data set of one message in memory, within a bound: identifiers and the data sets of notifications, which
 * are used whole. Instances are never held; see `incoming-operation.ts`.
 *
 * Memory grows with what arrived, not with what was claimed.
 */

import { DimseError } from './errors.ts';
import { dimseStatus } from './status.ts';

/** Longest data set taken with each kind of message, in bytes. */
export const collectedLimits = {
  /** Of C-FIND, C-MOVE and C-GET: requests, and the matches of a C-FIND. Real ones have some hundred. */
  identifierBytes: 1_048_576,
  /** Of N-ACTION and N-EVENT-REPORT: a storage commitment of 100 000 instances has some 14 million. */
  notificationBytes: 16_777_216,
  /** Of the last response of a C-MOVE or C-GET: 200 000 failed instances with UIDs of 64 characters. */
  failedListBytes: 16_777_216,
} as const;

const initialBytes = 1024;

export class DataSetCollector {
  readonly #limitBytes: number;
  #bytes = new Uint8Array(initialBytes);
  #length = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** @throws DimseError `operation-refused` with A700H, out of resources, beyond the bound */
  push(fragment: Uint8Array): void {
    const length = this.#length + fragment.length;
    if (length > this.#limitBytes) {
      this.#bytes = new Uint8Array(0);
      throw new DimseError('operation-refused', 'a data set is too long to be held', {
        status: dimseStatus.outOfResources,
        limitBytes: this.#limitBytes,
      });
    }
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.min(this.#limitBytes, Math.max(length, this.#bytes.length * 2)));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(fragment, this.#length);
    this.#length = length;
  }

  /** Returns what was collected; nothing may be pushed afterwards. */
  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
