/**
 * From the map that the detector gives, the probability of each pixel to lie in the shrunk middle of a line of text, to
 * boxes around whole lines: connected areas, widened by what training took away (Liao et al., "Real-time Scene Text
 * Detection with Differentiable Binarization", §3.4).
 */

import type { ScoredBox } from './box.ts';

/** A pixel belongs to text from this probability on. */
const pixelThreshold = 0.25;

/** Area × ratio ÷ perimeter is added on each side. The authors take 1.5; text must not look out, so somewhat more. */
const widening = 1.8;

/** Areas of fewer pixels in either direction are specks. */
const shortestSide = 3;

export type ProbabilityMap = { readonly width: number; readonly height: number; readonly values: Float32Array };

/** @param least mean probability of an area that is kept */
export function boxesOf({ width, height, values }: ProbabilityMap, least: number): readonly ScoredBox[] {
  const seen = new Uint8Array(values.length);
  const stack: number[] = [];
  const boxes: ScoredBox[] = [];
  for (let start = 0; start < values.length; start++) {
    if (seen[start] === 1 || (values[start] ?? 0) < pixelThreshold) continue;
    let [left, right, top, bottom, sum, count] = [width, 0, height, 0, 0, 0];
    seen[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      sum += values[at] ?? 0;
      count++;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      for (let below = Math.max(0, y - 1); below <= Math.min(height - 1, y + 1); below++) {
        for (let beside = Math.max(0, x - 1); beside <= Math.min(width - 1, x + 1); beside++) {
          const next = below * width + beside;
          if (seen[next] === 1 || (values[next] ?? 0) < pixelThreshold) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    const wide = right - left + 1;
    const high = bottom - top + 1;
    if (Math.min(wide, high) < shortestSide || sum / count < least) continue;
    const added = (wide * high * widening) / (2 * (wide + high));
    const box = { x: left - added, y: top - added, width: wide + 2 * added, height: high + 2 * added };
    boxes.push({ ...box, score: sum / count });
  }
  return boxes;
}
