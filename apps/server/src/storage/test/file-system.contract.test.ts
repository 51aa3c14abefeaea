/** What the log relies on, run on the machine's file system and on the simulated disk alike. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureFolder, type FileSystem, nodeFileSystem, readFully, writeAll } from '../file-system.ts';
import { SimulatedDisk, seededChance } from './simulated-disk.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe.each([
  ['the machine', () => nodeFileSystem],
  ['the simulated disk', (dir: string): FileSystem => new SimulatedDisk(seededChance(1), new Map(), [dir])],
])('%s', (_, make) => {
  let dir: string;
  let fileSystem: FileSystem;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'isocenter-files-'));
    fileSystem = make(dir);
  });
  afterEach(() => rm(dir, { recursive: true }));

  const read = async (path: string) => {
    const file = await fileSystem.open(path, 'read');
    const content = Buffer.alloc(await file.size());
    await readFully(file, content, 0);
    await file.close();
    return content.toString('latin1');
  };

  it('writes several buffers at a place, now or later, and reads them back', async () => {
    const file = await fileSystem.open(join(dir, 'a'), 'create');
    expect(await writeAll(file, [bytes('ab'), bytes(''), bytes('cd')], 0)).toBe(4);
    expect(file.writeNow([bytes('XY'), bytes('Z')], 1)).toBe(3);
    await file.write([bytes('!')], 6);
    await file.syncData();
    expect(await file.size()).toBe(7);
    await file.close();
    expect(await read(join(dir, 'a'))).toBe('aXYZ\0\0!');
  });

  it('truncates, and reads nothing behind the end', async () => {
    const file = await fileSystem.open(join(dir, 'a'), 'create');
    await file.write([bytes('abcdef')], 0);
    await file.truncate(2);
    await file.sync();
    expect(await file.read(Buffer.alloc(4), 2)).toBe(0);
    expect(await read(join(dir, 'a'))).toBe('ab');
    await file.close();
  });

  it('creates a file once, and opens only what is there', async () => {
    await (await fileSystem.open(join(dir, 'a'), 'create')).close();
    await expect(fileSystem.open(join(dir, 'a'), 'create')).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(fileSystem.open(join(dir, 'b'), 'write')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(fileSystem.open(join(dir, 'b'), 'read')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('makes, lists and removes folders, renames and removes files', async () => {
    const folder = join(dir, 'folder');
    await fileSystem.makeFolder(folder);
    await fileSystem.makeFolder(folder);
    await ensureFolder(fileSystem, folder);
    await (await fileSystem.open(join(dir, 'a'), 'create')).close();
    await fileSystem.rename(join(dir, 'a'), join(folder, 'b'));
    await fileSystem.syncFolder(folder);
    expect(await fileSystem.list(dir)).toEqual(['folder']);
    expect(await fileSystem.list(folder)).toEqual(['b']);
    await fileSystem.unlink(join(folder, 'b'));
    await expect(fileSystem.unlink(join(folder, 'b'))).rejects.toMatchObject({ code: 'ENOENT' });
    await fileSystem.removeFolder(folder);
    await expect(fileSystem.list(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('gives the lock to one owner at a time', async () => {
    const lock = await fileSystem.lock(join(dir, 'LOCK'));
    await expect(fileSystem.lock(join(dir, 'LOCK'))).rejects.toMatchObject({ code: 'locked' });
    lock.release();
    (await fileSystem.lock(join(dir, 'LOCK'))).release();
  });
});
