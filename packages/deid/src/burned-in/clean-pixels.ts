/**
 * Takes burned-in text out of an image, PS3.15 §E.3.1: what lies outside of the regions of an ultrasound picture, the bands
 * in which devices write names, and every line of text that was found in any of its frames, since text that is burned in
 * stands still. Pictures of text are left out as a whole.
 *
 * An image in which nothing is masked is not written anew: its bytes stay as they are. One in which something is keeps its
 * Transfer Syntax where that is native and little endian or is encoded here without loss; the others become JPEG-LS without
 * loss. The header is written as it is given, see `LocatedImage`.
 */

import { createHash } from 'node:crypto';
import type { DataSet } from '@isocenter/dicom/data-set';
import { findTransferSyntax, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { DecodedFrame, FrameDecoder } from '@isocenter/pixels/decode';
import { isDecodable } from '@isocenter/pixels/decode';
import { readDisplayParameters } from '@isocenter/pixels/display-parameters';
import { encodeToFragments } from '@isocenter/pixels/encapsulated-data-set';
import { type FrameEncoder, isEncodable } from '@isocenter/pixels/encode';
import { PixelsError } from '@isocenter/pixels/errors';
import { decodeToNative, type LocatedImage } from '@isocenter/pixels/native-data-set';
import { fiducialOf } from '../identity-kind.ts';
import { termsOfDataSet } from '../text/header-terms.ts';
import { type Box, mergeBoxes } from './box.ts';
import { bandsOf } from './device-rules.ts';
import { type FoundText, findText, type TextReader } from './find-text.ts';
import { createKnownText } from './known-text.ts';
import { maskDecoded } from './mask-decoded.ts';
import type { Mask } from './mask-frame.ts';
import { maskedSource } from './masked-source.ts';
import { findPictureOfText, type PictureOfText } from './pictures-of-text.ts';
import { outsideOfRegions } from './ultrasound-regions.ts';
import { viewsOf } from './views.ts';

/** JPEG-LS Lossless, the smallest of what is encoded here. */
const jpegLsLossless = '1.2.840.10008.1.2.4.80';

export type CleaningOptions = {
  /** Looks at pictures of text, too, in place of leaving them out. Default: they are left out. */
  readonly keepPicturesOfText?: boolean;
  /** Blanks what lies outside of the regions of ultrasound pictures. Default: it does. */
  readonly onlyUltrasoundRegions?: boolean;
};

export type CleaningTools = {
  readonly reader: TextReader;
  readonly decoder: FrameDecoder;
  readonly encoder: FrameEncoder;
};

export type CleanedPixels =
  | { readonly kind: 'left-out'; readonly reason: PictureOfText | 'not-decodable' }
  | { readonly kind: 'untouched' }
  | {
      readonly kind: 'masked';
      /** Of all frames; rules for devices have no text. */
      readonly masks: readonly Mask[];
      readonly transferSyntax: TransferSyntax;
      /** The data set with the header as it was given, in pieces. */
      encode(): AsyncGenerator<Uint8Array>;
    };

/**
 * @param original the header before anything was taken out of it: devices, regions, windows and what is known of the case
 *   are read there
 * @throws PixelsError what reading, decoding and encoding frames throw
 */
export async function cleanPixels(
  located: LocatedImage,
  original: DataSet,
  tools: CleaningTools,
  { keepPicturesOfText = false, onlyUltrasoundRegions = true }: CleaningOptions = {},
): Promise<CleanedPixels> {
  const reason = keepPicturesOfText ? undefined : findPictureOfText(original);
  if (reason !== undefined) return { kind: 'left-out', reason };
  if (!isDecodable(located.image.transferSyntax.uid)) return { kind: 'left-out', reason: 'not-decodable' };
  const { description } = located;
  const regions = onlyUltrasoundRegions ? outsideOfRegions(original, description) : undefined;
  const ruled = regions ?? bandsOf(original, description);
  const found = await findInAllFrames(located, original, tools);
  const masks: readonly Mask[] = [
    ...ruled,
    ...found.map(({ x, y, width, height, kind }) => ({ x, y, width, height, label: fiducialOf(kind) })),
  ];
  if (masks.length === 0) return { kind: 'untouched' };
  const { transferSyntax } = located.image;
  if (!transferSyntax.encapsulated && transferSyntax.littleEndian) {
    const image = { ...located.image, source: await maskedSource(located, masks) };
    const decode = tools.decoder.decodeFrame.bind(tools.decoder);
    return {
      kind: 'masked',
      masks,
      transferSyntax,
      encode: () => decodeToNative({ ...located, image }, decode, transferSyntax),
    };
  }
  const target = isEncodable(transferSyntax.uid) ? transferSyntax : findTransferSyntax(jpegLsLossless);
  if (target === undefined) return { kind: 'left-out', reason: 'not-decodable' };
  return {
    kind: 'masked',
    masks,
    transferSyntax: target,
    encode: () => encodeMasked(located, masks, { target, tools }),
  };
}

/** Looks at each frame, and at equal ones once; returns the lines that go, of all frames together. */
async function findInAllFrames(
  located: LocatedImage,
  original: DataSet,
  { reader, decoder }: CleaningTools,
): Promise<readonly FoundText[]> {
  const { image, table, description } = located;
  const terms = createKnownText(termsOfDataSet(original));
  const looked = new Set<string>();
  const going: FoundText[] = [];
  for (let number = 1; number <= table.numberOfFrames; number++) {
    const bytes = await table.read(number);
    const digest = createHash('sha256').update(bytes).digest('base64');
    if (looked.has(digest)) continue;
    looked.add(digest);
    const frame = await decoder.decodeFrame(bytes, image.transferSyntax.uid, description);
    // Others may show more of a damaged frame than is seen here; what is left of native ones is seen in whole.
    if (image.transferSyntax.encapsulated && frame.findings.some(({ severity }) => severity === 'error'))
      throw new PixelsError('frame-truncated', 'a damaged frame cannot be searched for text', { frame: number });
    const views = viewsOf(frame, readDisplayParameters(original, description, number));
    for (const line of await findText(views, reader, terms)) if (!line.harmless) going.push(line);
  }
  return unite(going);
}

function unite(lines: readonly FoundText[]): readonly FoundText[] {
  const boxes = mergeBoxes(
    lines.map((line) => ({ ...line, score: line.confidence })),
    0.7,
  );
  return boxes.flatMap(({ x, y, width, height, score }) => {
    const isInside = (one: Box) =>
      one.x >= x && one.y >= y && one.x + one.width <= x + width && one.y + one.height <= y + height;
    const line = lines.filter(isInside).sort((a, b) => b.confidence - a.confidence)[0];
    return line === undefined ? [] : [{ ...line, x, y, width, height, confidence: score }];
  });
}

type Target = { readonly target: TransferSyntax; readonly tools: CleaningTools };

function encodeMasked(located: LocatedImage, masks: readonly Mask[], { target, tools }: Target) {
  const { image, table, description } = located;
  const { decoder, encoder } = tools;
  return encodeToFragments(located, target, {
    decode: decoder.decodeFrame.bind(decoder),
    async encode(number) {
      const frame = await decoder.decodeFrame(await table.read(number), image.transferSyntax.uid, description);
      return encoder.encodeFrame(asEncodable(maskDecoded(frame, masks)), target.uid);
    },
  });
}

/** Colour that is coded for two pixels at once has a name of its own only while it is. */
function asEncodable(frame: DecodedFrame): DecodedFrame {
  const photometricInterpretation = frame.photometricInterpretation.replace('YBR_FULL_422', 'YBR_FULL');
  return { ...frame, photometricInterpretation };
}
