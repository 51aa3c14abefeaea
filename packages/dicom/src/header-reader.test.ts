import { deflateRawSync } from 'node:zlib';
import { heldBytes } from '@isocenter/testkit/held-bytes';
import { fromHex } from '@isocenter/testkit/hex';
import { createInflater } from '@isocenter/testkit/inflate';
import { describe, expect, it } from 'vitest';
import type { Budget } from './budget.ts';
import { buildDataSet } from './build.ts';
import type { DataSet } from './data-set.ts';
import { tagOf } from './dictionary.ts';
import { encodeDataSet } from './encode.ts';
import { HeaderReader } from './header-reader.ts';
import { parseDataSet } from './parse.ts';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  jpegBaseline,
  type TransferSyntax,
} from './transfer-syntax.ts';
import { findElement, getItems, getString } from './values.ts';

const header = buildDataSet({
  SOPInstanceUID: '1.2',
  PatientName: 'TEST^HEADER',
  ReferencedStudySequence: [{ ReferencedSOPClassUID: '1.2' }],
  Rows: 2,
});
const image = buildDataSet({ SOPInstanceUID: '1.2', PatientName: 'TEST^HEADER', PixelData: new Uint8Array(5000) });
const sopInstanceUid = tagOf('SOPInstanceUID');
const none = new Uint8Array(0);

/** Pushes bytes in chunks, each overwritten once it was pushed. */
function push(reader: HeaderReader, bytes: Uint8Array, chunkBytes = bytes.length || 1): 'need-more' | 'complete' {
  let answer = reader.push(none);
  for (let at = 0; at < bytes.length && answer !== 'complete'; at += chunkBytes) {
    const chunk = bytes.slice(at, at + chunkBytes);
    answer = reader.push(chunk);
    chunk.fill(0xaa);
  }
  return answer;
}

const tags = (dataSet: DataSet) => dataSet.elements.map(({ tag }) => tag);

describe('a header', () => {
  it.each([1, 2, 7, 13, 10_000])('is complete where Pixel Data begins, in chunks of %i bytes', (chunkBytes) => {
    const reader = new HeaderReader(explicitVrLittleEndian);
    expect(push(reader, encodeDataSet(image, explicitVrLittleEndian), chunkBytes)).toBe('complete');
    expect(reader.failed).toBeUndefined();
    expect(reader.pixelDataOffset).toBe(32);
    expect(tags(reader.header.value)).toEqual([0x00080018, 0x00100010]);
    expect(getString(reader.header.value, tagOf('PatientName'))).toBe('TEST^HEADER');
    expect(reader.push(Uint8Array.of(1, 2, 3))).toBe('complete');
  });

  it.each([1, 3, 10_000])('ends with the stream where there is no Pixel Data, in chunks of %i bytes', (chunkBytes) => {
    const reader = new HeaderReader(implicitVrLittleEndian);
    expect(push(reader, encodeDataSet(header, implicitVrLittleEndian), chunkBytes)).toBe('need-more');
    reader.end();
    expect(reader.pixelDataOffset).toBeUndefined();
    expect(tags(reader.header.value)).toEqual(tags(header));
    expect(getItems(reader.header.value, tagOf('ReferencedStudySequence')).length).toBe(1);
  });

  it('stops at Float and Double Float Pixel Data too, PS3.3 §C.7.6.24', () => {
    for (const [element, vr] of [
      ['08', '4f46'],
      ['09', '4f44'],
    ]) {
      const reader = new HeaderReader(explicitVrLittleEndian);
      /* (7FE0,0008) OF or (7FE0,0009) OD, 8 bytes */
      expect(push(reader, fromHex(`e07f ${element}00 ${vr} 0000 08000000 0000`))).toBe('complete');
      expect(reader.pixelDataOffset).toBe(0);
    }
  });

  it('goes on after Pixel Data that is in an item: an icon', () => {
    const icon = buildDataSet({
      IconImageSequence: [{ PixelData: new Uint8Array(100) }],
      PixelData: new Uint8Array(9),
    });
    const reader = new HeaderReader(explicitVrLittleEndian);
    expect(push(reader, encodeDataSet(icon, explicitVrLittleEndian), 5)).toBe('complete');
    expect(reader.pixelDataOffset).toBe(12 + 8 + 12 + 100);
    expect(getItems(reader.header.value, tagOf('IconImageSequence'))[0]?.elements[0]?.value).toMatchObject({
      kind: 'bytes',
      bytes: { length: 100 },
    });
  });

  it('is what there is where the stream breaks off', () => {
    const reader = new HeaderReader(explicitVrLittleEndian);
    // One byte into the sequence that follows the UID.
    push(reader, encodeDataSet(header, explicitVrLittleEndian).subarray(0, 25));
    reader.end();
    expect(reader.failed).toBeUndefined();
    expect(reader.header.findings.map(({ code }) => code)).toEqual(['length-beyond-end', 'trailing-bytes']);
    expect(getString(reader.header.value, sopInstanceUid)).toBe('1.2');
  });

  it('of nothing is empty', () => {
    const reader = new HeaderReader(explicitVrLittleEndian);
    reader.end();
    expect(reader.header).toMatchObject({ value: { elements: [] }, findings: [] });
  });
});

describe('the budget of a header', () => {
  const budget: Partial<Budget> = { maxValueBytes: 2000, maxHeaderBytes: 20_000 };

  function readWith(dataSet: DataSet, transferSyntax: TransferSyntax, chunkBytes: number) {
    const reader = new HeaderReader(transferSyntax, { budget });
    push(reader, encodeDataSet(dataSet, transferSyntax), chunkBytes);
    reader.end();
    return reader;
  }

  it.each([1, 100, 100_000])(
    'leaves out a long value, but says how long it was, in chunks of %i bytes',
    (chunkBytes) => {
      const long = buildDataSet({ SOPInstanceUID: '1.2', EncapsulatedDocument: new Uint8Array(50_000), Rows: 1 });
      const reader = readWith(long, explicitVrLittleEndian, chunkBytes);
      expect(tags(reader.header.value)).toEqual(tags(long));
      expect(findElement(reader.header.value, tagOf('EncapsulatedDocument'))?.value).toEqual({
        kind: 'absent',
        lengthBytes: 50_000,
      });
      expect(getString(reader.header.value, tagOf('EncapsulatedDocument'))).toBeUndefined();
      expect(reader.failed).toBeUndefined();
    },
  );

  it('leaves out a long sequence of defined length at once', () => {
    const items = new Array(100).fill({ ReferencedSOPInstanceUID: '1.2.3' });
    const reader = readWith(buildDataSet({ ReferencedImageSequence: items, Rows: 1 }), explicitVrLittleEndian, 10);
    expect(reader.header.value.elements.map(({ value }) => value.kind)).toEqual(['absent', 'bytes']);
  });

  it('leaves out a long sequence of undefined length when it has become too long', () => {
    const reader = new HeaderReader(explicitVrLittleEndian, { budget });
    /* (0008,1140) SQ { (0008,1155) UI "1.2" } × 100; (0028,0010) US 256 */
    const item = 'feff 00e0 ffffffff 0800 5511 5549 0400 312e3200 feff 0de0 00000000';
    push(
      reader,
      fromHex(`0800 4011 5351 0000 ffffffff ${item.repeat(100)} feff dde0 00000000 2800 1000 5553 0200 0001`),
      50,
    );
    reader.end();
    expect(reader.header.findings).toEqual([]);
    expect(reader.header.value.elements.map(({ value }) => value)).toEqual([
      { kind: 'absent', lengthBytes: 100 * 28 + 8 },
      { kind: 'bytes', bytes: Uint8Array.of(0, 1) },
    ]);
  });

  it.each(['undefined', 'defined'])('counts what lies in a sequence of %s length that it leaves out', (length) => {
    /* (0008,1140) SQ { (0008,1155) UI "1.2" } × 100 */
    const items = 'feff 00e0 0c000000 0800 5511 5549 0400 312e3200'.repeat(100);
    const sequence =
      length === 'defined'
        ? `0800 4011 5351 0000 d0070000 ${items}`
        : `0800 4011 5351 0000 ffffffff ${items} feff dde0 00000000`;
    /* (0010,0020) LO "A " × 59: with the sequence and what is in it 260 */
    const bytes = fromHex(`${sequence} ${'1000 2000 4c4f 0200 4120'.repeat(59)}`);
    const read = (maxElements: number) => {
      const reader = new HeaderReader(explicitVrLittleEndian, { budget: { ...budget, maxElements } });
      push(reader, bytes, 50);
      reader.end();
      return reader;
    };
    const { failed, header } = read(260);
    expect(failed).toBeUndefined();
    expect(header.value.elements.map(({ value }) => value.kind)).toEqual(['absent', ...Array(59).fill('bytes')]);
    const codesOf = ({ header: { findings } }: HeaderReader) => findings.map(({ code }) => code);
    expect(codesOf(read(259))).toContain('too-many-elements');
    expect(codesOf(read(150))).toContain('too-many-elements');
    // What is taken can be read as a whole, and what cannot be is not taken.
    for (const maxElements of [259, 260]) {
      const whole = parseDataSet(bytes, explicitVrLittleEndian, { budget: { maxElements } });
      const isTooMany = whole.findings.some(({ code }) => code === 'too-many-elements');
      expect(isTooMany).toBe(codesOf(read(maxElements)).includes('too-many-elements'));
    }
  });

  it('does not look into a sequence that holds few elements whatever is in it', () => {
    const reader = new HeaderReader(explicitVrLittleEndian, { budget: { ...budget, maxElements: 10_000 } });
    /* (0008,1140) SQ of 4096 bytes, which are no items */
    push(reader, fromHex(`0800 4011 5351 0000 00100000 ${'41'.repeat(4_096)} 1000 2000 4c4f 0200 4120`), 50);
    reader.end();
    expect(reader.failed).toBeUndefined();
    expect(reader.header.findings).toEqual([]);
  });

  it('leaves out fragments in the header that are too long', () => {
    const reader = new HeaderReader(jpegBaseline, { budget });
    /* (0009,1001) OB, undefined length; a fragment of 4096 bytes */
    push(
      reader,
      fromHex(`0900 0110 4f42 0000 ffffffff feff 00e0 00100000 ${'00'.repeat(4096)} feff dde0 00000000`),
      99,
    );
    reader.end();
    expect(reader.header.value.elements[0]?.value).toEqual({ kind: 'absent', lengthBytes: 8 + 4096 + 8 });
  });

  it('fails a header of endless small elements, and keeps what was read before', () => {
    const reader = new HeaderReader(explicitVrLittleEndian, { budget });
    const element = fromHex('1000 2000 4c4f 0200 4120');
    let pushed = 0;
    while (reader.push(element) !== 'complete') pushed += 1;
    expect(pushed).toBeLessThan(200);
    expect(reader.failed).toMatchObject({ code: 'budget-exceeded' });
    expect(reader.header.value.elements.length).toBeGreaterThan(50);
  });

  it('inflates no more than the budget allows, though what is passed over takes no memory', () => {
    const inflated = encodeDataSet(
      buildDataSet({ SOPInstanceUID: '1.2', EncapsulatedDocument: new Uint8Array(4 << 20) }),
      explicitVrLittleEndian,
    );
    const readWithin = (maxInflatedBytes: number) => {
      const options = { budget: { maxInflatedBytes }, inflater: createInflater() };
      const reader = new HeaderReader(deflatedExplicitVrLittleEndian, options);
      push(reader, deflateRawSync(inflated), 500);
      reader.end();
      return reader;
    };
    expect(readWithin(inflated.length).failed).toBeUndefined();
    expect(readWithin(1 << 20).failed).toMatchObject({ code: 'budget-exceeded', details: { limit: 1 << 20 } });
  });

  it('fails where nothing further can be found: the end of what is broken is not known', () => {
    const reader = new HeaderReader(explicitVrLittleEndian);
    /* (0008,0018) UI "1.2"; (0008,1111) SQ, undefined length, of something else */
    push(reader, fromHex('0800 1800 5549 0400 312e3200 0800 1111 5351 0000 ffffffff 0100 0100 0000 0000 0000 0000'));
    expect(reader.failed).toMatchObject({ code: 'unreadable' });
    expect(getString(reader.header.value, sopInstanceUid)).toBe('1.2');
  });

  it('holds little of a stream of 256 MiB, whatever lengths it claims', () => {
    const reader = new HeaderReader(explicitVrLittleEndian);
    const chunk = new Uint8Array(1 << 20);
    const before = heldBytes();
    /* (0009,1001) OB, 7FFFFFF0H bytes */
    reader.push(fromHex('0900 0110 4f42 0000 f0ffff7f'));
    for (let pushed = 0; pushed < 256; pushed += 1) expect(reader.push(chunk)).toBe('need-more');
    expect(heldBytes() - before).toBeLessThan(1 << 20);
    reader.end();
    expect(reader.header.value.elements[0]?.value).toEqual({ kind: 'absent', lengthBytes: 0x7ffffff0 });
    expect(reader.header.findings.map(({ code }) => code)).toEqual(['length-beyond-end']);
  });

  it('looks at every byte once: time grows with the bytes, not with the number of chunks', () => {
    // One value of 1 MiB that comes byte by byte: with a second look at each chunk this would never end.
    const long = encodeDataSet(buildDataSet({ EncapsulatedDocument: new Uint8Array(1 << 20) }), explicitVrLittleEndian);
    const reader = new HeaderReader(explicitVrLittleEndian, {
      budget: { maxValueBytes: 1 << 21, maxHeaderBytes: 1 << 23 },
    });
    push(reader, long, 1);
    reader.end();
    expect(reader.header.value.elements[0]?.value).toMatchObject({ kind: 'bytes', bytes: { length: 1 << 20 } });
  });
});

describe('a deflated header', () => {
  const deflated = (dataSet: DataSet) => deflateRawSync(encodeDataSet(dataSet, explicitVrLittleEndian));

  it.each([1, 10, 1000])('is inflated as it comes, in chunks of %i bytes', (chunkBytes) => {
    const reader = new HeaderReader(deflatedExplicitVrLittleEndian, { inflater: createInflater() });
    expect(push(reader, new Uint8Array(deflated(image)), chunkBytes)).toBe('complete');
    expect(reader.pixelDataOffset).toBe(32);
    expect(getString(reader.header.value, sopInstanceUid)).toBe('1.2');
  });

  it('is not inflated further than it is needed', () => {
    const bomb = buildDataSet({ SOPInstanceUID: '1.2', PixelData: new Uint8Array(1 << 26) });
    let inflatedBytes = 0;
    const inner = createInflater();
    const reader = new HeaderReader(deflatedExplicitVrLittleEndian, {
      inflater: {
        push: (bytes, onInflated) =>
          inner.push(bytes, (inflated) => {
            inflatedBytes += inflated.length;
            onInflated(inflated);
          }),
      },
    });
    expect(reader.push(deflated(bomb))).toBe('complete');
    expect(inflatedBytes).toBeLessThan(4 << 20);
  });

  it('without Pixel Data is whole where the stream ends, and broken where it should go on', () => {
    const bytes = new Uint8Array(deflated(header));
    for (const length of [bytes.length, bytes.length - 1, bytes.length - 12]) {
      const reader = new HeaderReader(deflatedExplicitVrLittleEndian, { inflater: createInflater() });
      push(reader, bytes.subarray(0, length), 3);
      reader.end();
      expect(reader.failed?.code).toBe(length === bytes.length ? undefined : 'inflate-failed');
      expect(getString(reader.header.value, sopInstanceUid)).toBe('1.2');
    }
  });

  it('needs an inflater', () => {
    const reader = new HeaderReader(deflatedExplicitVrLittleEndian);
    expect(reader.push(Uint8Array.of(1))).toBe('complete');
    expect(reader.failed).toMatchObject({ code: 'inflater-missing' });
  });

  it('fails where the bytes cannot be inflated', () => {
    const reader = new HeaderReader(deflatedExplicitVrLittleEndian, { inflater: createInflater() });
    expect(reader.push(Uint8Array.of(0xff, 0xff, 0xff, 0xff))).toBe('complete');
    expect(reader.failed).toMatchObject({ code: 'inflate-failed' });
  });
});
