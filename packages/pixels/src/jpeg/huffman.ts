/**
 * Huffman tables of JPEG, ITU-T T.81 Annex C and §F.2.2.3, and the reader of entropy-coded bits that uses them.
 *
 * The reader works on bytes from which the stuffed zeros are already removed (`entropy-segments.ts`), so that its inner
 * loop has no marker to look for. Past the end it supplies zero bits and remembers that it did.
 */

import { PixelsError } from '../errors.ts';

/** Codes up to this many bits are decoded with one table look-up. */
const lookaheadBits = 10;
const longestCode = 16;

export type HuffmanTable = {
  /** Indexed by the next `lookaheadBits` bits: code length × 256 + symbol, or 0 for a longer code. */
  readonly lookup: Uint16Array;
  /** Largest code of each length 1 to 16, −1 where there is none. */
  readonly maxCode: Int32Array;
  /** What turns a code of each length into an index of `symbols`. */
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
};

/**
 * Builds the table of a DHT segment from its counts (16 numbers of codes, by length) and its symbols.
 * @throws PixelsError `codestream-malformed` where the counts describe no prefix code
 * @see ITU-T T.81 §C.2
 */
export function buildHuffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const lookup = new Uint16Array(1 << lookaheadBits);
  const maxCode = new Int32Array(longestCode + 1).fill(-1);
  const offset = new Int32Array(longestCode + 1);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= longestCode; length++) {
    const count = counts[length - 1] ?? 0;
    if (code + count > 1 << length || next + count > symbols.length) {
      throw new PixelsError('codestream-malformed', 'Huffman table describes no prefix code', { actual: length });
    }
    offset[length] = next - code;
    for (let i = 0; i < count; i++, code++, next++) {
      if (length <= lookaheadBits) {
        const first = code << (lookaheadBits - length);
        lookup.fill((length << 8) | (symbols[next] ?? 0), first, first + (1 << (lookaheadBits - length)));
      }
    }
    if (count > 0) maxCode[length] = code - 1;
    code <<= 1;
  }
  return { lookup, maxCode, offset, symbols };
}

/** A cursor over the entropy-coded bits of one restart interval. */
export class EntropyReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #next: number;
  #window = 0;
  #available = 0;
  #suppliedBits = 0;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#next = start;
    this.#end = end;
  }

  /** True once a bit was consumed that the segment does not have. */
  get overrun(): boolean {
    return this.#suppliedBits > this.#available;
  }

  /** Reads one Huffman code and returns its symbol; 0 where no code matches. */
  readSymbol(table: HuffmanTable): number {
    if (this.#available < longestCode) this.#fill();
    const entry = table.lookup[(this.#window >>> (this.#available - lookaheadBits)) & ((1 << lookaheadBits) - 1)] ?? 0;
    if (entry !== 0) {
      this.#available -= entry >>> 8;
      return entry & 0xff;
    }
    for (let length = lookaheadBits + 1; length <= longestCode; length++) {
      const code = (this.#window >>> (this.#available - length)) & ((1 << length) - 1);
      if (code <= (table.maxCode[length] ?? -1)) {
        this.#available -= length;
        return table.symbols[code + (table.offset[length] ?? 0)] ?? 0;
      }
    }
    this.#available -= longestCode;
    return 0;
  }

  /** Reads up to 16 bits as an unsigned number. */
  readBits(count: number): number {
    if (count === 0) return 0;
    if (this.#available < count) this.#fill();
    this.#available -= count;
    return (this.#window >>> this.#available) & ((1 << count) - 1);
  }

  /** Reads `count` bits as the signed difference of that category, ITU-T T.81 §F.2.2.1 (RECEIVE and EXTEND). */
  readDifference(count: number): number {
    if (count === 0) return 0;
    const bits = this.readBits(count);
    return bits < 1 << (count - 1) ? bits - (1 << count) + 1 : bits;
  }

  #fill(): void {
    while (this.#available <= 24) {
      let byte = 0;
      if (this.#next < this.#end) byte = this.#bytes[this.#next++] ?? 0;
      else this.#suppliedBits += 8;
      this.#window = (this.#window << 8) | byte;
      this.#available += 8;
    }
  }
}
