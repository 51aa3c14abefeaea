import { buildElement } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { expect, test } from 'vitest';
import { cleanPixelData } from './pixel-data.ts';

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** 16 bits allocated and 12 stored, of which `bytes` may begin at any even offset of their buffer. */
function pictureOf(bytes: Uint8Array): DataSet {
  return {
    elements: [
      buildElement(tagOf('BitsAllocated'), 'US', [16]),
      buildElement(tagOf('BitsStored'), 'US', [12]),
      buildElement(tagOf('HighBit'), 'US', [11]),
      buildElement(tagOf('PixelRepresentation'), 'US', [0]),
      { tag: tagOf('PixelData'), vr: 'OW', value: { kind: 'bytes', bytes } },
    ],
    littleEndian: isLittleEndian,
    characterSets: [],
  };
}

function samplesOf({ elements }: DataSet): readonly number[] {
  const value = elements.at(-1)?.value;
  return value?.kind === 'bytes' ? [...new Uint16Array(value.bytes.slice().buffer)] : [];
}

test('a bit above the stored ones is found in each sample of a picture of any length, wherever it begins', () => {
  for (const skippedBytes of [0, 2])
    for (let length = 1; length <= 13; length += 1)
      for (let place = 0; place < length; place += 1) {
        const buffer = new ArrayBuffer(skippedBytes + length * 2);
        const samples = new Uint16Array(buffer, skippedBytes, length).fill(0x0abc);
        samples[place] = 0x8abc;
        const { dataSet, isChanged } = cleanPixelData(pictureOf(new Uint8Array(buffer, skippedBytes)));
        expect({ isChanged, samples: samplesOf(dataSet) }).toEqual({
          isChanged: true,
          samples: Array.from({ length }, () => 0x0abc),
        });
      }
});

test('a picture without such bits is returned as it was', () => {
  const picture = pictureOf(new Uint8Array(new Uint16Array(13).fill(0x0fff).buffer));
  expect(cleanPixelData(picture)).toEqual({ dataSet: picture, isChanged: false });
});
