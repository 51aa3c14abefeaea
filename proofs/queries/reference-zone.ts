/**
 * Dates and times of entities in another zone, by the milliseconds of JavaScript's dates: what the node's answers to
 * queries with a Timezone Offset From UTC (0008,0201) are held against.
 */

import type { Keyword } from '@isocenter/dicom/dictionary';
import type { Entity } from './reference-archive.ts';

/** Of objects that name no zone; half an hour off the others, with summer time. */
export const nodeTimeZone = 'America/St_Johns';

/** Dates and times that belong together, and the level whose zone they are in. */
export const datesAndTimes: readonly (readonly [date: Keyword, time: Keyword, level: keyof Entity['zones']])[] = [
  ['StudyDate', 'StudyTime', 'study'],
  ['SeriesDate', 'SeriesTime', 'series'],
  ['PerformedProcedureStepStartDate', 'PerformedProcedureStepStartTime', 'series'],
  ['ContentDate', 'ContentTime', 'series'],
];

/** Returns the entity with its dates and times in a zone, or where none is wanted in its own, and which that is. */
export function inZone(entity: Entity, wanted: string | undefined): Entity & { readonly zone: string } {
  const { zones, values } = entity;
  const study = momentOf(entity, 'StudyDate', 'StudyTime', '12');
  const own = zones.series || zones.study || (study === undefined ? '' : nodeOffsetAt(study));
  const zone = wanted ?? own;
  const moved = datesAndTimes.flatMap(([date, time, level]) => {
    const shown = momentOf(entity, date, time);
    if (shown === undefined || zone === '') return [];
    const stored = (level === 'series' && zones.series) || zones.study || nodeOffsetAt(shown);
    const there = new Date(shown + (minutesOf(zone) - minutesOf(stored)) * 60_000).toISOString().replaceAll(/\D/g, '');
    const written = values.get(time)?.[0]?.replaceAll(':', '') ?? '';
    const isToTheHour = written.length === 2 && there.slice(10, 12) === '00';
    const text = there.slice(8, isToTheHour ? 10 : 12) + written.slice(4);
    return [
      [date, [there.slice(0, 8)]],
      [time, [text]],
    ] as const;
  });
  return { ...entity, values: new Map([...values, ...moved]), zone };
}

/** Milliseconds that clocks show; undefined where date or time is not known. */
function momentOf({ values }: Entity, date: Keyword, time: Keyword, noTime = ''): number | undefined {
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(values.get(date)?.[0]?.replaceAll('.', '') ?? '');
  const hour = /^([01]\d|2[0-3])([0-5]\d)?(?:[0-5]\d(?:\.\d{1,6})?)?$/.exec(
    values.get(time)?.[0]?.replaceAll(':', '') ?? noTime,
  );
  if (day === null || hour === null) return undefined;
  const shown = Date.parse(`${day[1]}-${day[2]}-${day[3]}T${hour[1]}:${hour[2] ?? '00'}Z`);
  return Number.isNaN(shown) ? undefined : shown;
}

/** `longOffset` says `GMT-02:30`, and of long ago `GMT-03:30:52`, whose minute is the one that clocks showed: 31. */
function nodeOffsetAt(shown: number): string {
  const name = new Intl.DateTimeFormat('en', { timeZone: nodeTimeZone, timeZoneName: 'longOffset' })
    .formatToParts(shown + 3 * 3_600_000)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign = '+', hours = '00', minutes = '00', seconds = '00'] =
    /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name ?? '') ?? [];
  const isPastMinute = sign === '-' && seconds !== '00';
  return `${sign}${hours}${String(Number(minutes) + (isPastMinute ? 1 : 0)).padStart(2, '0')}`;
}

function minutesOf(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3));
  return offset.startsWith('-') ? -minutes : minutes;
}
