/**
 * Whether two encodings of one object hold the same: every element, by what the DICOM JSON Model makes of it, which knows
 * neither byte order nor lengths nor padding, and every pixel of every frame, decoded.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { type DicomJson, toDicomJson } from '@isocenter/dicom/json';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian, findTransferSyntax, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { findElement } from '@isocenter/dicom/values';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import { createFrameDecoder } from '@isocenter/pixels/decode';
import { PixelsError } from '@isocenter/pixels/errors';
import { locateFrames } from '@isocenter/pixels/frames';
import { describeImage } from '@isocenter/pixels/image-description';
import { inflate } from '@isocenter/testkit/inflate';

export type EncodedObject = { readonly transferSyntaxUid: string; readonly dataSet: Uint8Array };

const pixelDataKey = '7FE00010';

/** Elements that say how pixels are encoded: another encoding has others. */
const pixelEncodingKeys = [
  '00280004', // Photometric Interpretation: decoded JPEG is RGB
  '00280006', // Planar Configuration
  '7FE00001', // Extended Offset Table and its lengths
  '7FE00002',
  '7FE00003', // Encapsulated Pixel Data Value Total Length
];

const decoder = createFrameDecoder();

/** Returns what differs, in words without values; nothing where the objects are equal. */
export async function findDifferences(left: EncodedObject, right: EncodedObject): Promise<readonly string[]> {
  const [one, other] = [readObject(left), readObject(right)];
  const isOther = left.transferSyntaxUid !== right.transferSyntaxUid;
  const isReencoded = isOther && (one.transferSyntax.encapsulated || other.transferSyntax.encapsulated);
  const [lefts, rights] = [elementsOf(one.dataSet), elementsOf(other.dataSet)];
  return [
    ...differingElements(lefts, rights).filter(
      (key) =>
        !(isReencoded && pixelEncodingKeys.includes(key)) &&
        // Pixel Data may have another VR; the pixels are compared.
        !(isOther && (key === pixelDataKey || isUnknownTo(lefts[key], rights[key]))),
    ),
    ...(await differingPixels(one, other)),
  ];
}

type ReadObject = { readonly dataSet: DataSet; readonly transferSyntax: TransferSyntax; readonly bytes: Uint8Array };

/** Deflated data sets are read as what they inflate to. */
function readObject({ transferSyntaxUid, dataSet }: EncodedObject): ReadObject {
  const named = findTransferSyntax(transferSyntaxUid) ?? explicitVrLittleEndian;
  const bytes = named.deflated ? inflate(dataSet, 1 << 26) : dataSet;
  const transferSyntax = named.deflated ? explicitVrLittleEndian : named;
  return { dataSet: parseDataSet(bytes, transferSyntax).value, transferSyntax, bytes };
}

/** Pixels have a comparison of their own, those of icons in sequences none. */
function elementsOf(dataSet: DataSet): DicomJson {
  const pixelTags: readonly number[] = ['PixelData', 'FloatPixelData', 'DoubleFloatPixelData'].map(
    (keyword) => tagOf(keyword as 'PixelData'), // each of them is a keyword
  );
  return toDicomJson(dataSet, {
    inlineLimitBytes: Number.POSITIVE_INFINITY,
    bulkDataUri: ({ tag }) => (pixelTags.includes(tag) ? 'pixels' : undefined),
  });
}

/** True for an element that both have, private for one who reads it without a VR. */
function isUnknownTo(left: DicomJson[string] | undefined, right: DicomJson[string] | undefined): boolean {
  return left !== undefined && right !== undefined && left.vr !== right.vr && [left.vr, right.vr].includes('UN');
}

function differingElements(left: DicomJson, right: DicomJson): readonly string[] {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].filter((key) => JSON.stringify(left[key]) !== JSON.stringify(right[key]));
}

async function differingPixels(left: ReadObject, right: ReadObject): Promise<readonly string[]> {
  const [one, other] = [await openImage(left), await openImage(right)];
  if (one === undefined || other === undefined) return one === other ? [] : ['one has an image'];
  if (one.numberOfFrames !== other.numberOfFrames) return ['number of frames'];
  for (let frame = 1; frame <= one.numberOfFrames; frame += 1) {
    const [a, b] = [await one.decode(frame), await other.decode(frame)];
    if (a.photometricInterpretation !== b.photometricInterpretation)
      return [`photometric interpretation, frame ${frame}`];
    if (Buffer.compare(bytesOf(a.cells), bytesOf(b.cells)) !== 0) return [`pixels of frame ${frame}`];
  }
  return [];
}

/** Returns undefined for what is no image. */
async function openImage({ dataSet, transferSyntax, bytes }: ReadObject) {
  const element = findElement(dataSet, tagOf('PixelData')) ?? findElement(dataSet, tagOf('FloatPixelData'));
  if (element?.source === undefined) return undefined;
  try {
    const source = sourceOfBytes(bytes);
    const image = { header: dataSet, transferSyntax, pixelDataOffset: element.source.offset, source };
    const { value: description } = describeImage(dataSet);
    const { value: table } = await locateFrames(image, description);
    return {
      numberOfFrames: table.numberOfFrames,
      decode: async (frame: number) => decoder.decodeFrame(await table.read(frame), transferSyntax.uid, description),
    };
  } catch (error) {
    if (error instanceof PixelsError) return undefined;
    throw error;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
