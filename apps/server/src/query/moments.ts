/**
 * Dates and times of the index that belong together, and ranges of both that are matched as one range of moments, PS3.4
 * §C.2.2.2.5: from 10 o'clock of the first day to 18 o'clock of the last, instead of these hours of each day.
 */

import type { TextRange } from '@isocenter/dicom/date-time';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import type { Tag } from '@isocenter/dicom/tag';
import type { AttributeMatch } from './matching.ts';

type DateAndTime = { readonly date: Tag; readonly time: Tag };

export type MomentMatch = DateAndTime & {
  /** `YYYYMMDDHHMMSS.FFFFFF` */
  readonly range: TextRange;
};

const keywords: readonly (readonly [date: Keyword, time: Keyword])[] = [
  ['StudyDate', 'StudyTime'],
  ['SeriesDate', 'SeriesTime'],
  ['PerformedProcedureStepStartDate', 'PerformedProcedureStepStartTime'],
  ['ContentDate', 'ContentTime'],
];

/** Days of birth are no moments: their hour is in nobody's query. */
export const datesAndTimes: readonly DateAndTime[] = keywords.map(([date, time]) => ({
  date: tagOf(date),
  time: tagOf(time),
}));

/**
 * Takes the pairs of a date and a time out of the matches that are ranges of one form, both with a first and a last, or
 * both open at the same end.
 *
 * @param isRange whether what was written for an attribute is a range, and no single value
 */
export function combineDateAndTime(
  matches: readonly AttributeMatch[],
  isRange: (tag: Tag) => boolean,
): { readonly matches: readonly AttributeMatch[]; readonly moments: readonly MomentMatch[] } {
  const rangeOf = (tag: Tag): TextRange | undefined => {
    const matching = matches.find(({ path }) => path.length === 1 && path[0] === tag)?.matching;
    return matching?.kind === 'range' && isRange(tag) ? matching : undefined;
  };
  const moments = datesAndTimes.flatMap(({ date, time }): readonly MomentMatch[] => {
    const [days, hours] = [rangeOf(date), rangeOf(time)];
    if (days === undefined || hours === undefined) return [];
    if ((days.from === undefined) !== (hours.from === undefined)) return [];
    if ((days.to === undefined) !== (hours.to === undefined)) return [];
    const from = days.from !== undefined && hours.from !== undefined && { from: days.from + hours.from };
    const to = days.to !== undefined && hours.to !== undefined && { to: days.to + hours.to };
    return [{ date, time, range: { ...from, ...to } }];
  });
  const combined = new Set(moments.flatMap(({ date, time }) => [date, time]));
  return { matches: matches.filter(({ path: [tag] }) => tag === undefined || !combined.has(tag)), moments };
}
