/**
 * What a data set says of its pixels: the Image Pixel Macro, PS3.3 §C.7.6.3, with Number of Frames and the float
 * variants of §C.7.6.24 and §C.7.6.25.
 *
 * Everything that is computed from these numbers is held against a budget here, before anybody allocates from them.
 * How values become grey or colour is in `display-parameters.ts`.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import type { Keyword } from '@isocenter/dicom/dictionary';
import { tagOf } from '@isocenter/dicom/dictionary';
import type { Finding, Parsed } from '@isocenter/dicom/finding';
import { getNumber, getNumbers, getString } from '@isocenter/dicom/values';
import { PixelsError } from './errors.ts';

export type ImageDescription = {
  readonly rows: number;
  readonly columns: number;
  readonly numberOfFrames: number;
  readonly samplesPerPixel: number;
  /** A defined term of PS3.3 §C.7.6.3.1.2; `MONOCHROME2` or `RGB` where the data set has none. */
  readonly photometricInterpretation: string;
  readonly planarConfiguration: 0 | 1;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  /** Pixel Representation (0028,0103): two's complement. */
  readonly signed: boolean;
  /** Which of the three pixel data elements holds the pixels. */
  readonly sampleKind: 'integer' | 'float' | 'double';
};

export type ImageBudget = {
  /** Bytes of one frame once decoded. A mammogram has 50 MB, a large slide level without tiles some hundred. */
  readonly maxFrameBytes: number;
  /** Bytes of one frame as it is encoded: its fragments together. Lossless coding makes noise a little longer. */
  readonly maxEncodedFrameBytes: number;
  /** Frames of one object. */
  readonly maxFrames: number;
};

export const defaultImageBudget: ImageBudget = {
  maxFrameBytes: 512 * 2 ** 20,
  maxEncodedFrameBytes: 512 * 2 ** 20,
  maxFrames: 1_000_000,
};

/**
 * Reads the description of an image; findings say where it was mended.
 * @throws PixelsError `pixel-data-missing` where there is nothing to describe, `image-attribute-invalid` where it cannot
 *   be mended, `image-too-large`
 */
export function describeImage(dataSet: DataSet, budget: ImageBudget = defaultImageBudget): Parsed<ImageDescription> {
  const findings: Finding[] = [];
  const rows = requiredNumber(dataSet, 'Rows');
  const columns = requiredNumber(dataSet, 'Columns');
  const samplesPerPixel = getNumber(dataSet, tagOf('SamplesPerPixel')) ?? 1;
  const bits = describeBits(dataSet, findings);
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3 && samplesPerPixel !== 4) throw invalid('SamplesPerPixel');
  const frames = getNumber(dataSet, tagOf('NumberOfFrames')) ?? 1;
  const description = {
    rows,
    columns,
    numberOfFrames: Number.isInteger(frames) && frames >= 1 ? frames : 1,
    samplesPerPixel,
    photometricInterpretation: describePhotometric(dataSet, samplesPerPixel, findings),
    planarConfiguration: samplesPerPixel > 1 && getNumber(dataSet, tagOf('PlanarConfiguration')) === 1 ? 1 : 0,
    ...bits,
  } as const;
  if (description.numberOfFrames !== frames) findings.push(mended('NumberOfFrames', 'taken as one'));
  checkBudget(description, budget);
  return { value: description, findings };
}

/** Bytes of one frame in native encoding, before any padding; 1-bit frames need not end at a byte. */
export function nativeFrameBits(description: ImageDescription): number {
  const { rows, columns, samplesPerPixel, bitsAllocated, photometricInterpretation } = description;
  // Two pixels share their colour: Y1 Y2 Cb Cr, PS3.3 §C.7.6.3.1.2.
  const samples = isSubsampled(photometricInterpretation) ? 2 : samplesPerPixel;
  return rows * columns * samples * bitsAllocated;
}

/** True where native frames hold four samples for two pixels. */
export function isSubsampled(photometricInterpretation: string): boolean {
  return photometricInterpretation === 'YBR_FULL_422' || photometricInterpretation === 'YBR_PARTIAL_422';
}

type Bits = Pick<ImageDescription, 'bitsAllocated' | 'bitsStored' | 'highBit' | 'signed' | 'sampleKind'>;

function describeBits(dataSet: DataSet, findings: Finding[]): Bits {
  const [bitsAllocated = 0] = getNumbers(dataSet, tagOf('BitsAllocated'));
  const has = (keyword: Keyword) => dataSet.elements.some((element) => element.tag === tagOf(keyword));
  const kind = has('FloatPixelData') ? 'float' : has('DoubleFloatPixelData') ? 'double' : 'integer';
  if (kind !== 'integer') {
    const width = kind === 'float' ? 32 : 64;
    return { bitsAllocated: width, bitsStored: width, highBit: width - 1, signed: true, sampleKind: kind };
  }
  if (![1, 8, 16, 32].includes(bitsAllocated)) throw invalid('BitsAllocated');
  let bitsStored = getNumber(dataSet, tagOf('BitsStored')) ?? bitsAllocated;
  if (bitsStored < 1 || bitsStored > bitsAllocated) {
    findings.push(mended('BitsStored', 'taken as Bits Allocated'));
    bitsStored = bitsAllocated;
  }
  let highBit = getNumber(dataSet, tagOf('HighBit')) ?? bitsStored - 1;
  if (highBit < bitsStored - 1 || highBit >= bitsAllocated) {
    findings.push(mended('HighBit', 'taken as Bits Stored − 1'));
    highBit = bitsStored - 1;
  }
  const signed = getNumber(dataSet, tagOf('PixelRepresentation')) === 1;
  return { bitsAllocated, bitsStored, highBit, signed, sampleKind: kind };
}

function describePhotometric(dataSet: DataSet, samplesPerPixel: number, findings: Finding[]): string {
  const declared = getString(dataSet, tagOf('PhotometricInterpretation'));
  if (declared !== undefined && declared !== '') return declared;
  findings.push(mended('PhotometricInterpretation', 'taken from Samples per Pixel'));
  return samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2';
}

function checkBudget(description: ImageDescription, budget: ImageBudget): void {
  const frameBytes = Math.ceil(nativeFrameBits(description) / 8);
  if (frameBytes > budget.maxFrameBytes) {
    throw new PixelsError('image-too-large', 'a frame is larger than the budget allows', {
      expected: budget.maxFrameBytes,
      actual: frameBytes,
    });
  }
  if (description.numberOfFrames > budget.maxFrames) {
    throw new PixelsError('image-too-large', 'more frames than the budget allows', {
      expected: budget.maxFrames,
      actual: description.numberOfFrames,
    });
  }
}

function requiredNumber(dataSet: DataSet, keyword: Keyword): number {
  const value = getNumber(dataSet, tagOf(keyword));
  if (value === undefined || !Number.isInteger(value) || value < 1) throw invalid(keyword);
  return value;
}

function invalid(keyword: Keyword): PixelsError {
  return new PixelsError('image-attribute-invalid', `${keyword} is absent or outside its range`, {
    tag: tagOf(keyword),
  });
}

function mended(keyword: Keyword, how: string): Finding {
  const message = `${keyword} is absent or outside its range; ${how}.`;
  return { code: 'image-attribute-mended', severity: 'warning', tag: tagOf(keyword), message };
}
