/**
 * The master key: 256 bits in a file of their own, as 64 hexadecimal digits so that a person can copy them to paper.
 * It wraps the patients' keys (`key-ring.ts`) and nothing else; without it nothing in the store can be read.
 *
 * A line a key, the newest first. Those below it were before it, each with the moment in which it was followed: they are
 * needed until all that they wrapped is wrapped anew or gone (`key-rotation.ts`).
 */

import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { link, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { closedOnFailure, type FileSystem, nodeFileSystem, writeAll } from './file-system.ts';
import { MasterKeys } from './master-keys.ts';
import { StorageError, systemErrorName } from './storage-error.ts';

const keyBytes = 32;
/** More keys than anybody makes in the lifetime of a node. */
const maxFileBytes = 16_384;
/** Read, write or search by group or others. */
const othersMask = 0o077;

export type MasterKeyLine = {
  readonly key: KeyObject;
  /** When a newer one followed it; undefined for the newest. */
  readonly followedAt: Date | undefined;
};

/**
 * Returns the master keys, made and durable when the file does not exist yet. The folder must exist.
 * @throws StorageError `master-key-permissions` when others may read the file, `master-key-length` when it does not
 * hold 64 hexadecimal digits.
 */
export async function loadOrCreateMasterKeys(file: string): Promise<MasterKeys> {
  try {
    return loadMasterKeys(file);
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw error;
  }
  await createMasterKey(file);
  return loadMasterKeys(file);
}

/**
 * Returns the master keys of a file that exists.
 * @throws as `loadOrCreateMasterKeys`, and what the system says where there is no file
 */
export function loadMasterKeys(file: string): MasterKeys {
  const keys = new MasterKeys(
    readMasterKeyFile(file).map(({ key }) => key),
    {
      reload() {
        try {
          return readMasterKeyFile(file).map(({ key }) => key);
        } catch {
          // Whoever keeps it elsewhere while the node runs may: what was read is enough until the next start.
          return keys.all;
        }
      },
    },
  );
  return keys;
}

/** Reads the file. @throws as `loadMasterKeys` */
export function readMasterKeyFile(file: string): readonly MasterKeyLine[] {
  const descriptor = openSync(file, constants.O_RDONLY);
  try {
    const { mode, size } = fstatSync(descriptor);
    if ((mode & othersMask) !== 0) {
      throw new StorageError('master-key-permissions', 'The master key file must be readable by its owner only (0600)');
    }
    return parseMasterKeys(size > maxFileBytes ? '' : readFileSync(descriptor, 'latin1'), size);
  } finally {
    closeSync(descriptor);
  }
}

/** @throws StorageError `master-key-length` */
export function parseMasterKeys(text: string, lengthBytes = text.length): readonly MasterKeyLine[] {
  const lines = text.trim().split(/\r?\n/);
  return lines.map((line, index) => {
    const match = /^([0-9a-f]{64})(?: followed (\S+))?$/i.exec(line.trim());
    const followedAt = match?.[2] === undefined ? undefined : new Date(match[2]);
    const isInOrder = (index === 0) === (followedAt === undefined) && !Number.isNaN(followedAt?.getTime());
    if (match?.[1] === undefined || !isInOrder) {
      const message = 'The master key file must hold 64 hexadecimal digits';
      throw new StorageError('master-key-length', message, { lengthBytes });
    }
    return { key: createSecretKey(match[1], 'hex'), followedAt };
  });
}

/** Appears whole or not at all; of two processes that create it at once, the first wins. */
async function createMasterKey(file: string): Promise<void> {
  const draft = `${file}.${randomBytes(8).toString('hex')}.draft`;
  const newest = { key: newMasterKey(), followedAt: undefined };
  const handle = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await handle.writeFile(encodeMasterKeys([newest]));
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if (systemErrorName(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  await nodeFileSystem.syncFolder(dirname(file));
}

export function newMasterKey(): KeyObject {
  return createSecretKey(randomBytes(keyBytes));
}

/** Returns the lines of a file whose newest key is followed by another. */
export function followedBy(key: KeyObject, lines: readonly MasterKeyLine[], now: Date): readonly MasterKeyLine[] {
  return [{ key, followedAt: undefined }, ...lines.map((line) => ({ ...line, followedAt: line.followedAt ?? now }))];
}

/** Overwrites and removes the file, where there is one: its keys are kept otherwise. */
export async function wipeMasterKeyFile(file: string): Promise<void> {
  const handle = await open(file, 'r+').catch((error: unknown) => {
    if (systemErrorName(error) !== 'ENOENT') throw error;
    return undefined;
  });
  if (handle === undefined) return;
  try {
    await handle.write(Buffer.alloc((await handle.stat()).size), 0);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await unlink(file);
  await nodeFileSystem.syncFolder(dirname(file));
}

export function encodeMasterKeys(lines: readonly MasterKeyLine[]): Buffer {
  const text = lines.map(({ key, followedAt }) => {
    const digits = key.export().toString('hex');
    return followedAt === undefined ? `${digits}\n` : `${digits} followed ${followedAt.toISOString()}\n`;
  });
  return Buffer.from(text.join(''), 'latin1');
}

/**
 * Puts keys in the place of those in the file, whole or not at all, durable. What was there is wiped afterwards, which is the
 * best effort of a program: a disk may keep blocks that were overwritten.
 */
export async function writeMasterKeyFile(
  fileSystem: FileSystem,
  file: string,
  lines: readonly MasterKeyLine[],
): Promise<void> {
  const draft = `${file}.draft`;
  await fileSystem.unlink(draft).catch((error: unknown) => {
    if (systemErrorName(error) !== 'ENOENT') throw error;
  });
  const old = await fileSystem.open(file, 'write').catch((error: unknown) => {
    if (systemErrorName(error) !== 'ENOENT') throw error;
    return undefined;
  });
  try {
    const handle = await fileSystem.open(draft, 'create');
    await closedOnFailure(handle, async () => {
      await writeAll(handle, [encodeMasterKeys(lines)], 0);
      await handle.sync();
    });
    await handle.close();
    await fileSystem.rename(draft, file);
    await fileSystem.syncFolder(dirname(file));
    if (old === undefined) return;
    try {
      await writeAll(old, [Buffer.alloc(await old.size())], 0);
      await old.syncData();
    } catch {
      // What it held is not needed, and not wiped: as on a disk that keeps overwritten blocks.
    }
  } finally {
    await old?.close();
  }
}
