/**
 * Finds many patterns in one pass over bytes, after Aho and Corasick (Efficient String Matching, CACM 1975), in letters of
 * either case and whatever stands between them: all that is neither letter nor digit is one separator, however long.
 * `smith|john` finds `Smith^John`, `SMITH,  JOHN` and `smith_john`.
 */

/** All that is no letter and no digit. */
export const separator = 0;
/** A letter that is none of a to z, in text that was folded: it is in no pattern, but makes a longer word of what it touches. */
const otherLetter = 37;
/** The byte that stands for such letters. */
export const otherLetterByte = 0x7f;

/** a to z are 1 to 26, digits 27 to 36. */
const symbolOfByte = Uint8Array.from({ length: 256 }, (_, byte) => {
  const lower = byte | 0x20;
  if (byte === otherLetterByte) return otherLetter;
  if (byte < 0x80 && lower >= 0x61 && lower <= 0x7a) return lower - 0x60;
  return byte >= 0x30 && byte <= 0x39 ? byte - 0x30 + 27 : separator;
});

/** Returns the symbol of a byte; a separator beyond either end. */
export function symbolAt(bytes: Uint8Array, at: number): number {
  return symbolOfByte[bytes[at] ?? 0] ?? separator;
}

export function isLetter(symbol: number): boolean {
  return (symbol >= 1 && symbol <= 26) || symbol === otherLetter;
}

export function isDigit(symbol: number): boolean {
  return symbol >= 27 && symbol <= 36;
}

/** Bits of what `Automaton.glance` sees. */
export const seen = { match: 1, digit: 2, /** Bytes that are no ASCII, and escape sequences. */ foreign: 4 } as const;

const seenInByte = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80 || byte === 0x1b) return seen.foreign;
  return byte >= 0x30 && byte <= 0x39 ? seen.digit : 0;
});

export type Automaton = {
  /** Returns bits of `seen`. */
  readonly glance: (bytes: Uint8Array) => number;
  /** Calls back with the number of a pattern and the offset of the last byte of its match, in the order of ends. */
  readonly search: (bytes: Uint8Array, found: (pattern: number, last: number) => void) => void;
};

/** Symbols of a row of the table: a power of two that holds all of them. */
const rowBits = 6;
const row = 1 << rowBits;
/** Of a table of 16 bits a cell. */
const maxStates = 0xffff;

/**
 * Returns the automaton of patterns of a to z, 0 to 9 and `|`, which neither begin nor end with `|`.
 *
 * @throws RangeError for patterns of more than 65 534 characters in all
 */
export function createAutomaton(patterns: readonly string[]): Automaton {
  const { next, ends, lastSymbol } = trieOf(patterns);
  connect(next, ends, lastSymbol);
  const table = next;
  const hasEnd = Uint8Array.from(ends, (list) => (list.length > 0 ? seen.match : 0));
  let wide: Uint16Array | undefined;
  return {
    glance: (bytes) => {
      let [state, bits] = [0, 0];
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0;
        state = table[(state << rowBits) | (symbolOfByte[byte] ?? 0)] ?? 0;
        bits |= (hasEnd[state] ?? 0) | (seenInByte[byte] ?? 0);
      }
      return bits;
    },
    search: (bytes, found) => {
      if (bytes.length > longBytes) wide ??= widened(table, ends.length);
      const [rows, shift] = wide === undefined ? [table, rowBits] : [wide, 8];
      let state = 0;
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0;
        state = rows[(state << shift) | (wide === undefined ? (symbolOfByte[byte] ?? 0) : byte)] ?? 0;
        if (hasEnd[state] !== 0) for (const pattern of ends[state] ?? []) found(pattern, at);
      }
    },
  };
}

/** From here on a table by bytes is worth its making: one look for each byte instead of two. */
const longBytes = 2 ** 16;

function widened(table: Uint16Array, states: number): Uint16Array {
  const wide = new Uint16Array(states * 256);
  for (let state = 0; state < states; state += 1)
    for (let byte = 0; byte < 256; byte += 1)
      wide[(state << 8) | byte] = table[(state << rowBits) | (symbolOfByte[byte] ?? 0)] ?? 0;
  return wide;
}

type Trie = { readonly next: Uint16Array; readonly ends: number[][]; readonly lastSymbol: readonly number[] };

function trieOf(patterns: readonly string[]): Trie {
  const states = 1 + patterns.reduce((sum, { length }) => sum + length, 0);
  if (states > maxStates) throw new RangeError('too many patterns');
  const next = new Uint16Array(states * row);
  const ends: number[][] = [[]];
  const lastSymbol = [separator];
  for (const [number, pattern] of patterns.entries()) {
    let state = 0;
    for (let at = 0; at < pattern.length; at += 1) {
      const symbol = symbolOfByte[pattern.charCodeAt(at)] ?? separator;
      const cell = (state << rowBits) | symbol;
      if (next[cell] === 0) {
        next[cell] = ends.length;
        ends.push([]);
        lastSymbol.push(symbol);
      }
      state = next[cell] ?? 0;
    }
    ends[state]?.push(number);
  }
  return { next: next.subarray(0, ends.length * row), ends, lastSymbol };
}

/** Makes each missing step that of the longest suffix which has one; a separator after a separator changes nothing. */
function connect(next: Uint16Array, ends: number[][], lastSymbol: readonly number[]): void {
  const fallback = new Uint16Array(ends.length);
  const queue: number[] = [];
  for (let symbol = 0; symbol < row; symbol += 1) if (next[symbol] !== 0) queue.push(next[symbol] ?? 0);
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] ?? 0;
    const fallen = fallback[state] ?? 0;
    ends[state]?.push(...(ends[fallen] ?? []));
    for (let symbol = 0; symbol < row; symbol += 1) {
      const cell = (state << rowBits) | symbol;
      const target = next[cell] ?? 0;
      const otherwise = next[(fallen << rowBits) | symbol] ?? 0;
      if (target === 0) next[cell] = symbol === separator && lastSymbol[state] === separator ? state : otherwise;
      else {
        fallback[target] = otherwise;
        queue.push(target);
      }
    }
  }
}

/** Returns where a match begins that ends with the byte `last`. */
export function startOfMatch(bytes: Uint8Array, last: number, pattern: string): number {
  let at = last;
  for (let left = pattern.length - 1; left >= 0; left -= 1) {
    if (pattern[left] !== '|') at -= 1;
    else while (at >= 0 && symbolAt(bytes, at) === separator) at -= 1;
  }
  return at + 1;
}
