import { seededRandom } from '@isocenter/testkit/random';
import { expect, it } from 'vitest';
import { distanceTo } from './distance.ts';

it('is the distance to the nearest cell as far as it reaches, in whichever direction', () => {
  const random = seededRandom(3);
  const [nx, ny, nz] = [11, 9, 7] as const;
  const cells = Uint8Array.from({ length: nx * ny * nz }, () => (random.below(60) === 0 ? 1 : 0));
  const place = (at: number) => [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))] as const;
  const ones = [...cells.keys()].filter((at) => cells[at] === 1).map(place);

  const expected = [...cells.keys()].map((at) => {
    const [x, y, z] = place(at);
    const nearest = Math.min(...ones.map(([a, b, c]) => Math.hypot(a - x, b - y, c - z)));
    return nearest <= 3 ? Math.fround(nearest) : Math.fround(4);
  });
  const distances = distanceTo(cells, [nx, ny, nz], { to: 1, reach: 3 });

  // A little beyond its reach, on a slant, the distance is still known.
  expect([...distances].map((distance) => (distance > 3 ? 4 : distance))).toEqual(expected);
});
