/**
 * Copies of the patient key file, one a day, kept at most 30 days: without the key file nothing can be read, and a
 * destroyed key must not live on in a backup for longer than that. The master key is not among them.
 *
 * The keys of backups lie beside them (`backup-key-file.ts`), and are destroyed here when their day has come.
 */

import { join } from 'node:path';
import type { Logger } from '../logging.ts';
import { parseBackupKeyFileName } from './backup-key-file.ts';
import { ensureFolder, type FileSystem, readFully, writeAll } from './file-system.ts';
import { isWrappedByNewest, wrapSlotsAnew } from './key-rewrap.ts';
import type { PatientKeyId } from './key-ring.ts';
import { emptySlot, encodeSlot, findSlots, slotBytes } from './key-slots.ts';
import type { MasterKeys } from './master-keys.ts';
import { systemErrorName } from './storage-error.ts';

/** Design: at most 30 days. Pruned a day early, so that no copy reaches its thirtieth day between two runs. */
const keptDays = 29;
const dayMs = 24 * 60 * 60 * 1_000;
/** Several looks a day: a copy that failed is not missing for long. */
const intervalMs = 6 * 60 * 60 * 1_000;
const namePattern = /^patient-keys-(\d{4}-\d{2}-\d{2})\.backup$/;

export type KeyBackupOptions = {
  readonly fileSystem: FileSystem;
  /** Made where it is missing; its parent exists. */
  readonly folder: string;
  /** Every durable byte of the key file as it is now. */
  readonly content: () => Buffer;
  /** Copies that an earlier one wraps are wrapped anew, each as a whole. */
  readonly masterKeys: MasterKeys;
  /** Keys of erased patients, whose slots are emptied in every copy; none by default. */
  readonly erasedKeys?: () => ReadonlySet<PatientKeyId>;
  readonly logger: Pick<Logger, 'error'>;
  readonly now?: () => Date;
};

/** True for the name of a copy of the key file. */
export function isKeyBackupName(name: string): boolean {
  return namePattern.test(name);
}

/** Keeps the copies for as long as the store is open. */
export class KeyBackups {
  readonly #options: KeyBackupOptions;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();

  private constructor(options: KeyBackupOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#run(), intervalMs);
    this.#timer.unref();
  }

  /** Resolves when today's copy is there, or could not be made. */
  static async start(options: KeyBackupOptions): Promise<KeyBackups> {
    const backups = new KeyBackups(options);
    await backups.#run();
    return backups;
  }

  /** Has a look now: the master key is another one, or a key was destroyed. */
  lookNow(): Promise<void> {
    return this.#run();
  }

  /** Resolves when no copy is under way any more. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  #run(): Promise<void> {
    this.#running = this.#running.then(() => this.#backUp());
    return this.#running;
  }

  async #backUp(): Promise<void> {
    const { fileSystem, folder, content, masterKeys, erasedKeys, logger, now = () => new Date() } = this.#options;
    try {
      await ensureFolder(fileSystem, folder);
      await backUpKeys({ fileSystem, folder, now: now(), content: content() });
      await wrapCopiesAnew(fileSystem, folder, masterKeys);
      await emptySlots(fileSystem, folder, erasedKeys?.() ?? new Set());
    } catch (error) {
      // The keys themselves are safe; the next look tries again.
      logger.error({ system: systemErrorName(error) }, 'The key file could not be backed up');
    }
  }
}

/** Writes the day's copy unless it is there, durably, and removes copies that are too old. The folder exists. */
async function backUpKeys(options: {
  readonly fileSystem: FileSystem;
  readonly folder: string;
  readonly now: Date;
  readonly content: Buffer;
}): Promise<void> {
  const { fileSystem, folder, now, content } = options;
  const names = await fileSystem.list(folder);
  const today = `patient-keys-${now.toISOString().slice(0, 10)}.backup`;
  if (!names.includes(today)) await writeCopy(fileSystem, folder, today, content);
  for (const name of names) {
    const day = namePattern.exec(name)?.[1];
    const until = parseBackupKeyFileName(name)?.until;
    const isOld = day !== undefined && now.getTime() - Date.parse(day) > keptDays * dayMs;
    if (isOld || (until !== undefined && now >= until)) await destroy(fileSystem, join(folder, name));
  }
  await fileSystem.syncFolder(folder);
}

/** Overwritten, then removed. */
async function destroy(fileSystem: FileSystem, path: string): Promise<void> {
  const file = await fileSystem.open(path, 'write');
  try {
    await writeAll(file, [Buffer.alloc(await file.size())], 0);
    await file.syncData();
  } finally {
    await file.close();
  }
  await fileSystem.unlink(path);
}

/** A copy is replaced whole; interrupted, the next look goes on with those that are left. */
async function wrapCopiesAnew(fileSystem: FileSystem, folder: string, masterKeys: MasterKeys): Promise<void> {
  for (const name of await fileSystem.list(folder)) {
    if (!isKeyBackupName(name) && parseBackupKeyFileName(name) === undefined) continue;
    const content = await readCopy(fileSystem, join(folder, name));
    if (isWrappedByNewest(content, masterKeys)) continue;
    for (const [number, slot] of await wrapSlotsAnew(content, masterKeys)) {
      encodeSlot(slot).copy(content, number * slotBytes);
    }
    await writeCopy(fileSystem, folder, name, content);
  }
  await fileSystem.syncFolder(folder);
}

/**
 * Whoever restores a copy finds an erased patient's key in none. In place: a slot crosses no sector, so that it is there or
 * not whatever stops this.
 */
async function emptySlots(fileSystem: FileSystem, folder: string, ids: ReadonlySet<PatientKeyId>): Promise<void> {
  for (const name of await fileSystem.list(folder)) {
    if (!isKeyBackupName(name)) continue;
    const slots = findSlots(await readCopy(fileSystem, join(folder, name)), ids);
    if (slots.length === 0) continue;
    const file = await fileSystem.open(join(folder, name), 'write');
    try {
      for (const slot of slots) await writeAll(file, [encodeSlot(emptySlot(slot))], slot.number * slotBytes);
      await file.syncData();
    } finally {
      await file.close();
    }
  }
}

async function readCopy(fileSystem: FileSystem, path: string): Promise<Buffer> {
  const file = await fileSystem.open(path, 'read');
  try {
    const content = Buffer.alloc(await file.size());
    await readFully(file, content, 0);
    return content;
  } finally {
    await file.close();
  }
}

/** Appears whole or not at all. */
async function writeCopy(fileSystem: FileSystem, folder: string, name: string, content: Buffer): Promise<void> {
  const draft = join(folder, `${name}.draft`);
  await fileSystem.unlink(draft).catch((error: unknown) => {
    if (systemErrorName(error) !== 'ENOENT') throw error;
  });
  const file = await fileSystem.open(draft, 'create');
  try {
    await writeAll(file, [content], 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await fileSystem.rename(draft, join(folder, name));
}
