/**
 * Text in pictures: strings planted in real images of the corpus and in made ones, and how many of them stay; how many
 * images without text are touched; `made/burned-in` of the corpus; seconds a frame and the highest memory.
 *
 * A string is missed when less than 95 % of its pixels lie in boxes that are masked. Images are bases as often as it takes;
 * those with text of their own are bases, too, but are not counted among the clean ones.
 *
 * usage: node bench/deid/burned-in.ts [strings=2000] [seed=1] [--clean-every=1] [--labels=20] [--pictures=DIR]
 *   strings         0 for none; 2 000 take an hour of one thread, and may be put together of several seeds
 *   --clean-every   takes every so many of the clean images; 0 for none
 *   --labels        pictures of handwriting, and as many of wristbands
 *   --pictures      writes what was missed and what was touched there
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FoundText, findText } from '@isocenter/deid/burned-in/find-text';
import { createKnownText, type KnownText } from '@isocenter/deid/burned-in/known-text';
import { openTextReader } from '@isocenter/deid/burned-in/text-reader';
import { viewsOf } from '@isocenter/deid/burned-in/views';
import type { IdentityTerm } from '@isocenter/deid/text/term-set';
import type { DecodedFrame } from '@isocenter/pixels/decode';
import { corpusDir } from '@isocenter/testkit/corpus';
import sharp from 'sharp';
import { type Base, madeBases, openBase, plainDisplay, realBases, seriesBases } from './burned-in-bases.ts';
import { type Label, makeHandwriting, makeWristband } from './made-labels.ts';
import { type Planted, plant, type Random, seededRandom, shownRange } from './planted-text.ts';

/** Looked at one by one: text, or a test pattern with text, stands in them. */
const ownText =
  /US1_|\/VL[0-9]|test16signed|mlut|vlut|ovly_p01|TextGBR|2_ORIGINAL|examples_(rgb|ybr|palette|jpeg2k)|image_dfl|OBXXX|GH364|no-pixel|YBR_FULL|US-|ALOKA|US-PAL|jpeg-ls-Palette|TestPattern|MG1_|OutOfBounds|RG[0-9]_|CR/;

const stringsAFrame = 14;

const args = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const wanted = Number(args[0] ?? 2000);
const seed = Number(args[1] ?? 1);
const cleanEvery = Number(process.argv.find((arg) => arg.startsWith('--clean-every='))?.slice(14) ?? 1);
const labels = Number(process.argv.find((arg) => arg.startsWith('--labels='))?.slice(9) ?? 20);
const pictures = process.argv.find((arg) => arg.startsWith('--pictures='))?.slice('--pictures='.length);
const reader = await openTextReader();

const bases = [...(await realBases()), ...madeBases(seededRandom(seed + 1))];
report('burned-in.bases', bases.length, 'images', { corpus: corpusDir === undefined ? 'absent' : 'present' });
await measureTruth();
if (cleanEvery > 0) await measureClean();
if (wanted > 0) await measurePlanted();
if (labels > 0) {
  await measureLabels('handwriting', makeHandwriting);
  await measureLabels('wristband', makeWristband);
}
await reader.close();
report('burned-in.memory', Math.round(process.resourceUsage().maxRSS / 1024), 'MB');

async function measurePlanted(): Promise<void> {
  const random = seededRandom(seed);
  const missed: string[] = [];
  const seconds: number[] = [];
  let [planted, missedKnown] = [0, 0];
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
    if (left.length > 0) {
      // What is known adds to what is found without it, and takes nothing away.
      const again = await look({ ...base, frame }, createKnownText(strings.map(termOf)));
      missedKnown += left.filter((string) => coverageOf(string, frame, again.found) < 0.95).length;
    }
    for (const { ink, text: _, ...string } of left) {
      const coverage = coverageOf({ ink }, frame, found).toFixed(2);
      missed.push(`${base.name} ${coverage} ${JSON.stringify(string)}`);
    }
    if (left.length > 0 && pictures !== undefined)
      await draw(views.shown[0], found, left, join(pictures, `missed-${round}.png`));
  }
  report('burned-in.missed', missed.length, 'strings', { planted, seed });
  report('burned-in.missed-known', missedKnown, 'strings', { planted, seed });
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

async function measureLabels(name: string, make: (random: Random) => Promise<Label>): Promise<void> {
  const random = seededRandom(seed + 2);
  let [count, missed, partly] = [0, 0, 0];
  for (let number = 0; number < labels; number++) {
    const { frame, lines } = await make(random);
    const { found, views } = await look({ frame, display: plainDisplay });
    const left = lines.filter((line) => coverageOf(line, frame, found) < 0.95);
    count += lines.length;
    missed += left.length;
    partly += left.filter((line) => coverageOf(line, frame, found) > 0.1).length;
    if (left.length > 0 && pictures !== undefined)
      await draw(views.shown[0], found, [], join(pictures, `${name}-${number}.png`));
  }
  report(`burned-in.${name}-missed`, missed, 'lines', { lines: count, partly, seed });
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

/** As the header would have it. */
function termOf({ text }: Planted): IdentityTerm {
  const value = text.replace(/^(?:MRN|ID:|Acc:|DOB|Tel|DR)\s*/, '');
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return { kind: 'birth-date', value: value.replaceAll('-', '') };
  return { kind: /\d/.test(value) ? 'patient-id' : 'patient-name', value };
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

async function look({ frame, display }: Pick<Base, 'frame' | 'display'>, known?: KnownText) {
  const started = performance.now();
  const views = viewsOf(frame, display);
  const found = await findText(views, reader, known);
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
