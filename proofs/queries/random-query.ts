/**
 * Random queries: a level, and keys of it and of the levels above, each with a random kind of matching, made of the values
 * of entities that are there, so that most have matches.
 */

import type { Keyword } from '@isocenter/dicom/dictionary';
import type { Random } from '@isocenter/testkit/random';
import {
  getKey,
  isWithin,
  type Level,
  levels,
  type QueryKey,
  queryKeys,
  uniqueKeywords,
  wildcardVrs,
} from './query-keys.ts';
import type { AskedKey, Entity, ReferenceArchive } from './reference-archive.ts';

export type RandomQuery = {
  readonly level: Level;
  readonly isPatientRoot: boolean;
  readonly asked: readonly AskedKey[];
  /** Of the identifier, where it has all the characters: otherwise it is in UTF-8. */
  readonly characterSet: readonly string[];
  readonly isImplicitVr: boolean;
};

const characterSets = [
  [],
  ['ISO_IR 100'],
  ['ISO_IR 144'],
  ['', 'ISO 2022 IR 87'],
  ['GB18030'],
  ['ISO_IR 192'],
] as const;

/** What a list is made of, by value representation; a date or a name is asked for by itself. */
const listVrs: ReadonlySet<string> = new Set(['CS', 'UI']);

/** Keys that choose few entities of a level. */
const narrowing: { readonly [level in Level]: readonly Keyword[] } = {
  PATIENT: ['PatientID'],
  STUDY: ['PatientID', 'AccessionNumber', 'StudyInstanceUID'],
  SERIES: ['PatientID', 'StudyInstanceUID', 'SeriesInstanceUID'],
  IMAGE: ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'],
};

export function randomQuery(archive: ReferenceArchive, random: Random): RandomQuery {
  const level = random.pick(levels);
  const keys = queryKeys.filter((key) => isWithin(key, level));
  const anchor = random.pick(archive[level]);
  const matching = new Map<string, AskedKey>();
  for (let count = keyCount(random); count > 0; count -= 1) {
    const key = random.pick(keys);
    // Mostly of one entity: what is asked of several at once is seldom there.
    const source = random.fraction() < 0.9 ? anchor : random.pick(archive[level]);
    matching.set(nameOf(key), { key, values: randomValues(key, source, archive[level], random) });
    if (key.sequence !== undefined && random.fraction() < 0.6) {
      for (const other of keys.filter(({ sequence }) => sequence === key.sequence)) {
        matching.set(nameOf(other), { key: other, values: randomValues(other, source, archive[level], random) });
      }
    }
  }
  // Long answers tell little.
  if (random.fraction() < 0.93) {
    const key = getKey(random.pick(narrowing[level]));
    matching.set(nameOf(key), { key, values: anchor.values.get(key.keyword) ?? [] });
  }
  // Keys of a level below are left out of account, PS3.4 §C.2.2.1.3.
  const below = queryKeys.filter((key) => !isWithin(key, level) && key.keyword !== 'InstitutionName');
  if (below.length > 0 && random.fraction() < 0.05) {
    const key = random.pick(below);
    matching.set(nameOf(key), { key, values: [key.vr === 'DA' ? '20240101' : '10'] });
  }
  for (const key of keys) {
    const isUnique = uniqueKeywords[level].includes(key.keyword);
    if (!matching.has(nameOf(key)) && (isUnique || random.fraction() < 0.1)) {
      matching.set(nameOf(key), { key, values: random.fraction() < 0.1 ? ['*'] : [] });
    }
  }
  return {
    level,
    isPatientRoot: level === 'PATIENT' || random.fraction() < 0.5,
    asked: [...matching.values()].map(({ key, values }) => ({ key, values: isStarAllowed(key, values) ? values : [] })),
    characterSet: random.pick(characterSets),
    isImplicitVr: random.fraction() < 0.5,
  };
}

/** Returns the name that a key has in a URL, PS3.18 §8.3.4.1. */
export function nameOf({ keyword, sequence }: QueryKey): string {
  return sequence === undefined ? keyword : `${sequence}.${keyword}`;
}

/** A query of everything is rare: its answers are long and tell little. */
function keyCount(random: Random): number {
  return random.fraction() < 0.01 ? 0 : 1 + random.below(4);
}

function isStarAllowed({ vr }: QueryKey, [first]: readonly string[]): boolean {
  return first !== '*' || wildcardVrs.has(vr);
}

function randomValues(key: QueryKey, source: Entity, all: readonly Entity[], random: Random): readonly string[] {
  const value = oneValue(key, source, random);
  // No number is two quotation marks.
  if (random.fraction() < 0.06 && key.sequence === undefined && key.vr !== 'US') return ['""'];
  if (value === undefined) return [];
  if (key.vr === 'DA')
    return /^\d{8}$/.test(value) ? [randomRange(value, oneValue(key, random.pick(all), random), random)] : [];
  if (key.vr === 'TM') {
    if (!/^\d\d(\d\d(\d\d(\.\d{1,6})?)?)?$/.test(value)) return []; // some files say other things
    return [randomRange(cutTime(value, random), cutTime(oneValue(key, random.pick(all), random), random), random)];
  }
  if (listVrs.has(key.vr) && random.fraction() < 0.4) {
    const others = Array.from({ length: 1 + random.below(4) }, () => oneValue(key, random.pick(all), random) ?? '1');
    return [value, ...others];
  }
  if (key.vr === 'PN') return [randomName(value, random)];
  if (wildcardVrs.has(key.vr) && random.fraction() < 0.5) return [randomPattern(value, random)];
  return [key.vr !== 'UI' && random.fraction() < 0.1 ? otherCase(value) : value];
}

function oneValue({ keyword, sequence }: QueryKey, { values, items }: Entity, random: Random): string | undefined {
  const map = sequence === undefined ? values : items.length === 0 ? undefined : random.pick(items);
  const own = (map?.get(keyword) ?? []).filter((value) => value !== '');
  return own.length === 0 ? undefined : random.pick(own);
}

/** One value, or a range that is open at either end or at none, PS3.4 §C.2.2.2.5. */
function randomRange(from: string, to: string | undefined, random: Random): string {
  switch (random.below(4)) {
    case 0:
      return `${from}-`;
    case 1:
      return `-${from}`;
    case 2:
      return to === undefined || !/^[\d.]+$/.test(to) ? from : `${from}-${to}`;
    default:
      return from;
  }
}

/** Leaves components of a time out from the last on. */
function cutTime(time: string, random: Random): string;
function cutTime(time: string | undefined, random: Random): string | undefined;
function cutTime(time: string | undefined, random: Random): string | undefined {
  const length = random.pick([2, 4, 6, 20]);
  return time?.replace(':', '').slice(0, length);
}

/** A name, or one group or a pattern of it, in any case and with or without accents. */
function randomName(name: string, random: Random): string {
  const groups = name.split('=');
  const group = random.pick(groups.filter((text) => text !== ''));
  const text = random.pick([name, group, group, groups.map((one) => (one === group ? one : '')).join('=')]);
  const plain =
    random.fraction() < 0.3
      ? text
          .normalize('NFD')
          .replace(/[\u0300-\u036f]/g, '')
          .normalize('NFC')
      : text;
  const cased = random.fraction() < 0.3 ? otherCase(plain) : plain;
  if (random.fraction() < 0.1) return `${cased.split('^')[0] ?? ''}^*`;
  return random.fraction() < 0.5 ? randomPattern(cased, random) : cased;
}

function otherCase(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}

/** Puts `*` in the place of any number of characters, and `?` in that of single ones. */
function randomPattern(text: string, random: Random): string {
  const characters = [...text];
  for (let count = random.below(3); count > 0; count -= 1) {
    const at = random.below(characters.length);
    // A delimiter stays, so that it is known which component a pattern is of.
    if (!/[=^]/.test(characters[at] ?? '')) characters[at] = '?';
  }
  if (random.fraction() < 0.85) {
    const at = random.below(characters.length + 1);
    const length = random.fraction() < 0.3 ? characters.length : random.below(4);
    const removed = characters.slice(at, at + length).includes('=') ? 0 : length;
    characters.splice(at, removed, random.fraction() < 0.1 ? '**' : '*');
  }
  return characters.join('');
}
