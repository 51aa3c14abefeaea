/**
 * Puts the fragments of a command set together, PS3.7 §6.3.1 and PS3.8 §E.2, within a fixed bound.
 */

import { type CommandSet, maxCommandSetBytes, parseCommandSet } from './command-set.ts';
import { DimseError } from './errors.ts';

export class CommandAssembler {
  #bytes = new Uint8Array(512);
  #length = 0;

  /**
   * Adds a fragment; returns the command set with the last one.
   * @throws DimseError `invalid-command-set`, also for a command set longer than `maxCommandSetBytes`
   */
  push(fragment: Uint8Array, isLast: boolean): CommandSet | undefined {
    const length = this.#length + fragment.length;
    if (length > maxCommandSetBytes) {
      throw new DimseError('invalid-command-set', 'a command set is too long', { limitBytes: maxCommandSetBytes });
    }
    if (isLast && this.#length === 0) return parseCommandSet(fragment);
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(maxCommandSetBytes);
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(fragment, this.#length);
    this.#length = length;
    if (!isLast) return undefined;
    this.#length = 0;
    return parseCommandSet(this.#bytes.subarray(0, length));
  }
}
