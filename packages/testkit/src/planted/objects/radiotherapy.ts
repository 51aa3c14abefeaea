/** Radiotherapy objects, PS3.3 §A.17 to §A.20, with identity in the names that planners give. */

import type { Attributes } from '@isocenter/dicom/build';
import { picture } from '../pictures.ts';
import type { Planter } from '../planter.ts';
import { type ObjectTemplate, storage } from './object-template.ts';

const here = 'names in radiotherapy';

function approval(p: Planter): Attributes {
  return { ApprovalStatus: 'APPROVED', ReviewDate: p.date(), ReviewTime: p.time(), ReviewerName: p.person(here) };
}

function structureSet(p: Planter): Attributes {
  const [sopClass, instance, series] = p.uids.referenced[0] ?? [storage('2'), p.uid(), p.uid()];
  const roi = p.word(here);
  p.keep(roi, 'ptv');
  return {
    StructureSetLabel: p.word(here).slice(0, 16),
    StructureSetName: `Plan of ${p.patientInText(here)}`,
    StructureSetDescription: `Drawn by ${p.personInText(here)}`,
    StructureSetDate: p.date(),
    StructureSetTime: p.time(),
    FrameOfReferenceUID: p.uids.frameOfReference,
    PositionReferenceIndicator: '',
    ReferencedFrameOfReferenceSequence: [
      {
        FrameOfReferenceUID: p.uids.frameOfReference,
        RTReferencedStudySequence: [
          {
            ReferencedSOPClassUID: '1.2.840.10008.3.1.2.3.1',
            ReferencedSOPInstanceUID: p.uids.study,
            RTReferencedSeriesSequence: [
              {
                SeriesInstanceUID: series,
                ContourImageSequence: [{ ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: instance }],
              },
            ],
          },
        ],
      },
    ],
    StructureSetROISequence: [
      {
        ROINumber: 1,
        ReferencedFrameOfReferenceUID: p.uids.frameOfReference,
        ROIName: `PTV ${roi}`,
        ROIDescription: `For ${p.personInText(here)}`,
        ROIGenerationAlgorithm: 'MANUAL',
        ROIGenerationDescription: `By ${p.word(here)}`,
      },
    ],
    ROIContourSequence: [
      {
        ReferencedROINumber: 1,
        ROIDisplayColor: [255, 0, 0],
        ContourSequence: [
          {
            ContourImageSequence: [{ ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: instance }],
            ContourGeometricType: 'CLOSED_PLANAR',
            NumberOfContourPoints: 3,
            ContourData: [0, 0, 0, 1, 0, 0, 1, 1, 0],
          },
        ],
      },
    ],
    RTROIObservationsSequence: [
      {
        ObservationNumber: 1,
        ReferencedROINumber: 1,
        ROIObservationLabel: p.word(here),
        RTROIInterpretedType: 'PTV',
        ROIInterpreter: p.person(here),
        ROIObservationDescription: `Seen by ${p.personInText(here)}`,
      },
    ],
    ...approval(p),
  };
}

function plan(p: Planter): Attributes {
  return {
    RTPlanLabel: p.word(here),
    RTPlanName: `Plan of ${p.patientInText(here)}`.slice(0, 64),
    RTPlanDescription: `Made by ${p.personInText(here)}`,
    RTPlanDate: p.date(),
    RTPlanTime: p.time(),
    RTPlanGeometry: 'PATIENT',
    PlanIntent: 'CURATIVE',
    TreatmentSites: `Lung of ${p.word(here)}`,
    FrameOfReferenceUID: p.uids.frameOfReference,
    PositionReferenceIndicator: '',
    ReferencedStructureSetSequence: [{ ReferencedSOPClassUID: storage('481.3'), ReferencedSOPInstanceUID: p.uid() }],
    DoseReferenceSequence: [
      {
        DoseReferenceNumber: 1,
        DoseReferenceUID: p.uid(),
        DoseReferenceStructureType: 'SITE',
        DoseReferenceDescription: `Of ${p.word(here)}`,
        DoseReferenceType: 'TARGET',
      },
    ],
    PatientSetupSequence: [
      { PatientSetupNumber: 1, PatientPosition: 'HFS', SetupTechniqueDescription: `Setup by ${p.personInText(here)}` },
    ],
    FractionGroupSequence: [
      {
        FractionGroupNumber: 1,
        FractionGroupDescription: `For ${p.word(here)}`,
        NumberOfFractionsPlanned: 20,
        NumberOfBeams: 1,
        NumberOfBrachyApplicationSetups: 0,
        ReferencedBeamSequence: [{ ReferencedBeamNumber: 1, BeamDose: 2, BeamMeterset: 100 }],
      },
    ],
    BeamSequence: [
      {
        BeamNumber: 1,
        BeamName: 'AP',
        BeamDescription: `Beam for ${p.personInText(here)}`,
        BeamType: 'STATIC',
        RadiationType: 'PHOTON',
        TreatmentMachineName: p.word(here),
        Manufacturer: 'TEST Therapy',
        InstitutionName: p.word(here),
        InstitutionAddress: p.word(here),
        InstitutionalDepartmentName: p.word(here),
        DeviceSerialNumber: p.number(here),
        PrimaryDosimeterUnit: 'MU',
        SourceAxisDistance: 1000,
        BeamLimitingDeviceSequence: [{ RTBeamLimitingDeviceType: 'X', NumberOfLeafJawPairs: 1 }],
        TreatmentDeliveryType: 'TREATMENT',
        NumberOfWedges: 0,
        NumberOfCompensators: 0,
        NumberOfBoli: 0,
        NumberOfBlocks: 0,
        FinalCumulativeMetersetWeight: 1,
        NumberOfControlPoints: 2,
        ControlPointSequence: [
          {
            ControlPointIndex: 0,
            CumulativeMetersetWeight: 0,
            NominalBeamEnergy: 6,
            GantryAngle: 0,
            GantryRotationDirection: 'NONE',
            BeamLimitingDeviceAngle: 0,
            BeamLimitingDeviceRotationDirection: 'NONE',
            PatientSupportAngle: 0,
            PatientSupportRotationDirection: 'NONE',
            TableTopEccentricAngle: 0,
            TableTopEccentricRotationDirection: 'NONE',
            IsocenterPosition: [0, 0, 0],
            BeamLimitingDevicePositionSequence: [{ RTBeamLimitingDeviceType: 'X', LeafJawPositions: [-50, 50] }],
          },
          { ControlPointIndex: 1, CumulativeMetersetWeight: 1 },
        ],
      },
    ],
    ...approval(p),
  };
}

function dose(p: Planter): Attributes {
  return {
    ContentDate: p.date(),
    ContentTime: p.time(),
    FrameOfReferenceUID: p.uids.frameOfReference,
    PositionReferenceIndicator: '',
    ImagePositionPatient: [0, 0, 0],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [2, 2],
    SliceThickness: '',
    FrameIncrementPointer: 0x3004000c,
    GridFrameOffsetVector: [0, 2],
    DoseUnits: 'GY',
    DoseType: 'PHYSICAL',
    DoseSummationType: 'PLAN',
    DoseComment: `Dose of ${p.personInText(here)}`,
    DoseGridScaling: 0.001,
    ReferencedRTPlanSequence: [{ ReferencedSOPClassUID: storage('481.5'), ReferencedSOPInstanceUID: p.uid() }],
    ...picture(p, { bits: 16, frames: 2 }),
  };
}

function portal(p: Planter): Attributes {
  return {
    ContentDate: p.date(),
    ContentTime: p.time(),
    RTImageLabel: p.word(here),
    RTImageName: `Portal of ${p.patientInText(here)}`,
    RTImageDescription: `Taken by ${p.personInText(here)}`,
    RTImagePlane: 'NORMAL',
    XRayImageReceptorAngle: 0,
    ImagePlanePixelSpacing: [0.4, 0.4],
    RTImagePosition: [-100, 100],
    RadiationMachineName: p.word(here),
    RadiationMachineSAD: 1000,
    RTImageSID: 1500,
    ImageType: ['ORIGINAL', 'PRIMARY', 'PORTAL'],
    ConversionType: 'DI',
    PatientOrientation: '',
    ReportedValuesOrigin: 'OPERATOR',
    ReferencedRTPlanSequence: [{ ReferencedSOPClassUID: storage('481.5'), ReferencedSOPInstanceUID: p.uid() }],
    ...approval(p),
    ...picture(p, { bits: 16 }),
  };
}

export const radiotherapyObjects: readonly ObjectTemplate[] = [
  { name: 'structure set', sopClassUid: storage('481.3'), modality: 'RTSTRUCT', build: structureSet },
  { name: 'plan', sopClassUid: storage('481.5'), modality: 'RTPLAN', build: plan },
  { name: 'dose', sopClassUid: storage('481.2'), modality: 'RTDOSE', build: dose },
  { name: 'portal image', sopClassUid: storage('481.1'), modality: 'RTIMAGE', build: portal },
];
