/**
 * Finds text in the pictures of a frame and says of each line whether it may stay. A line stays only when it was read
 * surely and is one that a scanner writes of the picture (`allow-list.ts`), with nothing beside it that goes: a number next to a
 * name belongs to the name. Lines that nobody can read go.
 *
 * Only two things must be read to be text: areas that have not the shape of a line, since the detector takes joints for
 * letters, and what shows nowhere but where noise is blown up.
 */

import type { RenderedImage } from '@isocenter/pixels/render';
import type { IdentityKind } from '../identity-kind.ts';
import { isHarmless } from './allow-list.ts';
import { type Box, clipBox, mergeBoxes, type ScoredBox } from './box.ts';
import { type KnownText, nothingKnown } from './known-text.ts';
import { followLine } from './line-ends.ts';
import { turn } from './resample.ts';
import { scalesFor, type TextDetector } from './text-detector.ts';
import { kindOfText } from './text-kind.ts';
import type { Reading, TextRecogniser } from './text-recogniser.ts';
import { hasContrast, isLineShaped } from './text-shape.ts';
import type { Views } from './views.ts';

/** Such an area is text when this many letters are read of it with this mean probability. */
const lettersOfSquare = 2;
const lettersOfFaint = 3;
const sureOfReading = 0.65;

/** What is added to a line before it is masked, in its heights at each end, up to so many pixels, and in pixels beside it. */
const addedAtEnds = 0.5;
const mostAddedAtEnds = 16;
const addedBeside = 1;

/** No area is text that is higher than this share of the picture. */
const largestArea = 0.4;

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

/** @param known what is known of the case: such a line goes, whatever else it could be */
export async function findText(
  { shown, flat }: Views,
  reader: TextReader,
  known: KnownText = nothingKnown,
): Promise<readonly FoundText[]> {
  const seen: Seen[] = [];
  const [largest = 1] = scalesFor(flat);
  for (const [at, view] of shown.entries()) {
    const boxes = await reader.detector.detect(view, at === 0 ? scalesFor(view) : [largest]);
    seen.push(...(await look(view, boxes, reader)));
    if (at === 0) seen.push(...(await lookSideways(view, largest, reader)));
  }
  for (const box of await reader.detector.detect(flat, [largest])) {
    if (isLineShaped(box, flat) && (await isReadable({ box, view: flat }, lettersOfFaint, reader.recogniser)))
      seen.push({ box, view: flat });
  }
  const merged = mergeBoxes(seen.map(({ box }) => box)).flatMap((box) => {
    const inside = seen.filter((one) => contains(box, one.box)).sort((a, b) => b.box.score - a.box.score);
    const view = inside[0]?.view;
    return view === undefined ? [] : [{ box, view }];
  });
  const followed: Seen[] = [];
  for (const { box, view } of merged) followed.push({ box: await followLine(view, box, reader.detector), view });
  return judge(await readAll(followed, reader), known);
}

/** The network was trained with lines that lie: small letters that stand are found in a picture that is turned. */
async function lookSideways(view: RenderedImage, scale: number, { detector }: TextReader): Promise<readonly Seen[]> {
  const turned = turn(view, true);
  const lying = (await detector.detect(turned, [scale])).filter(
    (box) => box.width > box.height && isLineShaped(box, turned) && hasContrast(box, turned),
  );
  return lying.map(({ x, y, width, height, score }) => {
    const box = { x: y, y: view.height - x - width, width: height, height: width, score };
    return { box, view };
  });
}

async function look(
  view: RenderedImage,
  boxes: readonly ScoredBox[],
  { recogniser }: TextReader,
): Promise<readonly Seen[]> {
  const lines: Seen[] = [];
  for (const box of boxes) {
    if (!hasContrast(box, view)) continue;
    if (isLineShaped(box, view)) lines.push({ box, view });
    else if (await isReadable({ box, view }, lettersOfSquare, recogniser)) lines.push({ box, view });
  }
  return lines;
}

async function isReadable({ view, box }: Seen, letters: number, recogniser: TextRecogniser): Promise<boolean> {
  if (Math.min(box.width, box.height) > largestArea * Math.min(view.width, view.height)) return false;
  const { text, confidence } = await recogniser.read(view, box);
  return confidence >= sureOfReading && text.replaceAll(/[^\p{L}\p{N}]/gu, '').length >= letters;
}

type Read = { readonly box: ScoredBox; readonly reading: Reading };

async function readAll(seen: readonly Seen[], { recogniser }: TextReader): Promise<readonly Read[]> {
  const lines: Read[] = [];
  for (const box of mergeBoxes(seen.map((one) => one.box))) {
    const shown = seen.find((one) => contains(box, one.box));
    const clipped = shown && clipBox(box, shown.view.width, shown.view.height);
    if (shown === undefined || clipped === undefined) continue;
    const reading = await recogniser.read(shown.view, clipped);
    lines.push({ box: { ...clipped, score: box.score }, reading });
  }
  return lines;
}

function judge(lines: readonly Read[], known: KnownText): readonly FoundText[] {
  const judged = lines.map((line) => {
    const kind = known(line.reading.text);
    return { ...line, kind, mayStay: kind === undefined && isHarmless(line.reading) };
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

/** May reach beyond the picture. */
function withMargin(box: Box): Box {
  const atEnds = Math.min(mostAddedAtEnds, Math.ceil(addedAtEnds * Math.min(box.width, box.height)));
  const [across, down] = box.height > box.width ? [addedBeside, atEnds] : [atEnds, addedBeside];
  return { x: box.x - across, y: box.y - down, width: box.width + 2 * across, height: box.height + 2 * down };
}

/** On one line with little between them. */
function isBeside(a: Box, b: Box): boolean {
  const high = Math.min(a.height, b.height);
  const shared = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const gap = Math.max(a.x - b.x - b.width, b.x - a.x - a.width);
  return shared >= 0.5 * high && gap <= nearness * high;
}

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x - 1 &&
    inner.y >= outer.y - 1 &&
    inner.x + inner.width <= outer.x + outer.width + 1 &&
    inner.y + inner.height <= outer.y + outer.height + 1
  );
}
