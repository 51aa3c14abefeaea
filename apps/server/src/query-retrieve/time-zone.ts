/**
 * Dates and times in another zone, PS3.4 §C.2.2.2.5 and PS3.3 §C.12.1.1.8: offsets from UTC as Timezone Offset From UTC
 * (0008,0201) has them, and the zone of the node for what names none, with its summer time.
 *
 * Only a date with a time can be moved: a day without an hour, or an hour without a day, stays as it is written.
 */

import { formatDicomDate, parseDicomDate, parseDicomTime } from '@isocenter/dicom/date-time';

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** `YYYYMMDD` and `HH[MM[SS[.FFFFFF]]]`, as they are stored. */
export type DateAndTimeText = { readonly date: string; readonly time: string };

/** Returns minutes east of UTC; undefined where the text is no offset, PS3.3 §C.12.1.1.8. */
export function parseOffset(text: string): number | undefined {
  const match = /^([+-])(\d\d)([0-5]\d)$/.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (minutes > (match[1] === '-' ? 12 : 14) * 60) return undefined;
  return match[1] === '-' ? -minutes : minutes;
}

export function formatOffset(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const distance = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}${two(distance % 60)}`;
}

/** The zone of places that keep one, such as `Europe/Berlin`. */
export class PlaceZone {
  readonly #format: Intl.DateTimeFormat;

  /** @throws RangeError where there is no such zone */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
    });
  }

  /** Returns the offset in minutes when clocks there show this; undefined where that is no date. */
  offsetAt({ date, time }: DateAndTimeText): number | undefined {
    const localMs = minutesOf(date, time || '12');
    if (localMs === undefined) return undefined;
    const shown = localMs * minuteMs;
    // The offset of a moment near by; then that of the moment itself.
    return this.#offsetOf(shown - this.#offsetOf(shown) * minuteMs);
  }

  /** Returns the offset in minutes at a moment. */
  offsetOn(moment: Date): number {
    return this.#offsetOf(moment.getTime());
  }

  #offsetOf(utcMs: number): number {
    const parts = new Map(this.#format.formatToParts(utcMs).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const shown = utcOf(part('year'), part('month'), part('day')) + (part('hour') * 60 + part('minute')) * minuteMs;
    return Math.round((shown - Math.floor(utcMs / minuteMs) * minuteMs) / minuteMs);
  }
}

/** Returns the date and time as clocks of another zone show it; as it is where one of both is not known. */
export function moveToOffset(text: DateAndTimeText, from: number, to: number): DateAndTimeText {
  const minutes = minutesOf(text.date, text.time);
  if (minutes === undefined || text.time === '') return text;
  const moved = minutes + to - from;
  const day = new Date(Math.floor(moved / dayMinutes) * dayMinutes * minuteMs);
  const year = day.getUTCFullYear();
  if (year < 0 || year > 9999) return text;
  const ofDay = ((moved % dayMinutes) + dayMinutes) % dayMinutes;
  const digits = text.time.replaceAll(':', '');
  const isToTheHour = digits.length === 2 && ofDay % 60 === 0;
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    date: formatDicomDate({ year, month: day.getUTCMonth() + 1, day: day.getUTCDate() }),
    // Seconds stay as they are written: no offset has any.
    time: two(Math.floor(ofDay / 60)) + (isToTheHour ? '' : two(ofDay % 60)) + digits.slice(4),
  };
}

/** Minutes from 1970 on of what clocks show, seconds cut off. */
function minutesOf(dateText: string, timeText: string): number | undefined {
  const [date, time] = [parseDicomDate(dateText), parseDicomTime(timeText)];
  if (date === undefined || time === undefined) return undefined;
  return utcOf(date.year, date.month, date.day) / minuteMs + time.hour * 60 + (time.minute ?? 0);
}

/** As `Date.UTC`, which takes the years 0 to 99 for others. */
function utcOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
