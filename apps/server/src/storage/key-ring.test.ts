import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type KeyRing, openKeyRing } from './key-ring.ts';
import { MasterKeys } from './master-keys.ts';
import { type Chance, type Fate, SimulatedDisk, seededChance } from './test/simulated-disk.ts';

const folder = '/keys';
const before = createSecretKey(Buffer.alloc(32, 7));
const masterKeys = new MasterKeys([before]);
const newDisk = (seed = 1) => new SimulatedDisk(seededChance(seed), new Map(), ['/', folder]);
const open = (disk: SimulatedDisk, keys = masterKeys) =>
  openKeyRing({ fileSystem: disk, folder, masterKeys: keys, mayCreate: true });
const code = (code: string) => expect.objectContaining({ code });

describe('patient keys', () => {
  it('open what was wrapped under them, after a restart too', async () => {
    const disk = newDisk();
    const ring = await open(disk);
    const dataKey = ring.dataKeyFor(await ring.createPatientKey());
    await ring.close();
    const again = await open(disk.killProcess());
    expect(again.unwrap(dataKey.wrapped, dataKey.patientKeyId).equals(dataKey.key)).toBe(true);
  });

  it('are durable when their name is told, and those asked for together share a sync', async () => {
    const disk = newDisk();
    const ring = await open(disk);
    const before = disk.calls;
    const ids = await Promise.all(Array.from({ length: 50 }, () => ring.createPatientKey()));
    expect(new Set(ids).size).toBe(50);
    expect(disk.calls - before).toBeLessThanOrEqual(4);
    const after = await open(disk.cutPower());
    for (const id of ids) expect(after.dataKeyFor(id).patientKeyId).toBe(id);
  });

  it('are refused where they are not known, damaged or another’s', async () => {
    const ring = await open(newDisk());
    const [one, two] = [await ring.createPatientKey(), await ring.createPatientKey()];
    const { wrapped } = ring.dataKeyFor(one);
    expect(() => ring.unwrap(wrapped, two)).toThrow(code('corrupt-record'));
    for (const id of ['', '1', '0.0000000000000000', '9.0000000000000000', `1.${'0'.repeat(16)}`, '../../etc/passwd']) {
      expect(() => ring.dataKeyFor(id)).toThrow(code('key-missing'));
    }
  });

  it('hand a data key over to another patient', async () => {
    const ring = await open(newDisk());
    const [from, to] = [await ring.createPatientKey(), await ring.createPatientKey()];
    const { wrapped, key } = ring.dataKeyFor(from);
    const rewrapped = ring.rewrap(wrapped, from, to);
    await ring.destroy(from);
    expect(ring.unwrap(rewrapped, to).equals(key)).toBe(true);
    expect(() => ring.unwrap(wrapped, from)).toThrow(code('key-destroyed'));
  });

  it('are refused under another master key', async () => {
    const disk = newDisk();
    await (await open(disk)).close();
    await expect(open(disk.killProcess(), new MasterKeys([createSecretKey(Buffer.alloc(32, 8))]))).rejects.toThrow(
      code('wrong-master-key'),
    );
  });
});

describe('destroying a key', () => {
  it('takes it out of memory, file and freed blocks, and leaves the others', async () => {
    const disk = newDisk();
    const ring = await open(disk);
    const [kept, gone] = [await ring.createPatientKey(), await ring.createPatientKey()];
    const dataKey = ring.dataKeyFor(gone);
    ring.unwrap(dataKey.wrapped, gone);
    await ring.destroy(gone);
    expect(() => ring.unwrap(dataKey.wrapped, gone)).toThrow(code('key-destroyed'));
    expect(() => ring.dataKeyFor(gone)).toThrow(code('key-destroyed'));
    await expect(ring.destroy(gone)).rejects.toThrow(code('key-destroyed'));
    const after = await open(disk.cutPower());
    expect(() => after.dataKeyFor(gone)).toThrow(code('key-destroyed'));
    expect(after.dataKeyFor(kept).patientKeyId).toBe(kept);
  });
});

describe('the key file', () => {
  /** Creates and destroys keys until the disk is cut; returns what was promised. */
  async function work(ring: KeyRing, chance: Chance) {
    const usable = new Set<string>();
    const destroyed = new Set<string>();
    const writer = async () => {
      for (let step = 0; step < 8; step += 1) {
        const [victim] = usable;
        try {
          if (victim !== undefined && chance() < 0.3) {
            usable.delete(victim);
            await ring.destroy(victim);
            destroyed.add(victim);
          } else usable.add(await ring.createPatientKey());
        } catch {
          // Refused: nothing is promised.
        }
      }
    };
    await Promise.all([writer(), writer(), writer()]);
    return { usable, destroyed };
  }

  async function check(disk: SimulatedDisk, promised: { usable: Set<string>; destroyed: Set<string> }) {
    const ring = await open(disk);
    for (const id of promised.usable) expect(ring.dataKeyFor(id).patientKeyId).toBe(id);
    for (const id of promised.destroyed) expect(() => ring.dataKeyFor(id)).toThrow(code('key-destroyed'));
    expect(ring.dataKeyFor(await ring.createPatientKey())).toBeDefined();
    await ring.close();
  }

  it.each([
    ['no space', { error: 'ENOSPC' }],
    ['a failing disk', { error: 'EIO' }],
    ['a short write', 'short'],
  ] as const)('keeps its promises when a call meets %s', async (_, fate) => {
    for (let at = 0; at < 60; at += 1) {
      const disk = newDisk(at);
      const ring = await open(disk);
      const first = disk.calls;
      disk.fate = ({ index, name }): Fate =>
        index === first + at && (fate !== 'short' || name === 'write') ? fate : 'ok';
      const promised = await work(ring, seededChance(at));
      await check(at % 2 === 0 ? disk.killProcess() : disk.cutPower(), promised);
    }
  });

  it('keeps its promises when the power goes at any call', async () => {
    for (let at = 0; at < 60; at += 1) {
      const disk = newDisk(at);
      const promised = { usable: new Set<string>(), destroyed: new Set<string>() };
      const { promise: cut, resolve } = Promise.withResolvers<void>();
      disk.fate = ({ index }): Fate => {
        if (index < at) return 'ok';
        resolve();
        return 'cut';
      };
      const run = async () => {
        const ring = await open(disk);
        for (let step = 0; step < 12; step += 1) {
          const [victim] = promised.usable;
          if (victim !== undefined && step % 3 === 2) {
            promised.usable.delete(victim);
            await ring.destroy(victim);
            promised.destroyed.add(victim);
          } else promised.usable.add(await ring.createPatientKey());
        }
      };
      await Promise.race([run(), cut]);
      await check(disk.cutPower(seededChance(at)), promised);
    }
  });
});
