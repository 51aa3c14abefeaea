/** The brute-force search in a reference archive, and which queries a node has to refuse. */

import type { Keyword } from '@isocenter/dicom/dictionary';
import { isWithin, type Level, levels } from './query-keys.ts';
import { agrees } from './query-mode.ts';
import type { RandomQuery } from './random-query.ts';
import type { AskedKey, Entity, ReferenceArchive } from './reference-archive.ts';
import { isUniversal, matchesKey, matchesMoment } from './reference-matching.ts';
import { datesAndTimes, inZone } from './reference-zone.ts';

/** PS3.4 §C.6.1.1 */
const uniqueKeys: Readonly<Record<Level, Keyword>> = {
  PATIENT: 'PatientID',
  STUDY: 'StudyInstanceUID',
  SERIES: 'SeriesInstanceUID',
  IMAGE: 'SOPInstanceUID',
};

/** PS3.4 §C.4.1.3.1: without relational queries each level above is named by one value of its unique key. */
export function isRefused({ level, isPatientRoot, asked, mode }: RandomQuery): boolean {
  if (agrees(mode, 'relational')) return false;
  const above = levels.slice(isPatientRoot ? 0 : 1, levels.indexOf(level));
  return !above.every((one) => {
    const values = asked.find(({ key }) => key.keyword === uniqueKeys[one] && key.sequence === undefined)?.values ?? [];
    return values.length === 1 && !isUniversal(values) && !/^""$|[*?]/.test(values[0] ?? '');
  });
}

/** An entity as it is to be answered; `zone` is empty where the answer names none. */
export type FoundEntity = Entity & { readonly zone: string };

/**
 * Returns what matches all keys of its level and those above. Keys of levels below are left out of account, or must where
 * that is agreed on be matched by one entity of the lowest of their levels that belongs to what is returned; dates and
 * times there are left out of account by a query in a zone of its own.
 */
export function searchArchive(archive: ReferenceArchive, query: RandomQuery): readonly FoundEntity[] {
  const { level, asked, mode, zone } = query;
  const matches = (keys: readonly AskedKey[]) => (entity: Entity) =>
    matchesAll(entity, keys, agrees(mode, 'combinedDateTime'));
  const answered = (entity: Entity) => (agrees(mode, 'timezone') ? inZone(entity, zone) : { ...entity, zone: '' });
  // Without a zone of its own a query means what is stored.
  const here = matches(asked.filter(({ key }) => isWithin(key, level)));
  const found = archive[level]
    .map((entity) => ({ stored: entity, shown: answered(entity) }))
    .filter(({ stored, shown }) => here(zone === undefined ? stored : shown))
    .map(({ shown }) => shown);
  const below = asked.filter(
    ({ key, values }) =>
      !isWithin(key, level) &&
      (zone === undefined || values[0] === '""' || !datesAndTimes.flat().includes(key.keyword)),
  );
  const lowest = levels.findLast((one) => below.some(({ key, values }) => key.level === one && !isUniversal(values)));
  if (!agrees(mode, 'relational') || lowest === undefined) return found;
  const matching = archive[lowest].filter(matches(below));
  return found.filter(({ path }) => matching.some((entity) => entity.path.startsWith(path)));
}

function matchesAll({ values, items }: Entity, asked: readonly AskedKey[], isCombined: boolean): boolean {
  const inItem = asked.filter(({ key, values: texts }) => key.sequence !== undefined && !isUniversal(texts));
  const plain = asked.filter(({ key }) => key.sequence === undefined);
  const asWritten = (keyword: Keyword) => plain.find(({ key }) => key.keyword === keyword)?.values[0] ?? '';
  const pairs = (isCombined ? datesAndTimes : []).filter(([date, time]) =>
    areRangesOfOneForm(asWritten(date), asWritten(time)),
  );
  const combined = new Set(pairs.flat());
  return (
    plain.every(
      ({ key, values: texts }) => combined.has(key.keyword) || matchesKey(key.vr, texts, values.get(key.keyword) ?? []),
    ) &&
    pairs.every(([date, time]) =>
      matchesMoment(
        { date: asWritten(date), time: asWritten(time) },
        { date: values.get(date)?.[0] ?? '', time: values.get(time)?.[0] ?? '' },
      ),
    ) &&
    // PS3.4 §C.2.2.2.6: one item of a sequence must match all keys in it.
    Array.from(new Set(inItem.map(({ key }) => key.sequence))).every((sequence) => {
      const keys = inItem.filter(({ key }) => key.sequence === sequence);
      const candidates = (sequence && items.get(sequence)) || [];
      return candidates.some((item) =>
        keys.every(({ key, values: texts }) => matchesKey(key.vr, texts, item.get(key.keyword) ?? [])),
      );
    })
  );
}

/** PS3.4 §C.2.2.2.5 */
function areRangesOfOneForm(date: string, time: string): boolean {
  const form = (text: string) => text.replaceAll(/[^-]+/g, 'x');
  return date.includes('-') && form(date) === form(time);
}
