import type { DeidRow } from '@isocenter/contract/deid-projects';
import { expect, test } from 'vitest';
import { filterRows } from './filter-rows.ts';

const row = (path: string, depth: number, fields: Partial<DeidRow> = {}): DeidRow => ({
  ...{
    kind: 'element',
    path,
    depth,
    tag: path.slice(-11),
    name: 'Test',
    change: 'same',
    beforeBytes: 0,
    afterBytes: 0,
  },
  ...fields,
});

const rows = [
  row('(0008,0060)', 0, { name: 'Modality', before: 'CT', after: 'CT' }),
  row('(0040,0275)', 0, { name: 'Request Attributes Sequence' }),
  row('(0040,0275)[0]', 1, { kind: 'item', tag: '(0040,0275)', name: 'Item 1' }),
  row('(0040,0275)[0].(0008,0050)', 2, { name: 'Accession Number', change: 'changed', before: 'TEST-1', after: 'X' }),
  row('(0040,0275)[1]', 1, { kind: 'item', tag: '(0040,0275)', name: 'Item 2', change: 'removed' }),
];
const paths = (filter: Parameters<typeof filterRows>[1]) => filterRows(rows, filter).map(({ path }) => path);

test('what changed stands in its sequence and item, and nothing else does', () => {
  expect(paths({ onlyChanged: true, query: '' })).toEqual([
    '(0040,0275)',
    '(0040,0275)[0]',
    '(0040,0275)[0].(0008,0050)',
  ]);
});

test('words are looked for in tag, name and values of both sides', () => {
  expect(paths({ onlyChanged: false, query: 'modality ct' })).toEqual(['(0008,0060)']);
  expect(paths({ onlyChanged: true, query: 'modality' })).toEqual([]);
  for (const query of ['00080050', 'test-1', 'accession x'])
    expect(paths({ onlyChanged: true, query })).toContain('(0040,0275)[0].(0008,0050)');
});
