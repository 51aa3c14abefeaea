/**
 * The worker thread that decodes, encodes and renders: the one place where bytes from outside meet codecs, so that what a
 * hostile frame breaks is this thread. Run by `renderer.ts`.
 */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createFrameDecoder, type DecodedFrame, type FrameDecoder } from '@isocenter/pixels/decode';
import { createFrameEncoder, type FrameEncoder } from '@isocenter/pixels/encode';
import { PixelsError } from '@isocenter/pixels/errors';
import { renderFrame } from '@isocenter/pixels/render';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { PixelAnswer, PixelTask } from './pixel-task.ts';

/** Belongs to the thread: codecs keep their WebAssembly instances from task to task. */
let decoder: FrameDecoder | undefined;
let encoder: FrameEncoder | undefined;

export async function runPixelTask(task: PixelTask): Promise<PixelAnswer> {
  decoder ??= createFrameDecoder({ loadWasm });
  try {
    const frame = await decoder.decodeFrame(task.frame, task.transferSyntaxUid, task.description);
    if (task.kind === 'decode') return moved({ kind: 'decoded', frame }, frame.cells);
    if (task.kind === 'encode') {
      assertWhole(frame);
      encoder ??= createFrameEncoder(decoder, { loadWasm });
      const encoded = await encoder.encodeFrame(frame, task.targetUid);
      return moved({ kind: 'encoded', frame: encoded }, encoded.bytes);
    }
    const image = renderFrame(frame, task.display, task.voi === undefined ? {} : { voi: task.voi });
    return moved({ kind: 'rendered', image, findings: frame.findings }, image.samples);
  } catch (error) {
    if (!(error instanceof PixelsError)) throw error;
    const { code, message, details } = error;
    return { kind: 'refused', code, message, details };
  }
}

/** What is blank for want of data does not become data. @throws PixelsError `frame-truncated` */
function assertWhole({ findings }: DecodedFrame): void {
  if (!findings.some(({ severity }) => severity === 'error')) return;
  throw new PixelsError('frame-truncated', 'an incomplete frame is not encoded');
}

/** Hands the memory of an answer over instead of copying it. */
function moved(answer: PixelAnswer, { buffer }: { readonly buffer: ArrayBufferLike }): PixelAnswer {
  // The pool unwraps what `move` marks, so that the other side receives the answer itself.
  return move({ [transferableSymbol]: buffer, [valueSymbol]: answer }) as unknown as PixelAnswer;
}

async function loadWasm(specifier: string): Promise<Uint8Array> {
  const fromPixels = createRequire(import.meta.resolve('@isocenter/pixels/decode'));
  return new Uint8Array(await readFile(fromPixels.resolve(specifier)));
}
