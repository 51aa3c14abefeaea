/**
 * Data sets of the corpus written out as Explicit VR Little Endian: pixels byte for byte those of DCMTK or GDCM, all
 * other elements as they were.
 */

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { toDicomJson } from '@isocenter/dicom/json';
import { parseDataSet } from '@isocenter/dicom/parse';
import { parsePart10 } from '@isocenter/dicom/part10';
import { groupOf, isGroupLength } from '@isocenter/dicom/tag';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getBytes, getNumber } from '@isocenter/dicom/values';
import { corpusAbsence, corpusDir, listCorpus } from '@isocenter/testkit/corpus';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFrameDecoder } from '../src/decode.ts';
import { locateFrames } from '../src/frames.ts';
import { decodeToNative } from '../src/native-data-set.ts';
import { type CorpusImage, openCorpusImage } from './corpus-image.ts';
import { notDisplayable } from './peer-truth.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const decoder = createFrameDecoder({ loadWasm: async (name) => new Uint8Array(await readFile(require.resolve(name))) });

/** Files whose Pixel Data no peer writes out, or writes in another order than the standard has. */
const withoutPeer =
  /htj2k|HTJ2K|will-jxl|liver_(rle|deflate)|GH364|JLSL_08_07|SC_rgb_jpeg\.dcm|YBR_FULL-RLE|fragmented_no_bot|truncated|no_meta\.dcm/;

const images = listCorpus().flatMap(({ path }) => {
  if (path in notDisplayable || path.startsWith('made/hostile')) return [];
  const entry = openQuietly(path);
  if (entry === undefined || entry.image.transferSyntax.uid === explicitVrLittleEndian.uid) return [];
  return [{ path, ...entry }];
});

describe.skipIf(corpusDir === undefined)(
  `native data sets of the corpus ${corpusDir === undefined ? corpusAbsence : ''}`,
  () => {
    let dir = '';
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'isocenter-native-'));
    });
    afterAll(() => rm(dir, { recursive: true }));

    test.concurrent.each(images)('$path keeps its elements and has the pixels of its peer', async (entry) => {
      const native = await writeOut(entry);
      expect(withoutPixels(native)).toEqual(withoutPixels(entry.dataSet));
      if (withoutPeer.test(entry.path)) return;
      const peer = await decompress(entry, dir);
      expect(Buffer.compare(pixelsOf(native), pixelsOf(peer))).toBe(0);
      expect(getNumber(native, tagOf('BitsAllocated'))).toBe(getNumber(peer, tagOf('BitsAllocated')));
      if (entry.image.transferSyntax.encapsulated) {
        expect(getNumber(native, tagOf('PlanarConfiguration')) ?? 0).toBe(0);
      }
    });
  },
);

async function writeOut(entry: CorpusImage): Promise<DataSet> {
  const { value: table } = await locateFrames(entry.image, entry.description);
  const pieces: Uint8Array[] = [];
  for await (const piece of decodeToNative({ ...entry, table }, decoder.decodeFrame)) pieces.push(piece);
  const { value, findings } = parseDataSet(new Uint8Array(Buffer.concat(pieces)), explicitVrLittleEndian);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return value;
}

async function decompress(entry: CorpusImage & { path: string }, dir: string): Promise<DataSet> {
  const { uid } = entry.image.transferSyntax;
  const copy = join(dir, `${randomUUID()}.dcm`);
  const file = join(corpusDir ?? '', entry.path);
  if (/4\.(5\d|70)$/.test(uid)) await run('dcmdjpeg', [file, copy]);
  else if (/4\.8\d$/.test(uid)) await run('dcmdjpls', [file, copy]);
  else if (/4\.9\d$/.test(uid)) await run('gdcmconv', ['--raw', file, copy]);
  else if (uid === '1.2.840.10008.1.2.5') await run('dcmdrle', [file, copy]);
  else await run('dcmconv', ['+te', file, copy]);
  return parsePart10(new Uint8Array(await readFile(copy))).value.dataSet;
}

function pixelsOf(dataSet: DataSet): Uint8Array {
  return getBytes(dataSet, tagOf('PixelData')) ?? new Uint8Array();
}

const encodingTags: ReadonlySet<number> = new Set(
  (
    [
      'PhotometricInterpretation',
      'PlanarConfiguration',
      'BitsAllocated',
      'BitsStored',
      'HighBit',
      'ExtendedOffsetTable',
      'ExtendedOffsetTableLengths',
      'FloatPixelData',
      'PixelData',
      // Its encapsulated icon is written out as native too.
      'IconImageSequence',
    ] as const
  ).map(tagOf),
);

function withoutPixels(dataSet: DataSet): unknown {
  const elements = dataSet.elements.filter(
    ({ tag }) => !encodingTags.has(tag) && !isGroupLength(tag) && groupOf(tag) !== 0xfffe,
  );
  return toDicomJson({ ...dataSet, elements });
}

function openQuietly(path: string): CorpusImage | undefined {
  try {
    return openCorpusImage(path);
  } catch {
    // What is no image is looked at in `peers.test.ts`.
    return undefined;
  }
}
