import { deflateRawSync } from 'node:zlib';
import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  type TransferSyntax,
} from '@isocenter/dicom/transfer-syntax';
import { getBytes } from '@isocenter/dicom/values';
import type { ByteSource } from '@isocenter/pixels/byte-source';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { parseRenderingParameters } from './parameters.ts';
import { createRenderer } from './renderer.ts';
import { openStoredImage } from './stored-image.ts';

const renderer = createRenderer({ threads: 1 });
afterAll(() => renderer.close());

const ramp = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
  SOPInstanceUID: '2.25.1',
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  Rows: 2,
  Columns: 4,
  BitsAllocated: 8,
  BitsStored: 8,
  HighBit: 7,
  PixelRepresentation: 0,
  PixelData: { vr: 'OB', value: Uint8Array.of(0, 10, 20, 30, 40, 50, 60, 70) },
} as const;

/** Too large to be drawn anywhere but in a worker. */
const large = {
  ...ramp,
  Rows: 1024,
  Columns: 1025,
  PixelData: { vr: 'OB', value: new Uint8Array(1024 * 1025) },
} as const;

test('renders a PNG of exactly the rendered samples', async () => {
  const { bytes, mediaType } = await renderer.renderFrame(await open(ramp), { frame: 1, format: 'png' });
  expect(mediaType).toBe('image/png');
  expect([...(await greyOf(bytes))]).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
});

test('renders a JPEG close to the rendered samples, in the quality asked for', async () => {
  const image = await openPhantom();
  const best = await renderer.renderFrame(image, { frame: 1, format: 'jpeg', quality: 98 });
  const small = await renderer.renderFrame(image, { frame: 1, format: 'jpeg', quality: 30 });
  const png = await greyOf((await renderer.renderFrame(image, { frame: 1, format: 'png' })).bytes);
  const jpeg = await greyOf(best.bytes);
  const outside = jpeg.filter((value, i) => Math.abs(value - (png[i] ?? 0)) > 8).length;
  expect(outside / png.length).toBeLessThan(0.001);
  expect(small.bytes.length).toBeLessThan(best.bytes.length / 3);
});

test('crops, mirrors and scales as a viewport asks', async () => {
  const image = await open(ramp);
  const shown = async (viewport: string) => {
    const request = { frame: 1, format: 'png', ...parseRenderingParameters({ viewport }) } as const;
    return [...(await greyOf((await renderer.renderFrame(image, request)).bytes))];
  };
  expect(await shown('2,2,1,0,2,2')).toEqual([10, 20, 50, 60]);
  expect(await shown('2,2,1,0,-2,2')).toEqual([20, 10, 60, 50]);
  expect(await shown('2,2,1,0,2,-2')).toEqual([50, 60, 10, 20]);
  expect(await shown('4,4')).toHaveLength(8);
  await expect(shown('2,2,9,0,2,2')).rejects.toMatchObject({ code: 'rendering-parameter-invalid' });
});

test('applies the window of a request', async () => {
  const request = { frame: 1, format: 'png', ...parseRenderingParameters({ window: '30,20,linear-exact' }) } as const;
  const { bytes } = await renderer.renderFrame(await open(ramp), request);
  expect([...(await greyOf(bytes))]).toEqual([0, 0, 0, 128, 255, 255, 255, 255]);
});

test.each([
  { viewport: '0,5' },
  { viewport: '100000,100000' },
  { viewport: '5' },
  { viewport: '5,5,1,1,0' },
  { window: '40' },
  { window: '40,0.5,linear' },
  { window: '40,400,cubic' },
  { quality: '0' },
  { quality: '1e3' },
])('refuses %o', (query) => {
  expect(() => parseRenderingParameters(query)).toThrow(
    expect.objectContaining({ code: 'rendering-parameter-invalid' }),
  );
});

test('makes a small thumbnail of the middle frame', async () => {
  const study = buildPhantomStudy({ ctSlices: 0, usFrames: 3 });
  const [instance] = study.series[0]?.instances() ?? [];
  const source = sourceOfBytes(encodeDataSet(instance?.dataSet ?? buildDataSet({}), explicitVrLittleEndian));
  const { bytes } = await renderer.thumbnail(await openStoredImage(source, explicitVrLittleEndian));
  const { width = 0, height = 0, format } = await sharp(bytes).metadata();
  expect([format, Math.max(width, height)]).toEqual(['jpeg', 160]);
});

test('writes big endian out as little endian, pixels and all', async () => {
  const wide = { ...ramp, BitsAllocated: 16, BitsStored: 16, HighBit: 15, Columns: 2 };
  const image = await open(
    { ...wide, PixelData: { vr: 'OW', value: new Uint8Array(ramp.PixelData.value) } },
    explicitVrBigEndian,
  );
  const pieces: Uint8Array[] = [];
  for await (const piece of renderer.decodeToNative(image)) pieces.push(piece);
  const { value } = parseDataSet(new Uint8Array(Buffer.concat(pieces)), explicitVrLittleEndian);
  expect([...(getBytes(value, tagOf('PixelData')) ?? [])]).toEqual([...ramp.PixelData.value]);
});

test('opens a large object without reading its pixels', async () => {
  const bytes = encodeDataSet(buildDataSet({ ...ramp, NumberOfFrames: 500_000 }), explicitVrLittleEndian);
  let readBytes = 0;
  const source: ByteSource = {
    lengthBytes: bytes.length + 4_000_000,
    readAt: async (offset, lengthBytes) => {
      readBytes += lengthBytes;
      return bytes.subarray(offset, offset + lengthBytes);
    },
  };
  await openStoredImage(source, explicitVrLittleEndian);
  expect(readBytes).toBeLessThan(100_000);
});

test('refuses an object without pixels', async () => {
  await expect(open({ SOPClassUID: '1.2.3' })).rejects.toMatchObject({ code: 'pixel-data-missing' });
});

test('lets no more frames wait than it was told, and goes on afterwards', async () => {
  const narrow = createRenderer({ threads: 1, maxWaiting: 2 });
  const image = await open(large);
  const frames = Array.from({ length: 12 }, () => narrow.renderFrame(image, { frame: 1, format: 'jpeg' }));
  const outcomes = await Promise.allSettled(frames);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason.code);
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused)).toEqual(new Set(['renderer-busy']));
  await expect(narrow.renderFrame(image, { frame: 1, format: 'jpeg' })).resolves.toBeDefined();
  await narrow.close();
});

test('ends the worker of a frame that takes too long, and goes on with another', async () => {
  const hasty = createRenderer({ threads: 1, timeLimitMs: 1 });
  const image = await open(large);
  await expect(hasty.renderFrame(image, { frame: 1, format: 'jpeg' })).rejects.toMatchObject({
    code: 'renderer-timeout',
  });
  await hasty.close();
  await expect(renderer.renderFrame(image, { frame: 1, format: 'jpeg' })).resolves.toBeDefined();
});

test('brings the codes of pixel errors out of the worker', async () => {
  const image = await open(ramp);
  const video = {
    ...image,
    image: { ...image.image, transferSyntax: { ...explicitVrLittleEndian, uid: '1.2.840.10008.1.2.4.100' } },
  };
  const rendering = renderer.renderFrame(video, { frame: 1, format: 'jpeg' });
  await expect(rendering).rejects.toMatchObject({ code: 'codec-missing', name: 'PixelsError' });
});

test('opens a deflated data set, and no bomb', async () => {
  const plain = encodeDataSet(buildDataSet(ramp), explicitVrLittleEndian);
  const image = await openStoredImage(sourceOfBytes(deflateRawSync(plain)), deflatedExplicitVrLittleEndian);
  expect([...(await renderer.nativeFrame(image, 1))]).toEqual([...ramp.PixelData.value]);
  const bomb = sourceOfBytes(deflateRawSync(Buffer.alloc(200 * 2 ** 20)));
  const opening = openStoredImage(bomb, deflatedExplicitVrLittleEndian);
  await expect(opening).rejects.toMatchObject({ code: 'inflate-failed' });
});

async function open(attributes: Parameters<typeof buildDataSet>[0], syntax: TransferSyntax = explicitVrLittleEndian) {
  return openStoredImage(sourceOfBytes(encodeDataSet(buildDataSet(attributes), syntax)), syntax);
}

async function openPhantom() {
  const [instance] = buildPhantomStudy({ ctSlices: 1, usFrames: 0 }).series[0]?.instances() ?? [];
  const dataSet = instance?.dataSet ?? buildDataSet({});
  return openStoredImage(sourceOfBytes(encodeDataSet(dataSet, explicitVrLittleEndian)), explicitVrLittleEndian);
}

async function greyOf(picture: Buffer): Promise<Uint8Array> {
  return new Uint8Array(await sharp(picture).toColourspace('b-w').raw().toBuffer());
}
