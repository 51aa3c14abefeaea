/**
 * The data dictionary, PS3.6 §6 to §9, with the command elements of PS3.7 Annex E: what a tag is called and how its
 * value is represented. Private elements are not in it.
 *
 * The table is generated (`generated/dictionary-table.ts`, by `tools/standard`) and is turned into an index on first
 * use, so that a program that never asks does not pay for it.
 */

import { dictionaryTable, type Keyword } from './generated/dictionary-table.ts';
import { isGroupLength, isPrivate, isPrivateCreator, type Tag } from './tag.ts';

export type { Keyword };

export type DictionaryEntry = {
  readonly keyword: Keyword;
  readonly name: string;
  /** As PS3.6 has it: one VR, or several such as `US or SS`. */
  readonly vr: string;
  /** Value multiplicity, such as `1`, `1-n`, `2-2n`. */
  readonly vm: string;
  readonly retired: boolean;
};

/** Returns the tag of a keyword; of an attribute in repeating groups the one in the first group, as (6000,3000). */
export function tagOf(keyword: Keyword): Tag {
  const tag = index().tags.get(keyword);
  // Keywords are a closed union generated from the same table.
  return tag as Tag;
}

/** Returns the tag of a keyword that comes from outside, or undefined where there is none. */
export function findTag(keyword: string): Tag | undefined {
  return index().tags.get(keyword);
}

/** Returns all keywords, for suggestions to whoever mistyped one. */
export function listKeywords(): Iterable<string> {
  return index().tags.keys();
}

/** Returns what PS3.6 says of a tag, repeating groups (50xx,eeee) and (60xx,eeee) included. */
export function findDictionaryEntry(tag: Tag): DictionaryEntry | undefined {
  const row = findRow(tag);
  if (row === undefined) return undefined;
  const [, vr = '', vm = '', retired, keyword = '', name] = row.split('\t');
  // The keywords of the table are the union's members.
  return { keyword: keyword as Keyword, name: name ?? nameOf(keyword), vr, vm, retired: retired === 'R' };
}

/**
 * Returns the VR of a tag as PS3.6 has it (`US or SS` where it depends on another element), UL for group lengths
 * (PS3.5 §7.2), LO for private creators (PS3.5 §7.8.1) and undefined for what is not known.
 */
export function findDictionaryVr(tag: Tag): string | undefined {
  const { keys, vrNumbers, vrNames } = index();
  for (let slot = hash(tag); keys[slot] !== free; slot = (slot + 1) & slotMask) {
    if (keys[slot] === tag) return vrNames[vrNumbers[slot] ?? 0];
  }
  if (isGroupLength(tag)) return 'UL';
  if (isPrivate(tag)) return isPrivateCreator(tag) ? 'LO' : undefined;
  return findRow(tag)?.split('\t')[1];
}

/** Rows are known by where they begin in the table. */
type Pattern = { readonly base: number; readonly mask: number; readonly row: number };

type Index = {
  readonly tags: ReadonlyMap<string, Tag>;
  readonly rows: ReadonlyMap<number, number>;
  readonly patterns: readonly Pattern[];
  /** A hash table of tags with open addressing, for the VRs of implicit VR data sets. */
  readonly keys: Float64Array;
  readonly vrNumbers: Uint8Array;
  readonly vrNames: readonly string[];
};

const slotMask = 0x3fff;
const free = -1;

/** Built once from constant data: the only state of this module, and the same whoever builds it. */
let built: Index | undefined;

function index(): Index {
  built ??= buildIndex();
  return built;
}

/** One pass without lists of columns: whatever uses a tag begins with this. */
function buildIndex(): Index {
  const tags = new Map<string, Tag>();
  const rows = new Map<number, number>();
  const patterns: Pattern[] = [];
  const keys = new Float64Array(slotMask + 1).fill(free);
  const vrNumbers = new Uint8Array(slotMask + 1);
  const vrs = new Map<string, number>();
  let end = 0;
  for (let start = dictionaryTable.indexOf('\n') + 1; start < dictionaryTable.length; start = end + 1) {
    end = endOfRow(start);
    const vrAt = startOfColumn(start, 1);
    const keywordAt = startOfColumn(vrAt, 3);
    const digits = dictionaryTable.slice(start, vrAt - 1);
    const keyword = dictionaryTable.slice(keywordAt, endOfColumn(keywordAt, end));
    // Eight hexadecimal digits are a tag.
    const tag = Number.parseInt(digits.replaceAll('x', '0'), 16) as Tag;
    tags.set(keyword, tag);
    if (digits.includes('x')) {
      const mask = Number.parseInt(digits.replace(/[^x]/g, 'F').replaceAll('x', '0'), 16);
      patterns.push({ base: tag, mask, row: start });
      continue;
    }
    rows.set(tag, start);
    const vr = dictionaryTable.slice(vrAt, endOfColumn(vrAt, end));
    const vrNumber = vrs.get(vr) ?? vrs.size;
    vrs.set(vr, vrNumber);
    let slot = hash(tag);
    while (keys[slot] !== free) slot = (slot + 1) & slotMask;
    keys[slot] = tag;
    vrNumbers[slot] = vrNumber;
  }
  return { tags, rows, patterns, keys, vrNumbers, vrNames: [...vrs.keys()] };
}

/** Columns are counted from 0. */
function startOfColumn(row: number, column: number): number {
  let at = row;
  for (let left = column; left > 0; left -= 1) at = dictionaryTable.indexOf('\t', at) + 1;
  return at;
}

/** The system searches faster than a loop that is not compiled yet. */
function endOfColumn(start: number, row: number): number {
  const end = dictionaryTable.indexOf('\t', start);
  return end < 0 || end > row ? row : end;
}

function endOfRow(start: number): number {
  const end = dictionaryTable.indexOf('\n', start);
  return end < 0 ? dictionaryTable.length : end;
}

function findRow(tag: Tag): string | undefined {
  const { rows, patterns } = index();
  const start = rows.get(tag) ?? findPattern(tag, patterns);
  return start === undefined ? undefined : dictionaryTable.slice(start, endOfRow(start));
}

function findPattern(tag: Tag, patterns: readonly Pattern[]): number | undefined {
  // Repeating groups have even numbers only, PS3.5 §7.6.
  if (isPrivate(tag)) return undefined;
  return patterns.find((pattern) => (tag & pattern.mask) >>> 0 === pattern.base)?.row;
}

function hash(tag: number): number {
  return Math.imul(tag, 0x9e3779b1) >>> 18;
}

/** Derives the name of an attribute from its keyword; the table holds a name only where this would be wrong. */
function nameOf(keyword: string): string {
  return keyword.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
}
