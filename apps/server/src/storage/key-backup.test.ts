/** Copies of the key file: made as soon as a store is open and once a day, restorable, and gone before they are 30 days old. */

import { createSecretKey } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { KeyBackups } from './key-backup.ts';
import { type KeyRing, openKeyRing } from './key-ring.ts';
import { MasterKeys } from './master-keys.ts';
import { SimulatedDisk, seededChance } from './test/simulated-disk.ts';

const keysFolder = '/keys';
const folder = '/key-backups';
const dayMs = 24 * 60 * 60 * 1_000;
const masterKeys = new MasterKeys([createSecretKey(Buffer.alloc(32, 7))]);

const openRing = (fileSystem: SimulatedDisk): Promise<KeyRing> =>
  openKeyRing({ fileSystem, folder: keysFolder, masterKeys, mayCreate: true });
const newDisk = () => new SimulatedDisk(seededChance(1), new Map(), ['/', keysFolder]);

afterEach(() => {
  vi.useRealTimers();
});

it('are made once a day and kept for less than 30 days', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: Date.UTC(2026, 0, 1, 12) });
  const disk = newDisk();
  const ring = await openRing(disk);
  const id = await ring.createPatientKey();
  const errors: string[] = [];
  const logger = { error: (_: object, message: string) => errors.push(message) };
  const backups = await KeyBackups.start({
    fileSystem: disk,
    folder,
    content: () => ring.copyFile(),
    masterKeys,
    logger,
  });
  for (let day = 2; day <= 40; day += 1) {
    vi.advanceTimersByTime(dayMs);
    const today = new Date().toISOString().slice(0, 10);
    await vi.waitFor(async () => expect(await disk.list(folder)).toContain(`patient-keys-${today}.backup`));
  }
  await backups.close();
  const names = await disk.list(folder);
  expect(names.toSorted()[0]).toBe('patient-keys-2026-01-12.backup');
  expect(names).toHaveLength(29);
  expect(errors).toEqual([]);
  await disk.rename(`${folder}/patient-keys-2026-02-09.backup`, `${keysFolder}/patient-keys`);
  const restored = await openRing(disk.killProcess());
  expect(restored.dataKeyFor(id).patientKeyId).toBe(id);
});

it('are tried again after a disk that was full', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const disk = newDisk();
  const ring = await openRing(disk);
  const errors: object[] = [];
  disk.fate = ({ name, path }) => (name === 'write' && path.startsWith(folder) ? { error: 'ENOSPC' } : 'ok');
  const logger = { error: (fields: object) => errors.push(fields) };
  const backups = await KeyBackups.start({
    fileSystem: disk,
    folder,
    content: () => ring.copyFile(),
    masterKeys,
    logger,
  });
  expect(errors).toEqual([{ system: 'ENOSPC' }]);
  expect((await disk.list(folder)).filter((name) => name.endsWith('.backup'))).toEqual([]);
  disk.fate = () => 'ok';
  vi.advanceTimersByTime(dayMs);
  await vi.waitFor(async () => expect(await disk.list(folder)).toHaveLength(1));
  await backups.close();
});
