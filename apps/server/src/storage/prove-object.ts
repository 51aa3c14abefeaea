/** Proves that an object is whole, for an index that will not keep another copy of it. */

import type { ObjectLocation } from './log-entry.ts';
import type { Elsewhere } from './log-reader.ts';
import { type ObjectReaderOptions, readObject } from './object-reader.ts';
import { releaseBuffers } from './release-buffer.ts';
import { objectPath, segmentPath } from './segment-file.ts';
import { StorageError } from './storage-error.ts';

/**
 * Reads an object to its end; every chunk proves itself by its tag. One that lies in another store was proven when it
 * was moved: that store is asked only whether it is still there.
 * @throws StorageError as `readObject`, and `not-found` where the other store has lost it
 */
export async function proveObject(
  parts: ObjectReaderOptions,
  object: ObjectLocation,
  elsewhere: Pick<Elsewhere, 'isStored'> | undefined,
): Promise<void> {
  const { dir } = parts;
  const path = object.file === undefined ? segmentPath(dir, object.segment) : objectPath(dir, object.file);
  const isStored = await elsewhere?.isStored(path);
  if (isStored === false) throw new StorageError('not-found', 'The object is not in the S3 store any more');
  if (isStored === undefined) for await (const piece of readObject(parts, object)) releaseBuffers([piece]);
}
