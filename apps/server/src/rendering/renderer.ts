/**
 * Decodes, encodes and renders images of the archive: pictures for people, pixels for peers. Small native frames are
 * drawn in place, all others in worker threads.
 *
 * A worker takes one frame at a time; a frame that takes too long or too much memory costs its worker, which is
 * replaced. Bytes are read and pictures are written here, in the main thread's turn but off its time (`sharp` has
 * threads of its own). How much may wait is bounded: beyond, callers are told to come again.
 */

import { availableParallelism } from 'node:os';
import type { Finding } from '@isocenter/dicom/finding';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { createBitPacker } from '@isocenter/pixels/bit-packer';
import { bytesOf } from '@isocenter/pixels/codecs/native';
import { createFrameDecoder, type DecodedFrame } from '@isocenter/pixels/decode';
import { readDisplayParameters } from '@isocenter/pixels/display-parameters';
import { encodeToFragments } from '@isocenter/pixels/encapsulated-data-set';
import { PixelsError } from '@isocenter/pixels/errors';
import { decodeToNative } from '@isocenter/pixels/native-data-set';
import { type RenderedImage, renderFrame } from '@isocenter/pixels/render';
import type { Voi } from '@isocenter/pixels/voi';
import { Piscina } from 'piscina';
import sharp from 'sharp';
import { releaseBuffers } from '../storage/release-buffer.ts';
import { annotationOf } from './annotation.ts';
import { drawText } from './drawn-text.ts';
import { RenderingError } from './errors.ts';
import type { Annotation } from './parameters.ts';
import { encodePicture, type PictureFormat, type PictureOptions, scaleToViewport } from './picture.ts';
import type { PixelAnswer, PixelTask } from './pixel-task.ts';
import type { StoredImage } from './stored-image.ts';

export type RendererOptions = {
  /** Worker threads at most; all processors but one by default, and at least one. */
  readonly threads?: number;
  /** Frames that may wait for a worker, 64 by default. */
  readonly maxWaiting?: number;
  /** How long a frame may wait and be worked on together, 30 seconds by default. */
  readonly timeLimitMs?: number;
  /** How long an idle worker is kept, one minute by default. */
  readonly idleTimeoutMs?: number;
};

export type RenderRequest = PictureOptions & {
  /** What is burned into the picture, nothing by default. */
  readonly annotation?: readonly Annotation[];
  /** Counted from 1. */
  readonly frame: number;
  /** In place of what the object proposes. */
  readonly voi?: Voi;
};

export type Picture = {
  readonly bytes: Buffer;
  readonly mediaType: `image/${PictureFormat}`;
  /** What is odd about the frame, such as missing data, which is left blank. */
  readonly findings: readonly Finding[];
  /** Asked for and left out, since the picture is too small for letters that can be read. */
  readonly undrawn: readonly Annotation[];
};

export type Renderer = {
  /** @throws PixelsError, RenderingError */
  renderFrame(image: StoredImage, request: RenderRequest): Promise<Picture>;
  /** Returns a small JPEG of the middle frame. */
  thumbnail(image: StoredImage, options?: { readonly frame?: number; readonly sidePixels?: number }): Promise<Picture>;
  /** Returns a frame as native pixel data of Explicit VR Little Endian, for frames as `application/octet-stream`. */
  nativeFrame(image: StoredImage, frame: number): Promise<Uint8Array>;
  /** Yields the data set with native Pixel Data in Explicit VR Little Endian, or in another encoding of little endian. */
  decodeToNative(image: StoredImage, target?: TransferSyntax): AsyncGenerator<Uint8Array>;
  /** Returns a frame as a codestream without loss. @throws PixelsError `not-encodable` and what decoding throws */
  encodedFrame(image: StoredImage, frame: number, targetUid: string): Promise<Uint8Array>;
  /** Yields the data set with Pixel Data encapsulated in another Transfer Syntax, without loss. */
  encodeToFragments(image: StoredImage, target: TransferSyntax): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
};

const thumbnailSidePixels = 160;
const thumbnailQuality = 80;

/** Samples of native frames that are drawn in place: a millisecond or two, what the way to a worker and back costs. */
const maxInPlaceSamples = 2 ** 19;

/** JavaScript heap of a worker; cells and WebAssembly memory lie beside it and are bounded by the image budget. */
const workerHeapMb = 256;

export function createRenderer(options: RendererOptions = {}): Renderer {
  const workers = openWorkers(options);
  // One picture is small; several at a time use the processors better than one in parts.
  sharp.concurrency(1);
  sharp.cache(false);

  const decode = async (frame: Uint8Array, transferSyntaxUid: string, description: StoredImage['description']) => {
    const answer = await workers.run({ kind: 'decode', frame: owned(frame), transferSyntaxUid, description });
    if (answer.kind !== 'decoded') throw refusal(answer);
    return answer.frame;
  };

  const encode = async ({ image, table, description }: StoredImage, frame: number, targetUid: string) => {
    const answer = await workers.run({
      kind: 'encode',
      frame: owned(await table.read(frame)),
      transferSyntaxUid: image.transferSyntax.uid,
      description,
      targetUid,
    });
    if (answer.kind !== 'encoded') throw refusal(answer);
    return answer.frame;
  };

  // Of native frames only, which no codec reads.
  const native = createFrameDecoder();

  const render = async (image: StoredImage, frame: number, voi?: Voi): Promise<Rendered> => {
    const { header, transferSyntax } = image.image;
    const bytes = await image.table.read(frame);
    const display = readDisplayParameters(header, image.description, frame);
    const { rows, columns, samplesPerPixel } = image.description;
    // As described: a frame that is cut short is drawn in its whole size.
    if (!transferSyntax.encapsulated && rows * columns * samplesPerPixel <= maxInPlaceSamples) {
      const decoded = await native.decodeFrame(bytes, transferSyntax.uid, image.description);
      const rendered = renderFrame(decoded, display, voi === undefined ? {} : { voi });
      releaseBuffers([bytes, bytesOf(decoded.cells)]);
      return { image: rendered, findings: decoded.findings, voi: voi ?? display.voi[0] };
    }
    const answer = await workers.run({
      kind: 'render',
      frame: owned(bytes),
      transferSyntaxUid: transferSyntax.uid,
      description: image.description,
      display,
      ...(voi && { voi }),
    });
    if (answer.kind !== 'rendered') throw refusal(answer);
    return { image: answer.image, findings: answer.findings, voi: voi ?? display.voi[0] };
  };

  /** After everything else, PS3.18 §8.3.5.1.1. */
  const annotate = async (image: StoredImage, rendered: Rendered, request: RenderRequest): Promise<Picture> => {
    const { frame, annotation = [], viewport, ...picture } = request;
    const shown = viewport === undefined ? rendered.image : await scaleToViewport(rendered.image, viewport);
    const { header } = image.image;
    const { numberOfFrames } = image.table;
    const voi = shown.channels === 1 ? rendered.voi : undefined;
    const blocks = new Map(
      annotation.map((kind) => [annotationOf(kind, { header, frame, numberOfFrames, voi }), kind] as const),
    );
    const undrawn = await drawText(shown, [...blocks.keys()]);
    const finished = await finish(shown, picture, rendered.findings);
    return { ...finished, undrawn: undrawn.flatMap((block) => blocks.get(block) ?? []) };
  };

  return {
    async renderFrame(image, request) {
      const { frame, voi, annotation, ...picture } = request;
      const rendered = await render(image, frame, voi);
      if (annotation !== undefined) return annotate(image, rendered, request);
      return finish(rendered.image, picture, rendered.findings);
    },
    async thumbnail(image, { frame, sidePixels = thumbnailSidePixels } = {}) {
      const middle = Math.ceil(image.table.numberOfFrames / 2);
      const rendered = await render(image, frame ?? middle);
      const viewport = { width: sidePixels, height: sidePixels };
      return finish(rendered.image, { format: 'jpeg', quality: thumbnailQuality, viewport }, rendered.findings);
    },
    async nativeFrame(image, frame) {
      const bytes = await image.table.read(frame);
      if (!image.image.transferSyntax.encapsulated) return bytes;
      return nativeBytes(await decode(bytes, image.image.transferSyntax.uid, image.description));
    },
    decodeToNative: (image, target) => decodeToNative(image, decode, target),
    encodedFrame: async (image, frame, targetUid) => (await encode(image, frame, targetUid)).bytes,
    encodeToFragments: (image, target) =>
      encodeToFragments(image, target, { decode, encode: (frame) => encode(image, frame, target.uid) }),
    close: () => workers.close(),
  };
}

type Rendered = {
  readonly image: RenderedImage;
  readonly findings: readonly Finding[];
  /** What was asked for, or what the object proposes. */
  readonly voi: Voi | undefined;
};

type Workers = { run(task: PixelTask): Promise<PixelAnswer>; close(): Promise<void> };

function openWorkers(options: RendererOptions): Workers {
  const { maxWaiting = 64, timeLimitMs = 30_000, idleTimeoutMs = 60_000 } = options;
  const pool = new Piscina<PixelTask, PixelAnswer>({
    filename: new URL('./pixel-worker.ts', import.meta.url).href,
    name: 'runPixelTask',
    minThreads: 0,
    maxThreads: options.threads ?? Math.max(1, availableParallelism() - 1),
    idleTimeout: idleTimeoutMs,
    maxQueue: maxWaiting,
    resourceLimits: { maxOldGenerationSizeMb: workerHeapMb },
  });
  return {
    async run(task) {
      if (pool.queueSize >= maxWaiting) throw new RenderingError('renderer-busy', 'too many frames wait already');
      const signal = AbortSignal.timeout(timeLimitMs);
      try {
        return await pool.run(task, { signal, transferList: [task.frame.buffer] });
      } catch (cause) {
        if (signal.aborted) throw new RenderingError('renderer-timeout', 'a frame took too long', { cause });
        throw new RenderingError('renderer-failed', 'the worker that decoded a frame failed', { cause });
      }
    },
    close: () => pool.destroy(),
  };
}

async function finish(image: RenderedImage, options: PictureOptions, findings: readonly Finding[]): Promise<Picture> {
  const bytes = await encodePicture(image, options);
  releaseBuffers([image.samples]);
  return { bytes, mediaType: `image/${options.format}`, findings, undrawn: [] };
}

function nativeBytes(frame: DecodedFrame): Uint8Array {
  if (frame.bitsAllocated !== 1) return bytesOf(frame.cells);
  const packer = createBitPacker();
  return Buffer.concat([packer.push(frame.cells), packer.finish()]);
}

/** Memory that belongs to nobody else, so that it can move to a worker: the bytes' own, or a copy. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) return new Uint8Array(buffer);
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}

function refusal(answer: PixelAnswer): Error {
  if (answer.kind === 'refused') return new PixelsError(answer.code, answer.message, answer.details);
  return new RenderingError('renderer-failed', 'the worker answered another question');
}
