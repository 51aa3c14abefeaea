/**
 * Copies of the patient key file, one a day, kept at most 30 days: without the key file nothing can be read, and a
 * destroyed key must not live on in a backup for longer than that. The master key is not among them.
 */

import { join } from 'node:path';
import type { Logger } from '../logging.ts';
import { ensureFolder, type FileSystem, writeAll } from './file-system.ts';
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
  readonly logger: Pick<Logger, 'error'>;
  readonly now?: () => Date;
};

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
    const { fileSystem, folder, content, logger, now = () => new Date() } = this.#options;
    try {
      await ensureFolder(fileSystem, folder);
      await backUpKeys({ fileSystem, folder, now: now(), content: content() });
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
    if (day !== undefined && now.getTime() - Date.parse(day) > keptDays * dayMs)
      await fileSystem.unlink(join(folder, name));
  }
  await fileSystem.syncFolder(folder);
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
