import { describe, expect, test } from 'vitest';
import { effectiveSort, isFiltered, parseStudySearch, toFilter, toggleSort, withoutFilters } from './study-search.ts';

describe('the search in the address of the page', () => {
  test('is read back as it was written', () => {
    const search = {
      q: 'doe',
      modality: 'CT,MR',
      from: '2024-01-01',
      to: '2024-12-31',
      sort: 'studyDate',
      order: 'ascending',
    };
    expect(parseStudySearch(search)).toEqual(search);
  });

  test('loses what is not well formed instead of failing', () => {
    expect(
      parseStudySearch({ q: '', modality: 'ct, ,MR;x', from: '2024-13-99', sort: 'colour', order: 'up', page: '3' }),
    ).toEqual({ modality: 'CT' });
  });

  test('asks for the newest arrivals unless told otherwise', () => {
    expect(toFilter({})).toEqual({ sort: 'received', order: 'descending' });
    expect(toFilter({ q: '  ' })).toEqual({ sort: 'received', order: 'descending' });
  });
});

test('a heading sorts in the direction people expect first, then turns round', () => {
  const byName = toggleSort({}, 'patientName');
  expect(effectiveSort(byName)).toEqual({ sort: 'patientName', order: 'ascending' });
  expect(effectiveSort(toggleSort(byName, 'patientName')).order).toBe('descending');
  expect(effectiveSort(toggleSort(byName, 'studyDate')).order).toBe('descending');
});

test('order alone is no filter', () => {
  expect(isFiltered({ sort: 'modality' })).toBe(false);
  expect(isFiltered({ q: 'a' })).toBe(true);
  expect(withoutFilters({ q: 'a', sort: 'modality' })).toEqual({ sort: 'modality' });
});
