/**
 * Burns blocks of text into a picture: white in a dark halo, scaled with the picture, in whatever scripts the fonts of
 * the machine have; Pango draws a character that none of them has as a box with its code.
 *
 * What the texts say is `annotation.ts`'s. They name patients: nothing here puts them into an error.
 */

import type { RenderedImage } from '@isocenter/pixels/render';
import sharp, { type Sharp } from 'sharp';
import { RenderingError } from './errors.ts';

/** Lines of text in a corner. */
export type TextBlock = { readonly corner: 'top-left' | 'bottom-left'; readonly lines: readonly string[] };

/** Pixels of an em. Below the smallest no script can be read; the largest is legible on any picture. */
const smallestFont = 10;
const largestFont = 56;
/** Of the smaller side of the picture. */
const fontShare = 1 / 36;

/** A line of characters that leave no ink, which Pango refuses where there is nothing else. */
const nothing = /^[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Characters of a line; a name of three full groups has 194 (PS3.5 §6.2.1). */
const longestLine = 200;

type Mask = { readonly width: number; readonly height: number; readonly samples: Uint8Array };

/**
 * Draws each block that fits into its half of the picture, into the samples given.
 *
 * @returns the blocks that do not fit in letters that can be read, which are left out
 */
export async function drawText(picture: RenderedImage, blocks: readonly TextBlock[]): Promise<readonly TextBlock[]> {
  const undrawn: TextBlock[] = [];
  for (const block of blocks) {
    const lines = block.lines.filter((line) => !nothing.test(line));
    if (lines.length > 0 && !(await drawBlock(picture, { ...block, lines }))) undrawn.push(block);
  }
  return undrawn;
}

async function drawBlock(picture: RenderedImage, { corner, lines }: TextBlock): Promise<boolean> {
  const side = Math.min(picture.width, picture.height);
  const wanted = Math.min(Math.max(Math.round(side * fontShare), smallestFont), largestFont);
  for (const font of new Set([wanted, smallestFont])) {
    const halo = Math.max(2, Math.round(font / 8));
    const text = await drawLines(lines, { font, halo, width: picture.width - 2 * halo });
    if (text === undefined || text.width > picture.width || text.height * 2 > picture.height) continue;
    const top = corner === 'top-left' ? 0 : picture.height - text.height;
    burn(picture, text, top, await haloOf(text, halo));
    return true;
  }
  return false;
}

type Lettering = { readonly font: number; readonly halo: number; readonly width: number };

/** Returns how much of each pixel is ink, with room for the halo around, or undefined where there is no width. */
async function drawLines(lines: readonly string[], { font, halo, width }: Lettering): Promise<Mask | undefined> {
  if (width < font) return undefined;
  const text = lines.map(asMarkup).join('\n');
  const room = { top: halo, bottom: halo, left: halo, right: halo, background: 'black' };
  const options = { text, font: `sans ${font}`, dpi: 72, width, wrap: 'word-char', align: 'left' } as const;
  try {
    return await maskOf(sharp({ text: options }).extractChannel(0).extend(room));
  } catch {
    // Not with its cause: what the library says of a text may quote it.
    throw new RenderingError('renderer-failed', 'an annotation could not be drawn');
  }
}

/** Returns how dark each pixel gets around the letters: the ink blurred and raised. */
function haloOf(text: Mask, halo: number): Promise<Mask> {
  const { samples, width, height } = text;
  return maskOf(
    sharp(samples, { raw: { width, height, channels: 1 } })
      .blur(halo / 2)
      .linear(3, 0),
  );
}

async function maskOf(drawing: Sharp): Promise<Mask> {
  const { data, info } = await drawing.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, samples: data };
}

/** Darkens the picture by the halo, then lightens it by the ink. */
function burn({ width, channels, samples }: RenderedImage, text: Mask, top: number, halo: Mask): void {
  for (let y = 0; y < text.height; y++) {
    for (let x = 0; x < text.width; x++) {
      const ink = (text.samples[y * text.width + x] ?? 0) / 255;
      const dark = (halo.samples[y * text.width + x] ?? 0) / 255;
      if (ink === 0 && dark === 0) continue;
      const first = ((top + y) * width + x) * channels;
      for (let at = first; at < first + channels; at++) {
        samples[at] = Math.round((samples[at] ?? 0) * (1 - dark) * (1 - ink) + 255 * ink);
      }
    }
  }
}

/**
 * A line as Pango's markup, from left to right whatever script it begins with. Control characters and those that turn
 * the direction of what follows are left out: a line shows what it says, and no more than its own.
 */
function asMarkup(line: string): string {
  const shown = [...line.toWellFormed().replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ')];
  const cut = shown.length > longestLine ? [...shown.slice(0, longestLine - 1), '…'] : shown;
  const escaped = cut.join('').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `\u200e${escaped}`;
}
