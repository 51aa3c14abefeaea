/** Data sets in memory, read as those of the archive are, with a count of what is held of them. */

import { HeaderReader } from '@isocenter/dicom/header-reader';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { StoredInstance } from '../src/retrieval/instance-repository.ts';
import type { Reads } from '../src/retrieval/stored-data-set.ts';
import { releaseBuffers } from '../src/storage/release-buffer.ts';

/** Bytes; not a multiple of any width of numbers. */
const chunkBytes = 65_537;

export type MemoryReads = {
  readonly reads: Reads;
  /** The longest range that was asked for, in bytes. */
  longestRange(): number;
  /** The most that was read at the same time, in bytes. */
  mostAtOnce(): number;
  add(dataSet: Uint8Array, transferSyntax: TransferSyntax): StoredInstance;
};

export function openMemoryReads(): MemoryReads {
  const objects = new Map<string, Uint8Array>();
  let longest = 0;
  let [reading, most] = [0, 0];
  const bytesOf = (objectId: string) => objects.get(objectId) ?? new Uint8Array();
  return {
    longestRange: () => longest,
    mostAtOnce: () => most,
    reads: {
      async *read({ objectId }, range) {
        const bytes = bytesOf(objectId).subarray(range?.start, range?.end);
        for (let at = 0; at < bytes.length; at += chunkBytes) {
          const chunk = bytes.slice(at, at + chunkBytes);
          yield chunk;
          // As the archive does: a chunk is valid only until the next is asked for.
          releaseBuffers([chunk]);
        }
      },
      readPieces: async ({ objectId }) => {
        const bytes = bytesOf(objectId);
        const count = Math.ceil(bytes.length / chunkBytes);
        return Array.from({ length: count }, (_, at) => bytes.slice(at * chunkBytes, (at + 1) * chunkBytes));
      },
      async readRange({ objectId }, start, end) {
        longest = Math.max(longest, end - start);
        reading += end - start;
        most = Math.max(most, reading);
        // As a disk does, it answers in a later turn.
        await new Promise((resolve) => setImmediate(resolve));
        reading -= end - start;
        return bytesOf(objectId).slice(start, end);
      },
    },
    add(dataSet, transferSyntax) {
      const objectId = String(objects.size);
      objects.set(objectId, dataSet);
      const header = new HeaderReader(transferSyntax);
      header.push(dataSet);
      const { pixelDataOffset } = header;
      return {
        studyId: 1,
        studyInstanceUid: '2.25.100',
        seriesInstanceUid: '2.25.200',
        sopInstanceUid: `2.25.${objectId}`,
        sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
        transferSyntaxUid: transferSyntax.uid,
        lengthBytes: dataSet.length,
        pixelDataOffset,
        hasImage: pixelDataOffset !== undefined,
        location: { objectId } as StoredInstance['location'], // the rest says where on the disk
      };
    },
  };
}
