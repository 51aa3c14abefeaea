/** What rules test most; any other keyword of the data dictionary can be typed. */

import { ruleFacts } from '@isocenter/contract/rule-facts';
import type { WordKey } from '../../languages/catalogue.ts';

export const suggestedFields: readonly { readonly group: WordKey; readonly items: readonly string[] }[] = [
  { group: 'rules.howItCame', items: Object.keys(ruleFacts) },
  {
    group: 'rules.study',
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
    group: 'rules.seriesGroup',
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
    group: 'rules.imagesGroup',
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
