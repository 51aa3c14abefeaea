/**
 * The ways in which programs and people write a day, as patterns of `automaton.ts`, where any separator is `|`. Names of
 * months are English here; in text, `text-dates.ts` reads other languages.
 */

import type { DicomDate } from '@isocenter/dicom/date-time';
import { monthNames } from '../text/calendar-words.ts';

/** Returns year, month and day in every order and width. */
export function dateForms({ year, month, day }: DicomDate): readonly string[] {
  const y = String(year).padStart(4, '0');
  const forms = new Set<string>();
  const addOrders = (m: string, d: string, isJoined: boolean): void => {
    for (const order of [
      [y, m, d],
      [d, m, y],
      [m, d, y],
    ]) {
      forms.add(order.join('|'));
      if (isJoined) forms.add(order.join(''));
    }
  };
  for (const d of new Set([String(day), String(day).padStart(2, '0')])) {
    for (const m of new Set([String(month), String(month).padStart(2, '0')]))
      addOrders(m, d, m.length === 2 && d.length === 2);
    for (const names of monthNames.slice(0, 2)) addOrders(names[month - 1] ?? '', d, true);
  }
  return [...forms];
}

/** Returns the forms with a year of two digits. */
export function shortDateForms({ year, month, day }: DicomDate): readonly string[] {
  const [y, m, d] = [year % 100, month, day].map((value) => String(value).padStart(2, '0'));
  return [`${d}|${m}|${y}`, `${m}|${d}|${y}`, `${y}|${m}|${d}`];
}
