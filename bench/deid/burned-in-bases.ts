/**
 * The pictures in which text is planted and looked for: images of the corpus, slices of its packed series, and made ones.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tagOf } from '@isocenter/dicom/dictionary';
import { parsePart10 } from '@isocenter/dicom/part10';
import { findElement } from '@isocenter/dicom/values';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import { bytesOf } from '@isocenter/pixels/codecs/native';
import { createFrameDecoder, type DecodedFrame } from '@isocenter/pixels/decode';
import { type DisplayParameters, readDisplayParameters } from '@isocenter/pixels/display-parameters';
import { locateFrames } from '@isocenter/pixels/frames';
import { describeImage } from '@isocenter/pixels/image-description';
import { corpusDir, listCorpus } from '@isocenter/testkit/corpus';
import { openCorpusImage } from '../../packages/pixels/test/corpus-image.ts';
import type { Random } from './planted-text.ts';

export type Base = {
  readonly name: string;
  readonly modality: string;
  readonly frame: DecodedFrame;
  readonly display: DisplayParameters;
};

/** Stored values as they are. */
export const plainDisplay: DisplayParameters = {
  modality: { kind: 'rescale', slope: 1, intercept: 0 },
  voi: [],
  inverse: false,
};

const largestPixels = 3_000_000;
const leastSide = 64;

const decoder = createFrameDecoder();

export async function realBases(): Promise<readonly Base[]> {
  const known = new Set<string>();
  const real: Base[] = [];
  for (const { path, modality, part10 } of listCorpus()) {
    if (!part10 || path.startsWith('made/')) continue;
    // What cannot be decoded is the business of other tests.
    const base = await openBase(path, modality).catch(() => undefined);
    if (base === undefined) continue;
    const { rows, columns, cells, bitsAllocated } = base.frame;
    if (rows * columns > largestPixels || Math.min(rows, columns) < leastSide || bitsAllocated === 1) continue;
    const digest = createHash('sha1').update(bytesOf(cells)).digest('hex');
    if (!known.has(digest)) real.push(base);
    known.add(digest);
  }
  return real;
}

export async function openBase(path: string, modality: string): Promise<Base | undefined> {
  const opened = openCorpusImage(path);
  if (opened === undefined) return undefined;
  const { image, dataSet, description } = opened;
  const bytes = await (await locateFrames(image, description)).value.read(1);
  const frame = await decoder.decodeFrame(bytes.slice(), image.transferSyntax.uid, description);
  return { name: path, modality, frame, display: readDisplayParameters(dataSet, description, 1) };
}

/** Every twelfth slice of both packed series; neither has text. */
export async function seriesBases(): Promise<readonly Base[]> {
  if (corpusDir === undefined) return [];
  const slices: Base[] = [];
  for (const archive of globSync(join(corpusDir, 'series/*.tar.gz'))) {
    const folder = mkdtempSync(join(tmpdir(), 'burned-in-'));
    execFileSync('tar', ['xzf', archive, '-C', folder]);
    const files = globSync(join(folder, '**/*.dcm')).sort();
    for (let at = 0; at < files.length; at += 12) {
      const { value } = parsePart10(readFileSync(files[at] ?? ''));
      const element = findElement(value.dataSet, tagOf('PixelData'));
      if (element?.source === undefined) continue;
      const source = sourceOfBytes(new Uint8Array(value.dataSetBytes));
      const image = {
        header: value.dataSet,
        transferSyntax: value.transferSyntax,
        pixelDataOffset: element.source.offset,
        source,
      };
      const description = describeImage(value.dataSet).value;
      const bytes = await (await locateFrames(image, description)).value.read(1);
      const frame = await decoder.decodeFrame(bytes, value.transferSyntax.uid, description);
      slices.push({
        name: `series ${at}`,
        modality: 'series',
        frame,
        display: readDisplayParameters(value.dataSet, description, 1),
      });
    }
    rmSync(folder, { recursive: true });
  }
  return slices;
}

/** Fields, ramps, noise and discs of several sizes and depths. */
export function madeBases(random: Random): readonly Base[] {
  return Array.from({ length: 24 }, (_, i) => {
    const side = [128, 256, 384, 512, 640, 800][i % 6] ?? 256;
    const highest = i % 2 === 0 ? 255 : 4095;
    const cells = highest === 255 ? new Uint8Array(side * side) : new Uint16Array(side * side);
    const noise = [0.005, 0.02, 0.05][i % 3] ?? 0;
    const pattern = Math.floor(i / 6);
    for (let at = 0; at < cells.length; at++) {
      const [x, y] = [(at % side) / side - 0.5, Math.floor(at / side) / side - 0.5];
      const disc = Math.hypot(x, y * 1.2) < 0.4 ? 0.55 + 0.2 * Math.sin(12 * x) * Math.cos(9 * y) : 0.03;
      const level = [disc, 0.5 + 0.9 * x, 0.08, 0.85][pattern] ?? 0;
      cells[at] = Math.min(1, Math.max(0, level + noise * (random() + random() - 1))) * highest;
    }
    const bits = highest === 255 ? 8 : 12;
    const frame: DecodedFrame = {
      rows: side,
      columns: side,
      samplesPerPixel: 1,
      cells,
      bitsAllocated: bits === 8 ? 8 : 16,
      bitsStored: bits,
      highBit: bits - 1,
      signed: false,
      photometricInterpretation: 'MONOCHROME2',
      validPixels: side * side,
      findings: [],
    };
    return { name: `made ${i}`, modality: 'made', frame, display: plainDisplay };
  });
}
