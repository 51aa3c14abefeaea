/**
 * What has to be known of a DICOM file before it is sent: its SOP Class, its SOP Instance and how it is encoded.
 *
 * The header is read in pieces and only as far as these; what was read is not kept. The data set counts, not the file
 * meta information, because the receiver compares the command with the data set (PS3.4 §B.2).
 */

import { type FileHandle, open } from 'node:fs/promises';
import { tagOf } from '@isocenter/dicom/dictionary';
import { Part10Reader } from '@isocenter/dicom/part10-reader';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { mediaStorageDirectorySopClass } from '@isocenter/dicom/uids';
import { getString } from '@isocenter/dicom/values';
import { createStreamInflater } from '../archive/inflate.ts';
import { isSystemError } from '../system-error.ts';

/** One read; the header of most files ends before. */
const readBytes = 1 << 16;

/** A file is sent in pieces of this size; one of them is in memory. */
const sendBytes = 1 << 18;

export type DicomFile = {
  readonly path: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** Where the data set begins, behind preamble and file meta information. */
  readonly dataSetOffset: number;
  readonly sizeBytes: number;
};

/** Why a file is not sent. */
export type UnsendableCode =
  | 'empty'
  | 'not-dicom'
  /** A directory of a medium, PS3.3 Annex F: it lists objects and is none. */
  | 'dicomdir'
  /** It is DICOM, and its header cannot be read. */
  | 'unreadable'
  | 'missing-uid'
  /** The system does not let it be read. */
  | 'file-unreadable';

export type Unsendable = { readonly path: string; readonly code: UnsendableCode };

export function isSendable(file: DicomFile | Unsendable): file is DicomFile {
  return !('code' in file);
}

/** Reads the header of a file. Never rejects for what the file or the disk does. */
export async function readDicomFile(path: string): Promise<DicomFile | Unsendable> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const { size } = await handle.stat();
    const reader = new Part10Reader({ createInflater: createStreamInflater });
    await readHeader(handle, reader);
    return describe(path, reader, size);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { path, code: 'file-unreadable' };
  } finally {
    await handle?.close();
  }
}

/**
 * Yields the data set as it lies in the file. Each piece is valid until the next is asked for. A deflated data set of
 * odd length ends with a zero byte more, PS3.5 §A.5: some files leave it out, and peers abort where it is missing.
 * @throws what the system says when the file cannot be read any more
 */
export async function* readDataSet(handle: FileHandle, file: DicomFile): AsyncGenerator<Uint8Array, void> {
  const buffer = Buffer.allocUnsafeSlow(sendBytes);
  for (let position = file.dataSetOffset; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, sendBytes, position);
    if (bytesRead === 0) {
      const isOdd = (position - file.dataSetOffset) % 2 === 1;
      if (isOdd && findTransferSyntax(file.transferSyntaxUid)?.deflated === true) yield new Uint8Array(1);
      return;
    }
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function readHeader(handle: FileHandle, reader: Part10Reader): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, readBytes, null);
    if (bytesRead === 0) return reader.end();
    if (reader.push(buffer.subarray(0, bytesRead)) === 'complete') return;
  }
}

function describe(path: string, reader: Part10Reader, sizeBytes: number): DicomFile | Unsendable {
  const { fileMeta, transferSyntax, dataSetOffset, failed } = reader;
  const header = reader.header.value;
  const sopClassUid = getString(header, tagOf('SOPClassUID')) ?? '';
  const mediaClassUid = getString(fileMeta, tagOf('MediaStorageSOPClassUID')) ?? '';
  if ([sopClassUid, mediaClassUid].includes(mediaStorageDirectorySopClass)) return { path, code: 'dicomdir' };
  if (failed?.code === 'empty-input') return { path, code: 'empty' };
  const isDicom = fileMeta.elements.length > 0;
  if (transferSyntax === undefined || dataSetOffset === undefined)
    return { path, code: isDicom ? 'unreadable' : 'not-dicom' };
  const sopInstanceUid = getString(header, tagOf('SOPInstanceUID')) ?? '';
  if (sopClassUid === '' || sopInstanceUid === '') {
    if (failed !== undefined) return { path, code: 'unreadable' };
    return { path, code: isDicom ? 'missing-uid' : 'not-dicom' };
  }
  return { path, sopClassUid, sopInstanceUid, transferSyntaxUid: transferSyntax.uid, dataSetOffset, sizeBytes };
}
