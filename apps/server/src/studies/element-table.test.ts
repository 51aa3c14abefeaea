import { buildDataSet } from '@isocenter/dicom/build';
import { expect, test } from 'vitest';
import { tabulateElements } from './element-table.ts';

test('lists elements in file order, items below their sequence', () => {
  const rows = tabulateElements(
    buildDataSet({
      PatientName: 'TEST^ONE',
      Rows: 2,
      ReferencedSeriesSequence: [{ SeriesInstanceUID: '2.25.1' }, {}],
    }),
  );
  expect(rows).toMatchObject([
    { kind: 'element', depth: 0, tag: '(0008,1115)', keyword: 'ReferencedSeriesSequence', vr: 'SQ' },
    { kind: 'item', depth: 1, tag: '(0008,1115)', name: 'Item 1' },
    { kind: 'element', depth: 2, tag: '(0020,000E)', value: '2.25.1' },
    { kind: 'item', depth: 1, name: 'Item 2' },
    { kind: 'element', depth: 0, tag: '(0010,0010)', value: 'TEST^ONE' },
    { kind: 'element', depth: 0, tag: '(0028,0010)', value: '2', lengthBytes: 2 },
  ]);
});

test('describes binary values by their length and cuts long ones off', () => {
  const rows = tabulateElements(
    buildDataSet({ PixelData: { vr: 'OW', value: new Uint8Array(6) }, TextValue: 'x'.repeat(3000) }),
  );
  expect(rows).toMatchObject([
    { keyword: 'TextValue', truncated: true, value: 'x'.repeat(1024) },
    { keyword: 'PixelData', lengthBytes: 6 },
  ]);
  expect(rows[1]).not.toHaveProperty('value');
});

test('names private elements by their creator', () => {
  const rows = tabulateElements(
    buildDataSet({ '00090010': { vr: 'LO', value: 'TEST CREATOR' }, '00091001': { vr: 'LO', value: 'a' } }),
  );
  expect(rows).toMatchObject([{ name: 'Private Creator' }, { name: 'TEST CREATOR', value: 'a' }]);
});

test('shows tags in AT values as tags', () => {
  const rows = tabulateElements(buildDataSet({ FrameIncrementPointer: 0x00181063 }));
  expect(rows).toMatchObject([{ value: '(0018,1063)' }]);
});
