/**
 * What stays although anybody could have typed anything into it: PS3.15 §E.3.5 warns that every attribute of VR LO, SH,
 * ST, LT, UT and UC can be misused, and Table E.1-1 leaves out 459 of them. All of those are replaced but the ones listed
 * here, which devices write by themselves.
 *
 * Labels and descriptions that people type are not here: cleaning them is the matter of the Clean Descriptors option.
 */

import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import type { Tag } from '@isocenter/dicom/tag';

const texts: readonly Keyword[] = [
  // Makers and models, which are of no person and of thousands of sites.
  'Manufacturer',
  'ManufacturerModelName',
  'ManufacturerRelatedModelGroup',
  'SoftwareVersions',
  'SecondaryCaptureDeviceManufacturer',
  'SecondaryCaptureDeviceManufacturerModelName',
  'SecondaryCaptureDeviceSoftwareVersions',
  'DetectorManufacturerName',
  'DetectorManufacturerModelName',
  'ReceiveCoilManufacturerName',
  'TransmitCoilManufacturerName',
  'IOLManufacturer',
  'ApplicationManufacturer',
  'ApplicationName',
  'ApplicationVersion',
  'AlgorithmName',
  'AlgorithmVersion',
  'SegmentAlgorithmName',
  // Acquisition
  'AcquisitionMode',
  'ApplicableSafetyStandardDescription',
  'CardiacFramingType',
  'CollimatorGridName',
  'ContrastBolusRoute',
  'ConvolutionKernel',
  'DetectorMode',
  'DigitalImageFormatAcquired',
  'DoseModeName',
  'EnergyWindowName',
  'FilterType',
  'GridAbsorbingMaterial',
  'GridSpacingMaterial',
  'ImageFilter',
  'ImagedNucleus',
  'MultiCoilConfiguration',
  'MultiCoilElementName',
  'OutputPower',
  'PVCRejection',
  'PhosphorType',
  'PlateType',
  'PositionReferenceIndicator',
  'PostprocessingFunction',
  'ProcessingFunction',
  'PulseSequenceName',
  'Radionuclide',
  'Radiopharmaceutical',
  'RadiopharmaceuticalRoute',
  'ReceiveCoilName',
  'SequenceName',
  'SourceIsotopeName',
  'TargetPositionReferenceIndicator',
  'TransducerData',
  'TransmitCoilName',
  'TriggerSourceOrType',
  'TypeOfFilters',
  'VideoImageFormatAcquired',
  // Reconstruction and display
  'AttenuationCorrectionMethod',
  'DetectorLinesOfResponseUsed',
  'ImageGeometryType',
  'LUTExplanation',
  'ModalityLUTType',
  'ReconstructionMethod',
  'RescaleType',
  'ScatterCorrectionMethod',
  'WindowCenterWidthExplanation',
  'CSSFontName',
  'FontName',
  // Names of things inside the same object
  'OpticalPathIdentifier',
  'ReferencedOpticalPathIdentifier',
  'StackID',
  // Forms and codes
  'CodingSchemeDesignator',
  'CodingSchemeName',
  'CodingSchemeRegistry',
  'CodingSchemeVersion',
  'EXIFVersion',
  'ListOfMIMETypes',
  'MIMETypeOfEncapsulatedDocument',
  'MappingResourceName',
];

/** UIDs that name what things are and not which they are: structural, PS3.15 §E.1.1. */
const structuralUids: readonly Keyword[] = [
  'AvailableTransferSyntaxUID',
  'CodingSchemeUID',
  'ContextGroupExtensionCreatorUID',
  'ContextUID',
  'FlowTransferSyntaxUID',
  'MACCalculationTransferSyntaxUID',
  'MappingResourceUID',
  'OriginalSpecializedSOPClassUID',
  'PertinentSOPClassesInSeries',
  'PertinentSOPClassesInStudy',
  'ReferencedSOPClassUID',
  'RelatedGeneralSOPClassUID',
  'SOPClassUID',
  'SOPClassesInStudy',
  'SOPClassesSupported',
  'StoredInstanceTransferSyntaxUID',
];

/** Values of VR OB that are numbers and no documents or records. */
const bytes: readonly Keyword[] = [
  'ChannelMaximumValue',
  'ChannelMinimumValue',
  'FillPattern',
  'ICCProfile',
  'PixelData',
  'WaveformData',
  'WaveformPaddingValue',
];

/** Code, meaning and its long and extended forms, PS3.3 §8.1 to §8.3. */
const codes: readonly Keyword[] = [
  'CodeMeaning',
  'CodeValue',
  'ExtendedCodeMeaning',
  'ExtendedCodeValue',
  'LongCodeValue',
  'URNCodeValue',
];

export const keptTags: ReadonlySet<Tag> = new Set([...texts, ...structuralUids, ...bytes].map(tagOf));
export const codeTags: ReadonlySet<Tag> = new Set(codes.map(tagOf));

/** Coding schemes of PS3.16 §8: their codes and meanings are those of a published list. */
const publishedSchemes: ReadonlySet<string> = new Set(
  `ACR ASTM-sigpurpose BARI BI C4 C5 caDSR CD2 CD8 CTV3 DC DCM DCMUID FMA HPC I10 I10C I10P I11 I9 I9C IBSI ICD10 ICDO3
  IEEE11073 IETF4646 IHERADTF ISO3166_1 ISO5218_1 ISO639_1 ISO639_2 ISO_OID ITIS ITIS_TSN LN MA MAYOASRG MDC MDNS MGI MSH
  NBD NBG NCDR NCIt NCIT NDC NEU NICIP NYUMCCG PATHLEX POS PUBCHEM_CID RADLEX RADELEMENT RFC-3881 RFC3066 RFC5646 RO RRID
  RXNORM SCPECG SCT SNM3 SRT 99SDM UBERON UCUM UMLS UNS UPC`
    .split(/\s+/)
    .filter((scheme) => scheme !== ''),
);

/** True where the codes of a scheme are published, so that none of them was made up for a patient or a site. */
export function isPublishedScheme(designator: string): boolean {
  return publishedSchemes.has(designator);
}
