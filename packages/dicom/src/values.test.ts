import { describe, expect, it } from 'vitest';
import { buildDataSet } from './build.ts';
import type { DataSet } from './data-set.ts';
import { tagOf } from './dictionary.ts';
import { encodeDataSet } from './encode.ts';
import { parseDataSet } from './parse.ts';
import { tagFrom } from './tag.ts';
import { explicitVrBigEndian, explicitVrLittleEndian } from './transfer-syntax.ts';
import { findElement, getBytes, getItems, getNumber, getNumbers, getString, getStrings } from './values.ts';

const dataSet = buildDataSet({
  ImageType: ['ORIGINAL', 'PRIMARY'],
  SOPInstanceUID: '1.2.3',
  AccessionNumber: null,
  PatientName: 'TEST^ONE',
  Rows: 512,
  SliceThickness: '1.50',
  InstanceNumber: [],
  ImagePositionPatient: ['-1.5', '', '2e1', '0x10'],
  ReferencedStudySequence: [{ ReferencedSOPClassUID: '1.2' }, {}],
  FrameIncrementPointer: [tagOf('FrameTime')],
  PixelData: Uint8Array.of(1, 2),
});

describe('values', () => {
  it('are text without padding', () => {
    expect(getString(dataSet, tagOf('SOPInstanceUID'))).toBe('1.2.3');
    expect(getStrings(dataSet, tagOf('ImageType'))).toEqual(['ORIGINAL', 'PRIMARY']);
    expect(getString(dataSet, tagOf('PatientName'))).toBe('TEST^ONE');
  });

  it('are numbers, written as numbers or as text', () => {
    expect(getNumber(dataSet, tagOf('Rows'))).toBe(512);
    expect(getNumber(dataSet, tagOf('SliceThickness'))).toBe(1.5);
    expect(getNumbers(dataSet, tagOf('ImagePositionPatient'))).toEqual([-1.5, Number.NaN, 20, Number.NaN]);
    expect(getNumbers(dataSet, tagOf('FrameIncrementPointer'))).toEqual([tagOf('FrameTime')]);
    expect(getString(dataSet, tagOf('Rows'))).toBe('512');
  });

  it('are the same in big endian', () => {
    const { value } = parseDataSet(encodeDataSet(dataSet, explicitVrBigEndian), explicitVrBigEndian);
    expect(getNumber(value, tagOf('Rows'))).toBe(512);
    expect(getNumbers(value, tagOf('FrameIncrementPointer'))).toEqual([tagOf('FrameTime')]);
  });

  it('are items and bytes', () => {
    expect(getItems(dataSet, tagOf('ReferencedStudySequence')).length).toBe(2);
    expect(getBytes(dataSet, tagOf('PixelData'))).toEqual(Uint8Array.of(1, 2));
  });

  it('are nothing where there are none, or others than were asked for', () => {
    for (const keyword of ['AccessionNumber', 'InstanceNumber', 'StudyDate'] as const) {
      expect(getString(dataSet, tagOf(keyword))).toBeUndefined();
      expect(getNumber(dataSet, tagOf(keyword))).toBeUndefined();
      expect(getStrings(dataSet, tagOf(keyword))).toEqual([]);
    }
    expect(getItems(dataSet, tagOf('Rows'))).toEqual([]);
    expect(getBytes(dataSet, tagOf('ReferencedStudySequence'))).toBeUndefined();
    expect(getNumber(dataSet, tagOf('PatientName'))).toBeUndefined();
    expect(getString(dataSet, tagOf('PixelData'))).toBeUndefined();
  });

  it('are those of the first element where one repeats its neighbour', () => {
    const { value } = parseDataSet(encodeDataSet(dataSet, explicitVrLittleEndian), explicitVrLittleEndian);
    const twice: DataSet = { ...value, elements: value.elements.flatMap((element) => [element, { ...element }]) };
    expect(findElement(twice, tagFrom(0x0008, 0x0018))).toBe(value.elements[1]);
  });

  it('are found where an element was added out of order', () => {
    const { value } = parseDataSet(encodeDataSet(dataSet, explicitVrLittleEndian), explicitVrLittleEndian);
    const added = buildDataSet({ StudyID: 'A' }).elements;
    const { elements } = value;
    expect(getString({ ...value, elements: [...elements, ...added] }, tagOf('StudyID'))).toBe('A');
  });

  it('are found where elements are out of order', () => {
    const elements = dataSet.elements.toReversed();
    for (const element of elements) expect(findElement({ ...dataSet, elements }, element.tag)).toBe(element);
  });
});
