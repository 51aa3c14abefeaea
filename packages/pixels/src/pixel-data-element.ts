/**
 * The header of a Pixel Data element, PS3.5 §7.1: where its value begins and how long it claims to be. Only these
 * bytes are read; the data set before it is parsed by `@isocenter/dicom`.
 */

import { type Tag, tagFrom } from '@isocenter/dicom/tag';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { ByteSource } from './byte-source.ts';
import { PixelsError } from './errors.ts';

export type PixelDataElement = {
  readonly tag: Tag;
  /** `OW`, `OB`, `OF`, `OD`, `OV`, `UN`; `OW` in implicit VR. */
  readonly vr: string;
  readonly valueOffset: number;
  /** Undefined for undefined length, which is what encapsulation writes. */
  readonly lengthBytes: number | undefined;
};

/** @throws PixelsError `pixel-data-missing` where no element begins at the offset */
export async function readPixelDataElement(
  source: ByteSource,
  offset: number,
  transferSyntax: TransferSyntax,
): Promise<PixelDataElement> {
  const bytes = await source.readAt(offset, 12);
  if (bytes.length < 8) throw new PixelsError('pixel-data-missing', 'the data set ends before Pixel Data', { offset });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { littleEndian, explicitVr } = transferSyntax;
  const tag = tagFrom(view.getUint16(0, littleEndian), view.getUint16(2, littleEndian));
  const vr = String.fromCharCode(bytes[4] ?? 0, bytes[5] ?? 0);
  if (!explicitVr || !/^[A-Z]{2}$/.test(vr)) {
    return { tag, vr: 'OW', valueOffset: offset + 8, lengthBytes: lengthOf(view.getUint32(4, littleEndian)) };
  }
  if (bytes.length < 12) throw new PixelsError('pixel-data-missing', 'Pixel Data header is cut short', { offset });
  return { tag, vr, valueOffset: offset + 12, lengthBytes: lengthOf(view.getUint32(8, littleEndian)) };
}

function lengthOf(written: number): number | undefined {
  return written === 0xffffffff ? undefined : written;
}
