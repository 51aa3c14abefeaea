/**
 * Compares what a bucket holds below a node's name with what the marks on the disk say, in one pass over both: whether
 * anything is missing there, and whether anything lies there that nobody knows. A node may run meanwhile, so whatever
 * differs is looked at once more. Changes nothing.
 */

import { basename, dirname, join } from 'node:path';
import type { FileSystem } from '../storage/file-system.ts';
import { objectFolderPath, objectsFolder, parseNumberName, segmentsFolder } from '../storage/segment-file.ts';
import type { MovedFiles } from './moved-files.ts';
import { type MarkState, markStates, parseMarkName } from './moved-mark.ts';
import type { ListedObject, ObjectStore } from './object-store.ts';
import { identityKey } from './store-identity.ts';

export type ExamineStoreOptions = {
  readonly local: FileSystem;
  /** The folder of blobs. */
  readonly dir: string;
  readonly moved: MovedFiles;
  readonly store: ObjectStore;
  /** Before every key of the node. */
  readonly prefix: string;
};

export type StoreExamination = {
  /** Files that the store has, as their marks say. */
  readonly movedFiles: number;
  readonly movedBytes: number;
  /** Of these, those that are not there, or in another length; paths below the folder of blobs. */
  readonly missing: readonly string[];
  /** What lies there without a mark. */
  readonly unknownFiles: number;
  readonly unknownBytes: number;
};

type Known = { readonly path: string; readonly key: string; readonly bytes: number; readonly state: MarkState };

/** @throws StorageError `store-unavailable` */
export async function examineStore(options: ExamineStoreOptions): Promise<StoreExamination> {
  const { dir, store, prefix } = options;
  const listed = store.list(prefix);
  const missing: string[] = [];
  const unknown: ListedObject[] = [];
  let movedFiles = 0;
  let movedBytes = 0;
  let next = await listed.next();
  const pass = async (isPassed: (key: string) => boolean) => {
    while (next.done !== true && isPassed(next.value.key)) {
      if (next.value.key !== identityKey(prefix) && !(await isKnown(options, next.value.key))) unknown.push(next.value);
      next = await listed.next();
    }
  };
  for await (const known of listKnown(options)) {
    await pass((key) => key < known.key);
    const found = next.done !== true && next.value.key === known.key ? next.value : undefined;
    if (found !== undefined) next = await listed.next();
    if (known.state !== 'moved') continue;
    movedFiles += 1;
    movedBytes += known.bytes;
    if (found?.bytes !== known.bytes && (await isMissing(options, known)))
      missing.push(known.path.slice(dir.length + 1));
  }
  await pass(() => true);
  const unknownBytes = unknown.reduce((sum, { bytes }) => sum + bytes, 0);
  return { movedFiles, movedBytes, missing, unknownFiles: unknown.length, unknownBytes };
}

/** Yields the marks in the order of their keys. */
async function* listKnown({ local, dir, moved }: ExamineStoreOptions): AsyncGenerator<Known, void> {
  const folders = (await local.list(objectsFolder(dir))).flatMap((name) => parseNumberName(name, '') ?? []);
  const paths = folders.sort((a, b) => a - b).map((folder) => objectFolderPath(dir, folder));
  for (const folder of [...paths, segmentsFolder(dir)]) {
    // Removed while this runs: there is nothing to compare.
    const names = await local.list(folder).catch(() => []);
    const marks = names.flatMap((name) => parseMarkName(name) ?? []).filter(({ state }) => state !== 'file');
    for (const { file, state } of marks.sort((left, right) => (left.file < right.file ? -1 : 1))) {
      if (state === 'file') continue;
      const path = join(folder, file);
      const mark = await moved.find(path, state);
      if (mark !== undefined) yield { path, key: mark.key, bytes: mark.bytes, state };
    }
  }
}

/** A mark names it by now. */
async function isKnown({ dir, prefix, moved }: ExamineStoreOptions, key: string): Promise<boolean> {
  const [file = ''] = basename(key).split('-');
  const path = join(dir, dirname(key.slice(prefix.length)), `${file}${key.slice(-4)}`);
  for (const state of markStates) if ((await moved.find(path, state))?.key === key) return true;
  return false;
}

async function isMissing({ store, moved }: ExamineStoreOptions, { path, key, bytes }: Known): Promise<boolean> {
  if ((await store.findBytes(key)) === bytes) return false;
  return (await moved.find(path, 'moved')) !== undefined;
}
