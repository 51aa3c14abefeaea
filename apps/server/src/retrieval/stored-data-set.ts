/**
 * Headers and images of stored instances, read from the archive as far as they are needed.
 *
 * A header is kept in memory up to Pixel Data; what follows is read by range. Deflated data sets are inflated whole,
 * within the budget of the parser: there is no other way into the middle of one.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { HeaderReader } from '@isocenter/dicom/header-reader';
import { parseDataSet } from '@isocenter/dicom/parse';
import { tagFrom } from '@isocenter/dicom/tag';
import { findTransferSyntax, type TransferSyntax, unknownTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { ByteSource } from '@isocenter/pixels/byte-source';
import type { ArchiveReader } from '../archive/archive.ts';
import { createStreamInflater } from '../archive/inflate.ts';
import { openStoredImage, type StoredImage } from '../rendering/stored-image.ts';
import type { StoredInstance } from './instance-repository.ts';

/** Headers of enhanced objects hold a megabyte for a thousand frames; slides with a hundred thousand exist. */
const maxHeaderBytes = 128 << 20;
/** An object without pixels is header from end to end; of one longer than this, long values are left where they are. */
const maxObjectBytes = 16 << 20;

const pixelData = tagFrom(0x7fe0, 0x0008);

export type Reads = Pick<ArchiveReader, 'read' | 'readPieces' | 'readRange'>;

/** Returns the transfer syntax of an instance; one that nobody knows is read as explicit VR little endian. */
export function transferSyntaxOf(instance: StoredInstance): TransferSyntax {
  return findTransferSyntax(instance.transferSyntaxUid) ?? unknownTransferSyntax(instance.transferSyntaxUid);
}

/** Returns the elements before Pixel Data; values too long to keep are `absent`. */
export async function readHeader(archive: Reads, instance: StoredInstance): Promise<DataSet> {
  const transferSyntax = transferSyntaxOf(instance);
  // Inflated no further than to Pixel Data, whatever the rest may come to.
  if (transferSyntax.deflated) return readLongHeader(archive, instance, transferSyntax);
  const end = instance.pixelDataOffset ?? instance.lengthBytes;
  if (end > (instance.pixelDataOffset === undefined ? maxObjectBytes : maxHeaderBytes)) {
    return readLongHeader(archive, instance, transferSyntax);
  }
  const bytes = await archive.readRange(instance.location, 0, end);
  const { value, findings } = parseDataSet(bytes, transferSyntax, { stopAt: pixelData });
  // Left out, a sequence of a million elements does not take with it what stands after it.
  if (findings.some(({ code }) => code === 'too-many-elements')) {
    return readLongHeader(archive, instance, transferSyntax);
  }
  return value;
}

/** Returns how many bytes of an instance `readHeader` holds at most. */
export function headerBytesOf(instance: StoredInstance): number {
  if (transferSyntaxOf(instance).deflated) return maxHeaderBytes;
  return Math.min(instance.pixelDataOffset ?? instance.lengthBytes, maxHeaderBytes);
}

/**
 * Returns the image of an instance, or undefined where it has none.
 *
 * @throws PixelsError, DicomError where it cannot be opened
 */
export async function openImage(archive: Reads, instance: StoredInstance): Promise<StoredImage | undefined> {
  if (instance.pixelDataOffset === undefined || !instance.hasImage) return undefined;
  return openStoredImage(sourceOf(archive, instance), transferSyntaxOf(instance));
}

/** Returns the bytes of a data set as stored, by range. */
export function sourceOf(archive: Reads, { location, lengthBytes }: StoredInstance): ByteSource {
  return {
    lengthBytes,
    readAt(offset, length) {
      const start = Math.min(offset, lengthBytes);
      return archive.readRange(location, start, Math.min(offset + length, lengthBytes));
    },
  };
}

async function readLongHeader(
  archive: Reads,
  instance: StoredInstance,
  transferSyntax: TransferSyntax,
): Promise<DataSet> {
  const budget = { maxHeaderBytes, maxValueBytes: maxObjectBytes };
  const reader = new HeaderReader(transferSyntax, {
    budget,
    ...(transferSyntax.deflated && { inflater: createStreamInflater() }),
  });
  for await (const chunk of archive.read(instance.location)) {
    if (reader.push(chunk) === 'complete') break;
  }
  reader.end();
  return reader.header.value;
}
