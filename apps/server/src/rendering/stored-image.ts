/**
 * Opens an object of the archive as an image: its header is read, its frames are located, its pixels stay where they
 * are. A deflated data set, which nobody can read from the middle, is inflated into memory.
 */

import type { Budget } from '@isocenter/dicom/budget';
import { DicomError } from '@isocenter/dicom/errors';
import type { Finding } from '@isocenter/dicom/finding';
import { HeaderReader } from '@isocenter/dicom/header-reader';
import { explicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { type ByteSource, sourceOfBytes } from '@isocenter/pixels/byte-source';
import { PixelsError } from '@isocenter/pixels/errors';
import { locateFrames } from '@isocenter/pixels/frames';
import { describeImage, type ImageBudget } from '@isocenter/pixels/image-description';
import type { LocatedImage } from '@isocenter/pixels/native-data-set';
import { inflateRaw } from '../archive/inflate.ts';

export type StoredImage = LocatedImage & { readonly findings: readonly Finding[] };

/** The header of almost every object ends in the first step; enhanced objects have megabytes of functional groups. */
const firstStepBytes = 32 * 2 ** 10;
const laterStepBytes = 2 ** 20;

const headerBudget: Partial<Budget> = { maxHeaderBytes: 128 * 2 ** 20, maxValueBytes: 64 * 2 ** 20 };

const imageBudget: ImageBudget = {
  maxFrameBytes: 256 * 2 ** 20,
  maxEncodedFrameBytes: 256 * 2 ** 20,
  maxFrames: 1_000_000,
};

/** Bytes that a deflated data set may take, before and after. */
const maxInflatedBytes = 128 * 2 ** 20;

/**
 * @param source the data set as received
 * @throws PixelsError `pixel-data-missing` for objects without pixels, `image-attribute-invalid`, `image-too-large`
 * @throws DicomError where the header cannot be read
 */
export async function openStoredImage(received: ByteSource, transferSyntax: TransferSyntax): Promise<StoredImage> {
  if (transferSyntax.deflated) {
    const plain = await inflateSource(received, transferSyntax);
    return openStoredImage(plain, explicitVrLittleEndian);
  }
  const reader = new HeaderReader(transferSyntax, { budget: headerBudget });
  let complete = false;
  for (let offset = 0; offset < received.lengthBytes && !complete; ) {
    const chunk = await received.readAt(offset, offset === 0 ? firstStepBytes : laterStepBytes);
    if (chunk.length === 0) break;
    complete = reader.push(chunk) === 'complete';
    offset += chunk.length;
  }
  if (reader.failed !== undefined) throw reader.failed;
  const { pixelDataOffset } = reader;
  if (pixelDataOffset === undefined) throw new PixelsError('pixel-data-missing', 'the object has no Pixel Data');
  const header = reader.header;
  const image = { header: header.value, transferSyntax, pixelDataOffset, source: received };
  const description = describeImage(header.value, imageBudget);
  const table = await locateFrames(image, description.value, imageBudget);
  const findings = [...header.findings, ...description.findings, ...table.findings];
  return { image, description: description.value, table: table.value, findings };
}

async function inflateSource(received: ByteSource, { uid }: TransferSyntax): Promise<ByteSource> {
  const details = { transferSyntaxUid: uid, lengthBytes: received.lengthBytes, limit: maxInflatedBytes };
  if (received.lengthBytes > maxInflatedBytes) throw new DicomError('inflate-failed', details);
  const deflated = await received.readAt(0, received.lengthBytes);
  try {
    return sourceOfBytes(inflateRaw(deflated, maxInflatedBytes));
  } catch (error) {
    throw new DicomError('inflate-failed', details, error);
  }
}
