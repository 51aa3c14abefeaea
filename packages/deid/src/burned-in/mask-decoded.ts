/** Masks boxes of a decoded frame, whose cells lie by pixel whatever they were coded as. */

import { bytesOf, cellsOf } from '@isocenter/pixels/codecs/native';
import type { DecodedFrame } from '@isocenter/pixels/decode';
import type { ImageDescription } from '@isocenter/pixels/image-description';
import { type Mask, maskFrame } from './mask-frame.ts';

export function maskDecoded(frame: DecodedFrame, masks: readonly Mask[]): DecodedFrame {
  const { rows, columns, samplesPerPixel, photometricInterpretation, bitsStored, highBit, signed, cells } = frame;
  const isReal = cells instanceof Float32Array || cells instanceof Float64Array;
  const cellBits = cells.BYTES_PER_ELEMENT * 8;
  const description: ImageDescription = {
    rows,
    columns,
    numberOfFrames: 1,
    samplesPerPixel,
    // Every pixel has its own colour once decoded.
    photometricInterpretation: photometricInterpretation.replace('_422', ''),
    planarConfiguration: 0,
    bitsAllocated: cellBits,
    bitsStored,
    highBit,
    signed,
    sampleKind: isReal ? (cellBits === 64 ? 'double' : 'float') : 'integer',
  };
  const masked = maskFrame(bytesOf(cells), description, masks);
  if (isReal) {
    const values = cellBits === 64 ? new Float64Array(masked.buffer) : new Float32Array(masked.buffer);
    return { ...frame, cells: values };
  }
  return { ...frame, cells: cellsOf(masked, { bitsAllocated: cellBits, rows, columns }) };
}
