/**
 * Text in pictures: strings planted in real images of the corpus and in made ones, and how many of them stay; how many
 * images without text are touched; `made/burned-in` of the corpus; seconds a frame and the highest memory.
 *
 * A string is missed when less than 95 % of its pixels lie in boxes that are masked. Images are bases as often as it takes;
 * those with text of their own are bases, too, but are not counted among the clean ones.
 *
 * usage: node bench/deid/burned-in.ts [strings=2000] [seed=1] [--clean-every=1] [--pictures=DIR]
 *   --clean-every   takes every so many of the clean images; 0 for none
 *   --pictures      writes what was missed and what was touched there
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FoundText, findText } from '@isocenter/deid/burned-in/find-text';
import { openTextReader } from '@isocenter/deid/burned-in/text-reader';
import { viewsOf } from '@isocenter/deid/burned-in/views';
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
import sharp from 'sharp';
import { openCorpusImage } from '../../packages/pixels/test/corpus-image.ts';
import { type Planted, plant, type Random, seededRandom, shownRange } from './planted-text.ts';

type Base = {
  readonly name: string;
  readonly modality: string;
  readonly frame: DecodedFrame;
  readonly display: DisplayParameters;
};

/** Looked at one by one: text, or a test pattern with text, stands in them. */
const ownText =
  /US1_|\/VL[0-9]|test16signed|mlut|vlut|ovly_p01|TextGBR|2_ORIGINAL|examples_(rgb|ybr|palette|jpeg2k)|image_dfl|OBXXX|GH364|no-pixel|YBR_FULL|US-|ALOKA|US-PAL|jpeg-ls-Palette|TestPattern|MG1_|OutOfBounds|RG[0-9]_|CR/;

const stringsAFrame = 6;
const largestPixels = 3_000_000;
const leastSide = 64;

const args = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const wanted = Number(args[0] ?? 2000);
const seed = Number(args[1] ?? 1);
const cleanEvery = Number(process.argv.find((arg) => arg.startsWith('--clean-every='))?.slice(14) ?? 1);
const pictures = process.argv.find((arg) => arg.startsWith('--pictures='))?.slice('--pictures='.length);
const reader = await openTextReader();
const decoder = createFrameDecoder();

const bases = [...(await realBases()), ...madeBases(seededRandom(seed + 1))];
report('burned-in.bases', bases.length, 'images', { corpus: corpusDir === undefined ? 'absent' : 'present' });
await measureTruth();
if (cleanEvery > 0) await measureClean();
await measurePlanted();
await reader.close();
report('burned-in.memory', Math.round(process.resourceUsage().maxRSS / 1024), 'MB');

async function measurePlanted(): Promise<void> {
  const random = seededRandom(seed);
  const missed: string[] = [];
  const seconds: number[] = [];
  let planted = 0;
  for (let round = 0; planted < wanted; round++) {
    // A step that shares no factor with most counts, so that a short run sees all kinds.
    const base = bases[(round * 37) % bases.length];
    if (base === undefined) break;
    const frame = { ...base.frame, cells: base.frame.cells.slice() };
    const strings = await plantSeveral(frame, random);
    if (strings.length === 0) continue;
    planted += strings.length;
    const { found, views, tookSeconds } = await look({ ...base, frame });
    seconds.push(tookSeconds);
    const left = strings.filter((string) => coverageOf(string, frame, found) < 0.95);
    for (const { ink, text: _, ...string } of left) {
      const coverage = coverageOf({ ink }, frame, found).toFixed(2);
      missed.push(`${base.name} ${coverage} ${JSON.stringify(string)}`);
    }
    if (left.length > 0 && pictures !== undefined)
      await draw(views.shown[0], found, left, join(pictures, `missed-${round}.png`));
  }
  report('burned-in.missed', missed.length, 'strings', { planted, seed });
  report(
    'burned-in.seconds',
    Number((seconds.reduce((sum, one) => sum + one, 0) / seconds.length).toFixed(2)),
    's/frame',
    {
      frames: seconds.length,
      slowest: Number(Math.max(...seconds).toFixed(2)),
    },
  );
  for (const line of missed) console.error(line);
}

async function measureClean(): Promise<void> {
  const all = [...bases.filter(({ name }) => !ownText.test(name)), ...(await seriesBases())];
  const clean = all.filter((_, at) => at % cleanEvery === 0);
  const touched: string[] = [];
  for (const base of clean) {
    const { found, views } = await look(base);
    const masked = found.filter(({ harmless }) => !harmless);
    if (masked.length === 0) continue;
    touched.push(`${base.name} ${masked.map(({ x, y, width, height }) => `${x},${y},${width},${height}`).join(' ')}`);
    if (pictures !== undefined) await draw(views.shown[0], masked, [], join(pictures, `touched-${touched.length}.png`));
  }
  report('burned-in.clean-touched', touched.length, 'images', {
    images: clean.length,
    share: Number((touched.length / clean.length).toFixed(4)),
  });
  for (const line of touched) console.error(`touched ${line}`);
}

type Truth = {
  readonly file: string;
  readonly boxes: readonly { phi: boolean; text: string; x: number; y: number; w: number; h: number }[];
};

async function measureTruth(): Promise<void> {
  if (corpusDir === undefined) return;
  const truth: readonly Truth[] = JSON.parse(readFileSync(join(corpusDir, 'made/burned-in/truth.json'), 'utf8'));
  let [identifying, missed, harmless, taken] = [0, 0, 0, 0];
  for (const { file, boxes } of truth) {
    const base = await openBase(`made/burned-in/${file}`, 'made');
    if (base === undefined) continue;
    const { found, views } = await look(base);
    for (const { phi, x, y, w, h } of boxes) {
      const ink = letterPixels(views.shown[0], { x, y, w, h });
      const coverage = coverageOf({ ink }, base.frame, found);
      if (phi) identifying++;
      else harmless++;
      if (phi && coverage < 0.95) missed++;
      if (!phi && coverage > 0.5) taken++;
    }
  }
  report('burned-in.truth-missed', missed, 'strings', { identifying });
  report('burned-in.truth-harmless-taken', taken, 'strings', { harmless });
}

/** Pixels beside which the next differs by a tenth of the whole range. */
function letterPixels(
  picture: { width: number; channels: number; samples: Uint8Array } | undefined,
  box: { x: number; y: number; w: number; h: number },
): readonly number[] {
  const pixels: number[] = [];
  if (picture === undefined) return pixels;
  for (let y = box.y; y < box.y + box.h; y++) {
    for (let x = box.x; x < box.x + box.w - 1; x++) {
      const at = y * picture.width + x;
      const step = (picture.samples[at * picture.channels] ?? 0) - (picture.samples[(at + 1) * picture.channels] ?? 0);
      if (Math.abs(step) > 25) pixels.push(at);
    }
  }
  return pixels;
}

async function look({ frame, display }: Base) {
  const started = performance.now();
  const views = viewsOf(frame, display);
  const found = await findText(views, reader);
  return { views, found, tookSeconds: (performance.now() - started) / 1000 };
}

function coverageOf({ ink }: Pick<Planted, 'ink'>, { columns }: DecodedFrame, found: readonly FoundText[]): number {
  const masks = found.filter(({ harmless }) => !harmless);
  const isMasked = (pixel: number) => {
    const x = pixel % columns;
    const y = (pixel - x) / columns;
    return masks.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
  };
  return ink.filter(isMasked).length / Math.max(1, ink.length);
}

async function plantSeveral(frame: DecodedFrame, random: Random): Promise<readonly Planted[]> {
  const shown = shownRange(frame);
  const taken: { x: number; y: number; width: number; height: number }[] = [];
  const strings: Planted[] = [];
  for (let attempt = 0; attempt < 4 * stringsAFrame && strings.length < stringsAFrame; attempt++) {
    const string = await plant(frame, shown, random, taken);
    if (string !== undefined) strings.push(string);
  }
  return strings;
}

async function realBases(): Promise<readonly Base[]> {
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

async function openBase(path: string, modality: string): Promise<Base | undefined> {
  const opened = openCorpusImage(path);
  if (opened === undefined) return undefined;
  const { image, dataSet, description } = opened;
  const bytes = await (await locateFrames(image, description)).value.read(1);
  const frame = await decoder.decodeFrame(bytes.slice(), image.transferSyntax.uid, description);
  return { name: path, modality, frame, display: readDisplayParameters(dataSet, description, 1) };
}

/** Every twelfth slice of both packed series; neither has text. */
async function seriesBases(): Promise<readonly Base[]> {
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
function madeBases(random: Random): readonly Base[] {
  const display: DisplayParameters = { modality: { kind: 'rescale', slope: 1, intercept: 0 }, voi: [], inverse: false };
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
    return { name: `made ${i}`, modality: 'made', frame, display };
  });
}

async function draw(
  picture: { width: number; height: number; channels: 1 | 3; samples: Uint8Array } | undefined,
  found: readonly FoundText[],
  left: readonly Planted[],
  path: string,
): Promise<void> {
  if (picture === undefined) return;
  const { width, height, channels } = picture;
  const frames = [
    ...found.map((box) => ({ ...box, colour: 'red' })),
    ...left.map((box) => ({ ...box, colour: 'lime' })),
  ];
  const marks = frames.map(
    (box) =>
      `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="none" stroke="${box.colour}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${marks.join('')}</svg>`;
  const plain = await sharp(picture.samples, { raw: { width, height, channels } })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  await sharp(plain)
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toFile(path);
}

function report(id: string, value: number, unit: string, details: Record<string, unknown> = {}): void {
  console.log(JSON.stringify({ id, value, unit, ...details }));
}
