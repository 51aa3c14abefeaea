/** How the panes of the viewer are arranged, and which series each of them shows. */

export const layouts = {
  single: { label: 'viewer.layoutSingle', rows: 1, columns: 1 },
  pair: { label: 'viewer.layoutPair', rows: 1, columns: 2 },
  stacked: { label: 'viewer.layoutStacked', rows: 2, columns: 1 },
  quad: { label: 'viewer.layoutQuad', rows: 2, columns: 2 },
} as const;
export type Layout = keyof typeof layouts;

export type PaneState = {
  readonly layout: Layout;
  /** Series Instance UID of each pane, by place; kept for panes that a smaller layout hides. */
  readonly series: readonly (string | undefined)[];
  readonly active: number;
};

export function paneCount(layout: Layout): number {
  return layouts[layout].rows * layouts[layout].columns;
}

/** One pane with the first series that has pictures. */
export function openPanes(seriesUids: readonly string[]): PaneState {
  return { layout: 'single', series: [seriesUids[0]], active: 0 };
}

/** Changes the arrangement. New panes take the series that follow those shown, as somebody who compares would choose. */
export function changeLayout(state: PaneState, layout: Layout, seriesUids: readonly string[]): PaneState {
  const count = paneCount(layout);
  const series = [...state.series];
  for (let place = 0; place < count; place += 1) {
    if (series[place] !== undefined) continue;
    series[place] = seriesUids.find((uid) => !series.includes(uid));
  }
  return { layout, series, active: Math.min(state.active, count - 1) };
}

/** Shows a series in a pane and makes that pane the active one. */
export function showInPane(state: PaneState, place: number, seriesUid: string): PaneState {
  const series = [...state.series];
  series[place] = seriesUid;
  return { ...state, series, active: place };
}

/** The series before or after that of the active pane, in the order of the list; undefined at either end. */
export function neighbourSeries(state: PaneState, step: 1 | -1, seriesUids: readonly string[]): string | undefined {
  const shown = state.series[state.active];
  const at = shown === undefined ? -1 : seriesUids.indexOf(shown);
  return at === -1 ? seriesUids[0] : seriesUids[at + step];
}
