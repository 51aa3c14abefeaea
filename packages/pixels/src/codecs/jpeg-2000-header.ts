/**
 * The main header of a JPEG 2000 codestream, ITU-T T.800 Annex A (HTJ2K adds to it, T.814): its size, its bits and
 * whether its components were transformed, all before anything is decoded. JP2 boxes around it are stepped over.
 */

import { PixelsError } from '../errors.ts';

const startOfCodestream = 0xff4f;
const size = 0xff51;
const codingStyle = 0xff52;
const startOfTilePart = 0xff90;
/** 'jp2c', the JP2 box that holds the codestream, T.800 §I.5.4. */
const codestreamBox = 0x6a703263;

export type Jpeg2000Header = {
  readonly columns: number;
  readonly rows: number;
  readonly tiles: number;
  readonly components: readonly {
    readonly precision: number;
    readonly signed: boolean;
    readonly subsampled: boolean;
  }[];
  /** Multiple component transformation: coded as RCT or ICT, decoded as RGB. */
  readonly componentsTransformed: boolean;
  /** Where the codestream begins in the bytes given. */
  readonly offset: number;
};

/** @throws PixelsError `codestream-malformed` where there is no such header */
export function parseJpeg2000Header(bytes: Uint8Array): Jpeg2000Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offset = findCodestream(view);
  let header: Omit<Jpeg2000Header, 'componentsTransformed' | 'offset'> | undefined;
  for (let at = offset + 2; at + 4 <= view.byteLength; ) {
    const code = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (code === startOfTilePart || code < 0xff00 || at + 2 + length > view.byteLength) break;
    if (code === size && length >= 41) header = readSize(view, at + 4, length - 2);
    if (code === codingStyle && length >= 12 && header !== undefined) {
      return { ...header, componentsTransformed: view.getUint8(at + 8) === 1, offset };
    }
    at += 2 + length;
  }
  throw new PixelsError('codestream-malformed', 'JPEG 2000 codestream without size or coding style', { offset });
}

function findCodestream(view: DataView): number {
  if (view.byteLength >= 2 && view.getUint16(0) === startOfCodestream) return 0;
  for (let at = 0; at + 10 <= view.byteLength; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === codestreamBox) {
      const start = at + (length === 1 ? 16 : 8);
      if (start + 2 <= view.byteLength && view.getUint16(start) === startOfCodestream) return start;
    }
    if (length < 8) break;
    at += length;
  }
  throw new PixelsError('codestream-malformed', 'no JPEG 2000 codestream in the frame', {
    lengthBytes: view.byteLength,
  });
}

function readSize(
  view: DataView,
  at: number,
  lengthBytes: number,
): Omit<Jpeg2000Header, 'componentsTransformed' | 'offset'> {
  const [right = 0, bottom = 0, left = 0, top = 0, tileWidth = 0, tileHeight = 0, tileLeft = 0, tileTop = 0] =
    Array.from({ length: 8 }, (_, i) => view.getUint32(at + 2 + 4 * i));
  const count = view.getUint16(at + 34);
  if (count === 0 || 36 + 3 * count > lengthBytes || tileWidth === 0 || tileHeight === 0) {
    throw new PixelsError('codestream-malformed', 'JPEG 2000 size marker is cut short', { offset: at });
  }
  return {
    columns: right - left,
    rows: bottom - top,
    tiles: Math.ceil((right - tileLeft) / tileWidth) * Math.ceil((bottom - tileTop) / tileHeight),
    components: Array.from({ length: count }, (_, i) => {
      const depth = view.getUint8(at + 36 + 3 * i);
      const subsampled = view.getUint8(at + 37 + 3 * i) !== 1 || view.getUint8(at + 38 + 3 * i) !== 1;
      return { precision: (depth & 0x7f) + 1, signed: depth >= 0x80, subsampled };
    }),
  };
}
