/**
 * Dates, times and date-times, the value representations DA, TM and DT, PS3.5 Table 6.2-1, and ranges of them as queries
 * write them, PS3.4 §C.2.2.2.5.
 *
 * Results are canonical texts of full precision (`YYYYMMDD`, `HHMMSS.FFFFFF`), which sort as time passes, so that a
 * database can compare them as they are. Zone offsets are kept, not applied. Judging values is in `validate.ts`.
 */

export type DicomDate = { readonly year: number; readonly month: number; readonly day: number };

/** Components that were not written are absent: the time is known that precisely and no more. */
export type DicomTime = {
  readonly hour: number;
  readonly minute?: number;
  /** 60 in a leap second. */
  readonly second?: number;
  readonly microsecond?: number;
};

export type DicomDateTime = {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
  readonly time?: DicomTime;
  /** Minutes east of UTC. */
  readonly offsetMinutes?: number;
};

/** Both ends belong to the range; an absent end is open. */
export type TextRange = { readonly from?: string; readonly to?: string };

/**
 * Returns the date; undefined when the text is no date of the Gregorian calendar.
 *
 * Deviation: `YYYY.MM.DD` of ACR-NEMA 300 is read too; PS3.5 §6.2 asked for that for many years and old objects have it.
 */
export function parseDicomDate(text: string): DicomDate | undefined {
  const match = /^(\d{4})(\.?)(\d\d)\2(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[3]), Number(match[4])];
  return isDate(year, month, day) ? { year, month, day } : undefined;
}

/**
 * Returns the time; undefined when the text is none.
 *
 * Deviation: `HH:MM:SS` of ACR-NEMA 300 is read too, for the same reason.
 */
export function parseDicomTime(text: string): DicomTime | undefined {
  const match = /^(\d\d)(?:(:?)(\d\d)(?:\2(\d\d)(?:\.(\d{1,6}))?)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, hour = '', , minute, second, fraction] = match;
  if (Number(hour) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 60) return undefined;
  return {
    hour: Number(hour),
    ...(minute !== undefined && { minute: Number(minute) }),
    ...(second !== undefined && { second: Number(second) }),
    ...(fraction !== undefined && { microsecond: Number(fraction.padEnd(6, '0')) }),
  };
}

/** Returns the date-time, of whatever precision; undefined when the text is none. */
export function parseDicomDateTime(text: string): DicomDateTime | undefined {
  const match = /^(\d{4})(?:(\d\d)(?:(\d\d)(\d[\d.]*)?)?)?(?:([+-])(\d\d)(\d\d))?$/.exec(text);
  if (match === null) return undefined;
  const [, year = '', month, day, timeText, sign, offsetHours, offsetMinutes] = match;
  if (!isDate(Number(year), Number(month ?? 1), Number(day ?? 1))) return undefined;
  const time = timeText === undefined ? undefined : parseDicomTime(timeText);
  if (timeText !== undefined && time === undefined) return undefined;
  const offset = Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0);
  // Offsets of UTC reach from −1200 to +1400, PS3.5 Table 6.2-1.
  if (Number(offsetMinutes ?? 0) > 59 || offset > (sign === '-' ? 12 : 14) * 60) return undefined;
  return {
    year: Number(year),
    ...(month !== undefined && { month: Number(month) }),
    ...(day !== undefined && { day: Number(day) }),
    ...(time !== undefined && { time }),
    ...(sign !== undefined && { offsetMinutes: sign === '-' ? -offset : offset }),
  };
}

/** Returns `YYYYMMDD`. */
export function formatDicomDate({ year, month, day }: DicomDate): string {
  return `${digits(year, 4)}${digits(month, 2)}${digits(day, 2)}`;
}

/**
 * Returns the days that a query text matches: `a`, `a-b`, `a-` or `-b`; undefined when it is none of these. A range
 * that ends before it begins is a range and matches nothing.
 */
export function parseDateRange(text: string): TextRange | undefined {
  return parseRange(text, (part) => {
    const date = parseDicomDate(part);
    const day = date && formatDicomDate(date);
    return day === undefined ? undefined : { from: day, to: day };
  });
}

/**
 * Returns the times of day that a query text matches, as `HHMMSS.FFFFFF`. A time of less precision stands for all
 * times it may mean, PS3.4 §C.2.2.2.1: `10` matches from 10:00:00 to the end of 10:59.
 */
export function parseTimeRange(text: string): TextRange | undefined {
  return parseRange(text, (part) => {
    const time = parseDicomTime(part);
    return time && { from: earliestTime(time), to: latestTime(time) };
  });
}

/**
 * Returns the date-times that a query text matches, as `YYYYMMDDHHMMSS.FFFFFF` without offset. `-` also begins a zone
 * offset west of Greenwich; a text that is a date-time with such an offset is one, as PS3.4 §C.2.2.2.5 reads it.
 */
export function parseDateTimeRange(text: string): TextRange | undefined {
  const spanOf = (part: string): TextRange | undefined => {
    const moment = parseDicomDateTime(part);
    return moment && { from: earliestDateTime(moment), to: latestDateTime(moment) };
  };
  const alone = spanOf(text);
  if (alone !== undefined) return alone;
  for (let at = text.indexOf('-'); at >= 0; at = text.indexOf('-', at + 1)) {
    const range = joinRange(text.slice(0, at), text.slice(at + 1), spanOf);
    if (range !== undefined) return range;
  }
  return undefined;
}

/** Returns the first moment a time may mean, `HHMMSS.FFFFFF`. */
function earliestTime(time: DicomTime): string {
  return timeText(time, { minute: 0, second: 0, microsecond: 0 });
}

/** Returns the last moment a time may mean, `HHMMSS.FFFFFF`. */
function latestTime(time: DicomTime): string {
  return timeText(time, { minute: 59, second: 59, microsecond: 999_999 });
}

function timeText(time: DicomTime, missing: Required<Omit<DicomTime, 'hour'>>): string {
  const { minute, second, microsecond } = { ...missing, ...time };
  return `${digits(time.hour, 2)}${digits(minute, 2)}${digits(second, 2)}.${digits(microsecond, 6)}`;
}

function earliestDateTime({ year, month = 1, day = 1, time }: DicomDateTime): string {
  return formatDicomDate({ year, month, day }) + earliestTime(time ?? { hour: 0 });
}

function latestDateTime({ year, month = 12, day, time }: DicomDateTime): string {
  const lastDay = day ?? daysOf(year, month);
  return formatDicomDate({ year, month, day: lastDay }) + latestTime(time ?? { hour: 23 });
}

function parseRange(text: string, spanOf: (part: string) => TextRange | undefined): TextRange | undefined {
  const [first = '', second, ...more] = text.split('-');
  if (more.length > 0) return undefined;
  return second === undefined ? spanOf(first) : joinRange(first, second, spanOf);
}

function joinRange(
  first: string,
  second: string,
  spanOf: (part: string) => TextRange | undefined,
): TextRange | undefined {
  if (first.trim() === '' && second.trim() === '') return undefined;
  const from = first.trim() === '' ? {} : spanOf(first.trim());
  const to = second.trim() === '' ? {} : spanOf(second.trim());
  if (from === undefined || to === undefined) return undefined;
  return { ...(from.from !== undefined && { from: from.from }), ...(to.to !== undefined && { to: to.to }) };
}

function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
