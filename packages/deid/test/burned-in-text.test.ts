/**
 * Text that was drawn into images of the corpus, `made/burned-in`: each string that identifies somebody is masked, and an
 * image without such a string stays as it is.
 *
 * Five of the 24 images: the smaller ones, two of them with harmless lines only, and one with small lines close together; `bench/deid/burned-in.ts` takes all.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFrameDecoder } from '@isocenter/pixels/decode';
import { readDisplayParameters } from '@isocenter/pixels/display-parameters';
import { locateFrames } from '@isocenter/pixels/frames';
import { corpusAbsence, corpusDir } from '@isocenter/testkit/corpus';
import { forEachGlyphPixel, sizeOfGlyphs } from '@isocenter/testkit/planted/glyphs';
import { seededRandom } from '@isocenter/testkit/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCorpusImage } from '../../pixels/test/corpus-image.ts';
import { findText } from '../src/burned-in/find-text.ts';
import { flatten } from '../src/burned-in/local-contrast.ts';
import { maskFrame } from '../src/burned-in/mask-frame.ts';
import { openTextReader } from '../src/burned-in/text-reader.ts';
import { viewsOf } from '../src/burned-in/views.ts';

type DrawnBox = {
  readonly phi: boolean;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
};
type Drawn = { readonly file: string; readonly boxes: readonly DrawnBox[] };

const folder = 'made/burned-in';
const titles = corpusDir === undefined ? ` (${corpusAbsence})` : '';
const drawn: readonly Drawn[] =
  corpusDir === undefined ? [] : JSON.parse(readFileSync(join(corpusDir, folder, 'truth.json'), 'utf8'));

const tried = drawn.filter((_, at) => [0, 3, 13, 18, 21].includes(at));

describe.skipIf(corpusDir === undefined)(`text drawn into images${titles}`, () => {
  let reader: Awaited<ReturnType<typeof openTextReader>>;
  beforeAll(async () => {
    reader = await openTextReader();
  });
  afterAll(() => reader.close());

  it.each(tried)('$file: nothing that identifies can be seen any more', async ({ file, boxes }) => {
    const opened = openCorpusImage(`${folder}/${file}`);
    if (opened === undefined) throw new Error('an image without pixels');
    const { image, dataSet, description } = opened;
    const bytes = await (await locateFrames(image, description)).value.read(1);
    const decode = (frame: Uint8Array) => createFrameDecoder().decodeFrame(frame, '1.2.840.10008.1.2.1', description);
    const display = readDisplayParameters(dataSet, description, 1);
    const found = await findText(viewsOf(await decode(bytes), display), reader);
    const masks = found.filter(({ harmless }) => !harmless);
    const masked = viewsOf(await decode(maskFrame(bytes, description, masks)), display).shown[0];
    const shown = viewsOf(await decode(bytes), display).shown[0];
    const identifying = boxes.filter(({ phi }) => phi);
    if (identifying.length === 0) expect(masks).toEqual([]);
    for (const box of identifying) expect(edgesLeft(box, shown, masked)).toBeLessThanOrEqual(0.03);
  });
});

it('finds letters that fill a picture that is a strip, whether of dots or of strokes', async () => {
  const scale = 8;
  const { width, height } = sizeOfGlyphs('JOGADUZ', scale);
  const [columns, rows] = [width + 2 * scale, height + 6 * scale];
  const random = seededRandom(1, 1);
  // Blocks, as in a JPEG.
  const ground = Array.from({ length: (columns * rows) / scale ** 2 }, () => 20 + random.below(60));
  const samples = Uint8Array.from({ length: columns * rows }, (_, at) => {
    const [x, y] = [at % columns, Math.floor(at / columns)].map((place) => Math.floor((place ?? 0) / scale));
    return ground[(y ?? 0) * (columns / scale) + (x ?? 0)] ?? 0;
  });
  forEachGlyphPixel('JOGADUZ', scale, (x, y) => {
    samples[(y + scale) * columns + x + scale] = 250;
  });
  const picture = { width: columns, height: rows, channels: 1, samples } as const;
  const reader = await openTextReader();
  const found = await findText({ shown: [picture], flat: flatten(picture, 12), halves: [] }, reader);
  await reader.close();
  const covers = found.some(
    (box) =>
      !box.harmless && box.x <= scale && box.x + box.width >= scale + width && box.y + box.height >= scale + height,
  );
  expect(covers).toBe(true);
});

it.each([
  ['lies', false],
  ['stands', true],
])('finds a word of two letters that %s in a picture of 64 × 64', async (_, stands) => {
  const side = 64;
  const random = seededRandom(1, 1);
  const samples = Uint8Array.from({ length: side * side }, (_, at) => {
    const isHead = Math.hypot((at % side) - 30, Math.floor(at / side) - 26) < 22;
    return (isHead ? 110 : 4) + random.below(isHead ? 50 : 8);
  });
  const at = (x: number, y: number) => (stands ? (side - 1 - x) * side + y : y * side + x);
  const letters: number[] = [];
  forEachGlyphPixel('FU', 1, (x, y) => letters.push(at(x + 3, y + 3)));
  for (const letter of letters) samples[letter] = 60;
  const picture = { width: side, height: side, channels: 1, samples } as const;
  const reader = await openTextReader();
  const found = await findText({ shown: [picture], flat: flatten(picture, 12), halves: [] }, reader);
  await reader.close();
  const isMasked = (letter: number) => {
    const [x, y] = [letter % side, Math.floor(letter / side)];
    return found.some(
      (box) => !box.harmless && x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
    );
  };
  expect(letters.every(isMasked)).toBe(true);
});

type Picture = { readonly width: number; readonly channels: 1 | 3; readonly samples: Uint8Array };

/** The share of the edges of letters, where neighbours in a row differ by a tenth of the whole range, that masking left. */
function edgesLeft(box: DrawnBox, before: Picture | undefined, after: Picture | undefined): number {
  if (before === undefined || after === undefined) throw new Error('no picture');
  const { width, channels } = before;
  let [edges, left] = [0, 0];
  for (let y = box.y; y < box.y + box.h; y++) {
    for (let x = box.x; x < box.x + box.w - 1; x++) {
      const at = (y * width + x) * channels;
      const stepOf = ({ samples }: Picture) => Math.abs((samples[at] ?? 0) - (samples[at + channels] ?? 0));
      if (stepOf(before) <= 25) continue;
      edges++;
      if (after.samples[at] === before.samples[at] && stepOf(after) > 25) left++;
    }
  }
  return left / Math.max(1, edges);
}
