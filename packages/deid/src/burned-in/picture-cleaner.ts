/**
 * Cleans the picture of a DICOM file that is in memory, see `clean-pixels.ts`, and gives back its data set with the picture
 * masked. What holds no picture, or one in which nothing was found, is not written anew.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { DicomError } from '@isocenter/dicom/errors';
import { type Inflate, parseDataSet } from '@isocenter/dicom/parse';
import type { Part10File } from '@isocenter/dicom/part10';
import type { Tag } from '@isocenter/dicom/tag';
import { explicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { findElement } from '@isocenter/dicom/values';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import { PixelsError } from '@isocenter/pixels/errors';
import { locateFrames } from '@isocenter/pixels/frames';
import { describeImage } from '@isocenter/pixels/image-description';
import type { LocatedImage } from '@isocenter/pixels/native-data-set';
import { type CleanedPixels, type CleaningOptions, type CleaningTools, cleanPixels } from './clean-pixels.ts';
import type { Mask } from './mask-frame.ts';

export type CleanedPicture =
  | {
      readonly kind: 'left-out';
      readonly reason: Extract<CleanedPixels, { kind: 'left-out' }>['reason'] | 'picture-unreadable';
    }
  /** There is none. */
  | { readonly kind: 'no-picture' }
  | { readonly kind: 'untouched' }
  | {
      readonly kind: 'masked';
      /** Of the element that holds the picture. */
      readonly tag: Tag;
      readonly masks: readonly Mask[];
      readonly dataSet: DataSet;
      readonly transferSyntax: TransferSyntax;
    };

export type PictureCleaner = (
  file: Part10File,
  options?: CleaningOptions & { readonly inflate?: Inflate },
) => Promise<CleanedPicture>;

const pixelElements = (['PixelData', 'FloatPixelData', 'DoubleFloatPixelData'] as const).map(tagOf);

/** Bytes that a deflated data set may become. */
const maxInflatedBytes = 2 ** 30;

export function createPictureCleaner(tools: CleaningTools): PictureCleaner {
  return async (file, { inflate, ...options } = {}) => {
    try {
      const element = findPicture(file.dataSet);
      if (element === undefined) return { kind: 'no-picture' };
      const located = await locatePicture(file, element.offset, inflate);
      const cleaned = await cleanPixels(located, file.dataSet, tools, options);
      if (cleaned.kind !== 'masked') return cleaned;
      const pieces: Uint8Array[] = [];
      for await (const piece of cleaned.encode()) pieces.push(piece);
      const written = cleaned.transferSyntax;
      const { value: dataSet } = parseDataSet(new Uint8Array(Buffer.concat(pieces)), written);
      const transferSyntax = file.transferSyntax.deflated ? file.transferSyntax : written;
      return { kind: 'masked', tag: element.tag, masks: cleaned.masks, dataSet, transferSyntax };
    } catch (error) {
      if (!(error instanceof PixelsError) && !(error instanceof DicomError)) throw error;
      return { kind: 'left-out', reason: 'picture-unreadable' };
    }
  };
}

function findPicture(dataSet: DataSet): { readonly tag: Tag; readonly offset: number } | undefined {
  const [element] = pixelElements.flatMap((tag) => findElement(dataSet, tag) ?? []);
  if (element?.source === undefined || (element.value.kind === 'bytes' && element.value.bytes.length === 0))
    return undefined;
  return { tag: element.tag, offset: element.source.offset };
}

async function locatePicture(
  { dataSet: header, dataSetBytes, transferSyntax }: Part10File,
  pixelDataOffset: number,
  inflate: Inflate | undefined,
): Promise<LocatedImage> {
  const isDeflated = transferSyntax.deflated && inflate !== undefined;
  const bytes = isDeflated ? inflate(dataSetBytes, maxInflatedBytes) : dataSetBytes;
  // What stands after the last element is not written again.
  const trailingBytes = header.source?.trailing?.length ?? 0;
  const image = {
    header,
    // What it is once it is inflated, PS3.5 §A.5.
    transferSyntax: isDeflated ? explicitVrLittleEndian : transferSyntax,
    pixelDataOffset,
    source: sourceOfBytes(bytes.subarray(0, bytes.length - trailingBytes)),
  };
  const description = describeImage(header).value;
  return { image, description, table: (await locateFrames(image, description)).value };
}
