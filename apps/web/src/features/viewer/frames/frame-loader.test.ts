import { buildDataSet } from '@isocenter/dicom/build';
import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../../languages/words-in-english.ts';
import { DecodeError, type DecoderPool } from './decoder-pool.ts';
import { createFrameLoader } from './frame-loader.ts';
import type { FramePixels } from './frame-pixels.ts';
import { readFrameSource } from './frame-source.ts';

const t = wordsInEnglish();

const header = buildDataSet({
  Rows: 1,
  Columns: 1,
  BitsAllocated: 8,
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
});
const source = readFrameSource(
  t,
  { studyInstanceUid: '1', seriesInstanceUid: '2' },
  { header, sopInstanceUid: '3', frame: 1, numberOfFrames: 1 },
  undefined,
);
const picture: FramePixels = { kind: 'colour', rows: 1, columns: 1, samples: new Uint8Array(3) };

/** Answers each request by the transfer syntax or media type it asks for; decodes what `decodable` names. */
function loaderFor(
  statuses: { readonly received: number; readonly explicit: number; readonly rendered: number },
  decodable: readonly string[],
) {
  const asked: string[] = [];
  const pool = {
    decode: async ({ transferSyntaxUid }: { readonly transferSyntaxUid: string }) => {
      if (!decodable.includes(transferSyntaxUid)) throw new DecodeError('codec-missing');
      return picture;
    },
  } as unknown as DecoderPool; // All that the loader uses of it.
  const load = createFrameLoader({
    pool,
    decodePicture: async () => picture,
    fetch: async (url, { headers }) => {
      const accept = headers.accept ?? '';
      // A picture made by the node must not lose anything more.
      if (url.endsWith('/rendered')) expect(accept).toBe('image/png');
      const way = url.endsWith('/rendered') ? 'rendered' : accept.endsWith('=*') ? 'received' : 'explicit';
      asked.push(way);
      const type =
        way === 'received'
          ? 'image/x; transfer-syntax=9.9'
          : 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1';
      return new Response(new Uint8Array(1), { status: statuses[way], headers: { 'content-type': type } });
    },
  });
  return { load, asked };
}

const allFine = { received: 200, explicit: 200, rendered: 200 };

test('a frame is taken as it was received where it can be decoded here', async () => {
  const { load, asked } = loaderFor(allFine, ['9.9']);
  expect((await load(source, { priority: 0 })).isRendered).toBe(false);
  expect(asked).toEqual(['received']);
});

test('what this browser cannot decode is decoded by the node', async () => {
  const { load, asked } = loaderFor(allFine, ['1.2.840.10008.1.2.1']);
  expect((await load(source, { priority: 0 })).isRendered).toBe(false);
  expect(asked).toEqual(['received', 'explicit']);
});

test('what the node cannot decode either is shown as a picture, and says so', async () => {
  const { load, asked } = loaderFor({ ...allFine, explicit: 406 }, []);
  expect((await load(source, { priority: 0 })).isRendered).toBe(true);
  expect(asked).toEqual(['received', 'explicit', 'rendered']);
});

test('an object that is gone is not asked for again', async () => {
  const { load, asked } = loaderFor({ ...allFine, received: 404 }, []);
  await expect(load(source, { priority: 0 })).rejects.toMatchObject({ status: 404 });
  expect(asked).toEqual(['received']);
});
