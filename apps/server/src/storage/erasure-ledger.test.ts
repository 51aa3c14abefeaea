import { describe, expect, it } from 'vitest';
import { appendToLedger, type LedgerEntry, ledgerName } from './erasure-ledger.ts';
import { readFully } from './file-system.ts';
import { type Fate, SimulatedDisk, seededChance } from './test/simulated-disk.ts';

const folder = '/keys';
const path = `${folder}/${ledgerName}`;
const entry = (number: number): LedgerEntry => ({
  id: String(number).padStart(32, '0'),
  at: '2026-01-02T03:04:05.000Z',
  keys: [{ spool: 1, keyId: `${number}.0123456789abcdef` }],
});
const newDisk = (seed: number) => new SimulatedDisk(seededChance(seed), new Map(), ['/', folder]);

async function lines(disk: SimulatedDisk): Promise<readonly string[]> {
  const file = await disk.open(path, 'read').catch(() => undefined);
  if (file === undefined) return [];
  const bytes = Buffer.alloc(await file.size());
  await readFully(file, bytes, 0);
  return bytes.toString().split('\n');
}

const has = async (disk: SimulatedDisk, number: number) =>
  (await lines(disk)).some((line) => line.startsWith(`{"id":"${entry(number).id}"`) && line.endsWith('}'));

describe('the ledger of erasures', () => {
  it('has each erasure once, and takes what another copy has', async () => {
    const disk = newDisk(1);
    await appendToLedger(disk, path, [entry(1)]);
    await appendToLedger(disk, path, [entry(1), entry(2)]);
    expect((await lines(disk)).filter((line) => line !== '')).toHaveLength(2);
  });

  it('keeps what was acknowledged, and takes the next, when the power goes at any call', async () => {
    for (let at = 0; at < 20; at += 1) {
      const disk = newDisk(at);
      await appendToLedger(disk, path, [entry(1)]);
      const begun = disk.calls;
      const { promise: cut, resolve } = Promise.withResolvers<void>();
      disk.fate = ({ index }): Fate => {
        if (index < begun + at) return 'ok';
        resolve();
        return 'cut';
      };
      let isDone = false;
      const append = appendToLedger(disk, path, [entry(2)]).then(() => {
        isDone = true;
      });
      await Promise.race([append, cut]);
      const after = disk.cutPower(seededChance(at));
      expect(await has(after, 1)).toBe(true);
      if (isDone) expect(await has(after, 2)).toBe(true);
      await appendToLedger(after, path, [entry(3)]);
      expect(await has(after.cutPower(), 3)).toBe(true);
    }
  });
});
