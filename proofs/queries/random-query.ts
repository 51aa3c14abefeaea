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
import { agrees, type Mode, modeNames } from './query-mode.ts';
import type { AskedKey, Entity, ReferenceArchive } from './reference-archive.ts';
import { datesAndTimes } from './reference-zone.ts';

export type RandomQuery = {
  readonly mode: Mode;
  /** Timezone Offset From UTC (0008,0201) of the query, where there is one. */
  readonly zone: string | undefined;
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

const zones = ['+0000', '+0100', '-0330', '+0545', '+1400', '-1200'] as const;

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
  const mode = random.pick(modeNames);
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
  const put = (asked: AskedKey) => matching.set(nameOf(asked.key), asked);
  if (random.fraction() < (agrees(mode, 'relational') ? 0.4 : 0.05)) {
    for (const asked of randomKeysBelow(archive, { level, anchor }, random)) put(asked);
  }
  if (agrees(mode, 'combinedDateTime') && random.fraction() < 0.6) {
    for (const asked of randomMoments(archive, { level, anchor }, random)) put(asked);
  }
  if (mode === 'baseline' && random.fraction() < 0.8) {
    for (const key of hierarchyKeys(level)) put({ key, values: anchor.values.get(key.keyword) ?? [] });
  }
  for (const key of keys) {
    const isUnique = uniqueKeywords[level].includes(key.keyword);
    if (!matching.has(nameOf(key)) && (isUnique || random.fraction() < 0.1)) {
      matching.set(nameOf(key), { key, values: random.fraction() < 0.1 ? ['*'] : [] });
    }
  }
  return {
    mode,
    zone: agrees(mode, 'timezone') && random.fraction() < 0.8 ? random.pick(zones) : undefined,
    level,
    isPatientRoot: level === 'PATIENT' || random.fraction() < 0.5,
    asked: [...matching.values()].map(({ key, values }) => ({ key, values: isStarAllowed(key, values) ? values : [] })),
    characterSet: random.pick(characterSets),
    isImplicitVr: random.fraction() < 0.5,
  };
}

type Anchored = { readonly level: Level; readonly anchor: Entity };

/** Keys of a level below, with values of one entity there, mostly one that belongs to the anchor. */
function randomKeysBelow(archive: ReferenceArchive, { level, anchor }: Anchored, random: Random): readonly AskedKey[] {
  const lower = levels.slice(levels.indexOf(level) + 1);
  if (lower.length === 0) return [];
  const lowest = random.pick(lower);
  const own = archive[lowest].filter(({ path }) => path.startsWith(anchor.path));
  const source = random.pick(random.fraction() < 0.9 ? own : archive[lowest]);
  // Studies have an institution as well: it is one of their level.
  const keys = queryKeys.filter(
    (key) => !isWithin(key, level) && isWithin(key, lowest) && key.keyword !== 'InstitutionName',
  );
  return Array.from({ length: 1 + random.below(3) }, () => {
    const key = random.pick(keys);
    return { key, values: randomValues(key, source, archive[lowest], random) };
  });
}

/** A date and a time that are ranges, mostly of one form. */
function randomMoments(archive: ReferenceArchive, { level, anchor }: Anchored, random: Random): readonly AskedKey[] {
  const pairs = datesAndTimes
    .map(([date, time]) => [getKey(date), getKey(time)] as const)
    .filter(([date]) => isWithin(date, level));
  if (pairs.length === 0) return [];
  const [date, time] = random.pick(pairs);
  const other = random.pick(archive[level]);
  const valueIn = (entity: Entity, key: QueryKey, fallback: string) => {
    const [value = ''] = entity.values.get(key.keyword) ?? [];
    return (key.vr === 'DA' ? /^\d{8}$/ : /^\d\d(\d\d(\d\d(\.\d{1,6})?)?)?$/).test(value) ? value : fallback;
  };
  const days = [valueIn(anchor, date, '20240301'), valueIn(other, date, '20240229')].toSorted();
  const times = [valueIn(anchor, time, '0830'), valueIn(other, time, '101112')];
  const forms = ['a-b', 'a-', '-b'] as const;
  const form = random.pick(forms);
  const range = ([from = '', to = '']: readonly string[], as: string) => as.replace('a', from).replace('b', to);
  const others = random.fraction() < 0.15 ? random.pick(forms) : form;
  return [
    { key: date, values: [range(days, form)] },
    {
      key: time,
      values: [
        range(
          times.map((value) => cutTime(value, random)),
          others,
        ),
      ],
    },
  ];
}

/** The unique keys of the levels above, PS3.4 §C.6.1.1. */
function hierarchyKeys(level: Level): readonly QueryKey[] {
  const unique = ['PatientID', 'StudyInstanceUID', 'SeriesInstanceUID'] as const;
  return unique.slice(0, levels.indexOf(level)).map(getKey);
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
  const maps = sequence === undefined ? [values] : (items.get(sequence) ?? []);
  const map = maps.length === 0 ? undefined : random.pick(maps);
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
