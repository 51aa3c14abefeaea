/**
 * What a DICOM object has to do with faces: slices that may show one, which are looked at as a series, and objects that
 * follow the outline of what slices of the same Frame of Reference show.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { findElement, getItems, getNumber, getString } from '@isocenter/dicom/values';
import { namesOtherPart } from './head-evidence.ts';

export type FaceMember = {
  readonly role: 'slices' | 'outline';
  /** Pseudonyms of Frames of Reference, (0020,0052) and those of structures, (3006,0010). */
  readonly frames: readonly string[];
  /** Pseudonyms. */
  readonly series: string;
  readonly instance: string;
  readonly instanceNumber: number;
  /** Of all frames, decoded. */
  readonly sizeBytes: number;
};

const sliceModalities = new Set(['CT', 'MR', 'PT', 'NM']);

/** X-Ray 3D Angiographic, Craniofacial and Breast Tomosynthesis Image Storage. */
const xray3dRoot = '1.2.840.10008.5.1.4.1.1.13.1.';

/** Contours, doses and segments of skin show a face as slices do. */
const outlineModalities = new Set(['RTSTRUCT', 'RTDOSE', 'SEG', 'M3D']);

/**
 * Returns undefined of what shows no face in slices, or says that it shows another part of the body.
 * @param pseudonymOf of a UID
 */
export function findFaceMember(dataSet: DataSet, pseudonymOf: (uid: string) => string): FaceMember | undefined {
  const text = (keyword: Parameters<typeof tagOf>[0]) => getString(dataSet, tagOf(keyword))?.trim();
  const modality = text('Modality') ?? '';
  const isSlices = sliceModalities.has(modality) || (text('SOPClassUID') ?? '').startsWith(xray3dRoot);
  const hasPicture = findElement(dataSet, tagOf('PixelData')) !== undefined;
  const role = isSlices && hasPicture ? 'slices' : outlineModalities.has(modality) ? 'outline' : undefined;
  if (role === undefined || (role === 'slices' && namesOtherPart(text('BodyPartExamined')))) return undefined;
  const number = (keyword: Parameters<typeof tagOf>[0]) => getNumber(dataSet, tagOf(keyword));
  const frames = [dataSet, ...getItems(dataSet, tagOf('ReferencedFrameOfReferenceSequence'))]
    .map((one) => getString(one, tagOf('FrameOfReferenceUID'))?.trim() ?? '')
    .filter((uid) => uid !== '');
  const samples = (number('Rows') ?? 0) * (number('Columns') ?? 0) * (number('NumberOfFrames') ?? 1);
  return {
    role,
    frames: [...new Set(frames)].map(pseudonymOf),
    series: pseudonymOf(text('SeriesInstanceUID') ?? ''),
    instance: pseudonymOf(text('SOPInstanceUID') ?? ''),
    instanceNumber: number('InstanceNumber') ?? 0,
    sizeBytes: samples * Math.ceil((number('BitsAllocated') ?? 16) / 8),
  };
}
