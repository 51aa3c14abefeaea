/**
 * Finds text in the pictures of a frame and says of each line whether it may stay. A line stays only when it was read
 * surely and is one that a scanner writes of the picture (`allow-list.ts`), with nothing beside it that goes: a number next to a
 * name belongs to the name. Lines that nobody can read go.
 *
 * A frame is looked at in several pictures, sizes and directions, and what is text is seen in most of them: measured, lines
 * of text in three looks or more, what is none in one. What one look shows must be read to be text, and so must
 * areas that have not the shape of a line, since the detector takes joints for letters.
 */

import type { RenderedImage } from '@isocenter/pixels/render';
import type { IdentityKind } from '../identity-kind.ts';
import { isHarmless } from './allow-list.ts';
import { type Box, clipBox, containsBox, mergeBoxes, type ScoredBox } from './box.ts';
import { type KnownText, nothingKnown } from './known-text.ts';
import { followLine } from './line-ends.ts';
import { withMargin } from './line-margin.ts';
import { readAgain } from './marks.ts';
import { resample, shrink, straighten, turn } from './resample.ts';
import { largestScaleFor, scalesFor, type TextDetector } from './text-detector.ts';
import { kindOfText } from './text-kind.ts';
import { lettersOf, type Reading, type TextRecogniser } from './text-recogniser.ts';
import { hasContrast, isLineShaped, isSeveralLines } from './text-shape.ts';
import type { Views } from './views.ts';

/** A look counts where the mean probability of the area is at least this. */
const sureOfArea = 0.7;

/** A look shows noise where more areas than this, and more than this share of all, are no surer than the least that counts then. */
const mostUnsure = 40;
const shareOfNoise = 0.7;
const sureInNoise = 0.92;

/** Looks in which a line is seen, so that it is text whoever can read it. */
const looksOfLine = 2;

/** Looks at pictures up to this size, in pixels, are more alike, since all of them are enlarged. */
const smallPicture = 160;
const looksOfLineInSmall = 4;

/** Pictures up to this size, in pixels, are looked at more often: lying and in black for white, standing in one size. */
const tinyPicture = 96;
const tinyScales = [6, 8];
const tinyInverse = 6;
const tinyStanding = 4;

/** What was seen in fewer looks, or is no line, is text when so many letters are read of it with this mean probability. */
const readings = [
  { letters: 4, confidence: 0.65, looks: 1 },
  { letters: 3, confidence: 0.85, looks: 1 },
  { letters: 2, confidence: 0.65, looks: 4 },
  { letters: 2, confidence: 0.8, looks: 3 },
  { letters: 2, confidence: 0.9, looks: 2 },
  { letters: 2, confidence: 0.95, looks: 1 },
] as const;

/** Areas that are read before it is known whether they are text, the surest first: noise has thousands. */
const mostRead = 150;

/** Pixels that a line at an angle is high when it is read; that is what the network reads. */
const straightHeight = 48;

/** Letters of this height in pixels are read as well as higher ones. */
const readableHeight = 12;

/** Fewer letters than this are read into anything that is turned or made small. */
const leastOfAltered = 3;

/** Blocks are one where they cover this much of one another: they are of any size, and unlike lines chain up. */
const shareOfBlocks = 0.7;

/** No area is text that is higher than this share of the picture, unless it is this many times as long: pictures may be strips. */
const largestArea = 0.4;
const lengthOfStrips = 3;

/** Lines nearer than this many heights to one that goes are part of it. */
const nearness = 1.5;

export type FoundText = Box & {
  /** What was read; empty where nothing was. */
  readonly text: string;
  /** Of the detector that there is text, 0 to 1. */
  readonly confidence: number;
  /** What it seems to be. */
  readonly kind: IdentityKind;
  /** It may stay. */
  readonly harmless: boolean;
};

export type TextReader = { readonly detector: TextDetector; readonly recogniser: TextRecogniser };

/** A box with the picture that shows it best. */
type Seen = { readonly box: ScoredBox; readonly view: RenderedImage };

/** What one look at a picture showed. */
type Sighting = Seen & { readonly look: number; readonly scale: number; readonly isLine: boolean };

/** @param known what is known of the case: such a line goes, whatever else it could be */
export async function findText(
  views: Views,
  reader: TextReader,
  known: KnownText = nothingKnown,
): Promise<readonly FoundText[]> {
  const sightings: Sighting[] = [];
  for (const [number, look] of looksAt(views).entries()) {
    const seen = withoutNoise(await see(look, number, reader.detector));
    // Where noise is blown up, blocks of it are many.
    sightings.push(...(look.view === views.flat ? seen.filter(({ isLine }) => isLine) : seen));
  }
  const lines: Seen[] = [];
  // Apart, so that an area as large as a joint does not take the lines in it with it.
  const areas = [
    ...gathered(sightings.filter(({ isLine }) => isLine)),
    ...gathered(sightings.filter(isBlock), shareOfBlocks).filter(isBlock),
  ];
  const unproven: (typeof areas)[number][] = [];
  for (const area of areas) (isSeenAsLine(area.sightings, views) ? lines : unproven).push(area);
  for (const area of unproven.sort((a, b) => b.box.score - a.box.score).slice(0, mostRead))
    if (await isRead(area.sightings, { views, reader, known })) lines.push(area);
  const followed: Seen[] = [];
  for (const { box, view } of gathered(lines))
    followed.push({ box: await followLine(view, box, reader.detector), view });
  const sure = sightings.flatMap(({ box, isLine }) => (isLine && box.score >= sureOfArea ? [box] : []));
  return judge(await readAll(followed, views, reader), known, sure);
}

/** `down` is for lines that are read from the top down, `up` for those from the bottom up. */
type Direction = 'across' | 'down' | 'up';

type Look = { readonly view: RenderedImage; readonly scale: number; readonly direction: Direction };

/** The network was trained with lines that lie: small letters that stand are found in a picture that is turned their way. */
function looksAt({ shown, flat, halves }: Views): readonly Look[] {
  const scales = scalesFor(flat);
  const [largest = 1, second = 1] = scales;
  const [first = flat] = shown;
  const across = shown.flatMap((view, at) =>
    (at === 0 ? [largestScaleFor(view), ...scales.slice(1)] : [largest]).map((scale) => ({
      view,
      scale,
      direction: 'across' as const,
    })),
  );
  const halved = halves.map((view) => ({ view, scale: largest, direction: 'across' as const }));
  const isTiny = Math.max(flat.width, flat.height) <= tinyPicture;
  return [
    ...(isTiny ? looksAtTiny({ shown: [first], flat, halves }) : []),
    ...across,
    { view: flat, scale: largest, direction: 'across' },
    { view: flat, scale: second, direction: 'across' },
    ...halved,
    // What is upside down is seen, too.
    { view: first, scale: largest, direction: 'down' },
    { view: flat, scale: second, direction: 'up' },
  ];
}

/** In pictures that small, what is written is a word or two of the smallest letters, on what is as small as they are. */
function looksAtTiny({ shown, flat, halves }: Views): readonly Look[] {
  const views = [...shown, flat, ...halves.slice(0, 1)];
  return [
    ...tinyScales.flatMap((scale) => views.map((view) => ({ view, scale, direction: 'across' as const }))),
    ...views.map((view) => ({ view, scale: tinyStanding, direction: 'down' as const })),
    ...views.map((view) => ({ view, scale: tinyStanding, direction: 'up' as const })),
    ...[flat, ...halves.slice(0, 1)].map((view) => ({
      view: negativeOf(view),
      scale: tinyInverse,
      direction: 'across' as const,
    })),
  ];
}

async function see(
  { view, scale, direction }: Look,
  look: number,
  detector: TextDetector,
): Promise<readonly Sighting[]> {
  const isAcross = direction === 'across';
  const found = await detector.detect(isAcross ? view : turn(view, direction === 'up'), [scale]);
  const boxes = isAcross ? found : found.filter(isLying).map((box) => turnedBack(box, view, direction));
  return boxes.flatMap((box) =>
    hasContrast(box, view) ? [{ box, view, look, scale, isLine: isLineShaped(box, view) }] : [],
  );
}

/** Where many areas are half text, all but the surest are noise; lines of text are hardly ever. */
function withoutNoise(seen: readonly Sighting[]): readonly Sighting[] {
  const unsure = seen.filter(({ box }) => box.score < sureInNoise);
  if (unsure.length <= mostUnsure || unsure.length < shareOfNoise * seen.length) return seen;
  return seen.filter(({ box }) => box.score >= sureInNoise);
}

function isLying({ width, height }: Box): boolean {
  return width > height;
}

function turnedBack(box: ScoredBox, view: RenderedImage, direction: Direction): ScoredBox {
  const [x, y] =
    direction === 'up' ? [box.y, view.height - box.x - box.width] : [view.width - box.y - box.height, box.x];
  return { x, y, width: box.height, height: box.width, score: box.score };
}

/** No line, and no larger than what is written. */
function isBlock({ box, view, isLine = false }: Seen & { readonly isLine?: boolean }): boolean {
  const [short, long] = [Math.min(box.width, box.height), Math.max(box.width, box.height)];
  const highest = largestArea * Math.min(view.width, view.height);
  const isPossible = short <= highest || long >= lengthOfStrips * short || (box.tilt?.height ?? short) <= highest;
  return !isLine && isPossible;
}

/** Puts together what covers one another; the view is the one of the surest. */
function gathered<T extends Seen>(
  seen: readonly T[],
  share?: number,
): readonly (Seen & { readonly sightings: readonly T[] })[] {
  const boxes = seen.map((one) => one.box);
  return mergeBoxes(boxes, share).flatMap((box) => {
    const sightings = seen.filter((one) => containsBox(box, one.box)).sort((a, b) => b.box.score - a.box.score);
    const [surest] = sightings;
    return surest === undefined ? [] : [{ box, view: surest.view, sightings }];
  });
}

/** What shows nowhere but where contrast is blown up, or in one size only, as specks of noise do, must be read. */
function isSeenAsLine(sightings: readonly Sighting[], { shown, flat }: Views): boolean {
  const sure = sightings.filter(({ box, isLine }) => isLine && box.score >= sureOfArea);
  if (!sure.some(({ view }) => shown.includes(view)) || new Set(sure.map(({ scale }) => scale)).size < 2) return false;
  const isSmall = Math.max(flat.width, flat.height) <= smallPicture;
  return looksOf(sure) >= (isSmall ? looksOfLineInSmall : looksOfLine);
}

function negativeOf(view: RenderedImage): RenderedImage {
  return { ...view, samples: view.samples.map((value) => 255 - value) };
}

function looksOf(sightings: readonly Sighting[]): number {
  return new Set(sightings.filter(({ box }) => box.score >= sureOfArea).map(({ look }) => look)).size;
}

/** With what an area is read that was not seen to be text. */
type Helpers = { readonly views: Views; readonly reader: TextReader; readonly known: KnownText };

/** @param sightings of one area, the surest first */
async function isRead(sightings: readonly Sighting[], { views, reader, known }: Helpers): Promise<boolean> {
  const [surest] = sightings;
  if (surest === undefined) return false;
  const { box, view } = surest;
  const looks = looksOf(sightings);
  // Of noise there are hundreds of such areas.
  if (looks === 0 && known === nothingKnown) return false;
  const other = view === views.flat ? (views.shown[0] ?? view) : views.flat;
  const asSeen = [view, other].map((shown) => ({ shown, area: box, least: 2 }));
  const areas = [...asSeen, ...coarser(view, box), ...straightened(sightings)];
  for (const { shown, area, least } of areas) {
    const reading = await reader.recogniser.read(shown, area);
    const { text, confidence } = reading;
    const letters = lettersOf(reading);
    const isSure = readings.some(
      (one) => letters >= Math.max(least, one.letters) && confidence >= one.confidence && looks >= one.looks,
    );
    if (isSure || known(text) !== undefined) return true;
  }
  return false;
}

/** What is read to tell whether it is text, and how many letters that takes. */
type Readable = { readonly shown: RenderedImage; readonly area: Box; readonly least: number };

/** The surest that lies at an angle, as if it did not, and the other way up. */
function straightened(sightings: readonly Sighting[]): readonly Readable[] {
  const [one] = sightings.flatMap(({ box: { tilt }, view }) => (tilt === undefined ? [] : [{ tilt, view }]));
  if (one === undefined) return [];
  return [0, Math.PI].map((turned) => {
    const line = straighten(one.view, { ...one.tilt, angle: one.tilt.angle + turned }, straightHeight);
    return { shown: line, area: { x: 0, y: 0, width: line.width, height: line.height }, least: leastOfAltered };
  });
}

/** Large letters made of dots, or with noise in them, are read better where they are small. */
function coarser(image: RenderedImage, box: Box): readonly Readable[] {
  const times = Math.floor(Math.min(box.width, box.height) / readableHeight);
  const part = times < 2 ? undefined : clipBox(box, image.width, image.height);
  if (part === undefined) return [];
  const shrunk = shrink(resample(image, part, part.width, part.height), times);
  return [{ shown: shrunk, area: { x: 0, y: 0, width: shrunk.width, height: shrunk.height }, least: leastOfAltered }];
}

type Read = { readonly box: ScoredBox; readonly reading: Reading };

async function readAll(seen: readonly Seen[], views: Views, { recogniser }: TextReader): Promise<readonly Read[]> {
  const lines: Read[] = [];
  for (const box of mergeBoxes(seen.map((one) => one.box))) {
    const shown = seen.find((one) => containsBox(box, one.box));
    const clipped = shown && clipBox(box, shown.view.width, shown.view.height);
    if (shown === undefined || clipped === undefined) continue;
    const first = await recogniser.read(shown.view, clipped);
    const others = new Set([views.shown[0] ?? shown.view, views.flat, ...views.halves]);
    others.delete(shown.view);
    const reading = await readAgain(first, [...others], (view) => recogniser.read(view, clipped));
    lines.push({ box: { ...clipped, score: box.score }, reading });
  }
  return lines;
}

/** @param sure lines as single looks showed them */
function judge(lines: readonly Read[], known: KnownText, sure: readonly Box[]): readonly FoundText[] {
  const judged = lines.map((line) => {
    const kind = known(line.reading.text);
    const mayStay = kind === undefined && isHarmless(line.reading) && !isSeveralLines(line.box, sure);
    return { ...line, kind, mayStay };
  });
  const going = judged.filter(({ mayStay }) => !mayStay).map(({ box }) => box);
  return judged.map(({ box: { score, ...box }, reading, kind, mayStay }) => ({
    ...withMargin(box),
    text: reading.text,
    confidence: score,
    kind: kind ?? kindOfText(reading.text),
    harmless: mayStay && !going.some((other) => isBeside(box, other)),
  }));
}

/** On one line with little between them. */
function isBeside(a: Box, b: Box): boolean {
  const high = Math.min(a.height, b.height);
  const shared = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const gap = Math.max(a.x - b.x - b.width, b.x - a.x - a.width);
  return shared >= 0.5 * high && gap <= nearness * high;
}
