/**
 * Files with the key of one backup: a key file (`key-slots.ts`) of two slots, its head and the key, wrapped by the master key.
 *
 * The day on which the key is destroyed is part of the name, so that whoever looks after the folder needs no more than that.
 * What is under the key, and where it is derived from it, is in `../backup/`.
 */

import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { encodeSlot, parseSlot } from './key-slots.ts';
import type { MasterKeys } from './master-keys.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const namePattern = /^backup-(\d{8}T\d{9}Z)-until-(\d{4})(\d{2})(\d{2})\.key$/;

export type BackupKeyName = { readonly backup: string; readonly until: Date };

/** @param keyDays how long the key is kept; the file never reaches its last day between two looks */
export function backupKeyFileName(
  backup: string,
  { createdAt, keyDays }: { createdAt: Date; keyDays: number },
): string {
  const until = new Date(createdAt.getTime() + Math.max(1, keyDays - 1) * dayMs);
  return `backup-${backup}-until-${until.toISOString().slice(0, 10).replaceAll('-', '')}.key`;
}

/** Returns which backup a file has the key of, or undefined for files that are something else. */
export function parseBackupKeyFileName(name: string): BackupKeyName | undefined {
  const [, backup, year, month, day] = namePattern.exec(name) ?? [];
  return backup === undefined ? undefined : { backup, until: new Date(`${year}-${month}-${day}`) };
}

export function encodeBackupKey(key: KeyObject, masterKeys: MasterKeys): Buffer {
  const name = () => randomBytes(8).toString('hex');
  const check = createSecretKey(Buffer.alloc(32));
  return Buffer.concat([
    encodeSlot({ kind: 'head', number: 0, name: name(), wrapped: masterKeys.wrap(check) }),
    encodeSlot({ kind: 'key', number: 1, name: name(), wrapped: masterKeys.wrap(key) }),
  ]);
}

/** Returns the key, or undefined where the file is damaged or of another master key. */
export function parseBackupKey(file: Buffer, masterKeys: MasterKeys): KeyObject | undefined {
  const slot = parseSlot(file, 1);
  return slot?.kind === 'key' ? masterKeys.unwrap(slot.wrapped) : undefined;
}
