/** Returns when something arrived as people say it: `now`, `12 min ago`, `14:03` of today, `Tue 14:03`, or the date. */
import type { Words } from '../../languages/catalogue.ts';
import type { Formats } from '../../languages/use-formats.ts';
export function describeReceived(t: Words, formats: Formats, at: string, now: Date): string {
  const then = new Date(at);
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000);
  if (Number.isNaN(minutes)) return '';
  if (minutes < 1) return t('studies.now');
  if (minutes < 60) return t('studies.minutesAgo', { minutes: formats.number(minutes) });

  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(then)) / 86_400_000);
  if (days === 0) return formats.time(then);
  return days < 7 ? formats.weekdayAndTime(then) : formats.day(then);
}
