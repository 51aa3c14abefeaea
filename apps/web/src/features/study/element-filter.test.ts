import type { ElementRow } from '@isocenter/contract/elements';
import { expect, test } from 'vitest';
import { filterElements } from './element-filter.ts';

function row(depth: number, tag: string, name: string, value?: string): ElementRow {
  return {
    kind: name.startsWith('Item') ? 'item' : 'element',
    depth,
    tag,
    name,
    lengthBytes: 0,
    ...(value === undefined ? {} : { value }),
  };
}

const rows = [
  row(0, '(0008,0060)', 'Modality', 'CT'),
  row(0, '(0008,1140)', 'Referenced Image Sequence'),
  row(1, '(0008,1140)', 'Item 1'),
  row(2, '(0008,1155)', 'Referenced SOP Instance UID', '1.2.3'),
  row(0, '(0010,0010)', 'Patient Name', 'TEST^ANNA'),
];

test('what is found stands in the sequence and item that hold it', () => {
  expect(filterElements(rows, '1.2.3').map((found) => found.name)).toEqual([
    'Referenced Image Sequence',
    'Item 1',
    'Referenced SOP Instance UID',
  ]);
});

test('a tag is found with or without its punctuation, and all words must occur', () => {
  expect(filterElements(rows, '00100010')).toHaveLength(1);
  expect(filterElements(rows, '(0010,0010)')).toHaveLength(1);
  expect(filterElements(rows, 'patient ct')).toHaveLength(0);
  expect(filterElements(rows, 'patient anna')).toHaveLength(1);
});

test('without words everything is shown', () => {
  expect(filterElements(rows, '  ')).toBe(rows);
});
