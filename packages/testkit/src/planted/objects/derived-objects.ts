/** Presentation states, segmentations, registrations, raw data and waveforms, PS3.3 §A.33, §A.51, §A.39, §A.37, §A.34. */

import type { Attributes } from '@isocenter/dicom/build';
import type { Planter } from '../planter.ts';
import { type ObjectTemplate, storage } from './object-template.ts';

function label(p: Planter): Attributes {
  return {
    ContentLabel: 'STATE1',
    ContentDescription: `Shown to ${p.personInText('content description')}`,
    ContentCreatorName: p.person('content creator'),
  };
}

function referenced(p: Planter): readonly [string, string, string] {
  return p.uids.referenced[0] ?? [storage('2'), p.uid(), p.uid()];
}

function presentationState(p: Planter): Attributes {
  const [ReferencedSOPClassUID, ReferencedSOPInstanceUID, SeriesInstanceUID] = referenced(p);
  const images = [{ ReferencedSOPClassUID, ReferencedSOPInstanceUID }];
  const here = 'text of a presentation state';
  return {
    ...label(p),
    PresentationCreationDate: p.date(),
    PresentationCreationTime: p.time(),
    ReferencedSeriesSequence: [{ SeriesInstanceUID, ReferencedImageSequence: images }],
    GraphicAnnotationSequence: [
      {
        ReferencedImageSequence: images,
        GraphicLayer: 'LAYER1',
        TextObjectSequence: [
          {
            BoundingBoxAnnotationUnits: 'PIXEL',
            UnformattedTextValue: `${p.patientInText(here)} ${p.word(here)}`,
            BoundingBoxTopLeftHandCorner: [1, 1],
            BoundingBoxBottomRightHandCorner: [20, 10],
            BoundingBoxTextHorizontalJustification: 'LEFT',
          },
        ],
        GraphicObjectSequence: [
          {
            GraphicAnnotationUnits: 'PIXEL',
            GraphicDimensions: 2,
            NumberOfGraphicPoints: 2,
            GraphicData: [1, 1, 9, 9],
            GraphicType: 'POLYLINE',
            GraphicFilled: 'N',
          },
        ],
      },
    ],
    GraphicLayerSequence: [
      { GraphicLayer: 'LAYER1', GraphicLayerOrder: 1, GraphicLayerDescription: `Of ${p.word(here)}` },
    ],
    DisplayedAreaSelectionSequence: [
      {
        ReferencedImageSequence: images,
        DisplayedAreaTopLeftHandCorner: [1, 1],
        DisplayedAreaBottomRightHandCorner: [32, 24],
        PresentationSizeMode: 'SCALE TO FIT',
        PresentationPixelAspectRatio: [1, 1],
      },
    ],
    SoftcopyVOILUTSequence: [
      { WindowCenter: 40, WindowWidth: 400, WindowCenterWidthExplanation: `For ${p.word('text that no table lists')}` },
    ],
    PresentationLUTShape: 'IDENTITY',
  };
}

function segmentation(p: Planter): Attributes {
  const [ReferencedSOPClassUID, ReferencedSOPInstanceUID, SeriesInstanceUID] = referenced(p);
  const organization = p.uid();
  const segment = p.word('segment label');
  p.keep(segment, 'lung');
  return {
    ...label(p),
    ContentDate: p.date(),
    ContentTime: p.time(),
    ImageType: ['DERIVED', 'PRIMARY'],
    FrameOfReferenceUID: p.uids.frameOfReference,
    PositionReferenceIndicator: '',
    LossyImageCompression: '00',
    SegmentationType: 'BINARY',
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: organization }],
    DimensionIndexSequence: [
      { DimensionOrganizationUID: organization, DimensionIndexPointer: 0x0062000b, FunctionalGroupPointer: 0x0062000a },
    ],
    SegmentSequence: [
      {
        SegmentNumber: 1,
        SegmentLabel: `Lung ${segment}`,
        SegmentDescription: `Drawn for ${p.personInText('segment label')}`,
        SegmentAlgorithmType: 'MANUAL',
        SegmentedPropertyCategoryCodeSequence: [p.code('T-D000A', 'SRT', 'Anatomical Structure')],
        SegmentedPropertyTypeCodeSequence: [p.code('T-28000', 'SRT', 'Lung')],
        TrackingID: `${p.word('tracking identifier')}`,
        TrackingUID: p.uid(),
      },
    ],
    ReferencedSeriesSequence: [
      { SeriesInstanceUID, ReferencedInstanceSequence: [{ ReferencedSOPClassUID, ReferencedSOPInstanceUID }] },
    ],
    SharedFunctionalGroupsSequence: [
      {
        PixelMeasuresSequence: [{ PixelSpacing: [0.7, 0.7], SliceThickness: 5 }],
        PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
        SegmentIdentificationSequence: [{ ReferencedSegmentNumber: 1 }],
      },
    ],
    PerFrameFunctionalGroupsSequence: [
      {
        FrameContentSequence: [{ DimensionIndexValues: [1] }],
        PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 0] }],
        DerivationImageSequence: [
          {
            DerivationDescription: `Made by ${p.personInText('nested derivation')}`,
            DerivationCodeSequence: [p.code('113076', 'DCM', 'Segmentation')],
            SourceImageSequence: [
              {
                ReferencedSOPClassUID,
                ReferencedSOPInstanceUID,
                PurposeOfReferenceCodeSequence: [
                  p.code('121322', 'DCM', 'Source image for image processing operation'),
                ],
              },
            ],
          },
        ],
      },
    ],
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    NumberOfFrames: 1,
    Rows: 16,
    Columns: 16,
    BitsAllocated: 1,
    BitsStored: 1,
    HighBit: 0,
    PixelRepresentation: 0,
    PixelData: { vr: 'OB', value: Buffer.alloc(32, 0x3c) },
  };
}

function registration(p: Planter): Attributes {
  const [ReferencedSOPClassUID, ReferencedSOPInstanceUID, SeriesInstanceUID] = referenced(p);
  return {
    ...label(p),
    ContentDate: p.date(),
    ContentTime: p.time(),
    FrameOfReferenceUID: p.uids.frameOfReference,
    PositionReferenceIndicator: '',
    RegistrationSequence: [
      {
        FrameOfReferenceUID: p.uids.frameOfReference,
        ReferencedImageSequence: [{ ReferencedSOPClassUID, ReferencedSOPInstanceUID }],
        MatrixRegistrationSequence: [
          {
            FrameOfReferenceTransformationComment: `Fitted by ${p.personInText('text that no table lists')}`,
            RegistrationTypeCodeSequence: [],
            MatrixSequence: [
              {
                FrameOfReferenceTransformationMatrixType: 'RIGID',
                FrameOfReferenceTransformationMatrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
              },
            ],
          },
        ],
      },
    ],
    ReferencedSeriesSequence: [
      { SeriesInstanceUID, ReferencedInstanceSequence: [{ ReferencedSOPClassUID, ReferencedSOPInstanceUID }] },
    ],
  };
}

function rawData(p: Planter): Attributes {
  return {
    ...label(p),
    ContentDate: p.date(),
    ContentTime: p.time(),
    FrameOfReferenceUID: p.uids.frameOfReference,
    PositionReferenceIndicator: '',
    ImageComments: `Raw of ${p.personInText('image texts')}`,
    AcquisitionContextSequence: [
      {
        ValueType: 'TEXT',
        ConceptNameCodeSequence: [p.code('121071', 'DCM', 'Finding')],
        TextValue: `At ${p.word('acquisition context')}`,
      },
    ],
    CreatorVersionUID: '2.25.1',
    '00990010': { vr: 'LO', value: 'TEST RAW' },
    '00991001': { vr: 'OB', value: Buffer.from(`${p.personInText('raw data')} ${p.patient.idDigits}`.padEnd(64)) },
  };
}

function electrocardiogram(p: Planter): Attributes {
  const channels = 2;
  const samples = 50;
  const values = Buffer.alloc(channels * samples * 2);
  for (let at = 0; at < channels * samples; at += 1) values.writeInt16LE(Math.round(500 * Math.sin(at / 5)), 2 * at);
  return {
    ContentDate: p.date(),
    ContentTime: p.time(),
    AcquisitionDateTime: `${p.date()}101112`,
    WaveformSequence: [
      {
        MultiplexGroupTimeOffset: 0,
        WaveformOriginality: 'ORIGINAL',
        NumberOfWaveformChannels: channels,
        NumberOfWaveformSamples: samples,
        SamplingFrequency: 500,
        MultiplexGroupLabel: 'RHYTHM',
        MultiplexGroupUID: p.uid(),
        ChannelDefinitionSequence: Array.from({ length: channels }, (_, channel) => ({
          ChannelLabel: `Lead of ${p.word('text that no table lists')}`.slice(0, 16),
          ChannelSourceSequence: [p.code(`5.6.3-9-${channel + 1}`, 'SCPECG', 'Lead I')],
          ChannelSensitivity: 1,
          ChannelSensitivityUnitsSequence: [p.code('uV', 'UCUM', 'microvolt')],
          ChannelSensitivityCorrectionFactor: 1,
          ChannelBaseline: 0,
          ChannelTimeSkew: 0,
          WaveformBitsStored: 16,
        })),
        WaveformBitsAllocated: 16,
        WaveformSampleInterpretation: 'SS',
        WaveformData: { vr: 'OW', value: values },
      },
    ],
    WaveformAnnotationSequence: [
      {
        UnformattedTextValue: `${p.patientInText('waveform annotation')} ${p.word('waveform annotation')}`,
        ReferencedWaveformChannels: [1, 0],
      },
      {
        ConceptNameCodeSequence: [p.code('8867-4', 'LN', 'Heart rate')],
        NumericValue: '72',
        MeasurementUnitsCodeSequence: [p.code('/min', 'UCUM', 'beats per minute')],
        ReferencedWaveformChannels: [1, 0],
      },
    ],
    AcquisitionContextSequence: [],
  };
}

export const derivedObjects: readonly ObjectTemplate[] = [
  { name: 'presentation state', sopClassUid: storage('11.1'), modality: 'PR', build: presentationState },
  { name: 'segmentation', sopClassUid: storage('66.4'), modality: 'SEG', build: segmentation },
  { name: 'registration', sopClassUid: storage('66.1'), modality: 'REG', build: registration },
  { name: 'raw data', sopClassUid: storage('66'), modality: 'OT', build: rawData },
  { name: 'raw data, every text', sopClassUid: storage('66'), modality: 'OT', holdsEveryText: true, build: rawData },
  { name: 'electrocardiogram', sopClassUid: storage('9.1.1'), modality: 'ECG', build: electrocardiogram },
];
