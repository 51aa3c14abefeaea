/**
 * The header of a Pixel Data element, PS3.5 §7.1: where its value begins and how long it claims to be. Only these
 * bytes are read; the data set before it is parsed by `@isocenter/dicom`.
 */

import type { DataSetForm } from '@isocenter/dicom/data-set-form';
import { type Tag, tagFrom } from '@isocenter/dicom/tag';
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

/** Tag, VR, reserved and 32-bit length of OB and OW, PS3.5 Table 7.1-1. */
export const longestHeaderBytes = 12;

/**
 * @param form that of the data set as it was read, not as it was declared
 * @throws PixelsError `pixel-data-missing` where no element begins at the offset
 */
export async function readPixelDataElement(
  source: ByteSource,
  offset: number,
  form: DataSetForm,
): Promise<PixelDataElement> {
  const bytes = await source.readAt(offset, longestHeaderBytes);
  const element = parsePixelDataHeader(bytes, form);
  if (element !== undefined) return { ...element, valueOffset: offset + element.valueOffset };
  throw new PixelsError('pixel-data-missing', 'the data set ends before or in the header of Pixel Data', { offset });
}

/**
 * Returns the header that the bytes begin with, as if at offset 0; undefined where they are too few.
 *
 * Deviation: an element without VR amid explicit VR is taken for one in implicit VR, as `@isocenter/dicom` does.
 */
export function parsePixelDataHeader(bytes: Uint8Array, form: DataSetForm): PixelDataElement | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { littleEndian, explicitVr } = form;
  const tag = tagFrom(view.getUint16(0, littleEndian), view.getUint16(2, littleEndian));
  const vr = String.fromCharCode(bytes[4] ?? 0, bytes[5] ?? 0);
  if (!explicitVr || !/^[A-Z]{2}$/.test(vr)) {
    return { tag, vr: 'OW', valueOffset: 8, lengthBytes: lengthOf(view.getUint32(4, littleEndian)) };
  }
  if (bytes.length < longestHeaderBytes) return undefined;
  return { tag, vr, valueOffset: longestHeaderBytes, lengthBytes: lengthOf(view.getUint32(8, littleEndian)) };
}

function lengthOf(written: number): number | undefined {
  return written === 0xffffffff ? undefined : written;
}
