/** The brute-force search in a reference archive, and which queries a node has to refuse. */

import type { Keyword } from '@isocenter/dicom/dictionary';
import { isWithin, type Level, levels } from './query-keys.ts';
import { agrees } from './query-mode.ts';
import type { RandomQuery } from './random-query.ts';
import type { AskedKey, Entity, ReferenceArchive } from './reference-archive.ts';
import { isUniversal, matchesKey, matchesMoment } from './reference-matching.ts';

/** PS3.4 §C.6.1.1 */
const uniqueKeys: Readonly<Record<Level, Keyword>> = {
  PATIENT: 'PatientID',
  STUDY: 'StudyInstanceUID',
  SERIES: 'SeriesInstanceUID',
  IMAGE: 'SOPInstanceUID',
};

/** Dates and times that belong together. */
export const datesAndTimes: readonly (readonly [date: Keyword, time: Keyword])[] = [
  ['StudyDate', 'StudyTime'],
  ['SeriesDate', 'SeriesTime'],
  ['PerformedProcedureStepStartDate', 'PerformedProcedureStepStartTime'],
  ['ContentDate', 'ContentTime'],
];

/** PS3.4 §C.4.1.3.1: without relational queries each level above is named by one value of its unique key. */
export function isRefused({ level, isPatientRoot, asked, mode }: RandomQuery): boolean {
  if (agrees(mode, 'relational')) return false;
  const above = levels.slice(isPatientRoot ? 0 : 1, levels.indexOf(level));
  return !above.every((one) => {
    const values = asked.find(({ key }) => key.keyword === uniqueKeys[one])?.values ?? [];
    return values.length === 1 && !isUniversal(values) && !/^""$|[*?]/.test(values[0] ?? '');
  });
}

/**
 * Returns what matches all keys of its level and those above. Keys of levels below are left out of account, or must where
 * that is agreed on be matched by one entity of the lowest of their levels that belongs to what is returned.
 */
export function searchArchive(archive: ReferenceArchive, { level, asked, mode }: RandomQuery): readonly Entity[] {
  const isCombined = agrees(mode, 'combinedDateTime');
  const matches = (keys: readonly AskedKey[]) => (entity: Entity) => matchesAll(entity, keys, isCombined);
  const found = archive[level].filter(matches(asked.filter(({ key }) => isWithin(key, level))));
  const below = asked.filter(({ key }) => !isWithin(key, level));
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
    // PS3.4 §C.2.2.2.6: one item must match all keys.
    (inItem.length === 0 ||
      items.some((item) =>
        inItem.every(({ key, values: texts }) => matchesKey(key.vr, texts, item.get(key.keyword) ?? [])),
      ))
  );
}

/** PS3.4 §C.2.2.2.5 */
function areRangesOfOneForm(date: string, time: string): boolean {
  const form = (text: string) => text.replaceAll(/[^-]+/g, 'x');
  return date.includes('-') && form(date) === form(time);
}
