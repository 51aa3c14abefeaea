import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeZip, type ZipEntry, zipLength } from './zip-writer.ts';

const modified = new Date('2026-01-02T03:04:06Z');

/** A file of ascending bytes, in pieces. */
function entry(name: string, lengthBytes: number, pieceBytes = 1000): ZipEntry {
  return {
    name,
    lengthBytes,
    *chunks() {
      for (let at = 0; at < lengthBytes; at += pieceBytes) {
        yield Uint8Array.from({ length: Math.min(pieceBytes, lengthBytes - at) }, (_, index) => at + index);
      }
    },
  };
}

async function archiveOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of writeZip(entries, modified)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** What Python makes of an archive: names, lengths and time, after it has checked every checksum. */
function readByPython(archive: Buffer): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-zip-'));
  try {
    const file = join(folder, 'archive.zip');
    writeFileSync(file, archive);
    const script = `import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps([[one.filename, one.file_size, one.date_time] for one in archive.infolist()][:3] + [len(archive.infolist())]))`;
    return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('files that are held and files that are read twice are read back by another program', async () => {
  const entries = [
    entry('SE001/IM000001.dcm', 2001),
    entry('SE001/IM000002.dcm', 0),
    entry('a', (4 << 20) + 1, 1 << 20),
  ];
  const archive = await archiveOf(entries);
  expect(archive.length).toBe(zipLength(entries));
  const time = [2026, 1, 2, 3, 4, 6];
  expect(readByPython(archive)).toEqual([
    ['SE001/IM000001.dcm', 2001, time],
    ['SE001/IM000002.dcm', 0, time],
    ['a', (4 << 20) + 1, time],
    3,
  ]);
});

test('an archive of nothing is one', async () => {
  expect(readByPython(await archiveOf([]))).toEqual([0]);
});

test('more files than 16 bits count need Zip64', async () => {
  const entries = Array.from({ length: 70_000 }, (_, index) => entry(`${index}`, 1));
  const archive = await archiveOf(entries);
  expect(archive.length).toBe(zipLength(entries));
  expect(readByPython(archive)).toMatchObject({ 3: 70_000 });
});

test('lengths and places beyond 32 bits need Zip64', async () => {
  const piece = new Uint8Array(1 << 26);
  const long: ZipEntry = {
    name: 'long',
    lengthBytes: 2 ** 32,
    *chunks() {
      for (let at = 0; at < 2 ** 32; at += piece.length) yield piece;
    },
  };
  const entries = [long, entry('next', 5)];
  const ends: Buffer[] = [];
  let lengthBytes = 0;
  for await (const chunk of writeZip(entries, modified)) {
    lengthBytes += chunk.length;
    if (chunk.length < piece.length) ends.push(Buffer.from(chunk));
  }
  expect(lengthBytes).toBe(zipLength(entries));
  const [local, , central, centralOfNext] = ends;
  // Extra field 0001H with both lengths, after 30 bytes and the name.
  expect(local?.subarray(34).toString('hex')).toBe('0100100000000000010000000000000001000000');
  expect(local?.readUInt32LE(18)).toBe(0xffffffff);
  expect(central?.subarray(50).toString('hex')).toBe('0100100000000000010000000000000001000000');
  // The next begins after 54 bytes of header and the file.
  expect(centralOfNext?.subarray(50).toString('hex')).toBe('010008003600000001000000');
  expect(centralOfNext?.readUInt32LE(42)).toBe(0xffffffff);
});

test.each([4, 6])('a file of %i bytes that was said to have 5 is no archive', async (lengthBytes) => {
  const wrong = { ...entry('a', lengthBytes), lengthBytes: 5 };
  await expect(archiveOf([wrong])).rejects.toThrow('another length');
});
