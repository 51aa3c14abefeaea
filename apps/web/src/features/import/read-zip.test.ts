import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { expect, test } from 'vitest';
import { ArchiveError, defaultZipLimits, readZip, type ZipLimits } from './read-zip.ts';

const never = new AbortController().signal;

async function buildZip(files: Readonly<Record<string, Uint8Array>>, password?: string): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  for (const [name, bytes] of Object.entries(files)) {
    await writer.add(name, new Uint8ArrayReader(bytes), password === undefined ? {} : { password });
  }
  return writer.close();
}

async function openAll(archive: Blob, limits: ZipLimits = defaultZipLimits): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (const member of await readZip(archive, limits)) {
    const outcome = await member.open(never).then(
      async (blob) => `${blob.size} bytes`,
      (error: unknown) => (error instanceof ArchiveError ? error.code : String(error)),
    );
    outcomes.push(`${member.path}: ${outcome}`);
  }
  return outcomes;
}

test('files are listed and unpacked, folders are not', async () => {
  const archive = await buildZip({ 'CD/IM1': new Uint8Array(5000).fill(7), 'CD/IM2': new Uint8Array(3) });
  expect(await openAll(archive)).toEqual(['CD/IM1: 5000 bytes', 'CD/IM2: 3 bytes']);
});

test('what comes out is counted, not what is claimed', async () => {
  const archive = await buildZip({ bomb: new Uint8Array(4_000_000), after: new Uint8Array(2_000_000) });
  const limits = { ...defaultZipLimits, freeBytes: 5_000_000, maxRatio: 100 };
  expect(await openAll(archive, limits)).toEqual(['bomb: 4000000 bytes', 'after: archive-expands-too-far']);
});

test('an entry larger than any object is not opened', async () => {
  const archive = await buildZip({ huge: new Uint8Array(20_000) });
  expect(await openAll(archive, { ...defaultZipLimits, maxEntryBytes: 10_000 })).toEqual(['huge: archive-too-large']);
});

test('an archive with too many entries is refused as a whole', async () => {
  const archive = await buildZip({ a: new Uint8Array(1), b: new Uint8Array(1), c: new Uint8Array(1) });
  await expect(readZip(archive, { ...defaultZipLimits, maxEntries: 2 })).rejects.toMatchObject({
    code: 'archive-too-many-entries',
  });
});

test('passwords and damage are told apart', async () => {
  expect(await openAll(await buildZip({ secret: new Uint8Array(9) }, 'pass phrase'))).toEqual([
    'secret: archive-encrypted',
  ]);
  const archive = await buildZip({ IM1: crypto.getRandomValues(new Uint8Array(9000)) });
  const damaged = new Uint8Array(await archive.arrayBuffer());
  damaged.fill(0, 4000, 5000);
  expect(await openAll(new Blob([damaged]))).toEqual(['IM1: archive-damaged']);
  await expect(readZip(new Blob([damaged.subarray(0, 6000)]))).rejects.toMatchObject({ code: 'archive-damaged' });
});
