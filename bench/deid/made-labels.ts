/**
 * Pictures of what people stick and write on: lines as if by hand on a film, and wristbands that lie at an angle. No fonts of
 * handwriting are at hand, so that each letter of a serif font is slanted, turned, stretched and moved by itself.
 */

import type { DecodedFrame } from '@isocenter/pixels/decode';
import sharp from 'sharp';
import { makeString, type Random } from './planted-text.ts';

export type Label = { readonly frame: DecodedFrame; readonly lines: readonly { readonly ink: readonly number[] }[] };

const side = 512;

export async function makeHandwriting(random: Random): Promise<Label> {
  const ground = `<defs><radialGradient id="g"><stop offset="0" stop-color="rgb(150,150,150)"/><stop offset="1" stop-color="rgb(12,12,12)"/></radialGradient></defs><rect width="${side}" height="${side}" fill="url(#g)"/>`;
  const lines = [90, 420].map((y) => {
    const size = 24 + 28 * random();
    let x = 20 + 60 * random();
    const letters = [...makeString(random)].map((letter) => {
      const moved = `translate(${x.toFixed(1)} ${(y + 6 * (random() - 0.5)).toFixed(1)}) rotate(${(16 * (random() - 0.5)).toFixed(1)}) skewX(${(-20 + 14 * (random() - 0.5)).toFixed(1)}) scale(${(0.75 + 0.4 * random()).toFixed(2)} ${(0.8 + 0.4 * random()).toFixed(2)})`;
      x += size * (letter === ' ' ? 0.4 : 0.5);
      return `<text transform="${moved}" font-family="DejaVu Serif" font-style="italic" font-size="${size.toFixed(0)}" fill="none" stroke="white" stroke-width="1.6">${letter.replace('&', '&amp;').replace('<', '&lt;')}</text>`;
    });
    return letters.join('');
  });
  return draw(ground, lines, random);
}

export async function makeWristband(random: Random): Promise<Label> {
  const angle = 80 * (random() - 0.5);
  const turned = (inner: string) => `<g transform="rotate(${angle.toFixed(1)} 256 256)">${inner}</g>`;
  const bars = Array.from({ length: 40 }, (_, at) => {
    const width = 1 + Math.floor(3 * random());
    return `<rect x="${330 + at * 3}" y="215" width="${width}" height="80" fill="rgb(30,30,30)"/>`;
  });
  const band = `<rect width="${side}" height="${side}" fill="rgb(95,95,95)"/>${turned(`<rect x="20" y="200" width="472" height="112" rx="10" fill="rgb(225,225,225)"/>${bars.join('')}`)}`;
  const lines = [235, 265, 295].map((y) =>
    turned(
      `<text x="36" y="${y}" font-family="DejaVu Sans" font-size="20" fill="rgb(25,25,25)">${makeString(random).slice(0, 22)}</text>`,
    ),
  );
  return draw(band, lines, random);
}

async function draw(ground: string, lines: readonly string[], random: Random): Promise<Label> {
  const render = (inner: string) =>
    sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">${inner}</svg>`));
  const whole = await render(ground + lines.join(''))
    .greyscale()
    .raw()
    .toBuffer();
  const channels = whole.length / (side * side);
  const cells = Uint8Array.from({ length: side * side }, (_, at) =>
    Math.min(255, Math.max(0, (whole[at * channels] ?? 0) + 10 * (random() + random() - 1))),
  );
  const inked = await Promise.all(
    lines.map(async (line) => {
      const alpha = await render(line).extractChannel('alpha').raw().toBuffer();
      return { ink: [...alpha.keys()].filter((at) => (alpha[at] ?? 0) >= 128) };
    }),
  );
  const frame: DecodedFrame = {
    ...{ rows: side, columns: side, samplesPerPixel: 1, cells, bitsAllocated: 8, bitsStored: 8, highBit: 7 },
    ...{ signed: false, photometricInterpretation: 'MONOCHROME2', validPixels: side * side, findings: [] },
  };
  return { frame, lines: inked };
}
