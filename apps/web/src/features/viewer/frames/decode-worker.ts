/**
 * The worker in which frames are decoded: the same codecs as the server's, so that a picture here is the picture there.
 * A message is one frame, an answer its pixels; what cannot be decoded is an answer too.
 */

import charlsWasm from '@cornerstonejs/codec-charls/decodewasm?url';
import turboWasm from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import libjxlWasm from '@cornerstonejs/codec-libjxl/decodewasm?url';
import openJpegWasm from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openJphWasm from '@cornerstonejs/codec-openjph/wasm?url';
import { createFrameDecoder } from '@isocenter/pixels/decode';
import type { DisplayParameters } from '@isocenter/pixels/display-parameters';
import { PixelsError } from '@isocenter/pixels/errors';
import type { ImageDescription } from '@isocenter/pixels/image-description';
import { type FramePixels, toFramePixels } from './frame-pixels.ts';

export type DecodeRequest = {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly transferSyntaxUid: string;
  readonly description: ImageDescription;
  readonly display: DisplayParameters;
};

export type DecodeAnswer =
  | { readonly id: number; readonly kind: 'decoded'; readonly pixels: FramePixels }
  | { readonly id: number; readonly kind: 'failed'; readonly code: string };

/** Where the bundle put the codecs; each is fetched when its first frame comes. */
const wasmUrls: Readonly<Record<string, string>> = {
  '@cornerstonejs/codec-charls/decodewasm': charlsWasm,
  '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm': turboWasm,
  '@cornerstonejs/codec-libjxl/decodewasm': libjxlWasm,
  '@cornerstonejs/codec-openjpeg/decodewasm': openJpegWasm,
  '@cornerstonejs/codec-openjph/wasm': openJphWasm,
};

const decoder = createFrameDecoder({
  loadWasm: async (specifier) => {
    const response = await fetch(wasmUrls[specifier] ?? '');
    if (!response.ok) throw new Error('A codec of this application cannot be fetched.');
    return new Uint8Array(await response.arrayBuffer());
  },
});

self.addEventListener('message', (event: MessageEvent<DecodeRequest>) => {
  void answer(event.data);
});

async function answer({ id, bytes, transferSyntaxUid, description, display }: DecodeRequest): Promise<void> {
  try {
    const pixels = toFramePixels(await decoder.decodeFrame(bytes, transferSyntaxUid, description), display);
    reply({ id, kind: 'decoded', pixels }, [pixels.samples.buffer as ArrayBuffer]); // Codecs return memory of their own.
  } catch (error) {
    reply({ id, kind: 'failed', code: error instanceof PixelsError ? error.code : 'decoder-failed' });
  }
}

function reply(message: DecodeAnswer, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
