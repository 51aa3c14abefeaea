/**
 * Objects that queries are asked about: small, of visibly false patients, with everything in their values that matching
 * could stumble on. Each object says the same of its patient, study and series as the others of these do.
 */

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { DicomError } from '@isocenter/dicom/errors';
import { type Random, seededRandom } from '@isocenter/testkit/random';

const patientCount = 60;
const studyCount = 150;
const seriesCount = 400;
const instanceCount = 800;

/** Sets that a text is tried in; the last has every character. */
const characterSets = [['ISO_IR 100'], ['ISO_IR 144'], ['', 'ISO 2022 IR 87'], ['ISO_IR 192']] as const;

const names = [
  'TEST^ANNA',
  'Test^Anna',
  'TEST',
  'TEST^^^DR',
  'TÉST^José^María',
  'Müller^TEST',
  'MULLER^Test^A^Prof^Jr',
  "O'TEST^Se%n_",
  'TEST-Ångström^Åsa',
  'Тест^Анна',
  'Yamada^Tarou=山田^太郎=やまだ^たろう',
  'TEST^Hanako==てすと^はなこ',
  '=試驗^小明',
  'Hong^Gildong=洪^吉洞=홍^길동',
  'TEST^A B',
  'ΤΕΣΤ^Ελένη',
  'Straße^TEST',
  'TEST^"Q"',
];
const descriptions = [
  'CT THORAX',
  'ct thorax',
  'Thorax 100%',
  'Knie_links',
  'Knie links',
  'what?',
  'T1*',
  'T1 * T2',
  "d'Épaule",
  'say "so"',
  '""x',
  'Ärm, rechts',
  '%',
  '_',
  '50% _a?b*',
  'Голова',
  '頭部',
];
const dates = ['20230101', '20230228', '20240229', '20240301', '20240701', '20241231', '20250101', '19991231'];
const times = ['000000', '0830', '10', '101112', '101112.5', '101112.500000', '101112.123456', '235959.999999', '1011'];
const modalities = ['CT', 'MR', 'US', 'SR', 'PR', 'SC'] as const;
const sopClasses = {
  CT: '1.2.840.10008.5.1.4.1.1.2',
  MR: '1.2.840.10008.5.1.4.1.1.4',
  US: '1.2.840.10008.5.1.4.1.1.6.1',
  SR: '1.2.840.10008.5.1.4.1.1.88.11',
  PR: '1.2.840.10008.5.1.4.1.1.11.1',
  SC: '1.2.840.10008.5.1.4.1.1.7',
} as const satisfies { readonly [modality in (typeof modalities)[number]]: string };

/** Builds the objects of a seed. */
export function buildQueryObjects(seed: number): readonly DataSet[] {
  const random = seededRandom(seed, 0xffff_ffff);
  const root = `2.25.${seed}`;
  const patients = Array.from({ length: patientCount }, (_, at) => buildPatient(random, at));
  const studies = Array.from({ length: studyCount }, (_, at) => ({
    ...(patients[at] ?? random.pick(patients)),
    ...buildStudy(random, `${root}.1.${at + 1}`),
  }));
  const series = Array.from({ length: seriesCount }, (_, at) => ({
    ...(studies[at] ?? random.pick(studies)),
    ...buildSeries(random, `${root}.2.${at + 1}`),
  }));
  return Array.from({ length: instanceCount }, (_, at) =>
    buildObject(random, series[at] ?? random.pick(series), `${root}.3.${at + 1}`),
  );
}

function buildObject(random: Random, series: Attributes, uid: string): DataSet {
  return encodable({ ...series, ...buildInstance(random, uid, series.Modality) });
}

function buildPatient(random: Random, at: number): Attributes {
  return {
    PatientName: maybe(random, random.pick(names)),
    // One has none, and two have the same of different issuers.
    PatientID: at === 0 ? '' : at === 2 ? 'TEST-1' : `${random.pick(['TEST-', 'test-', 'TEST_', 'TEST%'])}${at}`,
    IssuerOfPatientID:
      at === 2 ? 'TEST OTHER' : maybe(random, random.pick(['TEST HOSPITAL', 'test hospital', 'Klinik Öst'])),
    PatientBirthDate: maybe(random, random.pick(dates)),
    PatientSex: maybe(random, random.pick(['F', 'M', 'O'])),
    PatientBirthTime: maybe(random, random.pick(times)),
    OtherPatientIDs: random.pick([undefined, '', ['TEST-OLD'], ['TEST-OLD', 'TEST-OLDER', 'T?ST']]),
    OtherPatientNames: maybe(random, someNames(random)),
    EthnicGroup: maybe(random, random.pick(['TEST_A', 'TEST B', 'Öst'])),
    PatientComments: maybe(random, random.pick([...descriptions, 'one\\two\r\nthree'])),
    ReferencedPatientSequence: random.pick([undefined, [], [buildReference(random)]]),
    IssuerOfPatientIDQualifiersSequence: random.pick([
      undefined,
      [
        {
          UniversalEntityID: `1.2.${random.below(3)}`,
          UniversalEntityIDType: random.pick(['ISO', 'DNS']),
          IdentifierTypeCode: random.pick(['MR', 'PI']),
        },
      ],
    ]),
    OtherPatientIDsSequence: random.pick([undefined, [otherId(random)], [otherId(random), otherId(random)]]),
  };
}

function otherId(random: Random): Attributes {
  return {
    PatientID: `TEST-OLD-${random.below(9)}`,
    IssuerOfPatientID: maybe(random, random.pick(['TEST HOSPITAL', 'Klinik Öst'])),
    TypeOfPatientID: random.pick(['TEXT', 'RFID', 'BARCODE']),
  };
}

function buildReference(random: Random): Attributes {
  return {
    ReferencedSOPClassUID: `1.2.840.10008.3.1.2.${1 + random.below(3)}.1`,
    ReferencedSOPInstanceUID: `2.25.8.${random.below(30)}`,
  };
}

function buildStudy(random: Random, uid: string): Attributes {
  return {
    StudyInstanceUID: uid,
    StudyDate: maybe(random, random.pick(dates)),
    StudyTime: maybe(random, random.pick(times)),
    AccessionNumber: maybe(random, `${random.pick(['A', 'a', 'B*', 'C?'])}${random.below(40)}`),
    StudyID: maybe(random, String(random.below(9))),
    StudyDescription: maybe(random, random.pick(descriptions)),
    ReferringPhysicianName: maybe(random, random.pick(names)),
    NameOfPhysiciansReadingStudy: maybe(random, someNames(random)),
    PatientAge: maybe(random, random.pick(['040Y', '004M', '000D'])),
    PatientSize: maybe(random, random.pick(['1.75', '1.750', '+1.8', '.5'])),
    PatientWeight: maybe(random, random.pick(['70', '70.0', '7e1', '3.25'])),
    Occupation: maybe(random, random.pick(['Tester', 'tester 2', '試験'])),
    AdditionalPatientHistory: maybe(random, random.pick(descriptions)),
    OtherStudyNumbers: random.pick([undefined, '', '7', ['7', '12']]),
    ReferencedStudySequence: random.pick([
      undefined,
      [buildReference(random)],
      [buildReference(random), buildReference(random)],
    ]),
    AdmittingDiagnosesDescription: random.pick([undefined, '', ['Cough'], ['Cough', 'Fever*'], ['頭痛']]),
    ProcedureCodeSequence: random.pick([undefined, [], [buildCode(random)], [buildCode(random), buildCode(random)]]),
    IssuerOfAccessionNumberSequence: random.pick([
      undefined,
      [{ LocalNamespaceEntityID: random.pick(['TEST', 'Klinik Öst']) }],
      [{ UniversalEntityID: `1.2.${random.below(3)}`, UniversalEntityIDType: 'ISO' }],
    ]),
  };
}

function buildCode(random: Random): Attributes {
  return {
    CodeValue: `P-${random.below(4)}`,
    CodingSchemeDesignator: random.pick(['99TEST', 'SRT']),
    CodingSchemeVersion: random.pick([undefined, '1.1', '2.0_2011']),
    CodeMeaning: maybe(random, random.pick(descriptions)),
  };
}

function buildSeries(random: Random, uid: string): Attributes & { readonly Modality: string } {
  const modality = random.pick(modalities);
  const step = () => ({
    ScheduledProcedureStepID: maybe(random, `SPS${random.below(5)}`),
    RequestedProcedureID: maybe(random, `RP_${random.below(5)}`),
  });
  return {
    TimezoneOffsetFromUTC: maybe(random, random.pick(['+0000', '+0200', '-0330', '+0545', '+1400', '-1100', '0100'])),
    Modality: modality,
    SOPClassUID: sopClasses[modality],
    SeriesInstanceUID: uid,
    SeriesNumber: maybe(random, random.pick(['1', '2', '007', '+12', '-3'])),
    SeriesDescription: maybe(random, random.pick(descriptions)),
    InstitutionName: maybe(random, random.pick(['TEST HOSPITAL', 'Klinik Öst', 'TEST, Dept. 4'])),
    BodyPartExamined: maybe(random, random.pick(['KNEE', 'CHEST', 'HEAD'])),
    Laterality: maybe(random, random.pick(['L', 'R'])),
    SeriesDate: maybe(random, random.pick(dates)),
    SeriesTime: maybe(random, random.pick(times)),
    PerformingPhysicianName: maybe(random, someNames(random)),
    OperatorsName: maybe(random, someNames(random)),
    PerformedProcedureStepStartDate: maybe(random, random.pick(dates)),
    PerformedProcedureStepStartTime: maybe(random, random.pick(times)),
    Manufacturer: maybe(random, random.pick(['TEST_MAKER', 'Test Maker', 'TEST%MAKER'])),
    ManufacturerModelName: maybe(random, random.pick(descriptions)),
    StationName: maybe(random, `ST${random.below(9)}`),
    ProtocolName: maybe(random, random.pick(descriptions)),
    PatientPosition: maybe(random, random.pick(['HFS', 'FFS'])),
    FrameOfReferenceUID: maybe(random, `2.25.9.${1 + random.below(20)}`),
    RequestAttributesSequence: random.pick([undefined, [], [step()], [step(), step()]]),
  };
}

function buildInstance(random: Random, uid: string, modality: unknown): Attributes {
  const hasMatrix = random.fraction() < 0.7;
  return {
    ...(modality === 'SR' && buildTitle(random)),
    ...(modality === 'SC' && buildSlide(random)),
    SOPInstanceUID: uid,
    InstanceNumber: maybe(random, random.pick(['1', '2', '3', '0010', '+4', ' 5'])),
    ContentDate: maybe(random, random.pick(dates)),
    ContentTime: maybe(random, random.pick(times)),
    ...(hasMatrix && {
      Rows: random.pick([1, 512, 65_535]),
      Columns: random.pick([1, 512]),
      BitsAllocated: random.pick([8, 16]),
      NumberOfFrames: random.pick([undefined, '', '1', '010']),
    }),
  };
}

/** What a report is, and by which template. */
function buildTitle(random: Random): Attributes {
  return {
    ConceptNameCodeSequence: random.pick([undefined, [], [buildCode(random)], [buildCode(random)]]),
    ContentTemplateSequence: random.pick([
      undefined,
      [{ MappingResource: 'DCMR', TemplateIdentifier: random.pick(['1500', '2000', 'T_1']) }],
    ]),
  };
}

/** What a slide is of. */
function buildSlide(random: Random): Attributes {
  const specimen = () => ({
    SpecimenIdentifier: `S${random.below(9)}`,
    SpecimenUID: `2.25.7.${random.below(30)}`,
    SpecimenShortDescription: maybe(random, random.pick(descriptions)),
  });
  return {
    ContainerIdentifier: maybe(random, random.pick(['C-1', 'c-1', 'C_2', 'Öst 3'])),
    SpecimenDescriptionSequence: random.pick([undefined, [], [specimen()], [specimen(), specimen()]]),
  };
}

/** Absent, empty or there: a matching key must tell the last from the others. */
/** One name, or a few. */
function someNames(random: Random): string | readonly string[] {
  return random.fraction() < 0.7 ? random.pick(names) : [random.pick(names), random.pick(names), random.pick(names)];
}

function maybe<Value extends string | readonly string[]>(random: Random, value: Value): Value | '' | undefined {
  const fraction = random.fraction();
  return fraction < 0.1 ? undefined : fraction < 0.2 ? '' : value;
}

/** Puts an object in the first character set that has all its characters. */
function encodable(attributes: Attributes): DataSet {
  for (const characterSet of characterSets) {
    try {
      return buildDataSet(attributes, { characterSet });
    } catch (error) {
      if (!(error instanceof DicomError) || error.code !== 'value-not-encodable') throw error;
    }
  }
  throw new RangeError('a value is in no character set');
}
