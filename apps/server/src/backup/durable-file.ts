/**
 * Files that appear under their name whole or not at all; with the digest of what was written.
 */

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bytes; large enough that the disk, and not the calls, sets the pace. */
const copyBytes = 1 << 20;

export type Written = { readonly bytes: number; readonly sha256: string };

/**
 * Writes a file through a draft. `name` may choose the final name once the content is known. The content is durable, the
 * name only once the folder is synced: many files of a folder share that.
 */
export async function writeStream(
  path: string,
  source: AsyncIterable<Uint8Array>,
  name: (written: Written) => string = () => path,
): Promise<Written> {
  const draft = `${path}.draft`;
  const hash = createHash('sha256');
  const handle = await open(draft, 'w', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      await writeFully(handle, chunk);
      bytes += chunk.byteLength;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  const written = { bytes, sha256: hash.digest('hex') };
  await rename(draft, name(written));
  return written;
}

/** Writes a small file, durable with its name. */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<Written> {
  const written = await writeStream(path, oneChunk(typeof content === 'string' ? Buffer.from(content) : content));
  await syncFolder(dirname(path));
  return written;
}

/** Yields a file's bytes up to `end`; each chunk is valid until the next is asked for. Links are not followed. */
export async function* readPieces(path: string, end = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array, void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const buffer = Buffer.allocUnsafeSlow(copyBytes);
  try {
    for (let at = 0; at < end; ) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(copyBytes, end - at), at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Reads a file to its end and returns what it holds. */
export async function digestOf(path: string, onBytes: (bytes: number) => void = () => undefined): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of readPieces(path)) {
    hash.update(piece);
    bytes += piece.byteLength;
    onBytes(piece.byteLength);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Makes a folder and those above it, for the owner only. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first !== undefined) await syncFolder(dirname(first));
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeFully(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength; ) {
    const { bytesWritten } = await handle.write(chunk, at, chunk.byteLength - at);
    at += bytesWritten;
  }
}

async function* oneChunk(chunk: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield chunk;
}
