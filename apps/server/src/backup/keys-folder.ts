/**
 * Copies of the patients' keys, in a folder of their own and never with the objects: an erased patient's key must be
 * gone from every copy after 30 days, while a backup of objects may be kept for years.
 *
 * Keys never change and their places never move, so the newest copy opens every older backup, too, but for the patients
 * who were erased since.
 */

import { existsSync } from 'node:fs';
import { open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseBackupKeyFileName } from '../storage/backup-key-file.ts';
import { appendToLedger, erasedKeysOf, ledgerName, readLedger } from '../storage/erasure-ledger.ts';
import { nodeFileSystem } from '../storage/file-system.ts';
import { emptySlot, encodeSlot, findSlots, parseSlot, slotBytes } from '../storage/key-slots.ts';
import { kmsKeysName } from '../storage/kms-keys.ts';
import { firstSpool, type SpoolNumber } from '../storage/log-entry.ts';
import type { MasterKeys } from '../storage/master-keys.ts';
import { systemErrorName } from '../storage/storage-error.ts';
import { BackupError } from './backup-error.ts';
import { destroyExpiredKeys, keepBackupKey, type NewBackupKey, wrapFolderAnew } from './backup-keys.ts';
import { makeFolder, syncFolder, writeDurably } from './durable-file.ts';

/** As the node keeps its own copies: no copy reaches its thirtieth day. */
const keptDays = 29;
const dayMs = 24 * 60 * 60 * 1_000;
/** A slot that is being wiped in a file that was just replaced; the name leads to the new file. */
const attempts = 5;

const namePattern = /^patient-keys-(?:spool(\d{4,})-)?(\d{4}-\d{2}-\d{2})(?:T\d{9}Z)?\.backup$/;
const masterKeyName = 'master.key';

export type KeyFileCopy = {
  readonly spool: SpoolNumber;
  /** Random name in the head of the file, the same for all copies of one file. */
  readonly id: string;
  readonly content: Buffer;
};

/** Reads the key file of a spool while the node may be writing it; a slot that is not whole yet is left out. */
export async function readKeyFile(spool: SpoolNumber, blobsDir: string): Promise<KeyFileCopy> {
  for (let attempt = 1; ; attempt += 1) {
    const content = await readFile(join(blobsDir, 'keys', 'patient-keys')).catch((error: unknown) => {
      if (systemErrorName(error) !== 'ENOENT') throw error;
      throw new BackupError('keys-missing', 'the data folder has no file with the keys of patients', { cause: error });
    });
    const copy = parseCopy(spool, content);
    if (copy !== undefined) return copy;
    if (attempt === attempts) throw new BackupError('damaged', 'the file with the keys of patients is damaged');
  }
}

/** Writes a copy of the keys, removes copies that are too old, and puts the master key beside them if asked to. */
export async function writeKeysFolder(options: {
  readonly keysDir: string;
  /** One of each spool. */
  readonly keys: readonly KeyFileCopy[];
  readonly blobsDir: string;
  readonly withMasterKey: boolean;
  readonly masterKeys: MasterKeys;
  /** Of the backup that is made. */
  readonly backupKey: NewBackupKey;
  readonly now: Date;
}): Promise<void> {
  const { keysDir, keys, now, masterKeys } = options;
  await makeFolder(keysDir);
  const time = now.toISOString().slice(10).replaceAll(/[-:.]/g, '');
  for (const { spool, content } of keys) {
    const of = spool === firstSpool ? '' : `spool${String(spool).padStart(4, '0')}-`;
    await writeDurably(join(keysDir, `patient-keys-${of}${now.toISOString().slice(0, 10)}${time}.backup`), content);
  }
  await keepBackupKey(keysDir, options.backupKey);
  await keepLedger(options.blobsDir, keysDir);
  // Worth nothing without the service that wrapped it.
  for (const name of options.withMasterKey ? [masterKeyName, kmsKeysName] : [kmsKeysName]) {
    const file = join(options.blobsDir, name);
    if (existsSync(file)) await writeDurably(join(keysDir, name), await readFile(file));
  }
  for (const name of await readdir(keysDir)) {
    const day = namePattern.exec(name)?.[2];
    if (day !== undefined && now.getTime() - Date.parse(day) > keptDays * dayMs) await unlink(join(keysDir, name));
  }
  await destroyExpiredKeys(keysDir, now);
  await forgetErased(keysDir);
  // What a master key of before wraps is needed no longer than until the next backup.
  const isKeyFile = (name: string) => namePattern.test(name) || parseBackupKeyFileName(name) !== undefined;
  await wrapFolderAnew(keysDir, (await readdir(keysDir)).filter(isKeyFile), masterKeys);
  await syncFolder(keysDir);
}

/** The ledger of erasures goes with the keys: whoever restores has it, and what another copy of it says is kept. */
async function keepLedger(blobsDir: string, keysDir: string): Promise<void> {
  const entries = readLedger(join(blobsDir, 'keys', ledgerName));
  if (entries.length > 0) await appendToLedger(nodeFileSystem, join(keysDir, ledgerName), entries);
}

/** Empties the slots of erased patients in every copy; in place, since a slot crosses no sector. */
async function forgetErased(keysDir: string): Promise<void> {
  const entries = readLedger(join(keysDir, ledgerName));
  for (const name of await readdir(keysDir)) {
    const match = namePattern.exec(name);
    if (match === null) continue;
    const path = join(keysDir, name);
    const slots = findSlots(await readFile(path), erasedKeysOf(entries, Number(match[1] ?? firstSpool)));
    if (slots.length === 0) continue;
    const file = await open(path, 'r+');
    try {
      for (const slot of slots) await file.write(encodeSlot(emptySlot(slot)), 0, slotBytes, slot.number * slotBytes);
      await file.datasync();
    } finally {
      await file.close();
    }
  }
}

/**
 * Returns the newest copy of a spool's keys in a folder.
 * @throws BackupError `keys-missing`, `damaged`
 */
export async function readNewestKeys(keysDir: string, spool: SpoolNumber): Promise<KeyFileCopy> {
  const names = await readdir(keysDir).catch(() => []);
  const newest = names
    .filter((name) => {
      const match = namePattern.exec(name);
      return match !== null && Number(match[1] ?? firstSpool) === spool;
    })
    .sort()
    .at(-1);
  if (newest === undefined) {
    throw new BackupError(
      'keys-missing',
      'the folder of keys holds no patient-keys-….backup: name the one with the newest',
    );
  }
  const copy = parseCopy(spool, await readFile(join(keysDir, newest)));
  if (copy === undefined) throw new BackupError('damaged', `${newest} is damaged: remove it to use the one before`);
  return copy;
}

/** Undefined where a slot before the last is broken. */
function parseCopy(spool: SpoolNumber, file: Buffer): KeyFileCopy | undefined {
  let slots = Math.floor(file.byteLength / slotBytes);
  while (slots > 1 && parseSlot(file, slots - 1) === undefined) slots -= 1;
  for (let number = 0; number < slots; number += 1) {
    if (parseSlot(file, number) === undefined) return undefined;
  }
  const head = parseSlot(file, 0);
  return head?.kind === 'head' ? { spool, id: head.name, content: file.subarray(0, slots * slotBytes) } : undefined;
}
