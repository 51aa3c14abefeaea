/**
 * Dates moved by whole days, PS3.15 §E.3.6: every date and date-time of a patient by the same number of days, so that
 * intervals, times of day and what crosses midnight stay as they were, in headers and in text alike.
 *
 * By whole days only: a time of day without a date (Radiopharmaceutical Start Time (0018,1072)) has no day to carry over
 * to, and half-lives are corrected by it.
 */

import { type DicomDate, formatDicomDate, parseDicomDate, parseDicomDateTime } from '@isocenter/dicom/date-time';

const millisecondsPerDay = 86_400_000;

/** Returns the date so many days later, by the Gregorian calendar; undefined outside of the years 1 to 9999. */
export function shiftDate(date: DicomDate, days: number): DicomDate | undefined {
  const moment = new Date(0);
  // `Date.UTC` takes the years 0 to 99 for 1900 to 1999.
  moment.setUTCFullYear(date.year, date.month - 1, date.day);
  moment.setTime(moment.getTime() + days * millisecondsPerDay);
  const year = moment.getUTCFullYear();
  if (year < 1 || year > 9999) return undefined;
  return { year, month: moment.getUTCMonth() + 1, day: moment.getUTCDate() };
}

/** Returns a value of VR DA moved; undefined where it is no date, which then must not stay. */
export function shiftDateText(text: string, days: number): string | undefined {
  const date = parseDicomDate(text);
  const shifted = date && shiftDate(date, days);
  return shifted && formatDicomDate(shifted);
}

/**
 * Returns a value of VR DT moved, as precise as it was and with its zone; undefined where it is none. What names only a
 * year or a month is taken for its middle and stays a year or a month.
 */
export function shiftDateTimeText(text: string, days: number): string | undefined {
  const moment = parseDicomDateTime(text);
  if (moment === undefined) return undefined;
  const { year, month, day } = moment;
  const shifted = shiftDate({ year, month: month ?? 7, day: day ?? (month === undefined ? 2 : 15) }, days);
  if (shifted === undefined) return undefined;
  const digits = formatDicomDate(shifted);
  if (month === undefined) return digits.slice(0, 4) + text.slice(4);
  return day === undefined ? digits.slice(0, 6) + text.slice(6) : digits + text.slice(8);
}
