import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scanFiles } from './scan-files.ts';

const sopClassUid = '1.2.840.10008.5.1.4.1.1.2';
const isRoot = process.getuid?.() === 0;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocenter-scan-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

function dataSetOf(sopInstanceUid: string | undefined): Uint8Array {
  const values = { SOPClassUID: sopClassUid, SOPInstanceUID: sopInstanceUid, PatientName: 'TEST^SCAN' };
  return encodeDataSet(buildDataSet(values), implicitVrLittleEndian);
}

function fileOf(sopInstanceUid: string | undefined, mediaClassUid = sopClassUid): Buffer {
  const transferSyntaxUid = implicitVrLittleEndian.uid;
  const meta = encodeFileMeta({ sopClassUid: mediaClassUid, sopInstanceUid: '2.25.99', transferSyntaxUid });
  return Buffer.concat([meta, dataSetOf(sopInstanceUid)]);
}

async function scan(...paths: string[]) {
  const { files, skipped, unsendable } = await scanFiles(paths, () => undefined);
  const named = (list: readonly { path: string; code: string }[]) =>
    list.map(({ path, code }) => `${relative(folder, path)} ${code}`);
  return { files, skipped: named(skipped), unsendable: named(unsendable) };
}

test('objects are found in folders in the order of their names, by what they hold', async () => {
  write('b/2.dcm', fileOf('2.25.2'));
  write('b/1', fileOf('2.25.1'));
  write('a/.hidden', dataSetOf('2.25.3'));
  symlinkSync(join(folder, 'b/2.dcm'), join(folder, 'c'));
  symlinkSync(folder, join(folder, 'a/circle'));
  const { files, skipped, unsendable } = await scan(folder);
  expect([skipped, unsendable]).toEqual([[], []]);
  expect(files.map(({ path }) => relative(folder, path))).toEqual(['a/.hidden', 'b/1', 'b/2.dcm', 'c']);
  const bare = { sopClassUid, sopInstanceUid: '2.25.3', dataSetOffset: 0, transferSyntaxUid: '1.2.840.10008.1.2' };
  expect(files[0]).toMatchObject(bare);
  // The data set says 2.25.1, the file meta information 2.25.99.
  expect(files[1]?.sopInstanceUid).toBe('2.25.1');
  expect(files[1]?.dataSetOffset).toBe(fileOf('2.25.1').length - dataSetOf('2.25.1').length);
});

test('other files are left out in a folder and fail when they are named', async () => {
  const readme = write('readme.txt', 'not an image');
  write('DICOMDIR', fileOf('2.25.1', '1.2.840.10008.1.3.10'));
  write('empty', '');
  expect(await scan(folder)).toEqual({
    files: [],
    skipped: ['DICOMDIR dicomdir', 'empty empty', 'readme.txt not-dicom'],
    unsendable: [],
  });
  expect(await scan(readme)).toMatchObject({ skipped: [], unsendable: ['readme.txt not-dicom'] });
});

test('what is DICOM and cannot be sent fails wherever it lies', async () => {
  write('nameless', fileOf(undefined));
  truncateSync(write('cut', fileOf('2.25.1')), 300);
  const { unsendable } = await scan(folder, join(folder, 'absent'));
  expect(unsendable).toEqual(['cut missing-uid', 'nameless missing-uid', 'absent file-unreadable']);
});

test.skipIf(isRoot)('a file that may not be read fails (skipped for root, who may read everything)', async () => {
  chmodSync(write('secret', fileOf('2.25.1')), 0);
  expect(await scan(folder)).toMatchObject({ unsendable: ['secret file-unreadable'] });
});
