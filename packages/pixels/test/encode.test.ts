/**
 * Lossless encoders: what went in comes out, by our own decoders and by those of others, for every shape of image; what
 * they cannot hold they refuse. DCMTK decodes RLE and JPEG-LS, GDCM JPEG 2000, OpenJPEG High-Throughput JPEG 2000.
 */

import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { toDicomJson } from '@isocenter/dicom/json';
import { parseDataSet } from '@isocenter/dicom/parse';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian, findTransferSyntax, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { findElement, getBytes, getNumber, getString } from '@isocenter/dicom/values';
import { corpusAbsence, corpusDir, listCorpus } from '@isocenter/testkit/corpus';
import { absenceOf, findMissingPrograms, runPeer } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFrameDecoder } from '../src/decode.ts';
import { encodeToFragments } from '../src/encapsulated-data-set.ts';
import { createFrameEncoder } from '../src/encode.ts';
import { locateFrames } from '../src/frames.ts';
import { decodeToNative, type LocatedImage } from '../src/native-data-set.ts';
import { openCorpusImage } from './corpus-image.ts';
import { buildImage, openImage, type Shape, shapes } from './generated-image.ts';

const require = createRequire(import.meta.url);
const loadWasm = async (name: string) => new Uint8Array(await readFile(require.resolve(name)));
const decoder = createFrameDecoder({ loadWasm });
const encoder = createFrameEncoder(decoder);

const syntaxOf = (uid: string) => findTransferSyntax(uid) ?? explicitVrLittleEndian;
const rle = syntaxOf('1.2.840.10008.1.2.5');
const jpegLs = syntaxOf('1.2.840.10008.1.2.4.80');
const jpeg2000 = syntaxOf('1.2.840.10008.1.2.4.90');
const htj2k = syntaxOf('1.2.840.10008.1.2.4.201');
const targets = [rle, jpegLs, jpeg2000, htj2k];
const missing = findMissingPrograms('dcmdrle', 'dcmdjpls', 'gdcmconv', 'opj_decompress');

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'isocenter-encode-'));
});
afterAll(() => rm(dir, { recursive: true }));

const cases = Object.entries(shapes).flatMap(([name, shape]) => targets.map((target) => ({ name, shape, target })));

describe('an image of', () => {
  test.each(cases)('$name in $target.name has its pixels and elements', async ({ shape, target }) => {
    const original = await openImage(buildImage(shape), explicitVrLittleEndian);
    const encoded = await encode(original, target);
    const { value, findings } = parseDataSet(encoded, target);
    expect(findings).toEqual([]);
    expect(fragmentsOf(value).map((fragment) => fragment.length & 1)).toEqual(new Array(1 + shape.frames).fill(0));
    expect(fragmentsOf(value)[0]).toHaveLength(0);
    const back = await openImage(encoded, target);
    expect(pixelsOf(await decode(back)).equals(pixelsOf(await decode(original)))).toBe(true);
    const isTransformed = shape.photometric === 'RGB' && (target === jpeg2000 || target === htj2k);
    expect(getString(value, tagOf('PhotometricInterpretation'))).toBe(isTransformed ? 'YBR_RCT' : shape.photometric);
    expect(getNumber(value, tagOf('PlanarConfiguration'))).toBe(shape.samples === 3 ? 0 : undefined);
    expect(elementsOf(value)).toEqual(elementsOf(original.image.header));
  });

  test.skipIf(missing.length > 0).each(cases)(
    `$name in $target.name has its pixels to others${absenceOf(missing)}`,
    async ({ shape, target }) => {
      const original = await openImage(buildImage(shape), explicitVrLittleEndian);
      const encoded = await encode(original, target);
      const expected = pixelsOf(await decode(original));
      const actual = target === htj2k ? await decodeByOpenJpeg(encoded, shape) : await decodeByPeer(encoded, target);
      expect(actual.equals(expected)).toBe(true);
    },
  );
});

describe('what cannot be held without loss', () => {
  test.each([
    ['1 bit', { allocated: 1, stored: 1 }, targets],
    ['32 bits', { allocated: 32, stored: 32 }, [jpegLs, jpeg2000, htj2k]],
    ['YBR_FULL', { samples: 3, photometric: 'YBR_FULL', allocated: 8, stored: 8 }, [jpeg2000]],
    ['CIELAB', { samples: 3, photometric: 'CIELAB', allocated: 8, stored: 8 }, targets],
  ] as const)('is refused: %s', async (_, changes, refusing) => {
    const shape: Shape = { ...(shapes['16 bits'] as Shape), ...changes };
    const original = await openImage(buildImage(shape), explicitVrLittleEndian);
    for (const target of targets) {
      const encoding = encode(original, target);
      if (refusing.includes(target as never)) await expect(encoding).rejects.toMatchObject({ code: 'not-encodable' });
      else
        expect(pixelsOf(await decode(await openImage(await encoding, target)))).toEqual(
          pixelsOf(await decode(original)),
        );
    }
  });

  test('is refused: floating point', async () => {
    const floats = { vr: 'OF' as const, value: new Uint8Array(4 * 37 * 51) };
    const dataSet = buildImage(shapes['16 bits'] as Shape, { PixelData: undefined, FloatPixelData: floats });
    const encoding = encode(await openImage(dataSet, explicitVrLittleEndian), rle);
    await expect(encoding).rejects.toMatchObject({ code: 'not-encodable' });
  });
});

/** One image of each transfer syntax, size and colour model, small ones first: the whole corpus takes minutes. */
const sample = new Map(
  listCorpus().flatMap(({ path }) => {
    if (path.startsWith('made/hostile')) return [];
    try {
      const entry = openCorpusImage(path);
      const { description: shape, image } = entry ?? {};
      if (shape === undefined || image === undefined || shape.rows * shape.columns > 600_000) return [];
      const { bitsAllocated, bitsStored, signed, photometricInterpretation, planarConfiguration } = shape;
      const kind = [image.transferSyntax.uid, bitsAllocated, bitsStored, signed, photometricInterpretation];
      return [[[...kind, planarConfiguration].join(), path] as const];
    } catch {
      return [];
    }
  }),
);

describe.skipIf(corpusDir === undefined)(`the corpus${corpusDir === undefined ? corpusAbsence : ''}`, () => {
  test.each([...sample.values()])('%s is the same in all of them, or refused', async (path) => {
    const entry = openCorpusImage(path);
    if (entry === undefined) throw new Error('the corpus has changed');
    const original = { ...entry, table: (await locateFrames(entry.image, entry.description)).value };
    const first = await decoder
      .decodeFrame(await original.table.read(1), entry.image.transferSyntax.uid, entry.description)
      .catch(() => undefined);
    // What cannot be decoded is looked at in `peers.test.ts`.
    if (first === undefined || first.findings.some(({ severity }) => severity === 'error')) return;
    for (const target of targets) {
      try {
        const { bytes, encoding } = await encoder.encodeFrame(first, target.uid);
        const description = { ...entry.description, ...encoding, planarConfiguration: 0 } as const;
        const { cells } = await decoder.decodeFrame(bytes, target.uid, description);
        expect(Buffer.compare(bufferOf(cells), bufferOf(first.cells))).toBe(0);
      } catch (error) {
        expect(error).toMatchObject({ code: 'not-encodable' });
      }
    }
  });
});

async function encode({ image, table, description }: LocatedImage, target: TransferSyntax): Promise<Uint8Array> {
  const decodeFrame = decoder.decodeFrame;
  const pieces: Uint8Array[] = [];
  const codec = {
    decode: decodeFrame,
    async encode(frame: number) {
      const decoded = await decodeFrame(await table.read(frame), image.transferSyntax.uid, description);
      return encoder.encodeFrame(decoded, target.uid);
    },
  };
  for await (const piece of encodeToFragments({ image, table, description }, target, codec)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

async function decode(image: LocatedImage) {
  const pieces: Uint8Array[] = [];
  const forced = image.image.transferSyntax.encapsulated ? image : await byPixel(image);
  for await (const piece of decodeToNative(forced, decoder.decodeFrame)) pieces.push(piece);
  return parseDataSet(new Uint8Array(Buffer.concat(pieces)), explicitVrLittleEndian).value;
}

/** Native pixels as they are but for planes, which come by pixel from every codec. */
async function byPixel(image: LocatedImage): Promise<LocatedImage> {
  if (image.description.planarConfiguration === 0) return image;
  const encoded = await encode(image, rle);
  return openImage(encoded, rle);
}

async function decodeByPeer(encoded: Uint8Array, target: TransferSyntax): Promise<Buffer> {
  const [file, copy] = [join(dir, `${randomUUID()}.dcm`), join(dir, `${randomUUID()}.dcm`)];
  await writeFile(file, Buffer.concat([fileMetaOf(target), encoded]));
  const program = target === rle ? 'dcmdrle' : target === jpegLs ? 'dcmdjpls' : 'gdcmconv';
  const { output } = await runPeer(program, [...(program === 'gdcmconv' ? ['--raw'] : []), file, copy]);
  const { dataSet } = parsePart10(new Uint8Array(await readFile(copy).catch(() => Buffer.from(output)))).value;
  return pixelsOf(dataSet);
}

/** The frames one by one: OpenJPEG knows codestreams, no data sets. */
async function decodeByOpenJpeg(encoded: Uint8Array, { allocated, samples }: Shape): Promise<Buffer> {
  const frames: Buffer[] = [];
  for (const fragment of fragmentsOf(parseDataSet(encoded, htj2k).value).slice(1)) {
    const [file, copy] = [join(dir, `${randomUUID()}.j2k`), join(dir, `${randomUUID()}.rawl`)];
    await writeFile(file, fragment);
    await runPeer('opj_decompress', ['-i', file, '-o', copy]);
    frames.push(interleaved(await readFile(copy), { allocated, samples }));
  }
  const pixels = Buffer.concat(frames);
  return pixels.length & 1 ? Buffer.concat([pixels, Buffer.of(0)]) : pixels;
}

/** Its raw output has planes. */
function interleaved(planes: Buffer, { samples }: Pick<Shape, 'allocated' | 'samples'>): Buffer {
  if (samples === 1) return planes;
  const perPlane = planes.length / 3;
  return Buffer.from(planes.map((_, at) => planes[(at % 3) * perPlane + Math.floor(at / 3)] ?? 0));
}

function fileMetaOf({ uid: transferSyntaxUid }: TransferSyntax): Uint8Array {
  return encodeFileMeta({
    sopClassUid: '1.2.840.10008.5.1.4.1.1.7',
    sopInstanceUid: '2.25.77',
    transferSyntaxUid,
  });
}

function fragmentsOf(dataSet: LocatedImage['image']['header']): readonly Uint8Array[] {
  const value = findElement(dataSet, tagOf('PixelData'))?.value;
  return value?.kind === 'fragments' ? value.fragments : [];
}

function pixelsOf(dataSet: LocatedImage['image']['header']): Buffer {
  return Buffer.from(getBytes(dataSet, tagOf('PixelData')) ?? []);
}

function elementsOf(dataSet: LocatedImage['image']['header']): unknown {
  const encodingTags: readonly Keyword[] = ['PhotometricInterpretation', 'PlanarConfiguration', 'PixelData'];
  const tags: readonly number[] = encodingTags.map(tagOf);
  return toDicomJson({ ...dataSet, elements: dataSet.elements.filter(({ tag }) => !tags.includes(tag)) });
}

function bufferOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
