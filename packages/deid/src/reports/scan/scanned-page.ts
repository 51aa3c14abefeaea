/**
 * Reads the picture of a page: lines of letters with the place of each. A page is read in the size of print; what is not
 * read in it, as handwriting, stamps, barcodes and logos are not, is not part of it, and `clean-scan.ts` does not show it.
 */

import type { RenderedImage } from '@isocenter/pixels/render';
import { type Box, clipBox, mergeBoxes, type ScoredBox, uniteBoxes } from '../../burned-in/box.ts';
import type { TextReader } from '../../burned-in/find-text.ts';
import type { Reading } from '../../burned-in/text-recogniser.ts';
import { cutLine } from './cut-line.ts';
import { gapsIn, inkOf, widestGap } from './ink.ts';
import { type StraightPage, straighten } from './straighten.ts';

export type ScannedLine = {
  readonly box: Box;
  readonly text: string;
  /** One for each character of the text. */
  readonly letters: readonly ScannedLetter[];
};

export type ScannedLetter = {
  /** From left to right, in pixels of the page. */
  readonly x: number;
  readonly confidence: number;
};

export type ScannedPage = {
  /** The page with level lines, in which all places are. */
  readonly straight: StraightPage;
  /** What most of its pixels are, by channel. */
  readonly ground: readonly number[];
  /** From the top down, those beside one another together. */
  readonly rows: readonly (readonly ScannedLine[])[];
  /** Where something is written that was not read. */
  readonly unread: readonly Box[];
};

/** The longer side of a page in which letters of print are as high as the network likes them: A4 at 150 dots an inch. */
const pageSide = 1754;

/** For the letters of headings. */
const headingScale = 0.5;

/** What is shorter is no page, and is looked at as large as it is and twice that. */
const leastSide = 1000;

/** Lines below this mean probability were not read. */
const leastConfidence = 0.8;

/** Of a line to most others: signatures and drawings are read as a letter or two. */
const tallestLine = 2.5;

/** Width of a letter to the height of its line, on the mean: two lines in one box are read as one of narrow letters. */
const narrowestLetter = 0.2;

/** A space is this wide, in heights of the line; and the letters around it are farther apart than others, by this. */
const spaceWidth = 0.16;
const spaceStep = 1.4;

/** Lines of one row share this much of the height of the lower one. */
const sharedHeight = 0.6;

export async function readScannedPage(scanned: RenderedImage, reader: TextReader): Promise<ScannedPage> {
  const ground = groundOf(scanned);
  const straight = straighten(scanned, ground);
  const { image } = straight;
  const boxes = joined(mergeBoxes(await reader.detector.detect(image, scalesFor(image))));
  const lines: ScannedLine[] = [];
  const unread: Box[] = [];
  const pieces = boxes.flatMap((found) => piecesOf(found, image));
  const usualHeight = pieces.map(({ height }) => height).toSorted((a, b) => a - b)[pieces.length >> 1] ?? 0;
  for (const box of pieces) {
    const reading = await reader.recogniser.read(image, box);
    // Lines that stand are read, too, but what is known of their letters is not where they are.
    const isLying = box.height <= 1.3 * box.width;
    const isPrint = box.height <= tallestLine * usualHeight;
    const isLine = box.width >= narrowestLetter * box.height * reading.text.length;
    if (reading.text === '' || reading.confidence < leastConfidence || !isLying || !isPrint || !isLine)
      unread.push(box);
    else lines.push(spaced(lineOf(box, reading), image));
  }
  return { straight, ground, rows: rowsOf(lines), unread };
}

/** Signs in the width of Chinese letters are those of other letters. */
function lineOf(box: Box, { text, letters }: Reading): ScannedLine {
  const plain = Array.from({ length: text.length }, (_, at) => {
    const letter = text[at] ?? '';
    const narrow = letter.normalize('NFKC');
    return narrow.length === 1 ? narrow : letter;
  });
  return {
    ...{ box, text: plain.join('') },
    letters: letters.map(({ at, confidence }) => ({ x: box.x + at * box.width, confidence })),
  };
}

/** Returns the line with spaces where there is room for one and none was read. */
function spaced({ box, text, letters }: ScannedLine, image: RenderedImage): ScannedLine {
  const { columns } = inkOf(box, image);
  const steps = letters.slice(1).map(({ x }, at) => x - (letters[at]?.x ?? x));
  const usual = steps.toSorted((a, b) => a - b)[steps.length >> 1] ?? 0;
  const wide = { text: '', letters: [] as ScannedLetter[] };
  for (const [at, letter] of letters.entries()) {
    const before = letters[at - 1];
    const isWord = (text[at - 1] ?? ' ') !== ' ' && text[at] !== ' ';
    const room = before && widestGap(gapsIn(columns, Math.round(before.x) - box.x, Math.round(letter.x) - box.x));
    const isGap = room !== undefined && room.end - room.start >= spaceWidth * box.height;
    if (before !== undefined && isWord && isGap && letter.x - before.x >= spaceStep * usual) {
      wide.text += ' ';
      wide.letters.push({ x: (before.x + letter.x) / 2, confidence: 1 });
    }
    wide.text += text[at] ?? '';
    wide.letters.push(letter);
  }
  return { box, ...wide };
}

/** Boxes of one line that reach into each other are cut anew, between words. */
function joined(boxes: readonly ScoredBox[]): readonly ScoredBox[] {
  const lines: ScoredBox[] = [];
  for (const box of boxes.toSorted((a, b) => a.x - b.x)) {
    const at = lines.findIndex((line) => areBeside(line, box) && line.x + line.width >= box.x);
    const line = lines[at];
    if (line === undefined) lines.push(box);
    else lines[at] = uniteBoxes(line, box);
  }
  return lines;
}

function piecesOf(found: Box, image: RenderedImage): readonly Box[] {
  const box = clipBox(found, image.width, image.height);
  return box === undefined ? [] : cutLine(box, image);
}

function scalesFor({ width, height }: RenderedImage): readonly number[] {
  const longest = Math.max(width, height);
  if (longest < leastSide) return [2, 1];
  const scale = pageSide / longest;
  return [scale, headingScale * scale];
}

function rowsOf(lines: readonly ScannedLine[]): readonly (readonly ScannedLine[])[] {
  const rows: ScannedLine[][] = [];
  for (const line of lines.toSorted((a, b) => middleOf(a) - middleOf(b))) {
    const row = rows.findLast((one) => one.every((other) => areBeside(other.box, line.box)));
    if (row === undefined) rows.push([line]);
    else row.push(line);
  }
  return rows.map((row) => row.toSorted((a, b) => a.box.x - b.box.x));
}

function middleOf({ box }: ScannedLine): number {
  return box.y + box.height / 2;
}

function areBeside(a: Box, b: Box): boolean {
  const shared = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return shared >= sharedHeight * Math.min(a.height, b.height);
}

/** Returns the colour that most pixels have, each channel for itself. */
function groundOf({ channels, samples }: RenderedImage): readonly number[] {
  return Array.from({ length: channels }, (_, channel) => {
    const counts = new Uint32Array(256);
    for (let at = channel; at < samples.length; at += channels) {
      const sample = samples[at] ?? 0;
      counts[sample] = (counts[sample] ?? 0) + 1;
    }
    return counts.indexOf(Math.max(...counts));
  });
}
