/**
 * Removes files of large objects that no record names: what was arriving when the process ended, and what was deleted
 * but not yet removed. Seals tell how far back to look, so a start does not depend on the store's size.
 */

import { dirname, join } from 'node:path';
import type { Logger } from '../logging.ts';
import type { FileSystem } from './file-system.ts';
import type { LargeFileName } from './large-files.ts';
import type { SpoolNumber } from './log-entry.ts';
import { LogReader } from './log-reader.ts';
import type { OpenFiles } from './open-files.ts';
import { parseDeletion, parseInstance } from './record-metadata.ts';
import type { RecoveredLog } from './recovery.ts';
import {
  incomingFolder,
  objectFolderPath,
  objectPath,
  objectsFolder,
  parseNumberName,
  readEndMark,
  segmentPath,
} from './segment-file.ts';
import { systemErrorName } from './storage-error.ts';

type Options = RecoveredLog & {
  readonly spool: SpoolNumber;
  readonly dir: string;
  readonly fileSystem: FileSystem;
  readonly files: OpenFiles;
  readonly logger: Pick<Logger, 'info'>;
};

/** Returns a number for large files that is higher than any in use in the newest folders. */
export async function removeOrphans(options: Options): Promise<number> {
  const { dir, fileSystem, logger } = options;
  const reader = new LogReader({ ...options, position: () => options.position });
  const incoming = (await fileSystem.list(incomingFolder(dir))).filter((name) => name.endsWith('.part'));
  for (const name of incoming) await fileSystem.unlink(join(incomingFolder(dir), name));
  const from = options.unnamedFolder ?? (await firstDoubtful(options, reader));
  const active = options.active?.number ?? options.lastSegment;
  const folders = (await fileSystem.list(objectsFolder(dir))).flatMap((name) => parseNumberName(name, '') ?? []);
  const doubtful = folders.filter((folder) => folder >= Math.min(from, active));
  const found = await listObjects(options, doubtful);
  if (from <= options.lastSegment) {
    const orphans = await findOrphans(options, reader, { found, from });
    const removed = await removeFiles(options, orphans);
    // Others may have been removed just before the last process was killed.
    await syncFolders(options, [...orphans.map(dirname), ...doubtful.map((folder) => objectFolderPath(dir, folder))]);
    if (removed > 0) logger.info({ files: removed }, 'Removed files of objects that are not stored');
  }
  return 1 + Math.max(0, ...found.map(({ number }) => number));
}

/** Returns how many there were. */
async function removeFiles({ fileSystem }: Options, paths: readonly string[]): Promise<number> {
  let removed = 0;
  for (const path of paths) await fileSystem.unlink(path).then(() => (removed += 1), ignoreAbsence);
  return removed;
}

async function syncFolders({ fileSystem }: Options, folders: readonly string[]): Promise<void> {
  for (const folder of new Set(folders)) await fileSystem.syncFolder(folder).catch(ignoreAbsence);
}

function ignoreAbsence(error: unknown): void {
  if (systemErrorName(error) !== 'ENOENT') throw error;
}

/** The newest seal says up to where every file is named by a record, and every deleted one removed. */
async function firstDoubtful({ dir, files, segments }: Options, reader: LogReader): Promise<number> {
  for (const segment of segments.toReversed()) {
    const mark = await files.with(segmentPath(dir, segment), (file) => readEndMark(file, segment));
    // The seal of an abandoned segment lies behind the segment's end.
    const isSealed = mark?.header.kind === 'sealed' && (await reader.endOf(segment)) > mark.header.offset;
    if (isSealed) return mark.seal.unnamedFolder;
  }
  return 0;
}

async function listObjects(
  { dir, fileSystem }: Options,
  folders: readonly number[],
): Promise<readonly LargeFileName[]> {
  const found: LargeFileName[] = [];
  for (const folder of folders) {
    for (const name of await fileSystem.list(objectFolderPath(dir, folder))) {
      const number = parseNumberName(name, '.obj');
      if (number !== undefined) found.push({ folder, number });
    }
  }
  return found;
}

async function findOrphans(
  options: Options,
  reader: LogReader,
  { found, from }: { readonly found: readonly LargeFileName[]; readonly from: number },
): Promise<readonly string[]> {
  const { dir } = options;
  const named = new Set<string>();
  const deleted = new Set<string>();
  // Without files only deletions matter, which the active segment counts: a start need not read it for nothing.
  const unmarked = found.length === 0 && options.active?.marks === 0 ? options.active.number : undefined;
  for (const segment of options.segments.filter((number) => number >= from && number !== unmarked)) {
    for await (const step of reader.stepsOf(segment)) {
      // A gap may hide the record that names a file: nothing is removed then.
      if (step.kind === 'gap') return [];
      if (step.header.kind === 'instance' || step.header.kind === 'moved') {
        const file = step.header.bodyBytes > 0 ? undefined : parseInstance(step.metadata)?.object.file;
        if (file !== undefined) named.add(objectPath(dir, file));
      } else if (step.header.kind === 'deleted') {
        const file = parseDeletion(step.metadata)?.file;
        if (file !== undefined) deleted.add(objectPath(dir, { folder: file[0], number: file[1] }));
      }
    }
  }
  const unnamed = found.map((file) => objectPath(dir, file)).filter((path) => !named.has(path));
  return [...new Set([...unnamed, ...deleted])];
}
