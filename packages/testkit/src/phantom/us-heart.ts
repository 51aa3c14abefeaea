/**
 * A beating heart as a colour ultrasound scanner might draw it, and as no patient has: a sector of speckle, four
 * chambers, flow in red and blue, the scale bars beside it. No text is drawn.
 */

import type { Random } from '../random.ts';

export type UsHeart = {
  /** Returns a frame as RGB by pixel; `phase` runs from 0 to 1 over a heartbeat. */
  frame(phase: number): Uint8Array;
};

const halfAngle = 0.72;
const speckleAngles = 256;
const speckleDepths = 512;

type Point = { readonly x: number; readonly y: number };

export function createUsHeart(columns: number, rows: number, random: Random): UsHeart {
  const speckle = speckleTexture(random);
  return {
    frame(phase) {
      const pixels = new Uint8Array(columns * rows * 3);
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const point = { x: (column - columns * 0.5) / (rows * 0.92), y: (row - rows * 0.04) / (rows * 0.92) };
          const depth = Math.hypot(point.x, point.y);
          const angle = Math.atan2(point.x, point.y);
          if (depth < 0.05 || depth > 1 || Math.abs(angle) > halfAngle) continue;
          const grain = speckle[speckleIndex(angle, depth)] ?? 0;
          writePixel(pixels, (row * columns + column) * 3, point, { depth, grain, phase });
        }
      }
      drawBars(pixels, columns, rows);
      return pixels;
    },
  };
}

type Sight = { readonly depth: number; readonly grain: number; readonly phase: number };

function writePixel(pixels: Uint8Array, at: number, point: Point, { depth, grain, phase }: Sight): void {
  const squeeze = 0.5 - 0.5 * Math.cos(2 * Math.PI * phase);
  const chambers = [
    { x: -0.11, y: 0.45 - 0.02 * squeeze, rx: 0.095 - 0.035 * squeeze, ry: 0.19 - 0.04 * squeeze },
    { x: 0.13, y: 0.44, rx: 0.08 - 0.02 * squeeze, ry: 0.16 - 0.03 * squeeze },
    { x: -0.12, y: 0.76, rx: 0.1 + 0.025 * squeeze, ry: 0.085 },
    { x: 0.13, y: 0.74, rx: 0.095 + 0.02 * squeeze, ry: 0.08 },
  ];
  let nearest = Number.POSITIVE_INFINITY;
  let inside = -1;
  for (const [i, { x, y, rx, ry }] of chambers.entries()) {
    const distance = Math.hypot((point.x - x) / rx, (point.y - y) / ry);
    nearest = Math.min(nearest, distance);
    if (distance < 1) inside = i;
  }
  const wall = Math.max(0, 1 - Math.abs(nearest - 1.22) * 2.6);
  const tissue = inside >= 0 ? 0.05 : 0.2 + 0.62 * wall;
  const gain = 1.1 - 0.55 * Math.max(0, depth - 0.45);
  const grey = Math.min(255, 255 * tissue * gain * (0.35 + 1.05 * grain));
  pixels[at] = grey;
  pixels[at + 1] = grey;
  pixels[at + 2] = grey;
  if (inside === 0 || inside === 2) addFlow(pixels, at, point, { phase, grain });
}

/** Flow towards the transducer is red, away from it blue, fast flow brighter, PS3.3 §C.8.5.5. */
function addFlow(
  pixels: Uint8Array,
  at: number,
  point: Point,
  { phase, grain }: { phase: number; grain: number },
): void {
  const centre = -0.115 + 0.015 * Math.sin(2 * Math.PI * phase);
  const jet = Math.exp(-(((point.x - centre) / 0.05) ** 2)) * (0.75 + 0.5 * grain);
  const speed = jet * Math.sin(2 * Math.PI * (phase + 0.35 * point.y));
  if (Math.abs(speed) < 0.2) return;
  const strength = Math.min(1, Math.abs(speed));
  pixels[at] = speed > 0 ? 110 + 145 * strength : 10;
  pixels[at + 1] = 190 * Math.max(0, strength - 0.45);
  pixels[at + 2] = speed > 0 ? 10 : 110 + 145 * strength;
}

function drawBars(pixels: Uint8Array, columns: number, rows: number): void {
  const top = Math.round(rows * 0.08);
  const height = Math.round(rows * 0.32);
  const width = Math.max(4, Math.round(columns * 0.018));
  for (let row = 0; row < height; row++) {
    const share = 1 - row / height;
    const towards = share > 0.5;
    const strength = Math.abs(share - 0.5) * 2;
    for (let column = 0; column < width; column++) {
      const grey = 255 * share;
      pixels.set([grey, grey, grey], ((top + row) * columns + columns - 2 * width + column) * 3);
      const flow = [
        towards ? 90 + 165 * strength : 10,
        170 * Math.max(0, strength - 0.45),
        towards ? 10 : 90 + 165 * strength,
      ];
      pixels.set(flow, ((top + row) * columns + columns - 4 * width + column) * 3);
    }
  }
  for (let tick = 0; tick <= 10; tick++) {
    const row = Math.round(rows * (0.04 + 0.092 * tick));
    const length = tick % 5 === 0 ? width : width >> 1;
    for (let column = 0; column < length; column++) pixels.set([150, 150, 150], (row * columns + width + column) * 3);
  }
}

/** Grains that are wider across the beam than along it, and wider still in the depth, as in a sector scan. */
function speckleTexture(random: Random): Float32Array {
  const raw = Float32Array.from({ length: speckleAngles * speckleDepths }, () => random.below(1000) / 1000);
  const smooth = new Float32Array(raw.length);
  for (let depth = 0; depth < speckleDepths; depth++) {
    for (let angle = 0; angle < speckleAngles; angle++) {
      let sum = 0;
      for (let d = -1; d <= 1; d++) {
        for (let a = -1; a <= 1; a++) {
          const row = Math.min(speckleDepths - 1, Math.max(0, depth + d));
          sum += raw[row * speckleAngles + ((angle + a + speckleAngles) % speckleAngles)] ?? 0;
        }
      }
      const mean = sum / 9;
      smooth[depth * speckleAngles + angle] = Math.max(0, (mean - 0.3) * 2.5) ** 1.4;
    }
  }
  return smooth;
}

function speckleIndex(angle: number, depth: number): number {
  const across = Math.floor(((angle + halfAngle) / (2 * halfAngle)) * (speckleAngles - 1));
  const along = Math.min(speckleDepths - 1, Math.floor(depth * speckleDepths));
  return along * speckleAngles + across;
}
