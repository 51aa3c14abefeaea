/**
 * Objects whose picture, document or sound may say who the patient is, whatever their header does: they are held back
 * unless what they show has been cleaned, or a person has looked at it.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { getString, getStrings } from '@isocenter/dicom/values';

export type PictureRisk =
  /** A capture of a screen, a scanned sheet, a photograph of a film: PS3.3 §A.8. */
  | 'capture'
  /** Burned In Annotation (0028,0301) says that identity is in the picture. */
  | 'burned-in-annotation'
  /** A PDF, CDA, or model in a wrapper, PS3.3 §A.45 and §A.85. */
  | 'encapsulated-document'
  /** A video, or a recording of a voice. */
  | 'recording';

const captures: ReadonlySet<string> = new Set([
  '1.2.840.10008.5.1.4.1.1.7',
  '1.2.840.10008.5.1.4.1.1.7.1',
  '1.2.840.10008.5.1.4.1.1.7.2',
  '1.2.840.10008.5.1.4.1.1.7.3',
  '1.2.840.10008.5.1.4.1.1.7.4',
]);

const recordings: ReadonlySet<string> = new Set([
  '1.2.840.10008.5.1.4.1.1.77.1.1.1',
  '1.2.840.10008.5.1.4.1.1.77.1.2.1',
  '1.2.840.10008.5.1.4.1.1.77.1.4.1',
  '1.2.840.10008.5.1.4.1.1.9.4.1',
  '1.2.840.10008.5.1.4.1.1.9.4.2',
]);

const documentRoot = '1.2.840.10008.5.1.4.1.1.104.';

/** Risks that go when the picture is looked at and cleaned. */
export const cleanableRisks: ReadonlySet<PictureRisk> = new Set<PictureRisk>(['capture', 'burned-in-annotation']);

/** Returns why the picture cannot be taken for clean, or undefined. */
export function findPictureRisk(dataSet: DataSet): PictureRisk | undefined {
  const sopClassUid = getString(dataSet, tagOf('SOPClassUID')) ?? '';
  if (sopClassUid.startsWith(documentRoot)) return 'encapsulated-document';
  if (recordings.has(sopClassUid)) return 'recording';
  const isScreen = getStrings(dataSet, tagOf('ImageType')).some((value) => value.startsWith('SCREEN'));
  if (captures.has(sopClassUid) || isScreen) return 'capture';
  if (getString(dataSet, tagOf('BurnedInAnnotation')) === 'YES') return 'burned-in-annotation';
  return undefined;
}
