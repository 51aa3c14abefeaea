import { buildDataSet } from '@isocenter/dicom/build';
import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../../languages/words-in-english.ts';
import { lossyMark } from './lossy-mark.ts';

const t = wordsInEnglish();

const explicit = '1.2.840.10008.1.2.1';
const jpegBaseline = '1.2.840.10008.1.2.4.50';

test('an image that was compressed once is marked even when it is kept uncompressed', () => {
  expect(lossyMark(t, buildDataSet({ LossyImageCompression: '01' }), explicit)).toBe('Lossy');
  expect(
    lossyMark(t, buildDataSet({ LossyImageCompression: '01', LossyImageCompressionRatio: [4, 9.6] }), explicit),
  ).toBe('Lossy 10:1');
});

test('a lossy transfer syntax marks the image whatever the header says', () => {
  expect(lossyMark(t, buildDataSet({ LossyImageCompression: '00' }), jpegBaseline)).toBe('Lossy');
});

test('other images carry no mark', () => {
  expect(lossyMark(t, buildDataSet({ LossyImageCompression: '00' }), explicit)).toBeUndefined();
  expect(lossyMark(t, buildDataSet({}), undefined)).toBeUndefined();
});
