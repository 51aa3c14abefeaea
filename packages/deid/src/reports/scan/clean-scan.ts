/**
 * Makes the picture of a page anew: ground, and on it those letters that were read and identify nobody, as they are in the
 * picture. All else is not there any more: what identifies, what could not be read, and what is no print.
 */

import type { RenderedImage } from '@isocenter/pixels/render';
import type { Box } from '../../burned-in/box.ts';
import type { KnownText } from '../../burned-in/known-text.ts';
import { fiducialOf } from '../../identity-kind.ts';
import type { IdentitySpan } from '../../text/find-identity.ts';
import { gapsIn, inkOf, widestGap } from './ink.ts';
import type { ScannedLetter, ScannedLine, ScannedPage } from './scanned-page.ts';
import { asScanned } from './straighten.ts';

/** What is written where something was taken away. */
export type ScanLabel = { readonly box: Box; readonly text: string };

export type CleanedScan = { readonly image: RenderedImage; readonly labels: readonly ScanLabel[] };

export type ScanCleaning = {
  /** Of the text that the page is part of. */
  readonly spans: readonly IdentitySpan[];
  /** Where the text of the page begins in that text. */
  readonly start: number;
  readonly replace: (span: IdentitySpan) => string;
  /** What is known of the case, as far as readers of pictures get letters right. */
  readonly known: KnownText;
};

/** Letters reach no farther than this from their middle, in heights of the line. */
const letterReach = 0.6;

/** Two letters of a word are nearer than this, in heights of the line. */
const farthestLetter = 0.95;

/** Letters below this probability were not read, nor was the word that they are in. */
const leastSure = 0.4;

/** Room that is more than one between words, in heights of the line. */
const columnGap = 1.2;

/** Returns the text of a page, a line for each row. */
export function textOfScan({ rows }: ScannedPage): string {
  return rows.map((row) => row.map((line, at) => line.text + gapAfter(row, at)).join('')).join('\n');
}

/** Returns the spaces between a line and the next one of its row. */
function gapAfter(row: readonly ScannedLine[], at: number): string {
  const [line, next] = [row[at]?.box, row[at + 1]?.box];
  if (line === undefined || next === undefined) return '';
  return next.x - line.x - line.width >= columnGap * line.height ? '  ' : ' ';
}

export function cleanScan({ straight, ground, rows, unread }: ScannedPage, cleaning: ScanCleaning): CleanedScan {
  const { image } = straight;
  const kept: Box[] = [];
  const cleared: Box[] = [...unread];
  const labels: ScanLabel[] = [];
  let at = cleaning.start;
  for (const row of rows) {
    for (const [number, line] of row.entries()) {
      const cleaned = cleanLine(line, at, { ...cleaning, image });
      kept.push(...cleaned.kept);
      cleared.push(...cleaned.cleared);
      labels.push(...cleaned.labels);
      at += line.text.length + gapAfter(row, number).length;
    }
    at += 1;
  }
  return {
    image: asScanned(repainted(image, ground, { kept, cleared }), straight),
    labels: labels.map(({ box, text }) => ({ text, box: { ...box, y: box.y - (straight.shifts[box.x] ?? 0) } })),
  };
}

type CleanedLine = {
  readonly kept: readonly Box[];
  readonly cleared: readonly Box[];
  readonly labels: readonly ScanLabel[];
};

function cleanLine(
  line: ScannedLine,
  start: number,
  { spans, replace, known, image }: ScanCleaning & { readonly image: RenderedImage },
): CleanedLine {
  const { box, text } = line;
  const own = spans.filter((span) => span.start < start + text.length && span.end > start);
  const labels = new Map<IdentitySpan, string>();
  for (const span of own) if (span.start >= start) labels.set(span, replace(span));
  // What is replaced by itself, as dates that are kept are, stays.
  const going = own.filter((span) => labels.get(span) !== text.slice(span.start - start, span.end - start));
  const isGoing = new Array<boolean>(text.length).fill(false);
  for (const span of going)
    isGoing.fill(true, Math.max(0, span.start - start), Math.min(text.length, span.end - start));
  const rest = Array.from({ length: text.length }, (_, at) => (isGoing[at] === true ? ' ' : text[at])).join('');
  const kind = known(rest);
  if (kind !== undefined) return { kept: [], cleared: [box], labels: [{ box, text: fiducialOf(kind) }] };
  const places = placesOf(line, image);
  for (const { index, 0: word } of text.matchAll(/\S+/g))
    if (!isReadWhole(line.letters.slice(index, index + word.length), box.height))
      isGoing.fill(true, index, index + word.length);
  const boxesWhere = (wanted: boolean) => places.filter((_, at) => (isGoing[at] === true) === wanted);
  return {
    kept: boxesWhere(false),
    cleared: boxesWhere(true),
    labels: going.flatMap((span) => {
      const label = labels.get(span);
      const covered = places.slice(Math.max(0, span.start - start), span.end - start);
      return label === undefined || covered.length === 0 ? [] : [{ box: around(covered), text: label }];
    }),
  };
}

/** Between letters of a word that are far apart there is one that was not read. */
function isReadWhole(letters: readonly ScannedLetter[], height: number): boolean {
  return letters.every(({ x, confidence }, at) => {
    const after = letters[at + 1];
    return confidence >= leastSure && (after === undefined || after.x - x <= farthestLetter * height);
  });
}

/** Returns the box of each letter: up to where least is written between it and its neighbours, as far as a letter reaches. */
function placesOf({ box, text, letters }: ScannedLine, image: RenderedImage): readonly Box[] {
  const reach = letterReach * box.height;
  const { columns } = inkOf(box, image);
  const isSpace = (at: number) => text[at]?.trim() === '';
  // Between the middles of two letters; spaces between them have no place of their own.
  const borderAfter = (at: number): number => {
    let next = at + 1;
    while (isSpace(next)) next++;
    const [from, to] = [letters[at]?.x ?? box.x, letters[next]?.x ?? box.x + box.width];
    const widest = widestGap(gapsIn(columns, Math.round(from) - box.x, Math.round(to) - box.x));
    return widest === undefined ? (from + to) / 2 : box.x + (widest.start + widest.end) / 2;
  };
  let border = box.x;
  return letters.map(({ x }, at) => {
    if (isSpace(at)) return { ...box, x: Math.round(border), width: 0 };
    const next = borderAfter(at);
    const [left, right] = [Math.max(border, x - reach), Math.min(next, x + reach)].map(Math.round);
    border = next;
    return { ...box, x: left ?? 0, width: Math.max(0, (right ?? 0) - (left ?? 0)) };
  });
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const [right, bottom] = [boxes.map((box) => box.x + box.width), boxes.map((box) => box.y + box.height)];
  return { x, y, width: Math.max(...right) - x, height: Math.max(...bottom) - y };
}

type Boxes = { readonly kept: readonly Box[]; readonly cleared: readonly Box[] };

function repainted(image: RenderedImage, ground: readonly number[], { kept, cleared }: Boxes): RenderedImage {
  const { width, height, channels } = image;
  const samples = new Uint8Array(image.samples.length);
  for (let at = 0; at < samples.length; at++) samples[at] = ground[at % channels] ?? 255;
  for (const { x, y, width: columns, height: rows } of kept)
    for (let row = y; row < Math.min(height, y + rows); row++) {
      const from = (row * width + x) * channels;
      samples.set(image.samples.subarray(from, from + Math.max(0, Math.min(columns, width - x)) * channels), from);
    }
  for (const { x, y, width: columns, height: rows } of cleared)
    for (let row = y; row < Math.min(height, y + rows); row++)
      for (let at = (row * width + x) * channels; at < (row * width + Math.min(width, x + columns)) * channels; at++)
        samples[at] = ground[at % channels] ?? 255;
  return { width, height, channels, samples };
}
