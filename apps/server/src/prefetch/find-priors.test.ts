import type { Attributes } from '@isocenter/dicom/build';
import { buildDataSet } from '@isocenter/dicom/build';
import { expect, test } from 'vitest';
import { choosePriors, type PresentStudy } from './find-priors.ts';

const study: PresentStudy = {
  studyInstanceUid: '2.25.1',
  patientId: 'TEST-1',
  issuer: 'TEST',
  birthDate: '19700101',
  date: '20260102',
  modalities: ['CT', 'SR'],
  bodyParts: ['CHEST'],
};

const answer = (StudyInstanceUID: string, StudyDate: string, more: Attributes = {}) =>
  buildDataSet({ StudyInstanceUID, StudyDate, PatientID: 'TEST-1', ModalitiesInStudy: ['CT'], ...more });

const chosen = (wanted: object, ...answers: readonly ReturnType<typeof answer>[]) =>
  choosePriors(answers, study, { from: 'ARCHIVE', maximum: 9, ...wanted }).map((prior) => prior.studyInstanceUid);

test('priors are chosen newest first, each once, and neither the study itself nor what is later', () => {
  const answers = [
    answer('2.25.2', '20240101'),
    answer('2.25.3', '20251231'),
    answer('2.25.3', '20251231'),
    answer('2.25.1', '20260102'),
    answer('2.25.4', '20260103'),
    answer('', '20250101'),
  ];
  expect(chosen({}, ...answers)).toEqual(['2.25.3', '2.25.2']);
});

test('a study of another patient is none, whatever the archive answers', () => {
  const answers = [
    answer('2.25.2', '20250101', { PatientID: 'TEST-12' }),
    answer('2.25.3', '20250101', { IssuerOfPatientID: 'ELSEWHERE' }),
    answer('2.25.4', '20250101', { PatientBirthDate: '19700102' }),
    answer('2.25.5', '20250101', { IssuerOfPatientID: 'TEST', PatientBirthDate: '19700101' }),
    answer('2.25.6', '20250101', { IssuerOfPatientID: '', PatientBirthDate: '' }),
  ];
  expect(chosen({}, ...answers)).toEqual(['2.25.5', '2.25.6']);
});

test('age and modality narrow the choice', () => {
  const answers = [
    answer('2.25.2', '20251203', { ModalitiesInStudy: ['MR'] }),
    answer('2.25.3', '20251203', { ModalitiesInStudy: ['PR', 'SR'] }),
    answer('2.25.4', '20251202'),
    answer('2.25.5', ''),
  ];
  expect(chosen({ modality: 'same' }, ...answers)).toEqual(['2.25.3', '2.25.4', '2.25.5']);
  expect(chosen({ modality: ['MR'] }, ...answers)).toEqual(['2.25.2']);
  expect(chosen({ withinDays: 30 }, ...answers)).toEqual(['2.25.2', '2.25.3']);
});
