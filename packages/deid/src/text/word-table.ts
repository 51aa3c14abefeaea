/**
 * A table of words as `tools/report-words` writes it, looked up without being unpacked: lines are in order and each begins
 * with a whole word, so that a search among lines finds the one that may hold a word. A line is unpacked when it is first
 * looked at, since reports and headers use few of a hundred thousand words.
 */

export class WordTable {
  readonly #lines: readonly string[];
  /** The first word of each line. */
  readonly #firsts: readonly string[];
  readonly #unpacked = new Map<number, ReadonlySet<string>>();

  constructor(table: string) {
    this.#lines = table.trim().split('\n');
    this.#firsts = this.#lines.map((line) => line.slice(1, endOfWord(line, 1)));
  }

  has(word: string): boolean {
    const at = this.#lineOf(word);
    if (at < 0) return false;
    const known = this.#unpacked.get(at) ?? new Set(unpack(this.#lines[at] ?? ''));
    this.#unpacked.set(at, known);
    return known.has(word);
  }

  /** Returns the last line whose first word does not come after this one; −1 where there is none. */
  #lineOf(word: string): number {
    let [low, high] = [-1, this.#firsts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#firsts[middle] ?? '') <= word) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** One character of shared letters, then the rest of the word. */
function unpack(line: string): readonly string[] {
  const words: string[] = [];
  let before = '';
  for (let at = 0; at < line.length; ) {
    const end = endOfWord(line, at + 1);
    before = before.slice(0, Number.parseInt(line[at] ?? '0', 36)) + line.slice(at + 1, end);
    words.push(before);
    at = end;
  }
  return words;
}

const firstLetter = 0x61;

/** Small letters are of a word, digits and capitals begin the next. */
function endOfWord(line: string, start: number): number {
  let at = start;
  while (at < line.length && line.charCodeAt(at) >= firstLetter) at += 1;
  return at;
}
