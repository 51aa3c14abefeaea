import { createHash } from 'node:crypto';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString, getStrings } from '@isocenter/dicom/values';
import { describeImage } from '@isocenter/pixels/image-description';
import { expect, test } from 'vitest';
import { buildPhantomStudy, type PhantomInstance } from './phantom.ts';

const small = { ctSlices: 2, mrSlices: 1, usFrames: 2 };

test('makes the same bytes of the same seed, and others of another', () => {
  expect(digest(buildAll({ ...small, seed: 7 }))).toBe(digest(buildAll({ ...small, seed: 7 })));
  expect(digest(buildAll({ ...small, seed: 7 }))).not.toBe(digest(buildAll({ ...small, seed: 8 })));
});

test('is of a visibly false patient, under UIDs of its own', () => {
  for (const { dataSet, sopInstanceUid } of buildAll(small)) {
    expect(getString(dataSet, tagOf('PatientName'))).toMatch(/^TEST\^/);
    expect(getString(dataSet, tagOf('PatientID'))).toMatch(/^TEST-/);
    expect(sopInstanceUid).toMatch(/^2\.25\.[1-9]\d{30,38}$/);
  }
});

test('puts one study in three series whose instances are all different', () => {
  const instances = buildAll(small);
  expect(instances).toHaveLength(4);
  expect(new Set(instances.map(({ sopInstanceUid }) => sopInstanceUid)).size).toBe(4);
  const valuesOf = (keyword: 'StudyInstanceUID' | 'SeriesInstanceUID') =>
    new Set(instances.flatMap(({ dataSet }) => getStrings(dataSet, tagOf(keyword)))).size;
  expect([valuesOf('StudyInstanceUID'), valuesOf('SeriesInstanceUID')]).toEqual([1, 3]);
});

test('describes its pixels without anything to mend', () => {
  const described = buildAll(small).map(({ dataSet }) => describeImage(dataSet));
  expect(described.flatMap(({ findings }) => findings)).toEqual([]);
  expect(described.map(({ value }) => [value.rows, value.columns, value.numberOfFrames])).toEqual([
    [512, 512, 1],
    [512, 512, 1],
    [256, 256, 1],
    [384, 512, 2],
  ]);
});

function buildAll(options: Parameters<typeof buildPhantomStudy>[0]): readonly PhantomInstance[] {
  return buildPhantomStudy(options).series.flatMap((series) => [...series.instances()]);
}

function digest(instances: readonly PhantomInstance[]): string {
  const hash = createHash('sha256');
  for (const { dataSet } of instances) hash.update(encodeDataSet(dataSet, explicitVrLittleEndian));
  return hash.digest('hex');
}
