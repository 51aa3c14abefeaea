/**
 * Patient, General Study, General Series, General Equipment and SOP Common Modules (PS3.3 §C.7 and §C.12.1) of any
 * object, with identity wherever they have room for it, nested as deep as it goes.
 */

import type { Attributes } from '@isocenter/dicom/build';
import type { Planter } from './planter.ts';

const studyRoot = '1.2.840.10008.3.1.2.3.1';
const performedStep = '1.2.840.10008.3.1.2.3.3';
const patientClass = '1.2.840.10008.3.1.2.1.1';

export function patientModule(p: Planter): Attributes {
  const { patient } = p;
  const here = 'patient module';
  const ageYears = String(patient.age).padStart(3, '0');
  return {
    PatientName: p.patientName(),
    PatientID: patient.patientId,
    IssuerOfPatientID: patient.issuer,
    TypeOfPatientID: 'TEXT',
    PatientBirthDate: patient.birthDate,
    PatientBirthTime: p.time(),
    PatientSex: 'O',
    OtherPatientIDs: `TEST${patient.otherId}`,
    OtherPatientIDsSequence: [
      { PatientID: patient.otherId, IssuerOfPatientID: p.word('other patient IDs'), TypeOfPatientID: 'TEXT' },
      {
        PatientID: p.number('other patient IDs'),
        IssuerOfPatientID: p.word('other patient IDs'),
        TypeOfPatientID: 'RFID',
      },
    ],
    OtherPatientNames: [p.person(here), p.person(here)],
    PatientBirthName: p.person(here),
    PatientMotherBirthName: p.person(here),
    PatientAge: `${ageYears}Y`,
    PatientSize: 1.7,
    PatientWeight: 70,
    PatientAddress: `${p.random.below(90) + 10} ${patient.street} Street, ${patient.town}`,
    PatientTelephoneNumbers: `555-${patient.phone}`,
    MedicalRecordLocator: p.number(here),
    MilitaryRank: p.word(here),
    BranchOfService: p.word(here),
    CountryOfResidence: p.word(here),
    RegionOfResidence: p.word(here),
    InsurancePlanIdentification: p.word(here),
    PatientReligiousPreference: p.word(here),
    ResponsiblePerson: p.person(here),
    ResponsiblePersonRole: 'PARENT',
    ResponsibleOrganization: p.word(here),
    ...patientTexts(p),
  };
}

function patientTexts(p: Planter): Attributes {
  const { patient } = p;
  const here = 'free text of the patient module';
  return {
    EthnicGroup: 'TEST GROUP',
    Occupation: `AT ${p.word(here)}`,
    MedicalAlerts: `LATEX ${p.word(here)}`,
    Allergies: `PENICILLIN, SEE DR ${p.word(here)}`,
    AdditionalPatientHistory:
      `${p.patientInText(here)}, born ${p.birthDateInText()}, was referred by Dr. ${p.personInText(here)} of ` +
      `${p.word(here)} Hospital for pain since 3 weeks. Call 555-${patient.phone}.`,
    PatientComments:
      `MRN ${patient.patientId}, DOB ${p.birthDateInText()}; lives at 12 ${patient.street} Street; daughter Mrs. ${p.personInText(here)}, ` +
      `phone 555-${p.number(here, 7)}, mail ${p.word(here)}@example.org`,
    PatientState: `BED OF ${p.patientInText(here)}`,
    SpecialNeeds: `INTERPRETER ${p.word(here)}`,
  };
}

export function studyModule(p: Planter, studyDate: string, studyTime: string, accessionNumber: string): Attributes {
  const here = 'study module';
  const word = p.word('description of the study');
  p.keep(word, 'thorax', 'abdomen');
  const person = (): Attributes => ({
    PersonIdentificationCodeSequence: [p.code(p.number('nested person', 6), 'L', p.word('nested person'))],
    PersonAddress: `1 ${p.word('nested person')} Road`,
    PersonTelephoneNumbers: `555-${p.number('nested person', 7)}`,
    InstitutionName: p.word('nested person'),
    InstitutionAddress: `${p.word('nested person')} Avenue`,
  });
  return {
    StudyInstanceUID: p.uids.study,
    StudyDate: studyDate,
    StudyTime: studyTime,
    StudyID: p.number(here, 6),
    AccessionNumber: accessionNumber,
    StudyDescription: `Thorax Abdomen for ${word}`,
    ReferringPhysicianName: p.person(here),
    ReferringPhysicianAddress: `${p.word(here)} Lane`,
    ReferringPhysicianTelephoneNumbers: `555-${p.number(here, 7)}`,
    ReferringPhysicianIdentificationSequence: [person()],
    ConsultingPhysicianName: p.person(here),
    PhysiciansOfRecord: p.person(here),
    PhysiciansOfRecordIdentificationSequence: [person()],
    NameOfPhysiciansReadingStudy: p.person(here),
    RequestingPhysician: p.person(here),
    RequestingService: p.word(here),
    IssuerOfAccessionNumberSequence: [{ LocalNamespaceEntityID: p.word('nested issuer') }],
    ReferencedStudySequence: [{ ReferencedSOPClassUID: studyRoot, ReferencedSOPInstanceUID: p.uid() }],
    ReferencedPatientSequence: [{ ReferencedSOPClassUID: patientClass, ReferencedSOPInstanceUID: p.uid() }],
    ProcedureCodeSequence: [p.code('RPID1', 'RADLEX', 'CT CHEST')],
    AdmissionID: p.number(here),
    IssuerOfAdmissionIDSequence: [{ LocalNamespaceEntityID: p.word('nested issuer') }],
    AdmittingDate: p.date(),
    AdmittingDiagnosesDescription: `Cough of ${p.patientInText('study texts')}`.slice(0, 64),
    CurrentPatientLocation: `WARD ${p.word(here)}`,
    PatientInstitutionResidence: p.word(here),
    VisitComments: `Visited by ${p.personInText('study texts')} on ${p.date()}`,
    ServiceEpisodeID: p.number(here),
    ServiceEpisodeDescription: `Episode of ${p.word('study texts')}`,
    ReasonForStudy: `Fall of ${p.patientInText('study texts')}`.slice(0, 64),
    StudyComments: `Compare with ${p.personInText('study texts')}, TEST${p.number('study texts')}, * ${p.birthDateInText()}`,
    RequestedProcedureDescription: `CT ${p.word('study texts')}`,
    RequestAttributesSequence: [requestAttributes(p)],
  };
}

function requestAttributes(p: Planter): Attributes {
  const here = 'request attributes';
  return {
    AccessionNumber: p.number(here),
    StudyInstanceUID: p.uid(),
    ReferencedStudySequence: [{ ReferencedSOPClassUID: studyRoot, ReferencedSOPInstanceUID: p.uid() }],
    RequestedProcedureID: p.number(here, 6),
    RequestedProcedureDescription: `CT for ${p.personInText(here)}`,
    ScheduledProcedureStepID: p.number(here, 6),
    ScheduledProcedureStepDescription: `Step for ${p.word(here)}`,
  };
}

export function seriesModule(p: Planter, modality: string, seriesNumber: number): Attributes {
  const here = 'series module';
  const date = p.date();
  return {
    Modality: modality,
    SeriesInstanceUID: p.uids.series,
    SeriesNumber: seriesNumber,
    SeriesDate: date,
    SeriesTime: p.time(),
    ...seriesDescription(p, seriesNumber),
    ProtocolName: `Routine ${p.word('series texts')}`,
    PerformingPhysicianName: p.person(here),
    PerformingPhysicianIdentificationSequence: [
      {
        PersonIdentificationCodeSequence: [p.code(p.number('nested person', 6), 'L', p.word('nested person'))],
        InstitutionName: p.word('nested person'),
      },
    ],
    OperatorsName: p.person(here),
    OperatorIdentificationSequence: [
      {
        PersonIdentificationCodeSequence: [p.code(p.number('nested person', 6), 'L', p.word('nested person'))],
        InstitutionName: p.word('nested person'),
      },
    ],
    PerformedProcedureStepID: p.number(here, 6),
    PerformedProcedureStepStartDate: date,
    PerformedProcedureStepStartTime: p.time(),
    PerformedProcedureStepEndDate: p.date(),
    PerformedProcedureStepDescription: `Done by ${p.personInText('series texts')}`,
    PerformedStationAETitle: p.word(here).toUpperCase(),
    PerformedStationName: p.word(here),
    PerformedLocation: p.word(here),
    CommentsOnThePerformedProcedureStep: `Repeated for ${p.patientInText('series texts')}, bed ${p.word('series texts')}`,
    ReferencedPerformedProcedureStepSequence: {
      vr: 'SQ',
      value: [{ ReferencedSOPClassUID: performedStep, ReferencedSOPInstanceUID: p.uid() }],
    },
    RelatedSeriesSequence: [
      {
        StudyInstanceUID: p.uid(),
        SeriesInstanceUID: p.uid(),
        PurposeOfReferenceCodeSequence: [p.code('122401', 'DCM', 'Same Anatomy')],
      },
    ],
    SourceImageSequence: [
      {
        ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
        ReferencedSOPInstanceUID: p.uid(),
        PurposeOfReferenceCodeSequence: [p.code('121322', 'DCM', 'Source image for image processing operation')],
      },
    ],
  };
}

/** Harmless in every third series; in another with identity behind the NUL that pads an odd string. */
function seriesDescription(p: Planter, seriesNumber: number): Attributes {
  if (seriesNumber % 3 === 0) return { SeriesDescription: 'Lung 1.5 mm' };
  const word = p.word(seriesNumber % 3 === 1 ? 'description of the series' : 'after the padding');
  if (seriesNumber % 3 === 1) {
    p.keep(word, 'lung', '1.5');
    return { SeriesDescription: `Lung 1.5 mm ${word}` };
  }
  const padded = `Lung 1.5 mm\0${word}`;
  return { SeriesDescription: { vr: 'LO', value: Buffer.from(padded.length % 2 ? `${padded}\0` : padded) } };
}

export function equipmentModule(p: Planter): Attributes {
  const here = 'equipment module';
  return {
    Manufacturer: 'TEST Imaging',
    ManufacturerModelName: 'Scanner 9',
    SoftwareVersions: 'V1.2.3',
    InstitutionName: `${p.word(here)} Hospital`,
    InstitutionAddress: `${p.word(here)} Square, ${p.word(here)}`,
    InstitutionalDepartmentName: p.word(here),
    StationName: p.word(here).toUpperCase(),
    DeviceSerialNumber: p.number(here),
    DeviceUID: p.uid(),
    GantryID: p.word(here),
    DateOfLastCalibration: p.date(),
    TimeOfLastCalibration: p.time(),
  };
}

/** Of Enhanced General Equipment Module too, so that each type of VR is met. */
export function sopCommonModule(p: Planter, sopClassUid: string): Attributes {
  const here = 'SOP common module';
  const date = p.date();
  return {
    SOPClassUID: sopClassUid,
    SOPInstanceUID: p.uids.instance,
    InstanceNumber: p.instanceNumber,
    InstanceCreationDate: date,
    InstanceCreationTime: p.time(),
    InstanceCreatorUID: p.uid(),
    InstanceCoercionDateTime: `${date}101112.123456+0100`,
    TimezoneOffsetFromUTC: '+0100',
    ContributingEquipmentSequence: [
      {
        PurposeOfReferenceCodeSequence: [p.code('109103', 'DCM', 'Modifying Equipment')],
        Manufacturer: 'TEST Imaging',
        InstitutionName: p.word('contributing equipment'),
        InstitutionAddress: p.word('contributing equipment'),
        StationName: p.word('contributing equipment'),
        OperatorsName: p.person('contributing equipment'),
        DeviceSerialNumber: p.number('contributing equipment'),
        ContributionDateTime: `${p.date()}120000`,
        ContributionDescription: `Sent by ${p.personInText('contributing equipment')}`,
      },
    ],
    OriginalAttributesSequence: [
      {
        AttributeModificationDateTime: `${p.date()}130000`,
        ModifyingSystem: p.word('original attributes'),
        ReasonForTheAttributeModification: 'CORRECT',
        SourceOfPreviousValues: p.word('original attributes'),
        ModifiedAttributesSequence: [
          { PatientID: p.number('original attributes'), PatientName: p.person('original attributes') },
        ],
      },
    ],
    IdentifyingComments: `${here} of ${p.personInText(here)}`,
    InstanceOriginStatus: 'LOCAL',
    StorageMediaFileSetUID: p.uid(),
  };
}

/** Text that PS3.15 Table E.1-1 does not list, but in which anybody can write anything, PS3.15 §E.3.5. */
export function unlistedTexts(p: Planter): Attributes {
  const here = 'text that no table lists';
  return {
    SecondaryCaptureDeviceManufacturer: `TEST of ${p.word(here)}`,
    SecondaryCaptureDeviceManufacturerModelName: p.personInText(here),
    RetrieveURL: `https://${p.word('URL')}.example.org/TEST${p.patient.idDigits}`,
    InterventionDrugName: `Contrast for ${p.word(here)}`,
    DerivationCodeSequence: [p.code('113072', 'DCM', `Multiplanar of ${p.word('code meaning')}`)],
  };
}

/** Digital Signatures Macro, PS3.3 §C.12.1.1.3.1, with the name of the signer in the certificate. */
export function digitalSignatures(p: Planter): Attributes {
  const here = 'digital signature';
  const bytes = (text: string): Buffer => Buffer.from(text.length % 2 ? `${text} ` : text, 'latin1');
  return {
    MACParametersSequence: [
      {
        MACIDNumber: 1,
        MACCalculationTransferSyntaxUID: '1.2.840.10008.1.2.1',
        MACAlgorithm: 'SHA256',
        DataElementsSigned: [0x00100010, 0x00100020],
      },
    ],
    DigitalSignaturesSequence: [
      {
        MACIDNumber: 1,
        DigitalSignatureUID: p.uid(),
        DigitalSignatureDateTime: `${p.date()}140000`,
        CertificateType: 'X509_1993_SIG',
        CertificateOfSigner: { vr: 'OB', value: bytes(`CN=${p.personInText(here)}, E=${p.word(here)}@example.org`) },
        Signature: { vr: 'OB', value: bytes(`0\x82${p.word(here)}`) },
      },
    ],
  };
}
