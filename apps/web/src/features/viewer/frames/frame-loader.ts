/**
 * Brings the pixels of a frame: as they were received where this browser can decode them, which costs the node nothing;
 * else decoded by the node; else, as a last resort, as a picture that the node has rendered, without values.
 */

import { paths } from '@isocenter/contract/paths';
import { DecodeError, type DecoderPool } from './decoder-pool.ts';
import type { FramePixels } from './frame-pixels.ts';
import type { FrameSource } from './frame-source.ts';
import { type FramePart, readFramePart } from './multipart.ts';
import { DicomWebError, type Fetch } from './series-headers.ts';

export type LoadedFrame = {
  readonly pixels: FramePixels;
  /** True for a picture made by the node: its values are no measurements. */
  readonly isRendered: boolean;
};

const asReceived = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';
const decodedByNode = 'multipart/related; type="application/octet-stream"; transfer-syntax=1.2.840.10008.1.2.1';
const explicitLittleEndian = '1.2.840.10008.1.2.1';

export type FrameLoaderOptions = {
  readonly fetch: Fetch;
  readonly pool: DecoderPool;
  /** Decodes a rendered picture to RGB. */
  readonly decodePicture: (picture: Blob) => Promise<FramePixels>;
};

export type LoadOptions = { readonly priority: number; readonly signal?: AbortSignal };

/** Returns the function that loads frames; it rejects with `DicomWebError` or `DecodeError` when every way has failed. */
export function createFrameLoader({ fetch, pool, decodePicture }: FrameLoaderOptions) {
  return async (source: FrameSource, options: LoadOptions): Promise<LoadedFrame> => {
    try {
      return await fetchAndDecode(source, asReceived, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!isWorthAnotherWay(error)) throw error;
    }
    try {
      return await fetchAndDecode(source, decodedByNode, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!isWorthAnotherWay(error)) throw error;
    }
    const picture = await get(framePath(source, true), 'image/png', options.signal);
    return { pixels: await decodePicture(await picture.blob()), isRendered: true };
  };

  async function fetchAndDecode(
    source: FrameSource,
    accept: string,
    { priority, signal }: LoadOptions,
  ): Promise<LoadedFrame> {
    const part = await fetchPart(framePath(source, false), accept, signal);
    const { description, display } = source;
    const transferSyntaxUid = part.transferSyntaxUid ?? explicitLittleEndian;
    const pixels = await pool.decode({ bytes: part.bytes, transferSyntaxUid, description, display }, priority);
    return { pixels, isRendered: false };
  }

  async function fetchPart(url: string, accept: string, signal: AbortSignal | undefined): Promise<FramePart> {
    const response = await get(url, accept, signal);
    const body = new Uint8Array(await response.arrayBuffer());
    const part = readFramePart(body, response.headers.get('content-type') ?? '');
    if (part === undefined) throw new DecodeError('answer-incomplete');
    return part;
  }

  async function get(url: string, accept: string, signal: AbortSignal | undefined): Promise<Response> {
    const response = await fetch(url, { headers: { accept }, ...(signal === undefined ? {} : { signal }) });
    if (!response.ok) throw new DicomWebError(response.status);
    return response;
  }
}

function framePath(source: FrameSource, rendered: boolean): string {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, frame } = source;
  const build = rendered ? paths.dicomWeb.frameRendered : paths.dicomWeb.frame;
  return build(studyInstanceUid, seriesInstanceUid, sopInstanceUid, frame);
}

/** Not where the object is gone or the session has ended: another encoding of it would be refused as well. */
function isWorthAnotherWay(error: unknown): boolean {
  if (error instanceof DecodeError) return error.code !== 'closed';
  return error instanceof DicomWebError && (error.status === 406 || error.status >= 500);
}
