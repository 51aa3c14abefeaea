import { deflateRawSync } from 'node:zlib';
import { fromHex, toHex } from '@isocenter/testkit/hex';
import { inflate } from '@isocenter/testkit/inflate';
import { describe, expect, it } from 'vitest';
import { buildDataSet } from './build.ts';
import { encodeDataSet } from './encode.ts';
import { encodeFileMeta, encodePart10, parsePart10 } from './part10.ts';
import { tagFrom } from './tag.ts';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from './transfer-syntax.ts';
import { getString } from './values.ts';

const dataSet = buildDataSet({ SOPClassUID: '1.2', SOPInstanceUID: '1.2.3', PatientID: 'TEST' });
const facts = { sopClassUid: '1.2', sopInstanceUid: '1.2.3', transferSyntaxUid: explicitVrLittleEndian.uid };
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const fileOf = (transferSyntax: TransferSyntax) =>
  join(encodeFileMeta({ ...facts, transferSyntaxUid: transferSyntax.uid }), encodeDataSet(dataSet, transferSyntax));

/** Reads a file, checks that it is written back to the byte, and returns it with its findings as `code offset`. */
function read(bytes: Uint8Array) {
  const { value, findings } = parsePart10(bytes, { inflate });
  expect(encodePart10(value)).toEqual(bytes);
  expect(getString(value.dataSet, tagFrom(0x0008, 0x0018))).toBe('1.2.3');
  return { ...value, findings: findings.map(({ code, offset }) => `${code} ${offset}`) };
}

describe('file meta information', () => {
  it('is written as PS3.10 Table 7.1-1 has it', () => {
    /* 128 bytes of zero; "DICM"; (0002,0000) UL 102; version 0001; SOP Class 1.2; SOP Instance 1.2.3;
       transfer syntax 1.2.840.10008.1.2.1; implementation class 1.2.9; version "V"; source AE "AE" */
    const meta = encodeFileMeta({
      ...facts,
      implementationClassUid: '1.2.9',
      implementationVersionName: 'V',
      sourceAet: 'AE',
    });
    expect(toHex(meta)).toBe(
      `${'00'.repeat(128)}4449434d${`0200 0000 554c 0400 66000000
        0200 0100 4f42 0000 02000000 0001
        0200 0200 5549 0400 312e3200
        0200 0300 5549 0600 312e322e3300
        0200 1000 5549 1400 312e322e3834302e31303030382e312e322e3100
        0200 1200 5549 0600 312e322e3900
        0200 1300 5348 0200 5620
        0200 1600 4145 0200 4145`.replace(/\s+/g, '')}`,
    );
    expect(meta.length - 132 - 12).toBe(0x66);
  });

  it('names this software unless told otherwise', () => {
    const { fileMeta } = read(join(encodeFileMeta(facts), encodeDataSet(dataSet, explicitVrLittleEndian)));
    expect(getString(fileMeta, tagFrom(0x0002, 0x0012))).toMatch(/^2\.25\./);
  });
});

describe('a file', () => {
  it.each([implicitVrLittleEndian, explicitVrLittleEndian, explicitVrBigEndian])('is read in $name', (syntax) => {
    const file = read(fileOf(syntax));
    expect(file.transferSyntax).toBe(syntax);
    expect(file.findings).toEqual([]);
    expect(file.dataSetOffset).toBe(encodeFileMeta({ ...facts, transferSyntaxUid: syntax.uid }).length);
  });

  it('is read deflated, and written back as it was while it is unchanged', () => {
    const deflated = deflateRawSync(encodeDataSet(dataSet, explicitVrLittleEndian), { level: 1 });
    const bytes = join(encodeFileMeta({ ...facts, transferSyntaxUid: deflatedExplicitVrLittleEndian.uid }), deflated);
    const file = read(bytes);
    const changed = { ...file, dataSet: buildDataSet({ PatientID: 'OTHER' }) };
    expect(() => encodePart10(changed)).toThrow(expect.objectContaining({ code: 'deflater-missing' }));
    const rewritten = parsePart10(encodePart10(changed, { deflate: deflateRawSync }), { inflate }).value;
    expect(getString(rewritten.dataSet, tagFrom(0x0010, 0x0020))).toBe('OTHER');
  });

  it('in a syntax the standard does not have is read as explicit VR, and says so', () => {
    const bytes = join(
      encodeFileMeta({ ...facts, transferSyntaxUid: '1.2.3' }),
      encodeDataSet(dataSet, explicitVrLittleEndian),
    );
    const file = read(bytes);
    expect(file.transferSyntax).toMatchObject({ uid: '1.2.3', name: 'Unknown' });
    expect(file.findings).toEqual([`unknown-transfer-syntax ${file.dataSetOffset}`]);
  });
});

describe('a file that lacks something', () => {
  const bytes = fileOf(explicitVrLittleEndian);
  const meta = encodeFileMeta(facts);

  it.each([
    ['the preamble', bytes.subarray(128), ['no-preamble 0']],
    ['preamble and prefix', bytes.subarray(132), ['no-preamble 0']],
    ['the prefix', join(new Uint8Array(128), bytes.subarray(132)), ['no-preamble 0']],
    ['everything before the data set', bytes.subarray(meta.length), ['no-preamble 0', 'no-file-meta 0']],
    [
      'everything before a data set in implicit VR',
      encodeDataSet(dataSet, implicitVrLittleEndian),
      ['no-preamble 0', 'no-file-meta 0'],
    ],
    [
      'everything before a data set in big endian',
      encodeDataSet(dataSet, explicitVrBigEndian),
      ['no-preamble 0', 'no-file-meta 0'],
    ],
    [
      'file meta information only',
      join(meta.subarray(0, 132), encodeDataSet(dataSet, implicitVrLittleEndian)),
      ['no-file-meta 132'],
    ],
    ['the group length', join(meta.subarray(0, 132), bytes.subarray(144)), ['meta-group-length 132']],
  ])('is read all the same: %s', (_, file, expected) => {
    expect(read(file).findings).toEqual(expected);
  });

  it('is read by its elements where the group length lies', () => {
    const lying = bytes.slice();
    lying.set([0xff, 0xff], 140);
    expect(read(lying).findings).toEqual(['meta-group-length 132']);
  });

  it('is read without a transfer syntax by what the data set looks like', () => {
    /* preamble; "DICM"; (0002,0002) UI "1.2" */
    const start = join(meta.subarray(0, 132), fromHex('0200 0200 5549 0400 312e3200'));
    for (const syntax of [implicitVrLittleEndian, explicitVrLittleEndian, explicitVrBigEndian]) {
      const file = read(join(start, encodeDataSet(dataSet, syntax)));
      expect(file.transferSyntax).toBe(syntax);
      expect(file.findings).toEqual(['meta-group-length 132', 'no-transfer-syntax 144']);
    }
  });
});

describe('a preamble', () => {
  const withPreamble = (text: string) => {
    const bytes = fileOf(explicitVrLittleEndian);
    bytes.set(Buffer.from(text, 'latin1'));
    return read(bytes).findings;
  };

  it('that makes the file pass for a program, a page or an archive is reported, PS3.10 §7.5', () => {
    for (const start of [
      'MZ\x90',
      '\x7fELF',
      '#!/bin/sh',
      '<html>',
      '  <svg',
      '%PDF-1.7',
      'PK\x03\x04',
      '\xcf\xfa\xed\xfe',
    ]) {
      expect(withPreamble(start)).toEqual(['preamble-executable 0']);
    }
  });

  it('of an image format is only noted: dual-personality files are allowed', () => {
    expect(withPreamble('II*\0')).toEqual(['preamble-content 0']);
  });
});

describe('what is no DICOM', () => {
  it.each([
    ['nothing', '', 'empty-input'],
    ['text', Buffer.from('Patient: SECRET^NAME\n'.repeat(20)).toString('hex'), 'not-dicom'],
    ['a PNG image', '89504e470d0a1a0a0000000d49484452', 'not-dicom'],
    ['a few bytes', '0800', 'not-dicom'],
    ['zeros', '00'.repeat(200), 'not-dicom'],
    ['a prefix with nothing after it', `${'00'.repeat(128)}4449434d`, 'not-dicom'],
  ])('is refused with a code: %s', (_, hex, code) => {
    const parse = () => parsePart10(fromHex(hex));
    expect(parse).toThrow(expect.objectContaining({ name: 'DicomError', code }));
    expect(parse).not.toThrow(/SECRET/);
  });
});
