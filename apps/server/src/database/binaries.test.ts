import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Binaries, chooseBinaries, listBinaries } from './binaries.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'isocenter-binaries-'));
});

afterEach(() => rmSync(dir, { recursive: true }));

const found: readonly Binaries[] = [
  { binDir: '/machine/17', major: 17, origin: 'machine' },
  { binDir: '/machine/15', major: 15, origin: 'machine' },
  { binDir: '/npm/18', major: 18, origin: 'npm' },
];

describe('which programs run the server', () => {
  test('a new cluster gets the machine’s newest, an old one those that made it', () => {
    expect(chooseBinaries(found, undefined).binDir).toBe('/machine/17');
    expect(chooseBinaries(found, 15).binDir).toBe('/machine/15');
    expect(chooseBinaries(found, 18).binDir).toBe('/npm/18');
  });

  test('a missing version is refused with what there is', () => {
    expect(() => chooseBinaries(found, 16)).toThrow(
      /made by PostgreSQL 16, and only 17 \(machine\), 15 \(machine\), 18 \(npm\)/,
    );
    expect(() => chooseBinaries([], 16)).toThrow(expect.objectContaining({ code: 'version-missing' }));
    expect(() => chooseBinaries([], undefined)).toThrow(expect.objectContaining({ code: 'binaries-missing' }));
  });
});

test('npm has installed some', () => {
  const npm = listBinaries().find(({ origin }) => origin === 'npm');
  expect(npm?.major).toBeGreaterThanOrEqual(18);
});

test('configured ones are asked for their version, and a PATH leads nowhere else', () => {
  mkdirSync(join(dir, 'bin'));
  for (const name of ['postgres', 'initdb']) {
    writeFileSync(join(dir, 'bin', name), '#!/bin/sh\necho "postgres (PostgreSQL) 16.3 (Custom)"\n');
    chmodSync(join(dir, 'bin', name), 0o755);
  }
  const binDir = join(dir, 'bin');
  expect(listBinaries(binDir)).toEqual([{ binDir, major: 16, origin: 'configured' }]);
});
