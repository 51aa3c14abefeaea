import { deflateRawSync } from 'node:zlib';
import { fromHex } from '@isocenter/testkit/hex';
import { createInflater } from '@isocenter/testkit/inflate';
import { describe, expect, it } from 'vitest';
import { buildDataSet } from './build.ts';
import { tagOf } from './dictionary.ts';
import { encodeDataSet } from './encode.ts';
import { encodeFileMeta } from './part10.ts';
import { Part10Reader } from './part10-reader.ts';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
} from './transfer-syntax.ts';
import { getString } from './values.ts';

const image = buildDataSet({ SOPInstanceUID: '1.2.3', PatientID: 'TEST', PixelData: new Uint8Array(400) });
const facts = { sopClassUid: '1.2', sopInstanceUid: '1.2.3' };
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const metaOf = (transferSyntaxUid: string) => encodeFileMeta({ ...facts, transferSyntaxUid });
const explicitFile = join(metaOf(explicitVrLittleEndian.uid), encodeDataSet(image, explicitVrLittleEndian));

function readInChunks(bytes: Uint8Array, chunkBytes: number): Part10Reader {
  const reader = new Part10Reader({ createInflater });
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.slice(at, at + chunkBytes);
    if (reader.push(chunk) === 'complete') return reader;
    chunk.fill(0xaa);
  }
  reader.end();
  return reader;
}

const codes = (reader: Part10Reader) => reader.header.findings.map(({ code, offset }) => `${code} ${offset}`);

describe.each([1, 11, 140, 5000])('a file that comes in chunks of %i bytes', (chunkBytes) => {
  it.each([implicitVrLittleEndian, explicitVrLittleEndian, explicitVrBigEndian])('is read in $name', (syntax) => {
    const meta = metaOf(syntax.uid);
    const reader = readInChunks(join(meta, encodeDataSet(image, syntax)), chunkBytes);
    expect(reader.failed).toBeUndefined();
    expect(reader.transferSyntax).toBe(syntax);
    expect(reader.dataSetOffset).toBe(meta.length);
    expect(getString(reader.fileMeta, tagOf('MediaStorageSOPInstanceUID'))).toBe('1.2.3');
    expect(getString(reader.header.value, tagOf('PatientID'))).toBe('TEST');
    expect(reader.pixelDataOffset).toBe(26);
    expect(codes(reader)).toEqual([]);
  });

  it('is read deflated', () => {
    const deflated = deflateRawSync(encodeDataSet(image, explicitVrLittleEndian));
    const reader = readInChunks(join(metaOf(deflatedExplicitVrLittleEndian.uid), deflated), chunkBytes);
    expect(getString(reader.header.value, tagOf('PatientID'))).toBe('TEST');
  });

  it('is read without preamble, without file meta information, and without Pixel Data', () => {
    const bare = encodeDataSet(buildDataSet({ SOPInstanceUID: '1.2.3', PatientID: 'TEST' }), implicitVrLittleEndian);
    const lacking: [Uint8Array, string[]][] = [
      [explicitFile.subarray(128), ['no-preamble 0']],
      [explicitFile.subarray(metaOf(explicitVrLittleEndian.uid).length), ['no-preamble 0', 'no-file-meta 0']],
      [bare, ['no-preamble 0', 'no-file-meta 0']],
    ];
    for (const [bytes, findings] of lacking) {
      const reader = readInChunks(bytes, chunkBytes);
      expect(reader.failed).toBeUndefined();
      expect(getString(reader.header.value, tagOf('PatientID'))).toBe('TEST');
      expect(codes(reader)).toEqual(findings);
    }
  });

  it('is refused where it is no DICOM', () => {
    for (const [bytes, code] of [
      [new Uint8Array(0), 'empty-input'],
      [Buffer.from('hello'), 'not-dicom'],
      [Buffer.from('hello '.repeat(1000)), 'not-dicom'],
    ] as const) {
      expect(readInChunks(bytes, chunkBytes).failed).toMatchObject({ code });
    }
  });

  it('ends where it breaks off, in file meta information too', () => {
    const reader = readInChunks(explicitFile.subarray(0, 200), chunkBytes);
    expect(reader.failed).toBeUndefined();
    expect(reader.header.value.elements).toEqual([]);
    expect(codes(reader)).toContain('meta-group-length 132');
  });
});

it('fails where the file meta information never ends', () => {
  const reader = new Part10Reader({ budget: { maxHeaderBytes: 10_000 } });
  reader.push(explicitFile.subarray(0, 132));
  /* (0002,0016) AE "AE" */
  const element = fromHex('0200 1600 4145 0200 4145');
  let pushed = 0;
  while (reader.push(element) !== 'complete') pushed += 1;
  expect(pushed).toBeLessThan(100);
  expect(reader.failed).toMatchObject({ code: 'budget-exceeded' });
});
