/** Ranges of study dates that people ask for most, as the node wants them: `YYYY-MM-DD`, inclusive at both ends. */

import type { WordKey, Words } from '../../languages/catalogue.ts';
export type DateRange = { readonly from?: string; readonly to?: string };

export type DatePreset = { readonly label: WordKey; readonly range: DateRange };

/** Returns the presets as seen on the day of `today`, in the time zone of the browser. */
export function datePresets(today: Date): readonly DatePreset[] {
  const back = (days: number) => isoDate(new Date(today.getFullYear(), today.getMonth(), today.getDate() - days));
  return [
    { label: 'studies.anyDate', range: {} },
    { label: 'studies.today', range: { from: back(0), to: back(0) } },
    { label: 'studies.yesterday', range: { from: back(1), to: back(1) } },
    { label: 'studies.last7Days', range: { from: back(6), to: back(0) } },
    { label: 'studies.last30Days', range: { from: back(29), to: back(0) } },
    { label: 'studies.last12Months', range: { from: back(364), to: back(0) } },
  ];
}

/** Returns what a range is called: the preset's name, or its dates. */
export function describeRange(t: Words, { from, to }: DateRange, today: Date): string {
  const preset = datePresets(today).find(({ range }) => range.from === from && range.to === to);
  if (preset !== undefined) return t(preset.label);
  if (from === undefined) return t('studies.until', { to: to ?? '' });
  if (to === undefined) return t('studies.since', { from });
  return from === to ? from : t('studies.between', { from, to });
}

/** Returns a local date as `YYYY-MM-DD`. */
function isoDate(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
