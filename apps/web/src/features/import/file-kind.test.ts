import { expect, test } from 'vitest';
import { isDirectoryFile, isSystemFile, sniffFile } from './file-kind.ts';

/** 128 bytes of preamble with the given beginning, then "DICM". */
function part10(...preamble: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(132);
  bytes.set(preamble);
  bytes.set([0x44, 0x49, 0x43, 0x4d], 128);
  return bytes;
}

test('a DICOM file whose preamble imitates another format is a candidate', () => {
  expect(sniffFile(part10())).toEqual({ kind: 'candidate' });
  expect(sniffFile(part10(0x4d, 0x5a, 0x90, 0x00))).toEqual({ kind: 'candidate' });
});

test('a data set without preamble is left to the node', () => {
  // (0008,0005) CS of 10 bytes, explicit little endian.
  expect(sniffFile(new Uint8Array([0x08, 0x00, 0x05, 0x00, 0x43, 0x53, 0x0a, 0x00]))).toEqual({ kind: 'candidate' });
  expect(sniffFile(new Uint8Array())).toEqual({ kind: 'candidate' });
});

test('other formats are left where they are', () => {
  expect(sniffFile(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toEqual({ kind: 'refused', code: 'other-format' });
  expect(sniffFile(new TextEncoder().encode('\n<!DOCTYPE html>'))).toEqual({ kind: 'refused', code: 'other-format' });
  expect(sniffFile(new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x14]))).toEqual({ kind: 'zip' });
});

test('files of the operating system are known by name', () => {
  expect(['CD/.DS_Store', '__MACOSX/CD/._IM1', 'CD/IM1', 'Thumbs.db', 'DICOM/00000001'].map(isSystemFile)).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
});

test('the directory of a disc is known by its name', () => {
  expect(['CD/DICOMDIR', 'dicomdir', 'DICOMDIR/IM1'].map(isDirectoryFile)).toEqual([true, true, false]);
});
