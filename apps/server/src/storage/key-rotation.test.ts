/** A new master key: at no moment is there a key of a patient that the keys in the file do not open. */

import { createHash, createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readFully } from './file-system.ts';
import { KeyBackups } from './key-backup.ts';
import { keyFileName } from './key-file.ts';
import { type KeyRing, openKeyRing } from './key-ring.ts';
import { encodeMasterKeys, followedBy, parseMasterKeys, writeMasterKeyFile } from './master-key.ts';
import { MasterKeys } from './master-keys.ts';
import { type Fate, SimulatedDisk, seededChance } from './test/simulated-disk.ts';

const folder = '/keys';
const backups = '/key-backups';
const masterFile = '/master.key';
const first = createSecretKey(Buffer.alloc(32, 7));
const second = createSecretKey(Buffer.alloc(32, 8));
const startedAt = new Date('2026-01-02T03:04:05Z');

const newDisk = (seed: number) => {
  const files = new Map([[masterFile, encodeMasterKeys([{ key: first, followedAt: undefined }])]]);
  return new SimulatedDisk(seededChance(seed), files, ['/', folder, backups]);
};

async function readText(disk: SimulatedDisk, path: string): Promise<string> {
  const file = await disk.open(path, 'read');
  const bytes = Buffer.alloc(await file.size());
  await readFully(file, bytes, 0);
  await file.close();
  return bytes.toString('latin1');
}

const linesOf = async (disk: SimulatedDisk) => parseMasterKeys(await readText(disk, masterFile));
const keysOf = async (disk: SimulatedDisk) => new MasterKeys((await linesOf(disk)).map(({ key }) => key));
const openRing = (fileSystem: SimulatedDisk, masterKeys: MasterKeys): Promise<KeyRing> =>
  openKeyRing({ fileSystem, folder, masterKeys, mayCreate: true });

/** Makes three patients, destroys one, and keeps a copy of the keys. */
async function fill(disk: SimulatedDisk) {
  const masterKeys = await keysOf(disk);
  const ring = await openRing(disk, masterKeys);
  const ids = await Promise.all([ring.createPatientKey(), ring.createPatientKey(), ring.createPatientKey()]);
  const dataKeys = ids.map((id) => ring.dataKeyFor(id));
  await ring.destroy(ids[2]);
  await copyKeys(disk, ring, masterKeys);
  await ring.close();
  return dataKeys;
}

async function copyKeys(fileSystem: SimulatedDisk, ring: KeyRing, masterKeys: MasterKeys): Promise<void> {
  const logger = { error: () => undefined };
  const content = () => ring.copyFile();
  const now = () => startedAt;
  await (await KeyBackups.start({ fileSystem, folder: backups, content, masterKeys, logger, now })).close();
}

/** As `isocenter keys rotate` with no node, in the order of its steps. */
async function rotate(disk: SimulatedDisk): Promise<void> {
  await writeMasterKeyFile(disk, masterFile, followedBy(second, await linesOf(disk), startedAt));
  const masterKeys = await keysOf(disk);
  const ring = await openRing(disk, masterKeys);
  await ring.wrapAnew();
  await copyKeys(disk, ring, masterKeys);
  await ring.close();
}

async function check(disk: SimulatedDisk, dataKeys: Awaited<ReturnType<typeof fill>>): Promise<void> {
  const ring = await openRing(disk, await keysOf(disk));
  const [one, two, gone] = dataKeys;
  for (const dataKey of [one, two]) {
    expect(dataKey && ring.unwrap(dataKey.wrapped, dataKey.patientKeyId).equals(dataKey.key)).toBe(true);
  }
  expect(() => gone && ring.unwrap(gone.wrapped, gone.patientKeyId)).toThrow(
    expect.objectContaining({ code: 'key-destroyed' }),
  );
  await ring.close();
}

describe('a rotation', () => {
  it('leaves nothing that the earlier key is needed for, neither in the file nor in its copies', async () => {
    const disk = newDisk(1);
    const dataKeys = await fill(disk);
    await rotate(disk);
    await writeMasterKeyFile(disk, masterFile, (await linesOf(disk)).slice(0, 1));
    const after = disk.cutPower();
    expect((await keysOf(after)).all).toHaveLength(1);
    await check(after, dataKeys);
    await after.rename(`${backups}/patient-keys-2026-01-02.backup`, `${folder}/${keyFileName}`);
    await check(after.killProcess(), dataKeys);
    const [head, ...others] = [first, second].map((key) => openRing(newDiskOf(after), new MasterKeys([key])));
    await expect(head).rejects.toMatchObject({ code: 'wrong-master-key' });
    await expect(Promise.all(others)).resolves.toHaveLength(1);
  });

  it('keeps every key readable when the power goes or the process is killed at any call', async () => {
    for (let at = 0; at < 70; at += 1) {
      for (const isPower of [true, false]) {
        const disk = newDisk(at);
        const dataKeys = await fill(disk);
        const begun = disk.calls;
        const { promise: cut, resolve } = Promise.withResolvers<void>();
        disk.fate = ({ index }): Fate => {
          if (index < begun + at) return 'ok';
          resolve();
          return 'cut';
        };
        await Promise.race([rotate(disk), cut]);
        const after = isPower ? disk.cutPower(seededChance(at)) : disk.killProcess();
        await check(after, dataKeys);
        await rotateOn(after);
        await check(after.cutPower(), dataKeys);
      }
    }
  });

  it('is refused by a full disk and leaves the keys as they were', async () => {
    for (let at = 0; at < 40; at += 1) {
      const disk = newDisk(at);
      const dataKeys = await fill(disk);
      const begun = disk.calls;
      disk.fate = ({ index }): Fate => (index === begun + at ? { error: 'ENOSPC' } : 'ok');
      await rotate(disk).catch(() => undefined);
      await check(disk.cutPower(), dataKeys);
    }
  });
});

it('goes on for a node that runs: it finds the new key and wraps its own', async () => {
  const disk = newDisk(1);
  const keys = [first];
  const masterKeys = new MasterKeys([first], { reload: () => keys });
  const ring = await openRing(disk, masterKeys);
  const dataKey = ring.dataKeyFor(await ring.createPatientKey());
  keys.unshift(second);
  masterKeys.refresh();
  expect(ring.isWrappedByNewest).toBe(false);
  const [, id] = await Promise.all([ring.wrapAnew(), ring.createPatientKey()]);
  expect(ring.isWrappedByNewest).toBe(true);
  const after = await openRing(disk.cutPower(), new MasterKeys([second]));
  expect(after.unwrap(dataKey.wrapped, dataKey.patientKeyId).equals(dataKey.key)).toBe(true);
  expect(after.dataKeyFor(id).patientKeyId).toBe(id);
});

it('wipes the earlier wrapping from the file that is replaced', async () => {
  const disk = newDisk(1);
  await fill(disk);
  const old = await disk.open(`${folder}/${keyFileName}`, 'read');
  await rotate(disk);
  const bytes = Buffer.alloc(await old.size());
  await readFully(old, bytes, 0);
  // The slot of the destroyed key has nothing to hide.
  expect(createHash('sha256').update(bytes.subarray(0, 192)).digest()).toEqual(
    createHash('sha256').update(Buffer.alloc(192)).digest(),
  );
});

async function rotateOn(disk: SimulatedDisk): Promise<void> {
  const masterKeys = await keysOf(disk);
  const ring = await openRing(disk, masterKeys);
  await ring.wrapAnew();
  await copyKeys(disk, ring, masterKeys);
  await ring.close();
}

/** The key file alone, so that a wrong master key meets nothing else. */
function newDiskOf(disk: SimulatedDisk): SimulatedDisk {
  return disk.killProcess();
}
