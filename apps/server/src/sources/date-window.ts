/**
 * Ranges of Study Date, and of Study Time within one day, in which an archive is asked: PS3.4 §C.2.2.2.5. A range that it
 * has too much in is cut in two, down to one minute.
 *
 * Date and time are matched each by itself unless both sides agree otherwise (PS3.4 §C.4.1.1.3.1), so a range of times is
 * only ever one within one day. A study without a time is in none of them: `ask-studies.ts` says so.
 */

const minutesOfDay = 24 * 60;

export type DateWindow =
  /** Whole days, both included; without an end everything later, without either every study, dated or not. */
  | { readonly kind: 'days'; readonly from?: string | undefined; readonly to?: string | undefined }
  /** Minutes of one day, both included. */
  | { readonly kind: 'minutes'; readonly day: string; readonly from: number; readonly to: number };

/** Returns Study Date and Study Time as keys of a question. */
export function keysOf(window: DateWindow): { readonly StudyDate: string; readonly StudyTime: string } {
  if (window.kind === 'minutes') {
    return { StudyDate: window.day, StudyTime: `${timeOf(window.from)}00-${timeOf(window.to)}59.999999` };
  }
  const { from = '', to = '' } = window;
  return { StudyDate: from === to ? from : `${from}-${to}`, StudyTime: '' };
}

/** Returns the parts of a window, the earlier first; none where it cannot be cut. */
export function splitWindow(window: DateWindow, today: string): readonly DateWindow[] {
  if (window.kind === 'minutes') {
    const { day, from, to } = window;
    if (from === to) return [];
    const middle = Math.floor((from + to) / 2);
    return [
      { kind: 'minutes', day, from, to: middle },
      { kind: 'minutes', day, from: middle + 1, to },
    ];
  }
  const { from, to } = window;
  if (from === undefined) return [];
  if (to === undefined) {
    if (from > today) return [];
    return [
      { kind: 'days', from, to: today },
      { kind: 'days', from: addDays(today, 1) },
    ];
  }
  if (from === to) return splitWindow({ kind: 'minutes', day: from, from: 0, to: minutesOfDay - 1 }, today);
  const middle = addDays(from, Math.floor(daysBetween(from, to) / 2));
  return [
    { kind: 'days', from, to: middle },
    { kind: 'days', from: addDays(middle, 1), to },
  ];
}

/** Returns the day of a moment as `YYYYMMDD`, in the node's own time zone. */
export function dayOf(at: Date): string {
  const part = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}${part(at.getMonth() + 1)}${part(at.getDate())}`;
}

export function addDays(day: string, days: number): string {
  return new Date(utcOf(day) + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
}

function daysBetween(from: string, to: string): number {
  return Math.round((utcOf(to) - utcOf(from)) / 86_400_000);
}

function utcOf(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)));
}

function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}`;
}
