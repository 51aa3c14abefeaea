import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadOrCreateMasterKeys } from './master-key.ts';

let dir: string;
let file: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'isocenter-key-'));
  file = join(dir, 'master.key');
});
afterEach(() => rm(dir, { recursive: true }));

it('makes a key for its owner only, and finds it again', async () => {
  const { newest: key } = await loadOrCreateMasterKeys(file);
  expect(key.symmetricKeySize).toBe(32);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(key.equals((await loadOrCreateMasterKeys(file)).newest)).toBe(true);
  expect(await readFile(file, 'latin1')).toBe(`${key.export().toString('hex')}\n`);
});

it('makes one key when two ask at once', async () => {
  const [one, two] = await Promise.all([loadOrCreateMasterKeys(file), loadOrCreateMasterKeys(file)]);
  expect(one.newest.equals(two.newest)).toBe(true);
});

it('refuses a key that others can read', async () => {
  await writeFile(file, 'ab'.repeat(32));
  await chmod(file, 0o640);
  await expect(loadOrCreateMasterKeys(file)).rejects.toMatchObject({ code: 'master-key-permissions' });
});

it('reads earlier keys below the newest, in that order only', async () => {
  const [newest, before] = ['ab'.repeat(32), 'cd'.repeat(32)];
  await writeFile(file, `${newest}\n${before} followed 2026-01-02T03:04:05.000Z\n`, { mode: 0o600 });
  const { all } = await loadOrCreateMasterKeys(file);
  expect(all.map((key) => key.export().toString('hex'))).toEqual([newest, before]);
  for (const text of [`${newest}\n${before}\n`, `${before} followed 2026-01-02T03:04:05.000Z\n${newest}\n`]) {
    await writeFile(file, text, { mode: 0o600 });
    await expect(loadOrCreateMasterKeys(file)).rejects.toMatchObject({ code: 'master-key-length' });
  }
});

it.each(['', 'ab'.repeat(31), 'ab'.repeat(33), 'xy'.repeat(32), 'a'.repeat(100_000)])(
  'refuses what is no key',
  async (text) => {
    await writeFile(file, text, { mode: 0o600 });
    await expect(loadOrCreateMasterKeys(file)).rejects.toMatchObject({
      code: 'master-key-length',
      message: expect.not.stringContaining(text.slice(0, 8) || 'never'),
    });
  },
);
