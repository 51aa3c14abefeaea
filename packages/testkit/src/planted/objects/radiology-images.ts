/** Images of one plane and enhanced ones of radiology and nuclear medicine, PS3.3 §A.2 to §A.38. */

import type { Attributes } from '@isocenter/dicom/build';
import { curve, icon, overlay, picture } from '../pictures.ts';
import type { Planter } from '../planter.ts';
import { type ObjectTemplate, storage } from './object-template.ts';

const original = ['ORIGINAL', 'PRIMARY', 'AXIAL'];

function plane(p: Planter): Attributes {
  return {
    FrameOfReferenceUID: p.uids.frameOfReference,
    PositionReferenceIndicator: '',
    ImagePositionPatient: [-100, -100, 5 * p.instanceNumber],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [0.7, 0.7],
    SliceThickness: 5,
    SliceLocation: 5 * p.instanceNumber,
    PatientPosition: 'HFS',
    ...acquisition(p),
  };
}

function acquisition(p: Planter): Attributes {
  const date = p.date();
  return {
    AcquisitionNumber: 1,
    AcquisitionDate: date,
    AcquisitionTime: p.time(),
    AcquisitionDateTime: `${date}101112.123456`,
    ContentDate: date,
    ContentTime: p.time(),
    ImageComments: `Image of ${p.patientInText('image texts')}, see ${p.word('image texts')}`,
    DerivationDescription: `Cut out by ${p.personInText('image texts')}`,
    AcquisitionProtocolDescription: `Protocol of ${p.word('image texts')}`,
    ImagePresentationComments: p.word('image texts'),
    IrradiationEventUID: p.uid(),
  };
}

const lung: Attributes = {
  WindowCenter: [40, -600],
  WindowWidth: [400, 1500],
  WindowCenterWidthExplanation: ['SOFT', 'LUNG'],
};

function ct(p: Planter): Attributes {
  return {
    ...plane(p),
    ...lung,
    ImageType: original,
    KVP: 120,
    BodyPartExamined: 'CHEST',
    ConvolutionKernel: 'B30F',
    ScanOptions: 'HELICAL MODE',
    XRayTubeCurrent: 200,
    ContrastBolusAgent: `Given by ${p.personInText('image texts')}`,
    RescaleIntercept: -1024,
    RescaleSlope: 1,
    RescaleType: 'HU',
    ReferencedImageSequence: [{ ReferencedSOPClassUID: storage('2'), ReferencedSOPInstanceUID: p.uid() }],
  };
}

function mr(p: Planter): Attributes {
  return {
    ...plane(p),
    ImageType: ['ORIGINAL', 'PRIMARY', 'M'],
    ScanningSequence: 'SE',
    SequenceVariant: 'NONE',
    ScanOptions: '',
    MRAcquisitionType: '2D',
    SequenceName: 'se2d1',
    AngioFlag: 'N',
    AnatomicalOrientationType: 'BIPED',
    EchoTime: 12,
    RepetitionTime: 500,
    EchoTrainLength: 1,
    MagneticFieldStrength: 1.5,
    BodyPartExamined: 'HEAD',
    ReceiveCoilName: 'HEAD 8',
  };
}

const pixelMeasures: Attributes = {
  PixelMeasuresSequence: [{ PixelSpacing: [0.7, 0.7], SliceThickness: 5 }],
  PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
};

function perFrame(p: Planter, frames: number, more: (frame: number) => Attributes): Attributes[] {
  return Array.from({ length: frames }, (_, frame) => ({
    FrameContentSequence: [
      {
        FrameAcquisitionDateTime: `${p.date()}101112`,
        FrameReferenceDateTime: `${p.date()}101112`,
        FrameAcquisitionDuration: 100,
        FrameComments: `Frame of ${p.personInText('nested frame comments')}`,
        StackID: '1',
        InStackPositionNumber: frame + 1,
        DimensionIndexValues: [frame + 1],
      },
    ],
    PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 5 * frame] }],
    ...more(frame),
  }));
}

function dimensions(p: Planter): Attributes {
  const organization = p.uid();
  return {
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: organization }],
    DimensionIndexSequence: [
      { DimensionOrganizationUID: organization, DimensionIndexPointer: 0x00209057, FunctionalGroupPointer: 0x00209111 },
    ],
  };
}

function enhanced(p: Planter, kind: 'CT' | 'MR' | 'PET'): Attributes {
  const imageType = ['ORIGINAL', 'PRIMARY', 'VOLUME', 'NONE'];
  const frameType = {
    FrameType: imageType,
    PixelPresentation: 'MONOCHROME',
    VolumetricProperties: 'VOLUME',
    VolumeBasedCalculationTechnique: 'NONE',
  };
  return {
    ...acquisition(p),
    ...dimensions(p),
    FrameOfReferenceUID: p.uids.frameOfReference,
    PositionReferenceIndicator: '',
    ImageType: imageType,
    PixelPresentation: 'MONOCHROME',
    VolumetricProperties: 'VOLUME',
    VolumeBasedCalculationTechnique: 'NONE',
    ContentQualification: 'PRODUCT',
    BurnedInAnnotation: 'NO',
    PresentationLUTShape: 'IDENTITY',
    AcquisitionDuration: 200,
    ConcatenationUID: p.uid(),
    ...(kind === 'MR' && {
      AcquisitionContrast: 'T1',
      ComplexImageComponent: 'MAGNITUDE',
      MagneticFieldStrength: 1.5,
      ResonantNucleus: '1H',
      KSpaceFiltering: 'NONE',
      ApplicableSafetyStandardAgency: 'IEC',
      PulseSequenceName: 'se2d1',
      AngioFlag: 'N',
      AnatomicalOrientationType: 'BIPED',
    }),
    SharedFunctionalGroupsSequence: [
      {
        ...pixelMeasures,
        FrameAnatomySequence: [{ FrameLaterality: 'U', AnatomicRegionSequence: [p.code('T-D3000', 'SRT', 'Chest')] }],
        ...(kind === 'CT' && { CTImageFrameTypeSequence: [frameType], CTPixelValueTransformation: undefined }),
        ...(kind === 'MR' && {
          MRImageFrameTypeSequence: [{ ...frameType, AcquisitionContrast: 'T1', ComplexImageComponent: 'MAGNITUDE' }],
        }),
        ...(kind === 'PET' && { PETFrameTypeSequence: [frameType] }),
        PixelValueTransformationSequence: [{ RescaleIntercept: 0, RescaleSlope: 1, RescaleType: 'US' }],
        FrameVOILUTSequence: [{ WindowCenter: 40, WindowWidth: 400 }],
        ReferencedImageSequence: [
          {
            ReferencedSOPClassUID: storage('2'),
            ReferencedSOPInstanceUID: p.uid(),
            PurposeOfReferenceCodeSequence: [p.code('121311', 'DCM', 'Localizer')],
          },
        ],
      },
    ],
    PerFrameFunctionalGroupsSequence: perFrame(p, 2, () => ({})),
    ...picture(p, { frames: 2 }),
  };
}

function projection(p: Planter, presentation: 'FOR PRESENTATION' | 'FOR PROCESSING'): Attributes {
  return {
    ...acquisition(p),
    ImageType: ['ORIGINAL', 'PRIMARY', ''],
    PresentationIntentType: presentation,
    ImageLaterality: 'L',
    AnatomicRegionSequence: [p.code('T-D3000', 'SRT', 'Chest')],
    PixelIntensityRelationship: 'LOG',
    PixelIntensityRelationshipSign: -1,
    RescaleIntercept: 0,
    RescaleSlope: 1,
    RescaleType: 'US',
    PresentationLUTShape: 'IDENTITY',
    ImagerPixelSpacing: [0.1, 0.1],
    DetectorType: 'DIRECT',
    DetectorID: p.number('detector'),
    DateOfLastDetectorCalibration: p.date(),
    PatientOrientation: ['A', 'F'],
    BodyPartExamined: 'BREAST',
    KVP: 28,
    AcquisitionContextSequence: [],
    ViewCodeSequence: [{ ...p.code('R-10242', 'SRT', 'cranio-caudal'), ViewModifierCodeSequence: [] }],
    WindowCenter: 2000,
    WindowWidth: 4000,
  };
}

function nuclear(p: Planter): Attributes {
  return {
    ...acquisition(p),
    ImageType: ['ORIGINAL', 'PRIMARY', 'STATIC', 'EMISSION'],
    FrameIncrementPointer: 0x00540010,
    EnergyWindowVector: [1],
    NumberOfEnergyWindows: 1,
    DetectorVector: [1],
    NumberOfDetectors: 1,
    CountsAccumulated: 1000,
    EnergyWindowInformationSequence: [{ EnergyWindowName: `Tc of ${p.word('text that no table lists')}`.slice(0, 16) }],
    RadiopharmaceuticalInformationSequence: radiopharmaceutical(p),
    DetectorInformationSequence: [
      { CollimatorType: 'PARA', StartAngle: 0, ViewCodeSequence: [p.code('R-10206', 'SRT', 'antero-posterior')] },
    ],
    PatientOrientationCodeSequence: [
      {
        ...p.code('F-10450', 'SRT', 'recumbent'),
        PatientOrientationModifierCodeSequence: [p.code('F-10340', 'SRT', 'supine')],
      },
    ],
    PatientGantryRelationshipCodeSequence: [p.code('F-10470', 'SRT', 'headfirst')],
    PixelSpacing: [4, 4],
    ...picture(p, { bits: 16, frames: 1 }),
    NumberOfFrames: 1,
  };
}

function radiopharmaceutical(p: Planter): Attributes[] {
  return [
    {
      RadionuclideCodeSequence: [p.code('C-111A1', 'SRT', '^18^Fluorine')],
      Radiopharmaceutical: 'FDG',
      RadiopharmaceuticalVolume: 10,
      RadiopharmaceuticalStartTime: '093000',
      RadiopharmaceuticalStopTime: '093100',
      RadiopharmaceuticalStartDateTime: `${p.date()}093000`,
      RadionuclideTotalDose: 300000000,
      RadionuclideHalfLife: 6586.2,
      RadionuclidePositronFraction: 0.97,
    },
  ];
}

function pet(p: Planter): Attributes {
  return {
    ...plane(p),
    ImageType: ['ORIGINAL', 'PRIMARY'],
    Units: 'BQML',
    CountsSource: 'EMISSION',
    SeriesType: ['STATIC', 'IMAGE'],
    NumberOfSlices: 2,
    CorrectedImage: ['DECY', 'ATTN'],
    DecayCorrection: 'START',
    CollimatorType: 'NONE',
    FrameReferenceTime: 0,
    ActualFrameDuration: 180000,
    DecayFactor: 1,
    DoseCalibrationFactor: 1,
    ScatterFractionFactor: 0.3,
    ImageIndex: p.instanceNumber,
    RescaleIntercept: 0,
    RescaleSlope: 1,
    RadiopharmaceuticalInformationSequence: radiopharmaceutical(p),
    PatientOrientationCodeSequence: [
      {
        ...p.code('F-10450', 'SRT', 'recumbent'),
        PatientOrientationModifierCodeSequence: [p.code('F-10340', 'SRT', 'supine')],
      },
    ],
    PatientGantryRelationshipCodeSequence: [p.code('F-10470', 'SRT', 'headfirst')],
    ...picture(p, { bits: 16 }),
  };
}

function angiography(p: Planter): Attributes {
  return {
    ...acquisition(p),
    ImageType: ['ORIGINAL', 'PRIMARY', 'SINGLE PLANE'],
    PixelIntensityRelationship: 'LIN',
    KVP: 70,
    RadiationSetting: 'GR',
    ExposureTime: 10,
    XRayTubeCurrent: 500,
    PositionerMotion: 'STATIC',
    PositionerPrimaryAngle: 30,
    PositionerSecondaryAngle: 0,
    FrameIncrementPointer: 0x00181063,
    FrameTime: 66,
    ...picture(p, { bits: 8, frames: 3 }),
  };
}

export const radiologyImages: readonly ObjectTemplate[] = [
  { name: 'CT', sopClassUid: storage('2'), modality: 'CT', build: (p) => ({ ...ct(p), ...overlay(p), ...picture(p) }) },
  {
    name: 'CT with text in unused bits',
    sopClassUid: storage('2'),
    modality: 'CT',
    build: (p) => ({ ...ct(p), ...picture(p, { highBits: p.personInText('unused high bits') }) }),
  },
  {
    name: 'CT, implicit VR',
    sopClassUid: storage('2'),
    modality: 'CT',
    transferSyntaxUid: '1.2.840.10008.1.2',
    build: (p) => ({ ...ct(p), ...icon(p), ...picture(p) }),
  },
  { name: 'MR', sopClassUid: storage('4'), modality: 'MR', build: (p) => ({ ...mr(p), ...curve(p), ...picture(p) }) },
  {
    name: 'MR, deflated',
    sopClassUid: storage('4'),
    modality: 'MR',
    transferSyntaxUid: '1.2.840.10008.1.2.1.99',
    build: (p) => ({ ...mr(p), ...picture(p) }),
  },
  {
    name: 'MR, big endian',
    sopClassUid: storage('4'),
    modality: 'MR',
    transferSyntaxUid: '1.2.840.10008.1.2.2',
    build: (p) => ({ ...mr(p), ...picture(p, { bits: 8 }) }),
  },
  { name: 'enhanced CT', sopClassUid: storage('2.1'), modality: 'CT', build: (p) => enhanced(p, 'CT') },
  { name: 'enhanced MR', sopClassUid: storage('4.1'), modality: 'MR', build: (p) => enhanced(p, 'MR') },
  { name: 'enhanced PET', sopClassUid: storage('130'), modality: 'PT', build: (p) => enhanced(p, 'PET') },
  {
    name: 'CR',
    sopClassUid: storage('1'),
    modality: 'CR',
    build: (p) => ({
      ...acquisition(p),
      ...lung,
      ImageType: ['ORIGINAL', 'PRIMARY'],
      BodyPartExamined: 'CHEST',
      ViewPosition: `PA ${p.word('code string').toUpperCase()}`,
      PlateID: p.number('detector'),
      CassetteID: p.number('detector'),
      PatientOrientation: ['L', 'F'],
      KVP: 120,
      ...icon(p),
      ...picture(p),
    }),
  },
  {
    name: 'DX',
    sopClassUid: storage('1.1'),
    modality: 'DX',
    build: (p) => ({
      ...projection(p, 'FOR PRESENTATION'),
      BodyPartExamined: 'CHEST',
      BurnedInAnnotation: 'NO',
      ...picture(p),
    }),
  },
  {
    name: 'mammography',
    sopClassUid: storage('1.2'),
    modality: 'MG',
    build: (p) => ({
      ...projection(p, 'FOR PRESENTATION'),
      PositionerType: 'MAMMOGRAPHIC',
      OrganExposed: 'BREAST',
      BurnedInAnnotation: 'NO',
      ...picture(p),
    }),
  },
  { name: 'nuclear medicine', sopClassUid: storage('20'), modality: 'NM', build: nuclear },
  { name: 'PET', sopClassUid: storage('128'), modality: 'PT', build: pet },
  { name: 'angiography', sopClassUid: storage('12.1'), modality: 'XA', build: angiography },
  {
    name: 'fluoroscopy',
    sopClassUid: storage('12.2'),
    modality: 'RF',
    build: (p) => ({ ...angiography(p), ImageType: ['ORIGINAL', 'PRIMARY', 'SINGLE PLANE'] }),
  },
];
