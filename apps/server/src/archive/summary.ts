/**
 * The summary of an instance: what the index keeps of its header, PS3.18 Tables 10.6.3-3 to 10.6.3-5.
 *
 * Reads the data set up to Pixel Data only. Values are kept as text, however odd; what cannot be indexed at all
 * (no UIDs) is refused by `intake.ts`.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { toDicomJson } from '@isocenter/dicom/json';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { getNumber, getString, getStrings } from '@isocenter/dicom/values';
import { type FoldedNames, foldedNames, nameKeywords } from './folded-name.ts';
import { foldedText, storableJson, storableText } from './storable-text.ts';
import { patientIdentityKey } from './study-identity.ts';

export const studyKeywords: readonly Keyword[] = [
  'StudyDate',
  'StudyTime',
  'AccessionNumber',
  'InstitutionName',
  'ReferringPhysicianName',
  'TimezoneOffsetFromUTC',
  'StudyDescription',
  'ProcedureCodeSequence',
  'NameOfPhysiciansReadingStudy',
  'AdmittingDiagnosesDescription',
  'IssuerOfAccessionNumberSequence',
  'PatientName',
  'PatientID',
  'IssuerOfPatientID',
  'PatientBirthDate',
  'PatientBirthTime',
  'PatientSex',
  'OtherPatientIDs',
  'PatientAge',
  'PatientSize',
  'PatientWeight',
  'StudyInstanceUID',
  'StudyID',
];

export const seriesKeywords: readonly Keyword[] = [
  'TimezoneOffsetFromUTC',
  'SeriesDate',
  'SeriesTime',
  'Modality',
  'Manufacturer',
  'InstitutionName',
  'StationName',
  'SeriesDescription',
  'PerformingPhysicianName',
  'OperatorsName',
  'ManufacturerModelName',
  'BodyPartExamined',
  'ProtocolName',
  'PatientPosition',
  'SeriesInstanceUID',
  'SeriesNumber',
  'Laterality',
  'FrameOfReferenceUID',
  'PerformedProcedureStepStartDate',
  'PerformedProcedureStepStartTime',
  'RequestAttributesSequence',
];

/** What is kept of a study as DICOM JSON: nothing else is, and these always. */
export const studyTags: ReadonlySet<number> = new Set(studyKeywords.map(tagOf));
/** The same of a series. */
export const seriesTags: ReadonlySet<number> = new Set(seriesKeywords.map(tagOf));

export type Attributes = Record<string, unknown>;

export type InstanceSummary = {
  readonly patient: {
    readonly identityKey: string;
    readonly patientId: string;
    readonly issuer: string;
    readonly name: string;
    readonly birthDate: string;
    readonly sex: string;
  };
  readonly study: {
    readonly uid: string;
    readonly date: string;
    readonly time: string;
    readonly accessionNumber: string;
    readonly id: string;
    readonly description: string;
    readonly referringPhysician: string;
    readonly institution: string;
    readonly search: string;
  };
  readonly series: {
    readonly uid: string;
    readonly modality: string;
    readonly number: number | null;
    readonly description: string;
    readonly bodyPart: string;
    readonly laterality: string;
    readonly date: string;
    readonly time: string;
  };
  readonly instance: {
    readonly uid: string;
    readonly sopClassUid: string;
    readonly number: number | null;
    readonly rows: number | null;
    readonly columns: number | null;
    readonly frames: number | null;
    readonly bitsAllocated: number | null;
    readonly lossy: boolean;
    readonly contentDate: string;
    readonly contentTime: string;
  };
  /** DICOM JSON of the study and series levels; built only when the index meets the study or series first. */
  studyAttributes(): Attributes;
  seriesAttributes(): Attributes;
  /** Names of a level as queries match them; built as rarely. */
  names(level: keyof typeof nameKeywords): FoldedNames;
};

/**
 * Returns what the index keeps of a header.
 *
 * @param header the data set up to Pixel Data
 * @param transferSyntaxUid as received, for the lossy mark
 */
export function summariseHeader(header: DataSet, transferSyntaxUid: string): InstanceSummary {
  const text = (keyword: Keyword) => storableText(getString(header, tagOf(keyword)));
  const texts = (keyword: Keyword) => getStrings(header, tagOf(keyword)).map(storableText);
  const integer = (keyword: Keyword) => integerOrNull(getNumber(header, tagOf(keyword)));
  const patientId = text('PatientID');
  const issuer = text('IssuerOfPatientID');
  const name = text('PatientName');
  const study = {
    uid: text('StudyInstanceUID'),
    date: text('StudyDate'),
    time: text('StudyTime'),
    accessionNumber: text('AccessionNumber'),
    id: text('StudyID'),
    description: text('StudyDescription'),
    referringPhysician: text('ReferringPhysicianName'),
    institution: text('InstitutionName'),
  };
  return {
    patient: {
      identityKey: patientIdentityKey({ patientId, issuer, studyInstanceUid: study.uid }),
      patientId,
      issuer,
      name,
      birthDate: text('PatientBirthDate'),
      sex: text('PatientSex'),
    },
    study: {
      ...study,
      search: searchText([
        name,
        patientId,
        study.accessionNumber,
        study.description,
        ...datesOf(study.date),
        study.uid,
      ]),
    },
    series: {
      uid: text('SeriesInstanceUID'),
      modality: text('Modality'),
      number: integer('SeriesNumber'),
      description: text('SeriesDescription'),
      bodyPart: text('BodyPartExamined'),
      laterality: text('Laterality'),
      date: text('SeriesDate'),
      time: text('SeriesTime'),
    },
    instance: {
      uid: text('SOPInstanceUID'),
      sopClassUid: text('SOPClassUID'),
      number: integer('InstanceNumber'),
      rows: integer('Rows'),
      columns: integer('Columns'),
      frames: integer('NumberOfFrames'),
      bitsAllocated: integer('BitsAllocated'),
      lossy: isLossy(header, transferSyntaxUid),
      contentDate: text('ContentDate'),
      contentTime: text('ContentTime'),
    },
    studyAttributes: () => attributesOf(header, studyTags),
    seriesAttributes: () => attributesOf(header, seriesTags),
    names: (level) => foldedNames(nameKeywords[level], texts),
  };
}

/** Lossy once is lossy for ever, PS3.3 §C.7.6.1.1.5, whatever syntax carries it now. */
function isLossy(header: DataSet, transferSyntaxUid: string): boolean {
  if (getString(header, tagOf('LossyImageCompression')) === '01') return true;
  return findTransferSyntax(transferSyntaxUid)?.lossy ?? false;
}

function integerOrNull(value: number | undefined): number | null {
  if (value === undefined || !Number.isInteger(value) || Math.abs(value) > 0x7fffffff) return null;
  return value;
}

function searchText(parts: readonly string[]): string {
  return foldedText(
    parts
      .filter((part) => part !== '')
      .join(' ')
      .replaceAll('^', ' '),
  );
}

/** A date as people type it, with and without hyphens. */
function datesOf(date: string): readonly string[] {
  return /^\d{8}$/.test(date) ? [date, `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`] : [date];
}

function attributesOf(header: DataSet, tags: ReadonlySet<number>): Attributes {
  const elements = header.elements.filter((element) => tags.has(element.tag));
  return storableJson(toDicomJson({ ...header, elements })) as Attributes; // DICOM JSON is an object keyed by tag
}
