/** The master key on no disk: a node that waits for two custodians, and what somebody finds who has the disk. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { endSplit, putBack, splitMasterKey } from './custody.ts';
import { giveShare } from './custody-keys.ts';
import { loadOrCreateMasterKeys } from './master-key.ts';
import { openMasterKeySource } from './master-key-source.ts';

const settings = { kms: { keyName: 'isocenter', leaseSeconds: 300 } };
const lines: string[] = [];
const logger = {
  info: (details: object, text: string) => lines.push(JSON.stringify(details) + text),
  warn: (details: object, text: string) => lines.push(JSON.stringify(details) + text),
};
let dir: string;

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'iso-c-')), 'blobs');
  mkdirSync(dir);
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true }));

const open = () => openMasterKeySource(settings, { dir, logger });

it('starts after as many custodians as are needed, and has the key on no disk and in no log', async () => {
  const { newest } = await loadOrCreateMasterKeys(join(dir, 'master.key'));
  const shares = await splitMasterKey(dir, { shares: 3, needed: 2 });
  // Until custodians have proved that they have their shares, nothing is lost.
  expect((await open()).keys.newest.equals(newest)).toBe(true);
  await expect(endSplit(dir, shares.slice(0, 1))).rejects.toMatchObject({ code: 'shares-differ' });
  await endSplit(dir, shares.slice(1));
  const opening = open();
  await vi.waitUntil(() => readdirSync(dir).includes('custody.sock'));
  expect(statSync(join(dir, 'custody.sock')).mode & 0o777).toBe(0o600);
  await expect(giveShare(dir, shares[0]?.replace(/.$/, 'x') ?? '')).rejects.toMatchObject({ code: 'share-malformed' });
  expect(await giveShare(dir, shares[0] ?? '')).toEqual({ given: 1, needed: 2 });
  // The same one again is no second one.
  expect(await giveShare(dir, shares[0] ?? '')).toEqual({ given: 1, needed: 2 });
  expect(await giveShare(dir, shares[2] ?? '')).toEqual({ given: 2, needed: 2 });
  const source = await opening;
  expect(source.keys.newest.equals(newest)).toBe(true);
  await expect(source.add(new Date())).rejects.toMatchObject({ code: 'key-in-custody' });
  await expect(giveShare(dir, shares[1] ?? '')).rejects.toMatchObject({ code: 'nobody-waits' });
  const digits = newest.export().toString('hex');
  for (const name of readdirSync(dir)) {
    const content = readFileSync(join(dir, name));
    expect(content.includes(digits) || content.includes(newest.export())).toBe(false);
  }
  const log = lines.join('\n');
  for (const secret of [digits, ...shares.map((share) => share.slice(30, 60))]) expect(log).not.toContain(secret);
  await putBack(dir, shares.slice(0, 2));
  expect((await open()).keys.newest.equals(newest)).toBe(true);
});

it('refuses shares of another key', async () => {
  await loadOrCreateMasterKeys(join(dir, 'master.key'));
  const first = await splitMasterKey(dir, { shares: 2, needed: 2 });
  const second = await splitMasterKey(dir, { shares: 2, needed: 2 });
  await expect(endSplit(dir, first)).rejects.toMatchObject({ code: 'shares-differ' });
  await endSplit(dir, second);
  const opening = open();
  await vi.waitUntil(() => readdirSync(dir).includes('custody.sock'));
  await expect(giveShare(dir, first[0] ?? '')).rejects.toMatchObject({ code: 'shares-differ' });
  for (const share of second) await giveShare(dir, share);
  expect((await opening).keys.all).toHaveLength(1);
});
