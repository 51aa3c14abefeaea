import { expect, test } from 'vitest';
import { changeLayout, neighbourSeries, openPanes, showInPane } from './layout.ts';

const series = ['a', 'b', 'c'];

test('new panes take the series that follow', () => {
  const quad = changeLayout(openPanes(series), 'quad', series);
  expect(quad.series).toEqual(['a', 'b', 'c', undefined]);
});

test('a pane that was hidden keeps its series, and the active pane is one that is seen', () => {
  const quad = showInPane(changeLayout(openPanes(series), 'quad', series), 3, 'a');
  const single = changeLayout(quad, 'single', series);
  expect(single.active).toBe(0);
  expect(changeLayout(single, 'quad', series).series).toEqual(['a', 'b', 'c', 'a']);
});

test('the neighbours of the active series end where the list does', () => {
  const state = openPanes(series);
  expect(neighbourSeries(state, 1, series)).toBe('b');
  expect(neighbourSeries(state, -1, series)).toBeUndefined();
  expect(neighbourSeries(showInPane(state, 0, 'c'), 1, series)).toBeUndefined();
});
