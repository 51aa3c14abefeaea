import { buildDataSet } from '@isocenter/dicom/build';
import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../../languages/words-in-english.ts';
import { readLaterality, readOverlayText } from './overlay-text.ts';

const t = wordsInEnglish();

test('the corners say who, when and what', () => {
  const overlay = readOverlayText(
    t,
    buildDataSet({
      PatientName: 'TEST^ANNA^^DR',
      PatientID: 'T-1',
      PatientBirthDate: '19700131',
      PatientSex: 'F',
      PatientAge: '054Y',
      StudyDate: '20240307',
      StudyTime: '142233.5',
      StudyDescription: 'Thorax',
      SeriesNumber: 3,
      SeriesDescription: 'Lung',
      SliceLocation: -12.34,
      SliceThickness: 1.25,
    }),
    1,
  );
  expect(overlay.patient).toEqual(['TEST, ANNA', 'T-1', '1970-01-31 · F · 54 y']);
  expect(overlay.study).toEqual(['2024-03-07 14:22', 'Thorax', 'Series 3 · Lung']);
  expect(overlay.slice).toEqual(['-12.3 mm · 1.25 mm thick']);
  expect(overlay.side).toBeUndefined();
});

test('an empty header invents nothing', () => {
  expect(readOverlayText(t, buildDataSet({}), 1)).toEqual({
    patient: ['No name'],
    study: [],
    side: undefined,
    slice: [],
  });
});

test('side and view of a mammogram stand together', () => {
  expect(readOverlayText(t, buildDataSet({ ImageLaterality: 'R', ViewPosition: 'MLO' }), 1).side).toBe('R MLO');
});

test('the side of a frame comes from its anatomy, and an unpaired organ has none', () => {
  const eye = buildDataSet({
    PerFrameFunctionalGroupsSequence: [{ FrameAnatomySequence: [{ FrameLaterality: 'L' }] }],
  });
  expect(readLaterality(eye, 1)).toBe('L');
  expect(readLaterality(buildDataSet({ ImageLaterality: 'U', Laterality: '' }), 1)).toBeUndefined();
});

test('a name in ideographs stands beside its alphabetic form', () => {
  const overlay = readOverlayText(
    t,
    buildDataSet({ PatientName: 'Test^Hanako=試験^花子' }, { characterSet: 'ISO_IR 192' }),
    1,
  );
  expect(overlay.patient[0]).toBe('Test, Hanako  試験 花子');
});
