/**
 * The files of a series with the faces taken off, as files again, for the ordinary way through de-identification: headers
 * as they were, Pixel Data native.
 */

import type { DataElement } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { DicomError } from '@isocenter/dicom/errors';
import { encodeFileMeta, type Part10File } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getNumber, getString } from '@isocenter/dicom/values';
import { PixelsError } from '@isocenter/pixels/errors';
import { type DecodingTools, decodeInstance } from './decode-instance.ts';
import { type FaceUnsure, type FoundFace, faceRegion, movedFaceRegion } from './face-region.ts';
import { obfuscateSeries, type SeriesInstance, type SeriesOptions, type SeriesRefusal } from './series-region.ts';

/** Why a series that may show a face is held back. */
export type FaceHeld =
  /** Slices are missing, of several sizes, too far apart, or do not say where they lie. */
  | 'face-slices-uneven'
  /** It may show a head, and where its face is cannot be told. */
  | 'face-not-located'
  /** What is left still shows more than it may, or brain would have changed. */
  | 'face-not-proven'
  /** A scout, a projection, a rendering, colours, or a kind of picture whose values are not known. */
  | 'face-not-slices'
  /** More than is looked at as a whole. */
  | 'face-series-too-large'
  /** Contours, doses or segments that follow what a head series shows, or one that nobody has looked at. */
  | 'face-outline';

export type CleanedSeries =
  | {
      readonly kind: 'changed';
      readonly face: FoundFace;
      /** Returns a file in memory anew, by its place in the series. */
      rewrite(file: number): Uint8Array;
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'held'; readonly reason: FaceHeld };

const heldReasons: Readonly<Record<SeriesRefusal | FaceUnsure, FaceHeld>> = {
  'geometry-mixed': 'face-slices-uneven',
  'positions-uneven': 'face-slices-uneven',
  'spacing-uneven': 'face-slices-uneven',
  'slices-too-far-apart': 'face-slices-uneven',
  'frame-incomplete': 'face-slices-uneven',
  'place-missing': 'face-slices-uneven',
  'modality-unknown': 'face-not-slices',
  'not-slices': 'face-not-slices',
  'pixels-unsupported': 'face-not-slices',
  'no-surface': 'face-not-located',
  'too-flat': 'face-not-located',
  'head-not-located': 'face-not-located',
  'head-not-symmetric': 'face-not-located',
  'vault-not-shown': 'face-not-located',
  'skin-not-shown': 'face-not-located',
  'not-proven': 'face-not-proven',
};

/** What becomes of faces: cut off, or moved with what lies in the skin. */
export type FaceCleaning = 'cut-off' | 'keep-lesions';

type FaceOptions = SeriesOptions<FoundFace> & { readonly cleaning: FaceCleaning };

export async function cleanSeriesFaces(
  files: readonly Part10File[],
  tools: DecodingTools,
  { cleaning, ...options }: FaceOptions,
): Promise<CleanedSeries> {
  const instances: SeriesInstance[] = [];
  try {
    for (const file of files) instances.push(await decodeInstance(file, tools));
  } catch (error) {
    if (!(error instanceof PixelsError) && !(error instanceof DicomError)) throw error;
    return { kind: 'held', reason: 'face-not-slices' };
  }
  const outcome = obfuscateSeries(instances, cleaning === 'cut-off' ? faceRegion : movedFaceRegion, options);
  if (outcome.kind === 'refused') return { kind: 'held', reason: heldReasons[outcome.reason] };
  if (outcome.kind === 'unchanged' || outcome.changedVoxels === 0) return { kind: 'unchanged' };
  const { pixelData, plan: face } = outcome;
  return {
    kind: 'changed',
    face,
    rewrite: (at) => {
      const [file, bytes] = [files[at], pixelData[at]];
      if (file === undefined || bytes === undefined) throw new RangeError('the series has no such file');
      return encodeWithPicture(file, bytes);
    },
  };
}

const pixelData = tagOf('PixelData');

/** Of fragments, PS3.3 §C.7.6.3. */
const offsetTables = new Set([tagOf('ExtendedOffsetTable'), tagOf('ExtendedOffsetTableLengths')]);

/** @param picture native and little endian */
function encodeWithPicture({ dataSet, transferSyntax }: Part10File, picture: Uint8Array): Uint8Array {
  const { encapsulated, deflated, littleEndian, uid } = transferSyntax;
  const target = encapsulated || deflated || !littleEndian ? explicitVrLittleEndian : transferSyntax;
  const isWide = (getNumber(dataSet, tagOf('BitsAllocated')) ?? 16) > 8;
  const bytes = dataSet.littleEndian || !isWide ? picture : Buffer.from(picture).swap16();
  const element: DataElement = { tag: pixelData, vr: isWide ? 'OW' : 'OB', value: { kind: 'bytes', bytes } };
  const elements = dataSet.elements
    .filter(({ tag }) => !offsetTables.has(tag))
    .map((one) => (one.tag === pixelData ? element : one));
  const [sopClassUid = '', sopInstanceUid = ''] = (['SOPClassUID', 'SOPInstanceUID'] as const).map((keyword) =>
    getString(dataSet, tagOf(keyword)),
  );
  const transferSyntaxUid = target === transferSyntax ? uid : target.uid;
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid });
  return Buffer.concat([meta, encodeDataSet({ ...dataSet, elements }, target)]);
}
