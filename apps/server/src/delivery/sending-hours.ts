/**
 * The hours in which a destination is sent to: windows of a week, in the node's own time zone (`TZ`). A window that ends
 * before it begins reaches into the next day. No window at all means any time.
 */

import type { SendingWindow } from '@isocenter/contract/deliveries';

const minutesOfDay = 24 * 60;
const minutesOfWeek = 7 * minutesOfDay;
const minuteMs = 60_000;

export function isSendingTime(windows: readonly SendingWindow[], at: Date): boolean {
  return windows.length === 0 || windows.some((window) => isInside(window, minuteOfWeek(at)));
}

/** Returns when a destination may be sent to next, to the minute: `at` itself where it may be now. */
export function nextSendingTime(windows: readonly SendingWindow[], at: Date): Date {
  if (isSendingTime(windows, at)) return at;
  const now = minuteOfWeek(at);
  const waits = windows.flatMap(({ days, from }) =>
    days.map((day) => (startOf(day, from) - now + minutesOfWeek) % minutesOfWeek),
  );
  return new Date(Math.floor(at.getTime() / minuteMs) * minuteMs + Math.min(...waits) * minuteMs);
}

function isInside({ days, from, to }: SendingWindow, minute: number): boolean {
  const length = (minuteOf(to) - minuteOf(from) + minutesOfDay) % minutesOfDay || minutesOfDay;
  return days.some((day) => (minute - startOf(day, from) + minutesOfWeek) % minutesOfWeek < length);
}

/** Minutes from the beginning of Monday. */
function startOf(day: number, from: string): number {
  return (day - 1) * minutesOfDay + minuteOf(from);
}

function minuteOfWeek(at: Date): number {
  const day = (at.getDay() + 6) % 7;
  return day * minutesOfDay + at.getHours() * 60 + at.getMinutes();
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
