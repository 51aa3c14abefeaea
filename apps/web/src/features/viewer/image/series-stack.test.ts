import { buildDataSet } from '@isocenter/dicom/build';
import { expect, test } from 'vitest';
import { buildStack, countLeftOut } from './series-stack.ts';

const image = { Rows: 2, Columns: 2 };

function order(...attributes: Parameters<typeof buildDataSet>[0][]): readonly string[] {
  return buildStack(attributes.map((one) => buildDataSet(one))).map(
    ({ sopInstanceUid, frame }) => `${sopInstanceUid}/${frame}`,
  );
}

test('instances are scrolled by number, frames of one object together', () => {
  expect(
    order(
      { ...image, SOPInstanceUID: '1.2', InstanceNumber: 10 },
      { ...image, SOPInstanceUID: '1.1', InstanceNumber: 9, NumberOfFrames: 2 },
    ),
  ).toEqual(['1.1/1', '1.1/2', '1.2/1']);
});

test('numbers that are all the same say nothing: the position in the patient decides', () => {
  const slice = (uid: string, z: number) => ({
    ...image,
    SOPInstanceUID: uid,
    InstanceNumber: 1,
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImagePositionPatient: [0, 0, z],
  });
  expect(order(slice('1.3', 30), slice('1.1', -5), slice('1.2', 10))).toEqual(['1.1/1', '1.2/1', '1.3/1']);
});

test('objects without pixels are not scrolled through', () => {
  expect(order({ SOPInstanceUID: '1.9', InstanceNumber: 1 }, { ...image, SOPInstanceUID: '1.1' })).toEqual(['1.1/1']);
});

test('objects that are not scrolled through are counted, frames are not', () => {
  const headers = [
    buildDataSet({ SOPInstanceUID: '1.9', InstanceNumber: 1 }),
    buildDataSet({ ...image, SOPInstanceUID: '1.1', NumberOfFrames: 3 }),
  ];
  expect(countLeftOut(headers, buildStack(headers))).toBe(1);
});
