/** Instances as DICOM files, PS3.10 §7.1: a fresh preamble and file meta information, then the data set. */

import { encodeFileMeta } from '@isocenter/dicom/part10';
import type { StoredInstance } from './instance-repository.ts';
import type { Reads } from './stored-data-set.ts';
import { openDataSet, type RetrievalDeps } from './transcode.ts';

/** PS3.7 §D.3.3.2; the UID is that of `packages/dicom`. */
const implementationVersionName = 'ISOCENTER';

export type InstanceFile = {
  readonly transferSyntaxUid: string;
  /** Undefined where it is not known beforehand. */
  readonly lengthBytes: number | undefined;
  /** Once where the file was made anew. */
  chunks(): AsyncIterable<Uint8Array>;
};

/** Of a length that is known, and read as often as is wanted. */
export type ReceivedFile = InstanceFile & { readonly lengthBytes: number };

/** Returns the file with the data set as it was received. */
export function receivedFile(archive: Pick<Reads, 'read'>, instance: StoredInstance): ReceivedFile {
  const { transferSyntaxUid } = instance;
  return {
    transferSyntaxUid,
    lengthBytes: fileMetaOf(instance, transferSyntaxUid).length + instance.lengthBytes,
    async *chunks() {
      yield fileMetaOf(instance, transferSyntaxUid);
      yield* archive.read(instance.location);
    },
  };
}

/**
 * Returns the file with equal elements and pixels in a transfer syntax.
 * @throws RetrievalError, StorageError, RenderingError as `openDataSet`
 */
export async function fileIn(
  deps: RetrievalDeps,
  instance: StoredInstance,
  transferSyntaxUid: string,
): Promise<InstanceFile> {
  if (transferSyntaxUid === instance.transferSyntaxUid) return receivedFile(deps.archive, instance);
  const dataSet = await openDataSet(deps, instance, transferSyntaxUid);
  return {
    transferSyntaxUid,
    lengthBytes: undefined,
    async *chunks() {
      try {
        yield fileMetaOf(instance, transferSyntaxUid);
        yield* dataSet;
      } finally {
        await dataSet.close();
      }
    },
  };
}

function fileMetaOf({ sopClassUid, sopInstanceUid }: StoredInstance, transferSyntaxUid: string): Uint8Array {
  return encodeFileMeta({
    sopClassUid: toAscii(sopClassUid),
    sopInstanceUid: toAscii(sopInstanceUid),
    transferSyntaxUid,
    implementationVersionName,
  });
}

/** Keeps the length. File meta information knows no character set, and UIDs with other characters do occur. */
function toAscii(uid: string): string {
  return uid.replace(/[^ -~]/g, '?');
}
