/**
 * The keys that queries are made of, by level: those that PS3.4 §C.6.1.1 and PS3.18 Table 10.6.1-5 require, and the
 * optional ones that this node says it matches on.
 */

import { findDictionaryVr, type Keyword, tagOf } from '@isocenter/dicom/dictionary';

/** From the top, as QueryRetrieveLevel (0008,0052) names them. */
export const levels = ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'] as const;

export type Level = (typeof levels)[number];

export type QueryKey = {
  readonly keyword: Keyword;
  readonly vr: string;
  readonly level: Level;
  /** The sequence that the key lies in. */
  readonly sequence?: Keyword;
};

const keywords: { readonly [level in Level]: readonly Keyword[] } = {
  PATIENT: [
    'PatientName',
    'PatientID',
    'IssuerOfPatientID',
    'PatientBirthDate',
    'PatientBirthTime',
    'PatientSex',
    'OtherPatientIDs',
    'OtherPatientNames',
    'EthnicGroup',
    'PatientComments',
  ],
  STUDY: [
    'StudyInstanceUID',
    'StudyDate',
    'StudyTime',
    'AccessionNumber',
    'StudyID',
    'StudyDescription',
    'ReferringPhysicianName',
    'NameOfPhysiciansReadingStudy',
    'ModalitiesInStudy',
    'SOPClassesInStudy',
    'PatientAge',
    'PatientSize',
    'PatientWeight',
    'Occupation',
    'AdditionalPatientHistory',
    'OtherStudyNumbers',
    'AdmittingDiagnosesDescription',
  ],
  SERIES: [
    'SeriesInstanceUID',
    'Modality',
    'SeriesNumber',
    'SeriesDescription',
    'InstitutionName',
    'BodyPartExamined',
    'Laterality',
    'SeriesDate',
    'SeriesTime',
    'PerformingPhysicianName',
    'OperatorsName',
    'PerformedProcedureStepStartDate',
    'PerformedProcedureStepStartTime',
    'Manufacturer',
    'ManufacturerModelName',
    'StationName',
    'ProtocolName',
    'PatientPosition',
    'FrameOfReferenceUID',
  ],
  IMAGE: [
    'SOPInstanceUID',
    'SOPClassUID',
    'InstanceNumber',
    'ContentDate',
    'ContentTime',
    'Rows',
    'Columns',
    'BitsAllocated',
    'NumberOfFrames',
    'RelatedGeneralSOPClassUID',
    'ContainerIdentifier',
  ],
};

const codeKeywords = ['CodeValue', 'CodingSchemeDesignator', 'CodingSchemeVersion', 'CodeMeaning'] as const;
const referenceKeywords = ['ReferencedSOPClassUID', 'ReferencedSOPInstanceUID'] as const;

/** Keys of sequences, of which one item must match together, PS3.4 §C.2.2.2.6. */
const sequences: readonly {
  readonly level: Level;
  readonly sequence: Keyword;
  readonly keywords: readonly Keyword[];
}[] = [
  { level: 'PATIENT', sequence: 'ReferencedPatientSequence', keywords: referenceKeywords },
  {
    level: 'PATIENT',
    sequence: 'IssuerOfPatientIDQualifiersSequence',
    keywords: ['UniversalEntityID', 'UniversalEntityIDType', 'IdentifierTypeCode'],
  },
  {
    level: 'PATIENT',
    sequence: 'OtherPatientIDsSequence',
    keywords: ['PatientID', 'IssuerOfPatientID', 'TypeOfPatientID'],
  },
  { level: 'STUDY', sequence: 'ReferencedStudySequence', keywords: referenceKeywords },
  { level: 'STUDY', sequence: 'ProcedureCodeSequence', keywords: codeKeywords },
  {
    level: 'STUDY',
    sequence: 'IssuerOfAccessionNumberSequence',
    keywords: ['LocalNamespaceEntityID', 'UniversalEntityID', 'UniversalEntityIDType'],
  },
  {
    level: 'SERIES',
    sequence: 'RequestAttributesSequence',
    keywords: ['ScheduledProcedureStepID', 'RequestedProcedureID'],
  },
  { level: 'IMAGE', sequence: 'ConceptNameCodeSequence', keywords: codeKeywords },
  { level: 'IMAGE', sequence: 'ContentTemplateSequence', keywords: ['MappingResource', 'TemplateIdentifier'] },
  { level: 'IMAGE', sequence: 'SpecimenDescriptionSequence', keywords: ['SpecimenIdentifier', 'SpecimenUID'] },
];

export const queryKeys: readonly QueryKey[] = levels.flatMap((level) => [
  ...keywords[level].map((keyword): QueryKey => ({ keyword, vr: vrOf(keyword), level })),
  ...sequences
    .filter((one) => one.level === level)
    .flatMap(({ sequence, keywords: inside }) =>
      inside.map((keyword): QueryKey => ({ keyword, vr: vrOf(keyword), level, sequence })),
    ),
]);

/** What tells the entities of a level apart, with those of the levels above, PS3.4 §C.6.1.1. */
export const uniqueKeywords: { readonly [level in Level]: readonly Keyword[] } = {
  PATIENT: ['PatientID', 'IssuerOfPatientID', 'PatientName'],
  STUDY: ['PatientID', 'StudyInstanceUID'],
  SERIES: ['PatientID', 'StudyInstanceUID', 'SeriesInstanceUID'],
  IMAGE: ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'],
};

/** Value representations that a wildcard may stand in, PS3.4 §C.2.2.2.4. */
export const wildcardVrs: ReadonlySet<string> = new Set(['AE', 'CS', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UR', 'UT']);

export function getKey(keyword: Keyword): QueryKey {
  const key = queryKeys.find((candidate) => candidate.keyword === keyword);
  if (key === undefined) throw new RangeError(`${keyword} is no key`);
  return key;
}

/** True where a key lies at a level or above it. */
export function isWithin(key: QueryKey, level: Level): boolean {
  return levels.indexOf(key.level) <= levels.indexOf(level);
}

function vrOf(keyword: Keyword): string {
  return findDictionaryVr(tagOf(keyword)) ?? 'UN';
}
