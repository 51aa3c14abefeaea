import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canEnter, chooseClusterUser, withSharedFiles } from './os-user.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'isocenter-user-'));
});

afterEach(() => rmSync(dir, { recursive: true }));

/** A user id that owns nothing here. */
const stranger = { name: 'stranger', uid: 54321, gid: 54321 };

describe('who may enter a folder', () => {
  test('is decided by every folder above it', () => {
    const inner = join(dir, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    for (const folder of [dir, join(dir, 'a'), inner]) chmodSync(folder, 0o711);
    expect(canEnter(stranger, inner)).toBe(true);
    chmodSync(join(dir, 'a'), 0o700);
    expect(canEnter(stranger, inner)).toBe(false);
    expect(canEnter(stranger, dir)).toBe(true);
  });

  test('is decided for owner and group by their own bits, even where others have more', () => {
    chmodSync(dir, 0o011);
    const { uid, gid } = statSync(dir);
    if (uid !== 0) expect(canEnter({ name: 'owner', uid, gid }, dir)).toBe(false);
    expect(canEnter({ ...stranger, gid }, dir)).toBe(true);
    chmodSync(dir, 0o701);
    expect(canEnter({ ...stranger, gid }, dir)).toBe(false);
    expect(canEnter({ name: 'root', uid: 0, gid: 0 }, dir)).toBe(true);
  });
});

describe('who runs the server', () => {
  const users = ['nobody', 'postgres', 'isocenter'].map((name, index) => ({ name, uid: 100 + index, gid: 100 }));

  test('for root: the first of three that exists', () => {
    expect(chooseClusterUser(users, 0).name).toBe('isocenter');
    expect(chooseClusterUser(users.slice(0, 2), 0).name).toBe('postgres');
    expect(chooseClusterUser(users.slice(0, 1), 0).name).toBe('nobody');
    expect(() => chooseClusterUser([], 0)).toThrow(expect.objectContaining({ code: 'user-missing' }));
  });

  test('for an ordinary user: himself, with an entry or without', () => {
    expect(chooseClusterUser(users, 101)).toEqual({ name: 'postgres', uid: 101, gid: 100 });
    expect(chooseClusterUser(users, 999)).toMatchObject({ name: '999', uid: 999 });
  });
});

test('shared files are readable by others whatever the umask, which is kept', () => {
  const usual = process.umask(0o077);
  withSharedFiles(() => mkdirSync(join(dir, 'shared')));
  expect(statSync(join(dir, 'shared')).mode & 0o777).toBe(0o755);
  expect(process.umask(usual)).toBe(0o077);
});
