import { createSecretKey } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BlobLog, openBlobLog } from './blob-log.ts';
import { ForeignSpool } from './foreign-spool.ts';
import { keyFileName } from './key-file.ts';
import type { PatientKeyId } from './key-ring.ts';
import { slotBytes } from './key-slots.ts';
import type { ObjectLocation } from './log-entry.ts';
import { MasterKeys } from './master-keys.ts';
import { keysFolder } from './segment-file.ts';

const masterKeys = new MasterKeys([createSecretKey(Buffer.alloc(32, 7))]);
const logger = { info() {}, warn() {}, error() {} };

let dir: string;
let owner: BlobLog;
let foreign: ForeignSpool;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  dir = mkdtempSync(join(tmpdir(), 'isocenter-foreign-'));
  owner = await openBlobLog({ dir, masterKeys, logger });
  foreign = new ForeignSpool(dir, masterKeys);
});

afterEach(async () => {
  vi.useRealTimers();
  foreign.closeFiles();
  await owner.close();
  rmSync(dir, { recursive: true });
});

async function store(patientKeyId: PatientKeyId): Promise<ObjectLocation> {
  const { location } = await owner.append({
    record: {
      kind: 'instance',
      sha256: '0'.repeat(64),
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      lengthBytes: 4,
      policy: 'first',
      provenance: { source: 'dimse', callingAet: 'TEST', receivedAt: '2026-01-01T00:00:00.000Z' },
    },
    dataKey: owner.keys.dataKeyFor(patientKeyId),
    plaintext: [Buffer.from('TEST')],
  });
  return location;
}

test.each([1, 2, 3])('a key that its owner destroyed is forgotten within a second, after %i more', async (others) => {
  const patientKeyId = await owner.keys.createPatientKey();
  const further = await Promise.all(Array.from({ length: others }, () => owner.keys.createPatientKey()));
  const location = await store(patientKeyId);
  await foreign.prove(location);
  // The file is written anew for each: the second file may have the inode of the one before the first.
  for (const key of [patientKeyId, ...further]) await owner.keys.destroy(key);
  vi.advanceTimersByTime(1_001);
  await expect(foreign.prove(location)).rejects.toMatchObject({ code: 'key-destroyed' });
});

test('a slot that was half written when it was read is read again', async () => {
  const first = await store(await owner.keys.createPatientKey());
  const second = await store(await owner.keys.createPatientKey());
  const file = openSync(join(keysFolder(dir), keyFileName), 'r+');
  const slot = Buffer.alloc(slotBytes);
  readSync(file, slot, 0, slotBytes, 2 * slotBytes);
  writeSync(file, Buffer.alloc(slotBytes / 2), 0, slotBytes / 2, 2 * slotBytes);
  await foreign.prove(first);
  await expect(foreign.prove(second)).rejects.toMatchObject({ code: 'key-missing' });
  writeSync(file, slot, 0, slotBytes, 2 * slotBytes);
  closeSync(file);
  await foreign.prove(second);
});
