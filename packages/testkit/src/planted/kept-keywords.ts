/** What a reader of images, plans and reports needs, and what says nothing of a person. */

import type { Keyword } from '@isocenter/dicom/dictionary';

/** Elements whose values shall stay, at whatever depth, where nothing was planted in them. */
export const keptKeywords: ReadonlySet<string> = new Set<Keyword>(
  // Each is a keyword of the dictionary.
  `SOPClassUID Modality Manufacturer ManufacturerModelName SoftwareVersions SeriesNumber InstanceNumber ImageType
  PatientSex PatientSize PatientWeight BodyPartExamined ViewPosition PatientPosition PatientOrientation
  SamplesPerPixel PhotometricInterpretation PlanarConfiguration NumberOfFrames Rows Columns BitsAllocated BitsStored
  HighBit PixelRepresentation LossyImageCompression PixelSpacing ImagerPixelSpacing SliceThickness SliceLocation
  ImagePositionPatient ImageOrientationPatient KVP ExposureTime XRayTubeCurrent ConvolutionKernel ScanOptions
  ScanningSequence SequenceVariant MRAcquisitionType EchoTime RepetitionTime EchoTrainLength MagneticFieldStrength
  RescaleIntercept RescaleSlope RescaleType WindowCenter WindowWidth WindowCenterWidthExplanation PresentationIntentType
  ImageLaterality PixelIntensityRelationship PixelIntensityRelationshipSign PresentationLUTShape FrameTime Units
  CountsSource SeriesType CorrectedImage DecayCorrection DecayFactor FrameReferenceTime ActualFrameDuration
  RadionuclideTotalDose RadionuclideHalfLife RadionuclidePositronFraction Radiopharmaceutical RadiopharmaceuticalVolume
  RegionSpatialFormat RegionDataType RegionLocationMinX0 RegionLocationMinY0 RegionLocationMaxX1 RegionLocationMaxY1
  PhysicalDeltaX PhysicalDeltaY FrameType PixelPresentation VolumetricProperties AcquisitionContrast PulseSequenceName
  ROINumber ROIGenerationAlgorithm ReferencedROINumber ContourGeometricType NumberOfContourPoints ContourData
  RTROIInterpretedType ROIDisplayColor BeamNumber BeamType RadiationType NumberOfControlPoints GantryAngle LeafJawPositions
  NumberOfFractionsPlanned BeamDose DoseUnits DoseType DoseSummationType DoseGridScaling GridFrameOffsetVector
  RTImagePlane RTImageSID XRayImageReceptorAngle ValueType RelationshipType ContinuityOfContent CompletionFlag
  VerificationFlag NumericValue SegmentNumber SegmentAlgorithmType SegmentationType FrameOfReferenceTransformationMatrix
  NumberOfWaveformChannels NumberOfWaveformSamples SamplingFrequency WaveformSampleInterpretation ChannelSensitivity
  GraphicType PresentationSizeMode MIMETypeOfEncapsulatedDocument TotalPixelMatrixColumns TotalPixelMatrixRows
  DimensionIndexPointer CodeValue CodingSchemeDesignator CodeMeaning SeriesDescription TextValue ConversionType
  BurnedInAnnotation PatientAge EnergyWindowVector DetectorVector FrameIncrementPointer`
    .trim()
    .split(/\s+/) as Keyword[],
);
