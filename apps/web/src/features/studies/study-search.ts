/**
 * What the list of studies is asked for, as it stands in the address of the page: `?q=doe&modality=CT,MR&sort=studyDate`.
 * A list can so be bookmarked, sent to a colleague and returned to with the browser's back button.
 */

import type { StudySort } from '@isocenter/contract/studies';
import type { StudyFilter } from '../../api/queries.ts';

export type StudySearch = {
  readonly q?: string;
  readonly modality?: string;
  readonly from?: string;
  readonly to?: string;
  readonly sort?: StudySort;
  readonly order?: 'ascending' | 'descending';
};

const sortKeys: readonly StudySort[] = [
  'received',
  'studyDate',
  'patientName',
  'patientId',
  'accessionNumber',
  'description',
  'modality',
  'instances',
];

/** Newest arrivals first: what somebody who just sent a study looks for. */
const defaultSort: StudySort = 'received';

/** Columns that people want newest or most first when they choose them; the others begin with A. */
const descendingFirst: ReadonlySet<StudySort> = new Set(['received', 'studyDate', 'instances']);

/** Reads the address; what is not well formed is left out rather than refused, since people edit addresses. */
export function parseStudySearch(raw: Record<string, unknown>): StudySearch {
  const q = text(raw.q)?.slice(0, 200);
  const modality = parseModalities(text(raw.modality)).join(',');
  const from = date(raw.from);
  const to = date(raw.to);
  const sort = sortKeys.find((key) => key === raw.sort);
  const order = raw.order === 'ascending' || raw.order === 'descending' ? raw.order : undefined;
  return {
    ...(q === undefined ? {} : { q }),
    ...(modality === '' ? {} : { modality }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(sort === undefined ? {} : { sort }),
    ...(order === undefined ? {} : { order }),
  };
}

/** Returns the modalities of a comma-separated list in capitals, each once. */
export function parseModalities(list: string | undefined): readonly string[] {
  const names = (list ?? '').split(',').map((name) => name.trim().toUpperCase());
  return [...new Set(names.filter((name) => /^[0-9A-Z_ ]{1,16}$/.test(name)))];
}

/** Returns what the node is asked, with sort and order always given, so that equal lists have equal cache keys. */
export function toFilter(search: StudySearch): StudyFilter {
  const { q, modality, from, to } = search;
  const { sort, order } = effectiveSort(search);
  return {
    ...(q === undefined || q.trim() === '' ? {} : { q: q.trim() }),
    ...(modality === undefined ? {} : { modality }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    sort,
    order,
  };
}

/** Returns the order in force, chosen or default. */
export function effectiveSort(search: StudySearch): {
  readonly sort: StudySort;
  readonly order: 'ascending' | 'descending';
} {
  const sort = search.sort ?? defaultSort;
  return { sort, order: search.order ?? firstOrder(sort) };
}

/** Returns the search after a click on a column's heading: chosen, or turned round where it was chosen already. */
export function toggleSort(search: StudySearch, column: StudySort): StudySearch {
  const now = effectiveSort(search);
  const turned = now.order === 'ascending' ? 'descending' : 'ascending';
  return { ...search, sort: column, order: now.sort === column ? turned : firstOrder(column) };
}

/** Whether anything narrows the list down. */
export function isFiltered(search: StudySearch): boolean {
  const { q, modality, from, to } = toFilter(search);
  return q !== undefined || modality !== undefined || from !== undefined || to !== undefined;
}

/** Returns the search without its filters; the order stays. */
export function withoutFilters({ sort, order }: StudySearch): StudySearch {
  return { ...(sort === undefined ? {} : { sort }), ...(order === undefined ? {} : { order }) };
}

function firstOrder(sort: StudySort): 'ascending' | 'descending' {
  return descendingFirst.has(sort) ? 'descending' : 'ascending';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function date(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  return Number.isNaN(Date.parse(value)) ? undefined : value;
}
