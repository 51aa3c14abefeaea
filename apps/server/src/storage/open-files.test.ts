import { expect, test } from 'vitest';
import type { FileSystem, OpenFile } from './file-system.ts';
import { OpenFiles } from './open-files.ts';

/** Files that only count how many of them are open. */
function countingFileSystem() {
  const open = new Set<string>();
  const fileSystem = {
    open: async (path: string) => {
      open.add(path);
      return { close: async () => void open.delete(path) } as unknown as OpenFile; // nothing reads from it
    },
  } as unknown as FileSystem; // nothing else is called
  return { fileSystem, open };
}

test('closes the files that were used longest ago when there are too many, but none that is read from', async () => {
  const { fileSystem, open } = countingFileSystem();
  const files = new OpenFiles(fileSystem, 2);
  const held = await files.lease('a');
  for (const path of ['b', 'c', 'd']) (await files.lease(path)).release();
  await expect.poll(() => [...open]).toEqual(['a', 'd']);
  files.closeAll();
  await expect.poll(() => [...open]).toEqual(['a']);
  held.release();
  await expect.poll(() => [...open]).toEqual([]);
});

test('closes files that nobody has read from for a while', async () => {
  const { fileSystem, open } = countingFileSystem();
  const files = new OpenFiles(fileSystem, 64, 20);
  const held = await files.lease('a');
  (await files.lease('b')).release();
  await expect.poll(() => [...open]).toEqual(['a']);
  held.release();
  await expect.poll(() => [...open]).toEqual([]);
  (await files.lease('a')).release();
  expect([...open]).toEqual(['a']);
  files.closeAll();
});
