/**
 * The attributes that queries can match on and what the index knows of each: PS3.18 Tables 10.6.1-5 and 10.6.3-3 to
 * 10.6.3-5, and a few that many clients ask for.
 *
 * An attribute lies in a column, or in the DICOM JSON of its patient, study, series or instance. What is in neither cannot
 * be matched, and can be returned by nobody but the object itself (WADO-RS metadata).
 */

import { findDictionaryEntry, findDictionaryVr, type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { parseTag, type Tag, tagKey } from '@isocenter/dicom/tag';
import { isMultipleName, nameKeywords } from '../archive/folded-name.ts';
import { type AttributePath, formatAttributePath } from './matching.ts';

/** From the top. */
const levels = ['patient', 'study', 'series', 'instance'] as const;

export type AttributeLevel = (typeof levels)[number];

/** Levels of studies and below. */
export type QueryLevel = Exclude<AttributeLevel, 'patient'>;

export type QueryAttribute = {
  readonly level: AttributeLevel;
  readonly vr: string;
  readonly source:
    | { readonly kind: 'column'; readonly name: string }
    | { readonly kind: 'integer-column'; readonly name: string }
    /** A column of type text[]. */
    | { readonly kind: 'array-column'; readonly name: string }
    /** Folded, in the column `names` of a table, see `archive/folded-name.ts`. */
    | {
        readonly kind: 'name';
        readonly table: keyof typeof nameKeywords;
        readonly tag: Tag;
        readonly isMultiple: boolean;
      }
    /** Follows from `instance.sop_class_uid`, see `related-general-classes.ts`. */
    | { readonly kind: 'related-general' }
    /** In the column `attributes` of its level; `isMultiple` where it may have several values. */
    | { readonly kind: 'json'; readonly tag: Tag; readonly isMultiple: boolean }
    /** In the items of a sequence there. */
    | { readonly kind: 'item'; readonly sequence: Tag; readonly tag: Tag };
};

type Columns = readonly (readonly [Keyword, string])[];

const textColumns: { readonly [level in AttributeLevel]: Columns } = {
  patient: [
    ['PatientID', 'patient.patient_id'],
    ['IssuerOfPatientID', 'patient.issuer'],
    ['PatientBirthDate', 'patient.birth_date'],
    ['PatientSex', 'patient.sex'],
  ],
  study: [
    ['StudyInstanceUID', 'study.study_instance_uid'],
    ['StudyDate', 'study.study_date'],
    ['StudyTime', 'study.study_time'],
    ['AccessionNumber', 'study.accession_number'],
    ['StudyID', 'study.study_id'],
    ['StudyDescription', 'study.description'],
    ['InstitutionName', 'study.institution'],
  ],
  series: [
    ['SeriesInstanceUID', 'series.series_instance_uid'],
    ['Modality', 'series.modality'],
    ['SeriesDescription', 'series.description'],
    ['BodyPartExamined', 'series.body_part'],
    ['Laterality', 'series.laterality'],
    ['SeriesDate', 'series.series_date'],
    ['SeriesTime', 'series.series_time'],
  ],
  instance: [
    ['SOPInstanceUID', 'instance.sop_instance_uid'],
    ['SOPClassUID', 'instance.sop_class_uid'],
    ['ContentDate', 'instance.content_date'],
    ['ContentTime', 'instance.content_time'],
  ],
};

const integerColumns: { readonly [level in AttributeLevel]: Columns } = {
  patient: [],
  study: [],
  series: [['SeriesNumber', 'series.number']],
  instance: [
    ['InstanceNumber', 'instance.number'],
    ['Rows', 'instance.rows'],
    ['Columns', 'instance.columns'],
    ['BitsAllocated', 'instance.bits_allocated'],
    ['NumberOfFrames', 'instance.frames'],
  ],
};

const patientKeywords = ['PatientBirthTime', 'OtherPatientIDs', 'EthnicGroup', 'PatientComments'] as const;

const jsonKeywords: { readonly [level in AttributeLevel]: readonly Keyword[] } = {
  patient: patientKeywords,
  // What studies of one patient say of them may differ: a study matches by its own.
  study: [
    'PatientBirthDate',
    'PatientSex',
    ...patientKeywords,
    'PatientAge',
    'PatientSize',
    'PatientWeight',
    'Occupation',
    'AdditionalPatientHistory',
    'OtherStudyNumbers',
    'TimezoneOffsetFromUTC',
    'AdmittingDiagnosesDescription',
  ],
  series: [
    // Of the equipment, so of each series, PS3.3 §C.7.5.1; queries of studies know that of the first.
    'InstitutionName',
    'TimezoneOffsetFromUTC',
    'PerformedProcedureStepStartDate',
    'PerformedProcedureStepStartTime',
    'Manufacturer',
    'ManufacturerModelName',
    'StationName',
    'ProtocolName',
    'PatientPosition',
    'FrameOfReferenceUID',
  ],
  instance: ['ContainerIdentifier'],
};

/** VM 1-n, PS3.6. */
const multipleKeywords: ReadonlySet<Keyword> = new Set([
  'OtherPatientIDs',
  'OtherStudyNumbers',
  'AdmittingDiagnosesDescription',
]);

type SequenceKeys = readonly [sequence: Keyword, keywords: readonly Keyword[]];

const codeKeywords = ['CodeValue', 'CodingSchemeDesignator', 'CodingSchemeVersion', 'CodeMeaning'] as const;
const referenceKeywords = ['ReferencedSOPClassUID', 'ReferencedSOPInstanceUID'] as const;

const patientSequences: readonly SequenceKeys[] = [
  ['ReferencedPatientSequence', referenceKeywords],
  ['IssuerOfPatientIDQualifiersSequence', ['UniversalEntityID', 'UniversalEntityIDType', 'IdentifierTypeCode']],
  ['OtherPatientIDsSequence', ['PatientID', 'IssuerOfPatientID', 'TypeOfPatientID']],
];

/** Keys inside sequences, PS3.18 Table 10.6.1-5 and PS3.4 §C.6.1.1 and §C.6.2.1. */
const sequenceKeywords: { readonly [level in AttributeLevel]: readonly SequenceKeys[] } = {
  patient: patientSequences,
  study: [
    ...patientSequences,
    ['ReferencedStudySequence', referenceKeywords],
    ['ProcedureCodeSequence', codeKeywords],
    ['IssuerOfAccessionNumberSequence', ['LocalNamespaceEntityID', 'UniversalEntityID', 'UniversalEntityIDType']],
  ],
  series: [['RequestAttributesSequence', ['ScheduledProcedureStepID', 'RequestedProcedureID']]],
  instance: [
    ['ConceptNameCodeSequence', codeKeywords],
    ['ContentTemplateSequence', ['MappingResource', 'TemplateIdentifier']],
    ['SpecimenDescriptionSequence', ['SpecimenIdentifier', 'SpecimenUID']],
  ],
};

/**
 * Returns what the index knows of an attribute at a level and those above, PS3.18 Table 10.6.1-4: at the lowest, where
 * several have it. Undefined where queries of the level cannot match on it.
 */
export function findQueryAttribute(path: AttributePath, level: AttributeLevel): QueryAttribute | undefined {
  return attributes
    .get(formatAttributePath(path))
    ?.findLast((attribute) => levels.indexOf(attribute.level) <= levels.indexOf(level));
}

/** Returns what the index knows of an attribute below a level: at the highest, where several have it. */
export function findAttributeBelow(path: AttributePath, level: AttributeLevel): QueryAttribute | undefined {
  return attributes.get(formatAttributePath(path))?.find((attribute) => isBelow(attribute.level, level));
}

export function isBelow(level: AttributeLevel, other: AttributeLevel): boolean {
  return levels.indexOf(level) > levels.indexOf(other);
}

/** Lists the paths that queries of a level can match on and that those above cannot, in keywords. */
export function listMatchingKeys(level: AttributeLevel): readonly string[] {
  return [...attributes.entries()]
    .filter(([, known]) => known[0]?.level === level)
    .map(([path]) =>
      path
        .split('.')
        .map((key) => keywordOf(key))
        .join(' > '),
    );
}

function keywordOf(key: string): string {
  const tag = parseTag(key);
  return (tag !== undefined && findDictionaryEntry(tag)?.keyword) || key;
}

/** Attributes by path, those of higher levels first. */
function build(): ReadonlyMap<string, readonly QueryAttribute[]> {
  const map = new Map<string, readonly QueryAttribute[]>();
  const add = (path: readonly Keyword[], level: AttributeLevel, source: QueryAttribute['source']) => {
    const tags = path.map(tagOf);
    const vr = tags.map((tag) => findDictionaryVr(tag)).at(-1) ?? 'UN';
    const key = tags.map(tagKey).join('.');
    map.set(key, [...(map.get(key) ?? []), { level, vr, source }]);
  };
  for (const level of levels) {
    for (const [keyword, name] of textColumns[level]) add([keyword], level, { kind: 'column', name });
    for (const [keyword, name] of integerColumns[level]) add([keyword], level, { kind: 'integer-column', name });
  }
  add(['ModalitiesInStudy'], 'study', { kind: 'array-column', name: 'study.modalities' });
  add(['SOPClassesInStudy'], 'study', { kind: 'array-column', name: 'study.sop_classes' });
  add(['RelatedGeneralSOPClassUID'], 'instance', { kind: 'related-general' });
  for (const table of ['patient', 'study', 'series'] as const) {
    for (const keyword of nameKeywords[table]) {
      add([keyword], table, { kind: 'name', table, tag: tagOf(keyword), isMultiple: isMultipleName(keyword) });
    }
  }
  for (const level of levels) {
    for (const keyword of jsonKeywords[level]) {
      add([keyword], level, { kind: 'json', tag: tagOf(keyword), isMultiple: multipleKeywords.has(keyword) });
    }
  }
  for (const level of levels) {
    for (const [sequence, keywords] of sequenceKeywords[level]) {
      for (const keyword of keywords) {
        add([sequence, keyword], level, { kind: 'item', sequence: tagOf(sequence), tag: tagOf(keyword) });
      }
    }
  }
  return map;
}

const attributes = build();
