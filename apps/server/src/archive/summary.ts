/**
 * The summary of an instance: what the index keeps of its header, PS3.18 Tables 10.6.3-3 to 10.6.3-5.
 *
 * Reads the data set up to Pixel Data only. Values are kept as text, however odd; what cannot be indexed at all
 * (no UIDs) is refused by `intake.ts`.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { type DicomJsonAttribute, toDicomJson } from '@isocenter/dicom/json';
import { tagKey } from '@isocenter/dicom/tag';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { getNumber, getString, getStrings } from '@isocenter/dicom/values';
import { type FoldedNames, foldedNames, nameKeywords } from './folded-name.ts';
import { foldedText, storableJson, storableText } from './storable-text.ts';
import { patientIdentityKey } from './study-identity.ts';

/** What a patient's first object says of the patient, beside the columns of `gateway.patient`. */
const patientKeywords: readonly Keyword[] = [
  'ReferencedPatientSequence',
  'IssuerOfPatientIDQualifiersSequence',
  'PatientBirthTime',
  'OtherPatientIDs',
  'OtherPatientNames',
  'OtherPatientIDsSequence',
  'EthnicGroup',
  'PatientComments',
];

/** Kept of every study there is. */
const firstStudyKeywords: readonly Keyword[] = [
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

/** Kept since `0026-query-keys.ts`: a study of before lacks them until its header was read again, `unread-series.ts`. */
const laterStudyKeywords: readonly Keyword[] = [
  'ReferencedStudySequence',
  'ReferencedPatientSequence',
  'IssuerOfPatientIDQualifiersSequence',
  'OtherPatientNames',
  'OtherPatientIDsSequence',
  'EthnicGroup',
  'Occupation',
  'AdditionalPatientHistory',
  'PatientComments',
  'OtherStudyNumbers',
];

export const studyKeywords: readonly Keyword[] = [...firstStudyKeywords, ...laterStudyKeywords];

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

/** What images say of themselves: titles of reports, and what a slide is of. Of sequences in full, or these of their items. */
const instanceItems: readonly (readonly [Keyword, readonly Keyword[] | 'all'])[] = [
  ['ConceptNameCodeSequence', 'all'],
  ['ContentTemplateSequence', 'all'],
  ['ContainerIdentifier', 'all'],
  // How a specimen was prepared fills pages, and is the same in each image of a slide.
  ['SpecimenDescriptionSequence', ['SpecimenIdentifier', 'SpecimenUID']],
];

/** In DICOM JSON with a B-tree over its text, `0005-search.ts`. */
const indexedDate = tagKey(tagOf('PerformedProcedureStepStartDate'));

export const instanceKeywords: readonly Keyword[] = instanceItems.map(([keyword]) => keyword);

/** What is kept of every study as DICOM JSON, and of nothing but studies. */
export const studyTags: ReadonlySet<number> = new Set(firstStudyKeywords.map(tagOf));
/** The same of a series. */
export const seriesTags: ReadonlySet<number> = new Set(seriesKeywords.map(tagOf));

const patientTags: ReadonlySet<number> = new Set(patientKeywords.map(tagOf));
const allStudyTags: ReadonlySet<number> = new Set(studyKeywords.map(tagOf));
const instanceTags: ReadonlyMap<number, ReadonlySet<number> | 'all'> = new Map(
  instanceItems.map(([keyword, items]) => [tagOf(keyword), items === 'all' ? items : new Set(items.map(tagOf))]),
);

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
  /** DICOM JSON of a level; built only when the index meets the patient, study or series first. */
  patientAttributes(): Attributes;
  studyAttributes(): Attributes;
  seriesAttributes(): Attributes;
  /** DICOM JSON of the instance; null for almost all, which say nothing of the kind. */
  instanceAttributes(): Attributes | null;
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
    patientAttributes: () => attributesOf(header, patientTags),
    studyAttributes: () => attributesOf(header, allStudyTags),
    seriesAttributes: () => withIndexedDate(attributesOf(header, seriesTags)),
    instanceAttributes: () => instanceAttributesOf(header),
    names: (level) => foldedNames(nameKeywords[level], texts),
  };
}

/** Returns a summary with the identifiers of its levels, and nothing that only describes them. */
export function plainSummary({ patient, study, series, instance }: InstanceSummary): InstanceSummary {
  const { identityKey, patientId, issuer } = patient;
  const { sopClassUid, lossy } = instance;
  return {
    patient: { identityKey, patientId, issuer, name: '', birthDate: '', sex: '' },
    study: {
      ...{ uid: study.uid, date: '', time: '', accessionNumber: '', id: '' },
      ...{ description: '', referringPhysician: '', institution: '', search: '' },
    },
    series: {
      ...{ uid: series.uid, modality: series.modality, number: null },
      ...{ description: '', bodyPart: '', laterality: '', date: '', time: '' },
    },
    instance: {
      ...{ uid: instance.uid, sopClassUid, lossy, contentDate: '', contentTime: '' },
      ...{ number: null, rows: null, columns: null, frames: null, bitsAllocated: null },
    },
    patientAttributes: () => ({}),
    studyAttributes: () => ({}),
    seriesAttributes: () => ({}),
    instanceAttributes: () => null,
    names: () => ({}),
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
  return jsonOf(
    header,
    header.elements.filter((element) => tags.has(element.tag)),
  );
}

/** Whatever stands in place of the date: a B-tree refuses long text, and the batch with it. */
function withIndexedDate(attributes: Attributes): Attributes {
  const stored = attributes[indexedDate] as DicomJsonAttribute | undefined; // by `toDicomJson`
  if (stored?.Value === undefined) return attributes;
  const dates = stored.Value.filter((value) => typeof value === 'string').map(storableText);
  return { ...attributes, [indexedDate]: { vr: 'DA', ...(dates.length > 0 && { Value: dates }) } };
}

function instanceAttributesOf(header: DataSet): Attributes | null {
  const elements = header.elements.flatMap((element) => keptOf(element) ?? []);
  return elements.length === 0 ? null : jsonOf(header, elements);
}

/** Undefined for an element that is not kept, or has no value. */
function keptOf(element: DataElement): DataElement | undefined {
  const inner = instanceTags.get(element.tag);
  if (inner === undefined) return undefined;
  const { value } = element;
  if (value.kind !== 'sequence') return value.kind === 'bytes' && value.bytes.length > 0 ? element : undefined;
  if (value.items.length === 0) return undefined;
  if (inner === 'all') return element;
  const items = value.items.map((item) => ({ ...item, elements: item.elements.filter(({ tag }) => inner.has(tag)) }));
  return { ...element, value: { kind: 'sequence', items } };
}

function jsonOf(header: DataSet, elements: readonly DataElement[]): Attributes {
  return storableJson(toDicomJson({ ...header, elements })) as Attributes; // DICOM JSON is an object keyed by tag
}
