/**
 * Removes files of large objects that no record names: what was arriving when the process ended, and what was deleted
 * but not yet removed. Seals tell how far back to look, so a start does not depend on the store's size.
 */

import { join } from 'node:path';
import type { Logger } from 'pino';
import type { FileSystem } from './file-system.ts';
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

type Options = RecoveredLog & {
  readonly dir: string;
  readonly fileSystem: FileSystem;
  readonly files: OpenFiles;
  readonly logger: Pick<Logger, 'info'>;
};

/** Returns a number for large files that is higher than any in use in the newest folders. */
export async function removeOrphans(options: Options): Promise<number> {
  const { dir, fileSystem } = options;
  const incoming = (await fileSystem.list(incomingFolder(dir))).filter((name) => name.endsWith('.part'));
  for (const name of incoming) await fileSystem.unlink(join(incomingFolder(dir), name));
  const folders = (await fileSystem.list(objectsFolder(dir))).flatMap((name) => parseNumberName(name, '') ?? []);
  const from = options.clean ? options.lastSegment : Math.min(options.lastSegment, await firstDoubtfulFolder(options));
  const found: { folder: number; number: number }[] = [];
  for (const folder of folders.filter((number) => number >= from)) {
    for (const name of await fileSystem.list(objectFolderPath(dir, folder))) {
      const number = parseNumberName(name, '.obj');
      if (number !== undefined) found.push({ folder, number });
    }
  }
  if (!options.clean && found.length > 0) await removeUnnamed(options, found, from);
  return 1 + Math.max(0, ...found.map(({ number }) => number));
}

/** The newest seal says in which folder the first file lay that no record named when the segment was sealed. */
async function firstDoubtfulFolder({ dir, files, segments }: Options): Promise<number> {
  for (const segment of segments.toReversed()) {
    const mark = await files.with(segmentPath(dir, segment), (file) => readEndMark(file, segment));
    if (mark?.header.kind === 'sealed') return mark.seal.unnamedFolder;
  }
  return 0;
}

async function removeUnnamed(
  options: Options,
  found: readonly { readonly folder: number; readonly number: number }[],
  from: number,
): Promise<void> {
  const { dir, fileSystem, logger } = options;
  const named = new Set<string>();
  const reader = new LogReader({ ...options, position: () => options.position });
  for (const segment of options.segments.filter((number) => number >= from)) {
    for await (const step of reader.stepsOf(segment)) {
      // A gap may hide the record that names a file: nothing is removed then.
      if (step.kind === 'gap') return;
      if (step.header.kind === 'instance' || step.header.kind === 'moved') {
        const file = parseInstance(step.metadata)?.object.file;
        if (file !== undefined) named.add(objectPath(dir, file));
      } else if (step.header.kind === 'deleted') {
        const file = parseDeletion(step.metadata)?.file;
        if (file !== undefined) named.delete(objectPath(dir, { folder: file[0], number: file[1] }));
      }
    }
  }
  const orphans = found.map((file) => objectPath(dir, file)).filter((path) => !named.has(path));
  for (const path of orphans) await fileSystem.unlink(path);
  if (orphans.length > 0) logger.info({ files: orphans.length }, 'Removed files of objects that were never stored');
}
