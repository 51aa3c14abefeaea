/** What rules test most; any other keyword of the data dictionary can be typed. */

import { ruleFacts } from '@isocenter/contract/rule-facts';

export const suggestedFields: readonly { readonly group: string; readonly items: readonly string[] }[] = [
  { group: 'How it came', items: Object.keys(ruleFacts) },
  {
    group: 'Study',
    items: [
      'StudyDescription',
      'StudyDate',
      'AccessionNumber',
      'ReferringPhysicianName',
      'InstitutionName',
      'PatientAge',
      'PatientSex',
      'PatientID',
      'IssuerOfPatientID',
    ],
  },
  {
    group: 'Series',
    items: [
      'Modality',
      'BodyPartExamined',
      'SeriesDescription',
      'ProtocolName',
      'StationName',
      'Manufacturer',
      'ManufacturerModelName',
      'Laterality',
      'RequestAttributesSequence.RequestedProcedureID',
    ],
  },
  {
    group: 'Images',
    items: [
      'SOPClassUID',
      'ImageType',
      'SliceThickness',
      'KVP',
      'ConvolutionKernel',
      'BurnedInAnnotation',
      'ViewPosition',
    ],
  },
];
