import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ingest } from '../archive/archive.ts';
import { StorageError } from '../storage/storage-error.ts';
import { guardIngest } from './guarded-ingest.ts';
import { type SpaceLimits, SpaceWatch } from './space-watch.ts';

const mega = 1_000_000;
let freeBytes: number;
let folder: string;
let watch: SpaceWatch;
const lines: unknown[] = [];
const logger = { info: (line: unknown) => lines.push(line), warn: (line: unknown) => lines.push(line) };

async function start(limits: Partial<SpaceLimits>): Promise<void> {
  watch = await SpaceWatch.start({
    folders: [folder],
    counted: [folder],
    limits: { reserveBytes: 10 * mega, maxBytes: 0, warnPercent: 80, ...limits },
    logger,
    spaceOf: () => Promise.resolve({ bsize: 1, blocks: 1_000 * mega, bavail: freeBytes }),
  });
}

beforeEach(() => {
  freeBytes = 500 * mega;
  folder = mkdtempSync(join(tmpdir(), 'isocenter-space-'));
});
afterEach(() => {
  watch.close();
  rmSync(folder, { recursive: true, force: true });
});

test('warns above the watermark, refuses before the reserve is touched, and recovers', async () => {
  await start({});
  expect(watch.space).toMatchObject({ level: 'enough', roomBytes: 490 * mega });
  const levels: string[] = [];
  for (const free of [250, 207, 11, 10, 9, 11, 300]) {
    freeBytes = free * mega;
    levels.push((await watch.measure()).level);
  }
  expect(levels).toEqual(['enough', 'little', 'little', 'full', 'full', 'little', 'enough']);
  expect(lines.map((line) => (line as { code: string }).code)).toEqual([
    'storage-little',
    'storage-full',
    'storage-little',
    'storage-enough',
  ]);
});

test('counts what lies there for the quota, and what is stored after that', async () => {
  writeFileSync(join(folder, 'one.seg'), new Uint8Array(3 * mega));
  await start({ maxBytes: 4 * mega });
  await expect.poll(() => watch.space.countedBytes).toBe(3 * mega);
  expect(watch.space).toMatchObject({ level: 'enough', roomBytes: mega });
  watch.noteStored(mega / 2);
  expect(await watch.measure()).toMatchObject({ level: 'little', roomBytes: mega / 2 });
  watch.noteStored(mega / 2);
  expect(await watch.measure()).toMatchObject({ level: 'full', roomBytes: 0 });
  const told = once(watch.events, 'level');
  rmSync(join(folder, 'one.seg'));
  expect(await watch.recount()).toMatchObject({ level: 'enough', roomBytes: 4 * mega });
  expect(await told).toEqual(['enough']);
});

test('an object is refused while there is no room, and the next is taken once there is', async () => {
  await start({});
  const taken: string[] = [];
  const ingest: Ingest = {
    open: () => ({
      write: () => void taken.push('write'),
      finish: () => Promise.resolve({ kind: 'refused', code: 'empty', message: 'as far as this test goes' }),
      abort: () => Promise.resolve(void taken.push('abort')),
    }),
  };
  const request = {
    transferSyntax: explicitVrLittleEndian,
    provenance: { source: 'dimse', receivedAt: '2026-01-02T03:04:05.000Z' },
    policy: 'first',
  } as const;
  const guarded = guardIngest(ingest, watch);
  freeBytes = 5 * mega;
  await watch.measure();
  const refused = guarded.open(request);
  await expect(refused.write(Uint8Array.of(1))).rejects.toThrow(StorageError);
  expect(await refused.finish()).toMatchObject({ code: 'out-of-resources' });
  expect(taken).toEqual(['abort']);
  // Room comes back between two measurements: the one who stores finds out.
  freeBytes = 50 * mega;
  const next = guarded.open(request);
  await next.write(Uint8Array.of(1));
  expect(await next.finish()).toMatchObject({ code: 'empty' });
  expect(taken).toEqual(['abort', 'write']);
});
