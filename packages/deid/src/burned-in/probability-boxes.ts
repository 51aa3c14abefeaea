/**
 * From the map that the detector gives, the probability of each pixel to lie in the shrunk middle of a line of text, to
 * boxes around whole lines: connected areas, widened by what training took away (Liao et al., "Real-time Scene Text
 * Detection with Differentiable Binarization", §3.4).
 */

import type { ScoredBox, Tilt } from './box.ts';

/** A pixel belongs to text from this probability on. */
const pixelThreshold = 0.25;

/** Area × ratio ÷ perimeter is added on each side. The authors take 1.5; text must not look out, so somewhat more. */
const widening = 1.8;

/** Areas of fewer pixels in either direction are specks. */
const shortestSide = 3;

/** Lines at smaller angles than this, in radians, are read as if they were none; shorter areas than this many heights have none. */
const leastAngle = 0.07;
const leastElongation = 2.5;

export type ProbabilityMap = { readonly width: number; readonly height: number; readonly values: Float32Array };

/** @param least mean probability of an area that is kept */
export function boxesOf({ width, height, values }: ProbabilityMap, least: number): readonly ScoredBox[] {
  const seen = new Uint8Array(values.length);
  const stack: number[] = [];
  const boxes: ScoredBox[] = [];
  for (let start = 0; start < values.length; start++) {
    if (seen[start] === 1 || (values[start] ?? 0) < pixelThreshold) continue;
    let [left, right, top, bottom, sum, count] = [width, 0, height, 0, 0, 0];
    const moments = { x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
    seen[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      sum += values[at] ?? 0;
      count++;
      moments.x += x;
      moments.y += y;
      moments.xx += x * x;
      moments.yy += y * y;
      moments.xy += x * y;
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
    boxes.push({ ...box, score: sum / count, tilt: tiltOf(moments, count) });
  }
  return boxes;
}

type Moments = {
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
};

/** Of a rectangle with these moments, widened as the boxes are; undefined where it lies or stands, or is as wide as high. */
function tiltOf(sums: Moments, count: number): Tilt | undefined {
  const [middleX, middleY] = [sums.x / count, sums.y / count];
  const [xx, yy] = [sums.xx / count - middleX ** 2, sums.yy / count - middleY ** 2];
  const xy = sums.xy / count - middleX * middleY;
  const spread = Math.hypot((xx - yy) / 2, xy);
  const [long, short] = [(xx + yy) / 2 + spread, (xx + yy) / 2 - spread].map((one) =>
    Math.sqrt(12 * Math.max(0, one) + 1),
  );
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const isAtAngle = Math.min(Math.abs(angle), Math.PI / 2 - Math.abs(angle)) >= leastAngle;
  if (!isAtAngle || long === undefined || short === undefined || long < leastElongation * short) return undefined;
  const added = (long * short * widening) / (long + short);
  return { middleX, middleY, angle, length: long + added, height: short + added };
}
