import { buildElement } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { expect, test } from 'vitest';
import { lookUp, readLookupTable } from './lookup-table.ts';
import { readSegmentedPalette } from './segmented-palette.ts';

const lut = { descriptor: tagOf('LUTDescriptor'), data: tagOf('LUTData') };

test('reads 16-bit entries', () => {
  const table = readLookupTable(dataSetOf([3, 100, 12], [0, 2000, 4095]), lut, false);
  expect(table).toEqual({ firstMapped: 100, bits: 12, entries: Uint16Array.of(0, 2000, 4095) });
});

test('reads the first mapped value as negative where values may be', () => {
  expect(readLookupTable(dataSetOf([2, 0xfff0, 8], [1, 2]), lut, true)?.firstMapped).toBe(-16);
  expect(readLookupTable(dataSetOf([2, 0xfff0, 8], [1, 2]), lut, false)?.firstMapped).toBe(0xfff0);
});

test('reads 8-bit entries that lie two to a word', () => {
  const table = readLookupTable(dataSetOf([4, 0, 8], [0x0201, 0x0403]), lut, false);
  expect([...(table?.entries ?? [])]).toEqual([1, 2, 3, 4]);
});

test('takes no entries for 65536 of them', () => {
  const words = Array.from({ length: 65536 }, (_, i) => i);
  expect(readLookupTable(dataSetOf([0, 0, 16], words), lut, false)?.entries.length).toBe(65536);
});

test('believes the entries rather than a descriptor that claims fewer bits', () => {
  expect(readLookupTable(dataSetOf([2, 0, 8], [0, 4000]), lut, false)?.bits).toBe(12);
});

test('is undefined where descriptor or data is missing', () => {
  expect(readLookupTable(dataSetOf([2, 0, 8], undefined), lut, false)).toBeUndefined();
});

test('gives values outside the table its ends', () => {
  const table = { firstMapped: -2, bits: 8, entries: Uint16Array.of(5, 6, 7) };
  expect([-9, -2, -1, 0, 50].map((value) => lookUp(table, value))).toEqual([5, 5, 6, 7, 7]);
});

test('writes out discrete, linear and indirect segments of a palette, PS3.3 §C.7.9.2', () => {
  const words = [
    ...[0, 2, 10, 20], // discrete: 10, 20
    ...[1, 4, 60], // linear: four steps to 60
    ...[2, 1, 0, 0], // indirect: one segment from byte 0 again
  ];
  const table = readSegmentedPalette(dataSetOf([8, 0, 16], words), lut);
  expect([...(table?.entries ?? [])]).toEqual([10, 20, 30, 40, 50, 60, 10, 20]);
});

test('a segmented palette that points at itself ends', () => {
  const table = readSegmentedPalette(dataSetOf([100, 0, 16], [0, 1, 7, 2, 65535, 0, 0]), lut);
  expect(table?.entries.length).toBe(100);
});

function dataSetOf(descriptor: readonly number[], words: readonly number[] | undefined): DataSet {
  const elements = [buildElement(lut.descriptor, 'US', descriptor)];
  if (words !== undefined) elements.push(buildElement(lut.data, 'OW', new Uint8Array(Uint16Array.from(words).buffer)));
  return { elements, littleEndian: true, characterSets: [] };
}
