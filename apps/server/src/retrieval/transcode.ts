/**
 * A stored instance as the bytes of a data set in whatever transfer syntax its receiver takes: as received, in another
 * encoding, or with its pixels through a codec.
 *
 * As received costs no more than reading. Everything is streamed; compressed pixels are decoded frame by frame in the
 * worker threads of `rendering`, and encoded there where a receiver takes nothing else. What would take more memory than
 * may be held can be had as received only. Which of several syntaxes to send in is decided by who speaks to the receiver.
 */

import { once } from 'node:events';
import { createDeflateRaw } from 'node:zlib';
import { DicomError } from '@isocenter/dicom/errors';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrLittleEndian,
  findTransferSyntax,
  implicitVrLittleEndian,
  type TransferSyntax,
} from '@isocenter/dicom/transfer-syntax';
import { isDecodable } from '@isocenter/pixels/decode';
import { encodableUids, isEncodable } from '@isocenter/pixels/encode';
import { PixelsError } from '@isocenter/pixels/errors';
import type { Renderer } from '../rendering/renderer.ts';
import { maxHeldBytes, rewriteAroundPixels, turnInMemory } from './around-pixels.ts';
import type { StoredInstance } from './instance-repository.ts';
import { notPossible } from './retrieval-error.ts';
import { openImage, type Reads, transferSyntaxOf } from './stored-data-set.ts';

export type RetrievalDeps = {
  readonly archive: Reads;
  readonly renderer: Pick<Renderer, 'decodeToNative' | 'encodeToFragments'>;
};

/** The bytes of a data set, to be read once; closed by who does not read them to the end. */
export type OpenDataSet = AsyncIterable<Uint8Array> & { close(): Promise<void> };

type Chunks = AsyncGenerator<Uint8Array, void>;

/** JPEG-LS, HTJ2K, JPEG 2000 and RLE, all lossless, the most wanted first. */
export const losslessSyntaxes: readonly TransferSyntax[] = encodableUids.flatMap(
  (uid) => findTransferSyntax(uid) ?? [],
);

/** What instances are turned into, the most wanted first: nothing is lost, and every receiver knows the first two. */
export const outputSyntaxes: readonly TransferSyntax[] = [
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  deflatedExplicitVrLittleEndian,
  ...losslessSyntaxes,
];

const outputByUid: ReadonlyMap<string, TransferSyntax> = new Map(outputSyntaxes.map((syntax) => [syntax.uid, syntax]));

/** False where it is known without reading it that an instance cannot be had in a transfer syntax here. */
export function isPossible(instance: StoredInstance, transferSyntaxUid: string): boolean {
  const { lengthBytes, pixelDataOffset } = instance;
  if (transferSyntaxUid === instance.transferSyntaxUid) return true;
  if (!outputByUid.has(transferSyntaxUid)) return false;
  const { encapsulated, deflated } = transferSyntaxOf(instance);
  if (isEncodable(transferSyntaxUid) && pixelDataOffset !== undefined) {
    return instance.hasImage && isDecodable(instance.transferSyntaxUid);
  }
  if (encapsulated && pixelDataOffset !== undefined) return isDecodable(instance.transferSyntaxUid);
  return (deflated ? lengthBytes : (pixelDataOffset ?? lengthBytes)) <= maxHeldBytes;
}

/**
 * Opens the data set with equal elements and pixels in a transfer syntax. The first piece is made before this resolves:
 * what cannot be read or written anew shows here, all but frames after the first.
 *
 * @throws RetrievalError `transcoding-not-possible` where no codec can, or more would be held in memory than may be
 * @throws StorageError, RenderingError
 */
export async function openDataSet(
  deps: RetrievalDeps,
  instance: StoredInstance,
  transferSyntaxUid: string,
): Promise<OpenDataSet> {
  const stored = transferSyntaxOf(instance);
  if (transferSyntaxUid === instance.transferSyntaxUid) return begun(toGenerator(deps.archive.read(instance.location)));
  const target = outputByUid.get(transferSyntaxUid);
  if (target === undefined || !isPossible(instance, transferSyntaxUid)) throw notPossible(stored);
  try {
    const chunks = await turn(deps, instance, target);
    return await begun(target.deflated ? deflated(chunks) : chunks);
  } catch (error) {
    throw error instanceof PixelsError || error instanceof DicomError ? notPossible(stored, error) : error;
  }
}

/** Returns the data set in a target's form, not deflated. @throws DicomError, PixelsError, RetrievalError */
async function turn({ archive, renderer }: RetrievalDeps, instance: StoredInstance, target: TransferSyntax) {
  const stored = transferSyntaxOf(instance);
  const { pixelDataOffset } = instance;
  const isEncoded = target.encapsulated && pixelDataOffset !== undefined;
  if (pixelDataOffset === undefined || (stored.deflated && !isEncoded)) {
    return toGenerator([await turnInMemory(archive, instance, target)]);
  }
  if (!stored.encapsulated && !isEncoded)
    return toGenerator(await rewriteAroundPixels(archive, instance, { pixelDataOffset, target }));
  const image = await openImage(archive, instance);
  if (image === undefined) throw notPossible(stored);
  return isEncoded ? renderer.encodeToFragments(image, target) : renderer.decodeToNative(image, target);
}

async function* toGenerator(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Chunks {
  yield* chunks;
}

/** Makes the first piece now. */
async function begun(chunks: Chunks): Promise<OpenDataSet> {
  let first: IteratorResult<Uint8Array, void> | undefined = await chunks.next();
  const close = async () => {
    await chunks.return();
  };
  return {
    close,
    [Symbol.asyncIterator]: () => ({
      async next() {
        const chunk = first ?? (await chunks.next());
        first = undefined;
        return chunk;
      },
      async return() {
        await close();
        return { done: true, value: undefined };
      },
    }),
  };
}

/** Raw deflate data, of even length, PS3.5 §A.5. A chunk is valid only until the next is asked for, so none may wait. */
async function* deflated(chunks: Chunks): Chunks {
  const deflater = createDeflateRaw();
  const made: Buffer[] = [];
  deflater.on('data', (piece: Buffer) => made.push(piece));
  const push = (chunk: Uint8Array) =>
    new Promise<void>((resolve, reject) => deflater.write(chunk, (error) => (error ? reject(error) : resolve())));
  let lengthBytes = 0;
  try {
    for await (const chunk of chunks) {
      await push(chunk);
      for (const piece of made.splice(0)) {
        lengthBytes += piece.length;
        yield piece;
      }
    }
    const ended = once(deflater, 'end');
    deflater.end();
    await ended;
    const last = Buffer.concat(made);
    yield last;
    if ((lengthBytes + last.length) & 1) yield Uint8Array.of(0);
  } finally {
    deflater.destroy();
  }
}
