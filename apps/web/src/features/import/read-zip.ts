/**
 * Opens a ZIP archive in the browser, one entry after another, without unpacking more than is being sent.
 *
 * An archive from outside may be a bomb: its number of entries, the size of one and the ratio of the whole are bounded,
 * and what counts are the bytes that really come out, not the sizes it claims. Archives inside archives are not opened.
 */

import type { FileEntry } from '@zip.js/zip.js';
import type { LocalRefusalCode } from './refusal.ts';

export type ZipLimits = {
  /** Entries in one archive. */
  readonly maxEntries: number;
  /** Bytes of one entry once unpacked; above the largest multi-frame objects. */
  readonly maxEntryBytes: number;
  /** How often larger than the archive its content may become; real images reach 20, empty ones about 1000. */
  readonly maxRatio: number;
  /** Bytes that may come out of any archive, however small, before the ratio counts. */
  readonly freeBytes: number;
};

export const defaultZipLimits: ZipLimits = {
  maxEntries: 200_000,
  maxEntryBytes: 8 * 2 ** 30,
  maxRatio: 200,
  freeBytes: 256 * 2 ** 20,
};

/** Why an archive, or one entry of it, is not opened. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code: LocalRefusalCode;

  constructor(code: LocalRefusalCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

export type ZipMember = {
  /** With forward slashes; for display only. */
  readonly path: string;
  readonly lengthBytes: number;
  /** Unpacks it. @throws ArchiveError */
  readonly open: (signal: AbortSignal) => Promise<Blob>;
};

/** Lists the files of an archive. @throws ArchiveError when it cannot be read or goes beyond the limits. */
export async function readZip(archive: Blob, limits: ZipLimits = defaultZipLimits): Promise<readonly ZipMember[]> {
  const { BlobReader, ZipReader } = await loadZip();
  const reader = new ZipReader(new BlobReader(archive));
  const budget = { leftBytes: Math.max(limits.freeBytes, archive.size * limits.maxRatio) };
  const members: ZipMember[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory) continue;
      if (members.length >= limits.maxEntries) throw new ArchiveError('archive-too-many-entries');
      members.push({
        path: entry.filename.replaceAll('\\', '/'),
        lengthBytes: entry.uncompressedSize,
        open: (signal) => unpack(entry, limits, budget, signal),
      });
    }
  } catch (cause) {
    throw cause instanceof ArchiveError ? cause : new ArchiveError('archive-damaged', { cause });
  }
  return members;
}

async function unpack(
  entry: FileEntry,
  limits: ZipLimits,
  budget: { leftBytes: number },
  signal: AbortSignal,
): Promise<Blob> {
  if (entry.encrypted) throw new ArchiveError('archive-encrypted');
  if (entry.uncompressedSize > limits.maxEntryBytes) throw new ArchiveError('archive-too-large');
  let lengthBytes = 0;
  let exceeded: LocalRefusalCode | undefined;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      lengthBytes += chunk.byteLength;
      budget.leftBytes -= chunk.byteLength;
      if (lengthBytes > limits.maxEntryBytes) exceeded = 'archive-too-large';
      if (budget.leftBytes < 0) exceeded = 'archive-expands-too-far';
      if (exceeded === undefined) controller.enqueue(chunk);
      else controller.error(new ArchiveError(exceeded));
    },
  });
  // Response gathers a stream into a Blob, which browsers keep on disk when it is large.
  const collected = new Response(counter.readable).blob();
  try {
    const [blob] = await Promise.all([collected, entry.getData(counter.writable, { signal, checkSignature: true })]);
    return blob;
  } catch (cause) {
    collected.catch(() => undefined); // Both sides of the pipe fail together; one of them is told.
    signal.throwIfAborted();
    throw new ArchiveError(exceeded ?? 'archive-damaged', { cause });
  }
}

/** The unpacker comes with the first archive. Its workers stay off: they start from `data:` URLs, which our policy forbids. */
async function loadZip() {
  const zip = await import('@zip.js/zip.js/lib/zip-core-external.js');
  zip.configure({ useWebWorkers: false, useCompressionStream: true });
  return zip;
}
