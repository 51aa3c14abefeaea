/** Reads every file of a backup again and compares it with what the manifest says. */

import { join } from 'node:path';
import { systemErrorName } from '../storage/storage-error.ts';
import { readBlobList } from './blob-list.ts';
import { digestOf, type Written } from './durable-file.ts';
import { backupsFolder, sharedFolder } from './layout.ts';
import { type Manifest, ownFilesOf } from './manifest.ts';

export type VerifyOptions = {
  readonly dir: string;
  readonly name: string;
  readonly manifest: Manifest;
  readonly onBytes: (bytes: number) => void;
};

/** Yields the files that are missing or differ, by their place in the folder of backups. */
export async function* findDamage(options: VerifyOptions): AsyncGenerator<string, void> {
  const { dir, name, manifest, onBytes } = options;
  const backup = join(backupsFolder(dir), name);
  const isWhole = (path: string, expected: Written) => isAsWritten(path, expected, onBytes);
  for (const own of ownFilesOf(manifest)) {
    if (await isWhole(join(backup, own.file), own)) continue;
    yield `backups/${name}/${own.file}`;
    // Which shared files belong to the backup is not known then.
    if (own.file === manifest.blobs.file) return;
  }
  for await (const entry of readBlobList(dir, name)) {
    if (!(await isWhole(join(sharedFolder(dir), entry.shared), entry))) yield `blobs/${entry.shared}`;
  }
}

/** Whether a file has the length and the SHA-256 that it was written with. */
export async function isAsWritten(path: string, expected: Written, onBytes: (bytes: number) => void): Promise<boolean> {
  try {
    const found = await digestOf(path, onBytes);
    return found.bytes === expected.bytes && found.sha256 === expected.sha256;
  } catch (error) {
    const system = systemErrorName(error);
    if (system === undefined) throw error;
    return false; // Missing, or a disk that cannot read it: damaged in either case.
  }
}
