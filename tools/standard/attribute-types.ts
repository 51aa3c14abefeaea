/**
 * Types (PS3.5 §7.4) of the attributes whose action in PS3.15 Table E.1-1 depends on them, by the modules of PS3.3 that
 * have them at the top level of a data set. The tables as data have no types; these were read in the clauses named.
 *
 * What is not here is type 3 wherever it stands. 1C and 2C count as 1 and 2: where the condition does not hold, a
 * value that stays is not wrong.
 */

export type AttributeType = '1' | '2';

const contentInstants: readonly string[] = ['ContentDate', 'ContentTime'];
const multiFrameModule = /-multi-frame-functional-groups$/;

/** Module id of `ciod_to_modules.json` → keyword → type. */
const types: Readonly<Record<string, Readonly<Record<string, AttributeType>>>> = {
  // §C.7.1.1, §C.7.2.2
  patient: { PatientID: '2' },
  'patient-study': { PatientSexNeutered: '2' },
  // §C.7.3.3, §C.8.11.1, §C.8.13.6, §C.8.15.1, §C.8.17.6, §C.8.18.4, §C.8.19.1, §C.8.20.1, §C.8.21.1
  'enhanced-series': { ReferencedPerformedProcedureStepSequence: '1' },
  'dx-series': { ReferencedPerformedProcedureStepSequence: '1' },
  'mr-series': { ReferencedPerformedProcedureStepSequence: '1' },
  'ct-series': { ReferencedPerformedProcedureStepSequence: '1' },
  'xa-xrf-series': { ReferencedPerformedProcedureStepSequence: '1' },
  'enhanced-us-series': { ReferencedPerformedProcedureStepSequence: '1' },
  'enhanced-pet-series': { ReferencedPerformedProcedureStepSequence: '1' },
  'enhanced-mammography-series': { ReferencedPerformedProcedureStepSequence: '1' },
  'intravascular-oct-series': { ReferencedPerformedProcedureStepSequence: '1' },
  'ophthalmic-tomography-series': { ReferencedPerformedProcedureStepSequence: '1' },
  'segmentation-series': { ReferencedPerformedProcedureStepSequence: '1' },
  // §C.7.5.2
  'enhanced-general-equipment': { DeviceSerialNumber: '1' },
  // §C.7.6.1, §C.7.6.4, §C.7.6.14
  'general-image': { ContentDate: '2', ContentTime: '2' },
  'contrast-bolus': { ContrastBolusAgent: '2' },
  'acquisition-context': { AcquisitionContextSequence: '2' },
  // §C.8.5.6, §C.8.24.3
  'us-image': { AcquisitionDateTime: '1' },
  'enhanced-us-image': { AcquisitionDateTime: '1' },
  // §C.8.9.1, §C.8.9.4
  'pet-series': { SeriesDate: '1', SeriesTime: '1' },
  'pet-image': { AcquisitionDate: '2', AcquisitionTime: '2' },
  // §C.8.13.1, §C.8.13.3.1, §C.8.15.2, §C.8.22.2
  'enhanced-mr-image': { AcquisitionDateTime: '1' },
  'mr-spectroscopy': { AcquisitionDateTime: '1', ContentDate: '1', ContentTime: '1' },
  'enhanced-ct-image': { AcquisitionDateTime: '1' },
  'enhanced-pet-image': { AcquisitionDateTime: '1' },
  // §C.8.12.1, §C.8.12.8, §C.8.12.4
  'vl-image': { ContentTime: '1', ReferencedImageSequence: '1' },
  'slide-label': { BarcodeValue: '2', LabelText: '2' },
  'whole-slide-microscopy-image': { AcquisitionDateTime: '1', ContentDate: '1', ContentTime: '1' },
  // §C.8.17.2, §C.8.17.7, §C.8.27.3, §C.8.29.1
  'ophthalmic-photography-image': {
    AcquisitionDateTime: '1',
    ContentDate: '1',
    ContentTime: '1',
    SourceImageSequence: '2',
  },
  'ophthalmic-tomography-image': { AcquisitionDateTime: '1' },
  'intravascular-oct-image': { AcquisitionDateTime: '1' },
  // §C.8.19.2
  'enhanced-xa-xrf-image': { AcquisitionDateTime: '1' },
  'x-ray-image': { ReferencedImageSequence: '1' },
  // §C.8.8.1, §C.8.8.2, §C.8.8.9, §C.8.8.14, §C.8.8.15, §C.8.8.16, §C.8.8.25
  'rt-series': { OperatorsName: '2' },
  'rt-image': { OperatorsName: '2' },
  'rt-general-plan': { OperatorsName: '2', RTPlanDate: '2', RTPlanTime: '2' },
  approval: { ReviewerName: '2' },
  // §C.8.8.17, §C.8.8.18, §C.8.8.21 to §C.8.8.23, §C.8.8.26
  'rt-general-treatment-record': { TreatmentDate: '2', TreatmentTime: '2' },
  'rt-beams-session-record': { OperatorsName: '2' },
  'rt-brachy-session-record': { OperatorsName: '2' },
  'rt-ion-beams-session-record': { OperatorsName: '2' },
  'rt-treatment-summary-record': {
    FirstTreatmentDate: '2',
    MostRecentTreatmentDate: '2',
    TreatmentDate: '2',
    TreatmentTime: '2',
  },
  // §C.10.4, §C.10.5, §C.11.8 are of items; §C.10.8
  'waveform-identification': { AcquisitionDateTime: '1', ContentDate: '1', ContentTime: '1' },
  // §C.10.9.1 and what has the Content Identification Macro, §10.9
  'presentation-state-identification': { ContentCreatorName: '2' },
  'segmentation-image': { ContentCreatorName: '2' },
  'surface-segmentation': { ContentCreatorName: '2', ContentDate: '1', ContentTime: '1' },
  'volumetric-presentation-state-identification': { ContentCreatorName: '2' },
  'parametric-map-image': { ContentCreatorName: '2' },
  'tractography-results': { ContentCreatorName: '2', ContentDate: '1', ContentTime: '1' },
  'color-palette-definition': { ContentCreatorName: '2' },
  'microscopy-bulk-simple-annotations': { ContentCreatorName: '2', ContentDate: '1', ContentTime: '1' },
  // §C.17.1, §C.17.2, §C.17.6.1, §C.17.6.2
  'sr-document-series': { ReferencedPerformedProcedureStepSequence: '2' },
  'key-object-document-series': { ReferencedPerformedProcedureStepSequence: '2' },
  'sr-document-general': { ContentDate: '1', ContentTime: '1' },
  'key-object-document': { ContentDate: '1', ContentTime: '1' },
  // §C.19.1, §C.20.2, §C.20.3, §C.21.2, §C.24.2, §C.25.2
  'raw-data': { ContentDate: '1', ContentTime: '1' },
  'spatial-registration': { ContentCreatorName: '2', ContentDate: '1', ContentTime: '1' },
  'deformable-spatial-registration': { ContentCreatorName: '2', ContentDate: '1', ContentTime: '1' },
  'spatial-fiducials': { ContentCreatorName: '2', ContentDate: '1', ContentTime: '1' },
  'encapsulated-document': { AcquisitionDateTime: '2', ContentDate: '2', ContentTime: '2' },
  'real-world-value-mapping': { ContentCreatorName: '2', ContentDate: '1', ContentTime: '1' },
};

/** Returns the types of the attributes of a module that have one of 1 or 2, by keyword. */
export function typesOfModule(moduleId: string): readonly (readonly [keyword: string, type: AttributeType])[] {
  const own = Object.entries(types[moduleId] ?? {});
  // §C.7.6.16.1 in each of its variants.
  const ofFrames = multiFrameModule.test(moduleId) ? contentInstants.map((keyword) => [keyword, '1'] as const) : [];
  return [...own, ...ofFrames];
}

/** The modules that have types here, so that a name that the tables do not know is found. */
export const typedModules: readonly string[] = Object.keys(types);
