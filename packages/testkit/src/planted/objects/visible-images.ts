/** Images of visible light, ultrasound and captured screens, most with text burned in, PS3.3 §A.6 to §A.8 and §A.32. */

import type { Attributes } from '@isocenter/dicom/build';
import { picture } from '../pictures.ts';
import type { Planter } from '../planter.ts';
import { type ObjectTemplate, storage } from './object-template.ts';

/** What consoles write into the corner of a screen. */
function nameLines({ patient }: Planter): readonly string[] {
  return [patient.family.toUpperCase(), `${patient.idDigits}`];
}

function content(p: Planter): Attributes {
  const date = p.date();
  return {
    ContentDate: date,
    ContentTime: p.time(),
    AcquisitionDate: date,
    AcquisitionTime: p.time(),
    AcquisitionDateTime: `${date}101112`,
    ImageComments: `Seen by ${p.personInText('image texts')}`,
    PatientOrientation: '',
  };
}

function ultrasound(p: Planter, frames: number): Attributes {
  const pixels = picture(p, { samples: 3, bits: 8, frames, rows: 80, lines: nameLines(p) });
  return {
    ...content(p),
    ImageType: ['ORIGINAL', 'PRIMARY'],
    TransducerType: 'SECTOR_PHASED',
    SequenceOfUltrasoundRegions: [
      {
        RegionSpatialFormat: 1,
        RegionDataType: 1,
        RegionFlags: 0,
        RegionLocationMinX0: 4,
        RegionLocationMinY0: 44,
        RegionLocationMaxX1: 60,
        RegionLocationMaxY1: 76,
        PhysicalUnitsXDirection: 3,
        PhysicalUnitsYDirection: 3,
        PhysicalDeltaX: 0.02,
        PhysicalDeltaY: 0.02,
      },
    ],
    ...(frames > 1 && { FrameIncrementPointer: 0x00181063, FrameTime: 40 }),
    ...pixels,
  };
}

function secondary(p: Planter): Attributes {
  return {
    ...content(p),
    ConversionType: 'WSD',
    SecondaryCaptureDeviceID: p.number('capture device'),
    DateOfSecondaryCapture: p.date(),
    TimeOfSecondaryCapture: p.time(),
    ImageType: ['DERIVED', 'SECONDARY'],
  };
}

function visibleLight(p: Planter): Attributes {
  return {
    ...content(p),
    ImageType: ['ORIGINAL', 'PRIMARY'],
    AnatomicRegionSequence: [p.code('T-01000', 'SRT', 'Skin')],
    AcquisitionContextSequence: [],
  };
}

/** Optical Path, Specimen and Whole Slide Microscopy Image Modules, PS3.3 §C.8.12 and §C.7.6.22. */
function wholeSlide(p: Planter): Attributes {
  const organization = p.uid();
  const frameType = ['ORIGINAL', 'PRIMARY', 'VOLUME', 'NONE'];
  return {
    ...content(p),
    ImageType: frameType,
    FrameOfReferenceUID: p.uids.frameOfReference,
    PositionReferenceIndicator: 'SLIDE_CORNER',
    ImagedVolumeWidth: 10,
    ImagedVolumeHeight: 10,
    ImagedVolumeDepth: 1,
    TotalPixelMatrixColumns: 32,
    TotalPixelMatrixRows: 24,
    TotalPixelMatrixOriginSequence: [{ XOffsetInSlideCoordinateSystem: 1, YOffsetInSlideCoordinateSystem: 1 }],
    ImageOrientationSlide: [0, -1, 0, -1, 0, 0],
    SpecimenLabelInImage: 'NO',
    BurnedInAnnotation: 'NO',
    FocusMethod: 'AUTO',
    ExtendedDepthOfField: 'NO',
    VolumetricProperties: 'VOLUME',
    AcquisitionContextSequence: [],
    ContainerIdentifier: p.number('specimen'),
    IssuerOfTheContainerIdentifierSequence: [{ LocalNamespaceEntityID: p.word('specimen') }],
    ContainerTypeCodeSequence: [p.code('A-0101B', 'SRT', 'Microscope slide')],
    BarcodeValue: p.number('specimen'),
    LabelText: `Slide of ${p.personInText('specimen')}`,
    SpecimenDescriptionSequence: [
      {
        SpecimenIdentifier: p.number('specimen'),
        IssuerOfTheSpecimenIdentifierSequence: [{ LocalNamespaceEntityID: p.word('specimen') }],
        SpecimenUID: p.uid(),
        SpecimenShortDescription: `Biopsy of ${p.word('specimen')}`,
        SpecimenDetailedDescription: `Taken from ${p.personInText('specimen')}`,
        SpecimenPreparationSequence: [],
      },
    ],
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: organization }],
    DimensionOrganizationType: 'TILED_FULL',
    OpticalPathSequence: [
      {
        OpticalPathIdentifier: '1',
        OpticalPathDescription: `Path of ${p.word('text that no table lists')}`,
        IlluminationTypeCodeSequence: [p.code('111744', 'DCM', 'Brightfield illumination')],
        IlluminationColorCodeSequence: [p.code('R-102C0', 'SRT', 'Full Spectrum')],
        ICCProfile: { vr: 'OB', value: Buffer.alloc(128) },
      },
    ],
    NumberOfOpticalPaths: 1,
    TotalPixelMatrixFocalPlanes: 1,
    SharedFunctionalGroupsSequence: [
      {
        PixelMeasuresSequence: [{ PixelSpacing: [0.3, 0.3], SliceThickness: 1 }],
        WholeSlideMicroscopyImageFrameTypeSequence: [{ FrameType: frameType }],
        OpticalPathIdentificationSequence: [{ OpticalPathIdentifier: '1' }],
      },
    ],
    ...picture(p, { samples: 3, bits: 8 }),
    NumberOfFrames: 1,
  };
}

function ophthalmic(p: Planter): Attributes {
  return {
    ...content(p),
    ImageType: ['ORIGINAL', 'PRIMARY', '', 'COLOR'],
    ImageLaterality: 'R',
    PatientEyeMovementCommanded: 'NO',
    EmmetropicMagnification: null,
    IntraOcularPressure: null,
    HorizontalFieldOfView: 45,
    RefractiveStateSequence: [],
    PupilDilated: 'NO',
    AcquisitionDeviceTypeCodeSequence: [p.code('R-1021A', 'SRT', 'Fundus Camera')],
    IlluminationTypeCodeSequence: [],
    LightPathFilterTypeStackCodeSequence: [],
    ImagePathFilterTypeStackCodeSequence: [],
    LensesCodeSequence: [],
    DetectorType: 'CCD',
    AnatomicRegionSequence: [p.code('T-AA000', 'SRT', 'Eye')],
    BurnedInAnnotation: 'NO',
    AcquisitionContextSequence: [],
    ...picture(p, { samples: 3, bits: 8, frames: 2 }),
    FrameIncrementPointer: 0x00181063,
    FrameTime: 40,
  };
}

export const visibleImages: readonly ObjectTemplate[] = [
  {
    name: 'ultrasound',
    sopClassUid: storage('6.1'),
    modality: 'US',
    build: (p) => ({ ...ultrasound(p, 1), BurnedInAnnotation: 'YES' }),
  },
  { name: 'ultrasound, frames', sopClassUid: storage('3.1'), modality: 'US', build: (p) => ultrasound(p, 3) },
  {
    name: 'secondary capture',
    sopClassUid: storage('7'),
    modality: 'OT',
    build: (p) => ({ ...secondary(p), ...picture(p, { bits: 8, lines: nameLines(p) }) }),
  },
  {
    name: 'secondary capture, grey frames',
    sopClassUid: storage('7.2'),
    modality: 'OT',
    build: (p) => ({
      ...secondary(p),
      BurnedInAnnotation: 'NO',
      RescaleIntercept: 0,
      RescaleSlope: 1,
      RescaleType: 'US',
      PresentationLUTShape: 'IDENTITY',
      FrameIncrementPointer: 0x00181063,
      FrameTime: 40,
      ...picture(p, { bits: 8, frames: 2, lines: nameLines(p) }),
    }),
  },
  {
    name: 'secondary capture, colour frames',
    sopClassUid: storage('7.4'),
    modality: 'OT',
    build: (p) => ({
      ...secondary(p),
      BurnedInAnnotation: 'YES',
      FrameIncrementPointer: 0x00181063,
      FrameTime: 40,
      ...picture(p, { samples: 3, bits: 8, frames: 2, lines: nameLines(p) }),
    }),
  },
  {
    name: 'photograph',
    sopClassUid: storage('77.1.4'),
    modality: 'XC',
    build: (p) => ({ ...visibleLight(p), ...picture(p, { samples: 3, bits: 8, lines: nameLines(p) }) }),
  },
  {
    name: 'endoscopy',
    sopClassUid: storage('77.1.1'),
    modality: 'ES',
    build: (p) => ({ ...visibleLight(p), ...picture(p, { samples: 3, bits: 8, lines: nameLines(p) }) }),
  },
  { name: 'fundus photograph', sopClassUid: storage('77.1.5.1'), modality: 'OP', build: ophthalmic },
  { name: 'whole slide', sopClassUid: storage('77.1.6'), modality: 'SM', build: wholeSlide },
];
