/**
 * A chest such as no patient has: ellipses in Hounsfield units that stand for body, lungs with vessels, heart, great
 * vessels, spine, ribs and table, changing from slice to slice.
 */

import type { Random } from '../random.ts';
import { addNoise, type Canvas, createCanvas, type Ellipse, gaussianTable, paint } from './canvas.ts';

const air = -1000;
const noiseHounsfield = 13;

type Vessel = { readonly side: -1 | 1; readonly angle: number; readonly reach: number; readonly size: number };

export type CtChest = {
  /** Returns a slice as Hounsfield units; `z` runs from 0 (apex) to 1 (diaphragm). */
  slice(z: number): Canvas;
};

export function createCtChest(sidePixels: number, random: Random): CtChest {
  const gaussian = gaussianTable(random);
  const vessels: readonly Vessel[] = Array.from({ length: 150 }, () => ({
    side: random.pick([-1, 1] as const),
    angle: (random.below(6283) / 1000) * 1,
    reach: Math.sqrt(random.below(1000) / 1000),
    size: 0.004 + random.below(100) / 9000,
  }));
  return {
    slice(z) {
      const canvas = createCanvas(sidePixels, sidePixels, air);
      for (const ellipse of [...body(z), ...lungs(z, vessels), ...mediastinum(z), ...bones(z), ...table()]) {
        paint(canvas, ellipse);
      }
      addNoise(canvas, noiseHounsfield, gaussian, random);
      return canvas;
    },
  };
}

function body(z: number): readonly Ellipse[] {
  const width = 0.76 + 0.08 * Math.sin(Math.PI * Math.min(1, z + 0.25));
  return [
    { x: 0, y: 0.02, rx: width, ry: 0.56, value: 15 },
    { x: 0, y: 0.02, rx: width - 0.012, ry: 0.548, value: -105 },
    { x: 0, y: 0.03, rx: width - 0.075, ry: 0.487, value: 48, edge: 0.012 },
    // Muscles of the back lie on both sides of the spine.
    { x: -0.2, y: 0.44, rx: 0.17, ry: 0.07, angle: 0.15, value: 58, edge: 0.01 },
    { x: 0.2, y: 0.44, rx: 0.17, ry: 0.07, angle: -0.15, value: 58, edge: 0.01 },
    { x: 0, y: 0.03, rx: width - 0.14, ry: 0.425, value: -60, edge: 0.01 },
  ];
}

/** How far the lungs fill the chest: narrow at the apex, cut by the diaphragm below. */
function lungSize(z: number): number {
  return Math.sin(Math.PI * (0.18 + 0.66 * z)) ** 0.7;
}

function lungs(z: number, vessels: readonly Vessel[]): readonly Ellipse[] {
  const size = lungSize(z);
  const ellipses: Ellipse[] = [];
  for (const side of [-1, 1] as const) {
    const x = side * (0.345 + 0.01 * z);
    const rx = 0.272 * size;
    const ry = 0.375 * size;
    ellipses.push({ x, y: 0.015, rx, ry, angle: side * -0.12, value: -868, edge: 0.008 });
    // Lung is denser where it lies on the back.
    ellipses.push({ x, y: 0.015 + ry * 0.55, rx: rx * 0.72, ry: ry * 0.38, value: -835, edge: 0.16 });
    for (const vessel of vessels) {
      if (vessel.side !== side) continue;
      const swing = vessel.angle + 2.2 * Math.sin(3 * z + vessel.reach * 9);
      const reach = vessel.reach * 0.9;
      ellipses.push({
        x: x + Math.cos(swing) * reach * rx,
        y: 0.015 + Math.sin(swing) * reach * ry,
        rx: vessel.size * (1.7 - reach),
        ry: vessel.size * (1.1 - 0.5 * reach),
        angle: swing,
        value: -150 - 420 * reach,
        edge: 0.006,
      });
    }
  }
  // The dome of the liver rises into the last slices, on the viewer's left.
  const dome = Math.max(0, z - 0.72) * 1.15;
  if (dome > 0) ellipses.push({ x: -0.33, y: 0.03, rx: dome, ry: dome * 1.2, value: 92, edge: 0.012 });
  return ellipses;
}

function mediastinum(z: number): readonly Ellipse[] {
  const heart = Math.max(0, Math.sin(Math.PI * Math.min(1, Math.max(0, (z - 0.36) / 0.64)))) ** 0.5;
  const arch = Math.max(0, 1 - Math.abs(z - 0.25) / 0.07);
  const carina = 0.33;
  const bronchus = Math.min(0.055, Math.max(0, z - carina) * 0.9);
  const ellipses: Ellipse[] = [
    { x: 0.01, y: -0.03, rx: 0.145, ry: 0.34, value: -70, edge: 0.02 },
    { x: 0.01, y: 0.02, rx: 0.105, ry: 0.27, value: 42, edge: 0.03 },
    { x: 0.105, y: 0.2, rx: 0.058, ry: 0.058, value: 205, edge: 0.008 },
    { x: -0.07, y: -0.1, rx: 0.045, ry: 0.05, value: 150, edge: 0.008 },
  ];
  if (z < 0.62) ellipses.push({ x: 0.0, y: -0.12, rx: 0.062, ry: 0.062, value: 212, edge: 0.008 });
  if (arch > 0) {
    ellipses.push({ x: 0.06, y: 0.03, rx: 0.065, ry: 0.06 + 0.17 * arch, angle: 0.35, value: 208, edge: 0.008 });
  }
  if (heart > 0) {
    ellipses.push(
      { x: 0.1, y: -0.12, rx: 0.285 * heart, ry: 0.21 * heart, angle: 0.5, value: -80, edge: 0.012 },
      { x: 0.1, y: -0.12, rx: 0.265 * heart, ry: 0.192 * heart, angle: 0.5, value: 95, edge: 0.012 },
      { x: 0.185, y: -0.1, rx: 0.115 * heart, ry: 0.07 * heart, angle: 0.55, value: 232, edge: 0.02 },
      { x: 0.04, y: -0.2, rx: 0.1 * heart, ry: 0.06 * heart, angle: 0.35, value: 178, edge: 0.02 },
      { x: 0.05, y: 0.01, rx: 0.12 * heart, ry: 0.06 * heart, angle: 0.05, value: 214, edge: 0.02 },
      { x: -0.08, y: -0.09, rx: 0.07 * heart, ry: 0.085 * heart, value: 170, edge: 0.02 },
    );
  }
  for (const side of z < carina ? [0] : [-1, 1]) {
    const size = side === 0 ? 0.036 : 0.03 - 0.04 * bronchus;
    const x = 0.005 + side * (0.03 + bronchus);
    ellipses.push(
      { x, y: 0.07, rx: size + 0.007, ry: size + 0.007, value: 20 },
      { x, y: 0.07, rx: size, ry: size, value: -985 },
    );
  }
  return [...ellipses, { x: 0.04, y: 0.15, rx: 0.024, ry: 0.018, value: 35, edge: 0.006 }];
}

function bones(z: number): readonly Ellipse[] {
  const ellipses: Ellipse[] = [];
  // Twelve ribs a side run obliquely, so a slice cuts each at another place of the chest wall.
  for (const side of [-1, 1]) {
    for (let rib = 0; rib < 12; rib++) {
      const turn = 1.35 - 2.9 * ((((rib / 12 + z * 0.85) % 1) + 1) % 1);
      const x = side * 0.655 * Math.cos(turn);
      const y = 0.03 + 0.455 * Math.sin(turn);
      const along = Math.atan2(0.455 * Math.cos(turn), -side * 0.655 * Math.sin(turn));
      ellipses.push(
        { x, y, rx: 0.052, ry: 0.0175, angle: along, value: 610, edge: 0.006 },
        { x, y, rx: 0.042, ry: 0.0095, angle: along, value: 190, edge: 0.01 },
      );
    }
    if (z < 0.55) {
      const blade = { x: side * (0.56 - 0.1 * z), y: 0.34 + 0.06 * z, angle: side * -0.95 };
      ellipses.push(
        { ...blade, rx: 0.15 * (1 - z), ry: 0.014, value: 520, edge: 0.006 },
        { x: side * (0.64 - 0.1 * z), y: 0.27, rx: 0.035, ry: 0.03, value: 480, edge: 0.006 },
      );
    }
    ellipses.push(
      { x: side * 0.115, y: 0.425, rx: 0.075, ry: 0.022, angle: side * 0.35, value: 430, edge: 0.008 },
      { x: side * 0.05, y: 0.47, rx: 0.055, ry: 0.017, angle: side * 0.8, value: 520, edge: 0.006 },
    );
  }
  const disc = Math.sin(z * 38) > 0.72;
  ellipses.push(
    { x: 0, y: 0.345, rx: 0.108, ry: 0.083, value: disc ? 130 : 640, edge: 0.008 },
    { x: 0, y: 0.345, rx: 0.094, ry: 0.07, value: disc ? 95 : 215, edge: 0.012 },
    { x: 0, y: 0.448, rx: 0.043, ry: 0.034, value: 30, edge: 0.008 },
    { x: 0, y: 0.448, rx: 0.022, ry: 0.018, value: 46, edge: 0.008 },
    { x: 0, y: 0.525, rx: 0.014, ry: 0.045, value: 560, edge: 0.006 },
    { x: 0.005, y: -0.452, rx: 0.082, ry: 0.026, value: 420, edge: 0.006 },
    { x: 0.005, y: -0.452, rx: 0.068, ry: 0.014, value: 170, edge: 0.008 },
  );
  return ellipses;
}

function table(): readonly Ellipse[] {
  const wide = { x: 0, y: 0.79, rx: 0.62 };
  return [
    { ...wide, ry: 0.075, value: -640 },
    { ...wide, rx: 0.605, ry: 0.06, value: -960 },
    { ...wide, y: 0.765, rx: 0.64, ry: 0.01, value: -320 },
  ];
}
