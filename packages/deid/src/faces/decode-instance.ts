/**
 * The frames of a DICOM file that is in memory, decoded, as `series-region.ts` takes them.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import type { Inflate } from '@isocenter/dicom/parse';
import type { Part10File } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { findElement } from '@isocenter/dicom/values';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import type { DecodedFrame, FrameDecoder } from '@isocenter/pixels/decode';
import { locateFrames } from '@isocenter/pixels/frames';
import { describeImage } from '@isocenter/pixels/image-description';
import type { SeriesInstance } from './series-region.ts';

/** Bytes that a deflated data set may become. */
const maxInflatedBytes = 2 ** 30;

export type DecodingTools = { readonly decoder: FrameDecoder; readonly inflate?: Inflate };

/** @throws PixelsError what reading and decoding frames throw */
export async function decodeInstance(
  { dataSet, dataSetBytes, transferSyntax }: Part10File,
  { decoder, inflate }: DecodingTools,
): Promise<SeriesInstance> {
  const offset = findElement(dataSet, tagOf('PixelData'))?.source?.offset;
  if (offset === undefined) return { dataSet, frames: [] };
  const isDeflated = transferSyntax.deflated && inflate !== undefined;
  const image = {
    header: dataSet,
    // What it is once it is inflated, PS3.5 §A.5.
    transferSyntax: isDeflated ? explicitVrLittleEndian : transferSyntax,
    pixelDataOffset: offset,
    source: sourceOfBytes(isDeflated ? inflate(dataSetBytes, maxInflatedBytes) : dataSetBytes),
  };
  const description = describeImage(dataSet).value;
  const table = (await locateFrames(image, description)).value;
  const frames: DecodedFrame[] = [];
  for (let frame = 1; frame <= table.numberOfFrames; frame++)
    frames.push(await decoder.decodeFrame(await table.read(frame), image.transferSyntax.uid, description));
  return { dataSet, frames };
}
