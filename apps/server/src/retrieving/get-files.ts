/**
 * Gets objects from an archive into a folder: C-GET as SCU, PS3.4 §C.4.3, each object a DICOM file under a number.
 *
 * A file gets its name when the object is whole and on the disk; what was broken off leaves nothing behind. Names come from
 * no UID, so that nothing an archive says leads anywhere else; numbers go on behind those that are there.
 */

import { type FileHandle, link, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { dimseStatus } from '@isocenter/dimse/status';
import type { RetrieveOutcome, StoreRequest, StoreSink } from '@isocenter/dimse/verbs';
import type { Asking } from '../peers/query-peer.ts';
import { lastOutcome, type RetrievedObjects, retrieveQuery } from '../peers/retrieve-request.ts';

export type GotFile = { readonly path: string; readonly sopInstanceUid: string; readonly transferSyntaxUid: string };

export type GetFilesOptions = Asking & {
  readonly folder: string;
  /** Told of each file when it is there. */
  readonly got: (file: GotFile) => void;
};

/** @throws DimseError what ends the association; what had come is there */
export async function getFiles(
  association: ClientAssociation,
  objects: RetrievedObjects,
  { folder, got, ...asking }: GetFilesOptions,
): Promise<RetrieveOutcome> {
  const query = retrieveQuery(association, 'get', objects, asking);
  let count = await highestNumber(folder);
  const store = async (request: StoreRequest): Promise<StoreSink> => {
    count += 1;
    const path = join(folder, `${String(count).padStart(6, '0')}.dcm`);
    return openFile(request, path, got);
  };
  return lastOutcome(association.get(query, { store }));
}

/** Returns the number of the last file of an earlier run; 0 where there is none. */
async function highestNumber(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => Number(/^(\d{6,})\.dcm$/.exec(name)?.[1] ?? 0));
  return numbers.reduce((highest, number) => Math.max(highest, number), 0);
}

/** @throws Error where the folder cannot be written to, or another run has made such a file meanwhile */
async function openFile(request: StoreRequest, path: string, got: GetFilesOptions['got']): Promise<StoreSink> {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = request;
  const partial = `${path}.part`;
  const file = await open(partial, 'wx');
  await write(file, encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid }));
  return {
    write: (chunk) => write(file, chunk),
    async end() {
      await file.datasync();
      await file.close();
      // A rename would replace a file that is there.
      await link(partial, path);
      await rm(partial);
      got({ path, sopInstanceUid, transferSyntaxUid });
      return { status: dimseStatus.success };
    },
    async abort() {
      await file.close();
      await rm(partial, { force: true });
    },
  };
}

async function write(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}
