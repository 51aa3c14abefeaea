/** A short run of the proof of endurance: everything is answered and found; what grows is measured by the long one only. */

import { expect, test } from 'vitest';
import { soak } from '../proofs/soak/soak.ts';

test('a node that stores, finds, moves and shows at once answers everything', async () => {
  const { errors, tally, indexed } = await soak({ seed: 20_260_102, runMs: 12_000, restMs: 0 });
  expect(errors).toEqual([]);
  expect(indexed).toBe(tally.stored);
  expect(tally.found).toBeGreaterThan(0);
  expect(tally.moved).toBeGreaterThan(0);
  expect(tally.asked).toBeGreaterThan(0);
});
