/**
 * The corpus through the profile: nothing that identifies stays in a header, pictures stay what they are, and dciodvfy
 * finds no error that it did not find before.
 */

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { parsePart10 } from '@isocenter/dicom/part10';
import { isPrivate } from '@isocenter/dicom/tag';
import { findElement, getString } from '@isocenter/dicom/values';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import { createFrameDecoder, isDecodable } from '@isocenter/pixels/decode';
import { locateFrames } from '@isocenter/pixels/frames';
import { describeImage } from '@isocenter/pixels/image-description';
import { corpusAbsence, corpusDir, listCorpus, readCorpusFile } from '@isocenter/testkit/corpus';
import { absenceOf, findMissingPrograms, runPeer } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDeidentifier } from '../src/deidentify-file.ts';

const require = createRequire(import.meta.url);
const decoder = createFrameDecoder({ loadWasm: async (name) => new Uint8Array(await readFile(require.resolve(name))) });
const inflate = (bytes: Uint8Array, maxOutputLength: number) => inflateRawSync(bytes, { maxOutputLength });
const deidentify = createDeidentifier({
  key: Buffer.alloc(32, 5),
  profile: { dates: 'modified', retainPatientCharacteristics: true },
  acceptPictures: true,
  inflate,
  deflate: (bytes) => deflateRawSync(bytes),
});

/** Overlays lie in bits above the samples, which are taken out. */
const withOverlayInPixels = new Set(['dicom/dcm4che/ovly_p01.dcm']);

/** Of the corpus what can be de-identified; larger files take longer and say the same. */
const maxFileBytes = 4_000_000;
const files = listCorpus().flatMap(({ path, part10 }) => {
  if (!part10 || statSync(join(corpusDir ?? '', path)).size > maxFileBytes) return [];
  const input = readCorpusFile(path);
  const result = deidentify(input);
  return result.kind === 'done' ? [{ path, input, output: Buffer.concat(result.chunks) }] : [];
});

describe.skipIf(corpusDir === undefined)(`the corpus ${corpusDir === undefined ? corpusAbsence : ''}`, () => {
  test('is de-identified but for what is damaged or is no instance', () => {
    expect(files.length).toBeGreaterThan(400);
  });

  test('keeps no private element, no UID and no identifier', () => {
    for (const { path, input, output } of files) {
      const [before, after] = [parse(input).dataSet, parse(output).dataSet];
      const texts = [...valuesOf(after)];
      expect(privateIn(after), path).toBe(0);
      for (const value of identifiersOf(before)) expect(texts.includes(value), `${path}: an identifier`).toBe(false);
      expect(getString(after, tagOf('PatientIdentityRemoved')), path).toBe('YES');
    }
  });

  test('keeps its pictures', async () => {
    let compared = 0;
    for (const { path, input, output } of files) {
      const [before, after] = [await firstFrame(input), await firstFrame(output)];
      if (before === undefined || withOverlayInPixels.has(path)) continue;
      expect(after, path).toEqual(before);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(200);
  });

  const missing = findMissingPrograms('dciodvfy');
  describe.skipIf(missing.length > 0)(`is what it should be${absenceOf(missing)}`, () => {
    let dir = '';
    beforeAll(() => {
      dir = mkdtempSync(join(tmpdir(), 'isocenter-deid-'));
    });
    afterAll(() => rmSync(dir, { recursive: true }));

    test('by dciodvfy, which finds no new error', async () => {
      for (const { path, input, output } of sample()) {
        const errors = await Promise.all([input, output].map((bytes, place) => errorsIn(join(dir, `${place}`), bytes)));
        const [before = [], after = []] = errors;
        expect(
          after.filter((error) => !before.includes(error)),
          path,
        ).toEqual([]);
      }
    });
  });
});

function parse(bytes: Uint8Array) {
  return parsePart10(bytes, { inflate }).value;
}

function* valuesOf(dataSet: DataSet): Generator<string> {
  for (const { tag, value } of dataSet.elements) {
    if (value.kind === 'sequence') for (const item of value.items) yield* valuesOf(item);
    else if (value.kind === 'bytes' && value.bytes.length < 100) yield getString(dataSet, tag)?.trim() ?? '';
  }
}

function privateIn({ elements }: DataSet): number {
  return elements.reduce((sum, { tag, value }) => {
    const inside = value.kind === 'sequence' ? value.items.map(privateIn).reduce((a, b) => a + b, 0) : 0;
    return sum + inside + (isPrivate(tag) ? 1 : 0);
  }, 0);
}

function identifiersOf(dataSet: DataSet): readonly string[] {
  const keywords = ['SOPInstanceUID', 'StudyInstanceUID', 'SeriesInstanceUID', 'FrameOfReferenceUID'] as const;
  const texts = ['PatientName', 'PatientID', 'AccessionNumber', 'ReferringPhysicianName', 'StationName'] as const;
  const uids = keywords.flatMap((keyword) => getString(dataSet, tagOf(keyword)) ?? []);
  const others = texts.flatMap((keyword) => getString(dataSet, tagOf(keyword))?.trim() ?? []);
  // What the corpus has in place of a name is often a word of the modality or the maker.
  return [
    ...uids.filter((uid) => !uid.startsWith('1.2.840.10008.')),
    ...others.filter((text) => /\d{5}|\^/.test(text)),
  ];
}

async function firstFrame(bytes: Uint8Array): Promise<unknown> {
  const { dataSet, transferSyntax, dataSetBytes } = parse(bytes);
  const source = findElement(dataSet, tagOf('PixelData'))?.source;
  if (source === undefined || transferSyntax.deflated || !isDecodable(transferSyntax.uid)) return undefined;
  const image = {
    header: dataSet,
    transferSyntax,
    pixelDataOffset: source.offset,
    source: sourceOfBytes(dataSetBytes),
  };
  try {
    const description = describeImage(dataSet).value;
    const frame = await (await locateFrames(image, description)).value.read(1);
    const { cells } = await decoder.decodeFrame(frame, transferSyntax.uid, description);
    return createHash('sha256')
      .update(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength))
      .digest('hex');
  } catch (error) {
    // What could not be decoded before has nothing to compare.
    return `${(error as { code?: string }).code}`;
  }
}

/** One file of each SOP Class, the smallest; dciodvfy cannot inflate. */
function sample(): readonly (typeof files)[number][] {
  const smallest = new Map<string, (typeof files)[number]>();
  for (const file of files) {
    const { dataSet, transferSyntax } = parse(file.input);
    const sopClass = getString(dataSet, tagOf('SOPClassUID')) ?? '';
    if (transferSyntax.deflated || file.input.length > (smallest.get(sopClass)?.input.length ?? maxFileBytes)) continue;
    smallest.set(sopClass, file);
  }
  return [...smallest.values()];
}

async function errorsIn(path: string, bytes: Uint8Array): Promise<readonly string[]> {
  writeFileSync(path, bytes);
  const { output } = await runPeer('dciodvfy', ['-new', path]);
  // The value that it quotes at the end of a line differs.
  return output.split('\n').flatMap((line) => (line.startsWith('Error') ? [line.replace(/<[^>]*>$/, '').trim()] : []));
}
