/** The days of an audit filter as the node wants them: moments, from the first of the first day to the last of the last. */

export type AuditDays = { readonly first?: string; readonly last?: string };

/** Takes `YYYY-MM-DD`, in the time zone of the browser; what is no date is left out. */
export function toMoments({ first, last }: AuditDays): { readonly from?: string; readonly to?: string } {
  const from = parseDay(first, 'T00:00:00.000');
  const to = parseDay(last, 'T23:59:59.999');
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function parseDay(day: string | undefined, time: string): string | undefined {
  const moment = new Date(`${day}${time}`); // Without an offset: local time.
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
