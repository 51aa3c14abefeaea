/**
 * Studies of visibly false patients for tests, screenshots and `make sample`: a chest CT, a head MR, a beating heart in
 * colour ultrasound. The same seed makes the same bytes.
 *
 * Instances are built one at a time as they are asked for. Everything is Explicit VR Little Endian, uncompressed.
 */

import { buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import type { Canvas } from './phantom/canvas.ts';
import { createCtChest } from './phantom/ct-chest.ts';
import { createMrHead } from './phantom/mr-head.ts';
import { randomUid } from './phantom/uid.ts';
import { createUsHeart } from './phantom/us-heart.ts';
import { type Random, seededRandom } from './random.ts';

export type PhantomInstance = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly dataSet: DataSet;
};

export type PhantomSeries = {
  readonly modality: 'CT' | 'MR' | 'US';
  readonly sopClassUid: string;
  readonly numberOfInstances: number;
  instances(): Generator<PhantomInstance>;
};

export type PhantomStudy = {
  readonly studyInstanceUid: string;
  readonly patientName: string;
  readonly series: readonly PhantomSeries[];
};

export type PhantomOptions = {
  readonly seed?: number;
  /** Study Date and Time; the same day for everybody where absent, so that studies are the same. */
  readonly at?: Date;
  /** Slices of 512 × 512 pixels, 40 by default; 0 for no CT. */
  readonly ctSlices?: number;
  /** Slices of 256 × 256 pixels, none by default. */
  readonly mrSlices?: number;
  /** Frames of 512 × 384 colour pixels in one instance, 24 by default; 0 for no ultrasound. */
  readonly usFrames?: number;
};

const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';
const usMultiFrameStorage = '1.2.840.10008.5.1.4.1.1.3.1';

const defaultAt = new Date('2026-01-15T09:30:00Z');

/** The attributes that all instances of a study share. */
type Common = Parameters<typeof buildDataSet>[0];

export function buildPhantomStudy(options: PhantomOptions = {}): PhantomStudy {
  const { seed = 1, at = defaultAt, ctSlices = 40, mrSlices = 0, usFrames = 24 } = options;
  const random = seededRandom(seed);
  const studyInstanceUid = randomUid(random);
  const common = describeStudy(studyInstanceUid, at, random);
  const series = [
    ...(ctSlices > 0 ? [ctSeries(common, ctSlices, random)] : []),
    ...(mrSlices > 0 ? [mrSeries(common, mrSlices, random)] : []),
    ...(usFrames > 0 ? [usSeries(common, usFrames, random)] : []),
  ];
  return { studyInstanceUid, patientName: 'TEST^PHANTOM', series };
}

function describeStudy(studyInstanceUid: string, at: Date, random: Random): Common {
  const iso = at.toISOString();
  const number = 100_000 + random.below(900_000);
  const date = iso.slice(0, 10).replaceAll('-', '');
  const time = iso.slice(11, 19).replaceAll(':', '');
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    StudyDate: date,
    SeriesDate: date,
    ContentDate: date,
    StudyTime: time,
    SeriesTime: time,
    ContentTime: time,
    AccessionNumber: `TEST-${number}`,
    Manufacturer: 'Isocenter',
    InstitutionName: 'TEST HOSPITAL',
    ReferringPhysicianName: 'TEST^REFERRER',
    StudyDescription: 'Generated phantom',
    ManufacturerModelName: 'Phantom',
    PatientName: 'TEST^PHANTOM',
    PatientID: `TEST-${number}`,
    PatientBirthDate: '19700101',
    PatientSex: 'O',
    StudyInstanceUID: studyInstanceUid,
    StudyID: '1',
  };
}

function ctSeries(common: Common, slices: number, random: Random): PhantomSeries {
  const series = { SeriesInstanceUID: randomUid(random), FrameOfReferenceUID: randomUid(random) };
  const chest = createCtChest(512, random);
  const spacingMm = 400 / 512;
  return {
    modality: 'CT',
    sopClassUid: ctImageStorage,
    numberOfInstances: slices,
    *instances() {
      for (let slice = 0; slice < slices; slice++) {
        const canvas = chest.slice(slice / Math.max(1, slices - 1));
        yield instanceOf(random, ctImageStorage, {
          ...common,
          ...series,
          ...planeOf(slice, slices, spacingMm, 5),
          Modality: 'CT',
          SeriesNumber: 1,
          SeriesDescription: 'Chest, generated',
          BodyPartExamined: 'CHEST',
          ImageType: ['DERIVED', 'SECONDARY', 'AXIAL'],
          KVP: 120,
          SliceThickness: 5,
          ConvolutionKernel: 'NONE',
          RescaleIntercept: -1024,
          RescaleSlope: 1,
          RescaleType: 'HU',
          WindowCenter: [40, -600],
          WindowWidth: [400, 1500],
          WindowCenterWidthExplanation: ['SOFT TISSUE', 'LUNG'],
          ...monochrome(canvas, 1024, 4095),
        });
      }
    },
  };
}

function mrSeries(common: Common, slices: number, random: Random): PhantomSeries {
  const series = { SeriesInstanceUID: randomUid(random), FrameOfReferenceUID: randomUid(random) };
  const head = createMrHead(256, random);
  return {
    modality: 'MR',
    sopClassUid: mrImageStorage,
    numberOfInstances: slices,
    *instances() {
      for (let slice = 0; slice < slices; slice++) {
        const canvas = head.slice((slice + 0.5) / slices);
        yield instanceOf(random, mrImageStorage, {
          ...common,
          ...series,
          ...planeOf(slice, slices, 240 / 256, 5),
          Modality: 'MR',
          SeriesNumber: 2,
          SeriesDescription: 'Head T1, generated',
          BodyPartExamined: 'HEAD',
          ImageType: ['DERIVED', 'SECONDARY'],
          ScanningSequence: 'SE',
          SequenceVariant: 'NONE',
          ScanOptions: '',
          MRAcquisitionType: '2D',
          EchoTime: 12,
          RepetitionTime: 500,
          EchoTrainLength: 1,
          SliceThickness: 5,
          WindowCenter: 450,
          WindowWidth: 900,
          ...monochrome(canvas, 0, 4095),
        });
      }
    },
  };
}

function usSeries(common: Common, frames: number, random: Random): PhantomSeries {
  const [columns, rows] = [512, 384];
  const seriesInstanceUid = randomUid(random);
  const heart = createUsHeart(columns, rows, random);
  return {
    modality: 'US',
    sopClassUid: usMultiFrameStorage,
    numberOfInstances: 1,
    *instances() {
      const pixels = new Uint8Array(columns * rows * 3 * frames);
      for (let frame = 0; frame < frames; frame++) pixels.set(heart.frame(frame / frames), frame * columns * rows * 3);
      yield instanceOf(random, usMultiFrameStorage, {
        ...common,
        SeriesInstanceUID: seriesInstanceUid,
        Modality: 'US',
        SeriesNumber: 3,
        SeriesDescription: 'Heart with flow, generated',
        BodyPartExamined: 'HEART',
        ImageType: ['DERIVED', 'SECONDARY'],
        InstanceNumber: 1,
        PatientOrientation: '',
        SamplesPerPixel: 3,
        PhotometricInterpretation: 'RGB',
        PlanarConfiguration: 0,
        NumberOfFrames: frames,
        FrameIncrementPointer: 0x00181063,
        FrameTime: 40,
        CineRate: 25,
        RecommendedDisplayFrameRate: 25,
        Rows: rows,
        Columns: columns,
        BitsAllocated: 8,
        BitsStored: 8,
        HighBit: 7,
        PixelRepresentation: 0,
        BurnedInAnnotation: 'NO',
        LossyImageCompression: '00',
        PixelData: { vr: 'OB', value: pixels },
      });
    },
  };
}

function instanceOf(random: Random, sopClassUid: string, attributes: Common): PhantomInstance {
  const sopInstanceUid = randomUid(random);
  const dataSet = buildDataSet({ ...attributes, SOPClassUID: sopClassUid, SOPInstanceUID: sopInstanceUid });
  return { sopClassUid, sopInstanceUid, dataSet };
}

/** Axial slices from head to feet around the origin of the patient's coordinates, PS3.3 §C.7.6.2. */
function planeOf(slice: number, slices: number, spacingMm: number, distanceMm: number): Common {
  const corner = -200;
  const location = ((slices - 1) / 2 - slice) * distanceMm;
  return {
    InstanceNumber: slice + 1,
    AcquisitionNumber: 1,
    PatientPosition: 'HFS',
    PositionReferenceIndicator: '',
    ImagePositionPatient: [corner, corner, location],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    SliceLocation: location,
    SpacingBetweenSlices: distanceMm,
    PixelSpacing: [spacingMm, spacingMm],
  };
}

function monochrome(canvas: Canvas, offset: number, highest: number): Common {
  const cells = Uint16Array.from(canvas.values, (value) => Math.min(Math.max(Math.round(value + offset), 0), highest));
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: canvas.rows,
    Columns: canvas.columns,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    BurnedInAnnotation: 'NO',
    LossyImageCompression: '00',
    PixelData: { vr: 'OW', value: new Uint8Array(cells.buffer) },
  };
}
