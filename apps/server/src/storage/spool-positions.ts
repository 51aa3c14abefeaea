/**
 * How far each spool of a store is durable, told by its owner to all gateways in one small file: queries wait for what any
 * of them has acknowledged, and asking costs one read of what is in memory anyway.
 *
 * A slot of 16 bytes for each spool, in their order: the position as a double, then the same negated, so that a torn slot is
 * known as such. Nothing is synced: after a power cut every owner tells its position anew before it answers anybody.
 */

import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { firstSpool, type SpoolNumber } from './log-entry.ts';
import type { LogPosition } from './log-position.ts';

const slotBytes = 16;
const maxSpools = 1_024;
const maxReads = 5;

/** Of a spool that is being recovered: nobody knows yet where it ends. */
export const unknownEnd: LogPosition = Number.POSITIVE_INFINITY;

export class SpoolPositions {
  readonly #file: number;
  readonly #slot = Buffer.alloc(slotBytes);
  readonly #slots = Buffer.alloc(slotBytes * maxSpools);

  private constructor(file: number) {
    this.#file = file;
  }

  static open(path: string): SpoolPositions {
    return new SpoolPositions(openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600));
  }

  /**
   * Tells how far a spool is durable; call it before anybody is told that something up to there is. Where it is the only one,
   * nobody else reads that: a disk that is full does not keep it from being used.
   */
  tell(spool: SpoolNumber, position: LogPosition): void {
    this.#slot.writeDoubleLE(position, 0);
    this.#slot.writeDoubleLE(-position, slotBytes / 2);
    try {
      writeSync(this.#file, this.#slot, 0, slotBytes, (spool - 1) * slotBytes);
    } catch (error) {
      if (spool !== firstSpool || this.count() > 1) throw error;
    }
  }

  /** Returns how far each spool is durable, the first one's position first. */
  read(): readonly LogPosition[] {
    for (let attempt = 1; ; attempt += 1) {
      const spools = Math.floor(readSync(this.#file, this.#slots, 0, this.#slots.byteLength, 0) / slotBytes);
      const positions = Array.from({ length: spools }, (_, index) => this.#at(index));
      if (attempt === maxReads || !positions.includes(undefined)) return positions.map((at) => at ?? unknownEnd);
    }
  }

  /** Returns how many spools there are. */
  count(): number {
    return Math.floor(readSync(this.#file, this.#slots, 0, this.#slots.byteLength, 0) / slotBytes);
  }

  close(): void {
    closeSync(this.#file);
  }

  #at(index: number): LogPosition | undefined {
    const position = this.#slots.readDoubleLE(index * slotBytes);
    return -position === this.#slots.readDoubleLE(index * slotBytes + slotBytes / 2) ? position : undefined;
  }
}
