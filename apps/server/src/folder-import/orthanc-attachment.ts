/**
 * The storage folder of Orthanc: attachments lie under their UUID, `ab/cd/abcd….`, and say nothing of what they are.
 *
 * Besides DICOM files there are summaries in JSON (no DICOM files, left out as such), headers without their pixels (since
 * Orthanc 1.9.1), which would look like other content under the same UID, and, where compression is switched on,
 * attachments that only Orthanc can read.
 */

import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { tagOf } from '@isocenter/dicom/dictionary';
import { Part10Reader } from '@isocenter/dicom/part10-reader';
import { getNumber } from '@isocenter/dicom/values';
import { createStreamInflater } from '../archive/inflate.ts';

const readBytes = 1 << 16;

const uuid = /^([0-9a-f]{2})([0-9a-f]{2})[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Orthanc puts the length of the content, 8 bytes, in front of zlib's own header, RFC 1950 §2.2. */
const zlibOffset = 8;

/** True for a path of Orthanc's making. */
export function isOrthancAttachment(path: string): boolean {
  const [, first, second] = uuid.exec(basename(path)) ?? [];
  const folder = dirname(path);
  return first !== undefined && basename(folder) === second && basename(dirname(folder)) === first;
}

/** True for the header of an image without its pixels. */
export async function isHeaderOnly(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const reader = new Part10Reader({ createInflater: createStreamInflater });
    const buffer = Buffer.allocUnsafeSlow(readBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, readBytes, null);
      if (bytesRead === 0) break;
      if (reader.push(buffer.subarray(0, bytesRead)) === 'complete') return false;
    }
    reader.end();
    const header = reader.header.value;
    return reader.pixelDataOffset === undefined && getNumber(header, tagOf('BitsAllocated')) !== undefined;
  } finally {
    await handle.close();
  }
}

/** True for an attachment that Orthanc compressed. */
export async function isCompressed(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(zlibOffset + 2);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return bytesRead === head.length && head[zlibOffset] === 0x78 && head.readUInt16BE(zlibOffset) % 31 === 0;
  } finally {
    await handle.close();
  }
}
