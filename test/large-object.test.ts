/** An object larger than the memory a node may have: 200 MB here, 2 GB in `make verify NAME=large`. */

import { canReadResidentMemory } from '@isocenter/testkit/resident-memory';
import { expect, test } from 'vitest';
import { passLargeObjects } from '../proofs/large.ts';

const title = `goes in over C-STORE and STOW-RS and comes back in constant memory`;
const absence = canReadResidentMemory ? '' : ' (skipped: the system has no /proc)';

test.skipIf(!canReadResidentMemory)(`${title}${absence}`, async () => {
  const { bytes, violations, peakMegabytes } = await passLargeObjects({ frames: 100, seed: 7 });
  expect(bytes).toBeGreaterThan(200_000_000);
  expect(violations).toEqual([]);
  expect(peakMegabytes.retrieved).toBeLessThanOrEqual(300);
});
