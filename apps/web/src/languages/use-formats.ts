/**
 * Writes points in time, days, numbers and sizes in the language of the page and the way of the reader's country. Months
 * are words, since 03/04 is two days in two countries.
 */

import { useMemo } from 'react';
import { useLocale } from 'use-intl';

export type Formats = ReturnType<typeof createFormats>;

export function useFormats(): Formats {
  const locale = useLocale();
  return useMemo(() => createFormats(locale), [locale]);
}

/** Returns the writers of one locale; for tests and for functions outside of components. */
export function createFormats(locale: string) {
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const dayFormat = new Intl.DateTimeFormat(locale, day);
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const momentFormat = new Intl.DateTimeFormat(locale, { ...day, ...clock });
  const exactFormat = new Intl.DateTimeFormat(locale, { ...day, ...clock, second: '2-digit', timeZoneName: 'short' });
  const weekdayFormat = new Intl.DateTimeFormat(locale, { weekday: 'short', ...clock });
  const timeFormat = new Intl.DateTimeFormat(locale, clock);
  const numberFormat = new Intl.NumberFormat(locale);
  const listFormat = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    locale,
    /** `22 Nov 2026` */
    day: (at: Date | string) => dayFormat.format(new Date(at)),
    /** `22 Nov 2026, 21:40` */
    moment: (at: Date | string) => momentFormat.format(new Date(at)),
    /** The same to the second, with the time zone. */
    exactMoment: (at: Date | string) => exactFormat.format(new Date(at)),
    /** `21:40` */
    time: (at: Date | string) => timeFormat.format(new Date(at)),
    /** `Tue 21:40` */
    weekdayAndTime: (at: Date | string) => weekdayFormat.format(new Date(at)),
    number: (value: number) => numberFormat.format(value),
    /** `CT, MR and US` */
    list: (parts: readonly string[]) => listFormat.format(parts),
    /** `27 MB` */
    fileSize: (lengthBytes: number) => formatFileSize(locale, lengthBytes),
  };
}

/** A length in bytes as people read it, with at most three digits, in powers of 1000 as disks and networks count. */
function formatFileSize(locale: string, lengthBytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  let value = lengthBytes;
  let place = 0;
  while (value >= 999.5 && place < units.length - 1) {
    value /= 1000;
    place += 1;
  }
  const digits = place > 0 && value < 9.95 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[place],
    unitDisplay: place === 0 ? 'long' : 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}
