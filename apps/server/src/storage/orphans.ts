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

/** Returns a number for large files that is higher than any in use in the newest folders, or named by their records. */
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
  let highest = Math.max(0, ...found.map(({ number }) => number));
  if (from <= options.lastSegment) {
    const { orphans, highest: recorded } = await findOrphans(options, reader, { found, from });
    highest = Math.max(highest, recorded);
    const removed = await removeFiles(options, orphans);
    // Others may have been removed just before the last process was killed.
    await syncFolders(options, [...orphans.map(dirname), ...doubtful.map((folder) => objectFolderPath(dir, folder))]);
    if (removed > 0) logger.info({ files: removed }, 'Removed files of objects that are not stored');
  }
  return 1 + highest;
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

type Walked = {
  readonly orphans: readonly string[];
  /** The highest number of a large file that a record names. */
  readonly highest: number;
};

/** A number may have been given anew after its file was deleted: a file goes only where every object that it was named for is deleted. */
async function findOrphans(
  options: Options,
  reader: LogReader,
  { found, from }: { readonly found: readonly LargeFileName[]; readonly from: number },
): Promise<Walked> {
  const { dir } = options;
  /** Objects that a record names each file for. */
  const named = new Map<string, Set<string>>();
  const deletedFiles = new Set<string>();
  const deletedObjects = new Set<string>();
  let highest = 0;
  let hasGap = false;
  // Without files only deletions matter, which the active segment counts: a start need not read it for nothing.
  const unmarked = found.length === 0 && options.active?.marks === 0 ? options.active.number : undefined;
  for (const segment of options.segments.filter((number) => number >= from && number !== unmarked)) {
    for await (const step of reader.stepsOf(segment)) {
      if (step.kind === 'gap') {
        hasGap = true;
      } else if (step.header.kind === 'instance' || step.header.kind === 'moved') {
        const object = step.header.bodyBytes > 0 ? undefined : parseInstance(step.metadata)?.object;
        if (object?.file === undefined) continue;
        const path = objectPath(dir, object.file);
        named.set(path, (named.get(path) ?? new Set()).add(object.objectId));
        highest = Math.max(highest, object.file.number);
      } else if (step.header.kind === 'deleted') {
        const deletion = parseDeletion(step.metadata);
        if (deletion?.file === undefined) continue;
        const [folder, number] = deletion.file;
        deletedFiles.add(objectPath(dir, { folder, number }));
        deletedObjects.add(deletion.objectId);
        highest = Math.max(highest, number);
      }
    }
  }
  // A gap may hide the record that names a file: nothing is removed then.
  if (hasGap) return { orphans: [], highest };
  const isLive = (path: string) => [...(named.get(path) ?? [])].some((objectId) => !deletedObjects.has(objectId));
  const unnamed = found.map((file) => objectPath(dir, file)).filter((path) => !named.has(path));
  return { orphans: [...new Set([...unnamed, ...deletedFiles])].filter((path) => !isLive(path)), highest };
}
