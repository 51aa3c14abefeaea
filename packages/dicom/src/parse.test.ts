import { heldBytes } from '@isocenter/testkit/held-bytes';
import { fromHex } from '@isocenter/testkit/hex';
import { describe, expect, it } from 'vitest';
import type { DataSet } from './data-set.ts';
import { encodeDataSet } from './encode.ts';
import { parseDataSet } from './parse.ts';
import { formatTag, tagFrom } from './tag.ts';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  jpegBaseline,
  type TransferSyntax,
} from './transfer-syntax.ts';
import { getBytes, getItems, getNumber, getString } from './values.ts';

/** Reads, checks that the same bytes are written again, and returns what was read with its findings as `code offset`. */
function read(hex: string, transferSyntax: TransferSyntax = explicitVrLittleEndian, budget = {}) {
  const bytes = fromHex(hex);
  const { value, findings } = parseDataSet(bytes, transferSyntax, { budget });
  expect(encodeDataSet(value, transferSyntax)).toEqual(bytes);
  return { dataSet: value, findings: findings.map(({ code, offset }) => `${code} ${offset}`) };
}

const tags = (dataSet: DataSet | undefined) => dataSet?.elements.map(({ tag, vr }) => `${formatTag(tag)} ${vr}`);

/** (0008,0018) UI, 4 bytes "1.2\0" */
const uid = '0800 1800 5549 0400 312e3200';
const implicitUid = '0800 1800 04000000 312e3200';
const uidTag = tagFrom(0x0008, 0x0018);

describe('elements', () => {
  it('are read in explicit VR little endian, in both forms of header, PS3.5 §7.1.2', () => {
    /* (0008,0018) UI "1.2"; (0008,0119) UC, reserved, 4 bytes "LONG"; (0028,0010) US 256 */
    const { dataSet, findings } = read(`${uid} 0800 1901 5543 0000 04000000 4c4f4e47  2800 1000 5553 0200 0001`);
    expect(findings).toEqual([]);
    expect(tags(dataSet)).toEqual(['(0008,0018) UI', '(0008,0119) UC', '(0028,0010) US']);
    expect(getString(dataSet, uidTag)).toBe('1.2');
    expect(getString(dataSet, tagFrom(0x0008, 0x0119))).toBe('LONG');
    expect(getNumber(dataSet, tagFrom(0x0028, 0x0010))).toBe(256);
    expect(dataSet.elements[1]?.source).toEqual({ offset: 12, valueOffset: 24, lengthBytes: 4 });
  });

  it('are read in implicit VR with the VRs of the dictionary, PS3.5 §7.1.3', () => {
    /* (0008,0018) "1.2"; (0009,0010) creator "TEST"; (0009,1001) 2 bytes; (0028,0010) 256; (7FE0,0010) 2 bytes */
    const { dataSet, findings } = read(
      `${implicitUid} 0900 1000 04000000 54455354  0900 0110 02000000 0102  2800 1000 02000000 0001
       e07f 1000 02000000 0304`,
      implicitVrLittleEndian,
    );
    expect(findings).toEqual([]);
    expect(tags(dataSet)).toEqual([
      '(0008,0018) UI',
      '(0009,0010) LO',
      '(0009,1001) UN',
      '(0028,0010) US',
      '(7FE0,0010) OW',
    ]);
  });

  it('are read in big endian', () => {
    /* (0008,0018) UI "1.2"; (0028,0010) US 256 */
    const { dataSet } = read('0008 0018 5549 0004 312e3200  0028 0010 5553 0002 0100', explicitVrBigEndian);
    expect(getNumber(dataSet, tagFrom(0x0028, 0x0010))).toBe(256);
    expect(dataSet.littleEndian).toBe(false);
  });

  it('are signed by Pixel Representation where they are written as UN or in implicit VR amid explicit VR', () => {
    /* (0028,0103) US 1; (0028,0106) UN, reserved, 2 bytes −1; (0028,0107) in implicit VR, 2 bytes −2 */
    const { dataSet } = read('2800 0301 5553 0200 0100  2800 0601 554e 0000 02000000 ffff  2800 0701 02000000 feff');
    expect(tags(dataSet)).toEqual(['(0028,0103) US', '(0028,0106) SS', '(0028,0107) SS']);
    expect(getNumber(dataSet, tagFrom(0x0028, 0x0106))).toBe(-1);
    expect(getNumber(dataSet, tagFrom(0x0028, 0x0107))).toBe(-2);
  });

  it('are signed by Pixel Representation in implicit VR, in items too, PS3.5 §A.1', () => {
    /* (0028,0103) 1; (0028,0106) -1; (0028,3000) SQ { (0028,3002) 6 bytes } */
    const { dataSet } = read(
      `2800 0301 02000000 0100  2800 0601 02000000 ffff
       2800 0030 16000000  feff 00e0 0e000000  2800 0230 06000000 ffff 0000 1000`,
      implicitVrLittleEndian,
    );
    expect(getNumber(dataSet, tagFrom(0x0028, 0x0106))).toBe(-1);
    const [item] = getItems(dataSet, tagFrom(0x0028, 0x3000));
    expect(tags(item)).toEqual(['(0028,3002) SS']);
  });

  it('keep group lengths and private blocks', () => {
    /* (0008,0000) UL 12; (0008,0018) UI; (0009,0010) LO "TEST"; (0009,1001) SL -1 */
    const { dataSet, findings } = read(
      `0800 0000 554c 0400 0c000000 ${uid} 0900 1000 4c4f 0400 54455354  0900 0110 534c 0400 ffffffff`,
    );
    expect(findings).toEqual([]);
    expect(getNumber(dataSet, tagFrom(0x0009, 0x1001))).toBe(-1);
  });

  it('are views of the bytes given, not copies', () => {
    const bytes = fromHex(uid);
    const value = getBytes(parseDataSet(bytes, explicitVrLittleEndian).value, uidTag);
    expect(value?.buffer).toBe(bytes.buffer);
    expect(value?.byteOffset).toBe(8);
  });

  it('end where they are told to', () => {
    const { value } = parseDataSet(fromHex(`${uid} 2800 1000 5553 0200 0001`), explicitVrLittleEndian, {
      stopAt: tagFrom(0x0010, 0x0000),
    });
    expect(tags(value)).toEqual(['(0008,0018) UI']);
    expect(value.source?.lengthBytes).toBe(12);
  });

  it('of nothing are a data set without elements', () => {
    expect(read('')).toEqual({ dataSet: expect.objectContaining({ elements: [] }), findings: [] });
  });
});

describe('sequences', () => {
  /* (0040,A730) SQ; items of defined length with (0040,A160) UT "AB", and an empty one */
  const text = '4000 60a1 5554 0000 02000000 4142';
  const sequence = (length: string) => `4000 30a7 5351 0000 ${length}`;
  const sequenceTag = tagFrom(0x0040, 0xa730);

  it('have defined or undefined length, and so have their items, PS3.5 §7.5', () => {
    const forms = [
      `${sequence('1e000000')} feff 00e0 0e000000 ${text} feff 00e0 00000000`,
      `${sequence('ffffffff')} feff 00e0 0e000000 ${text} feff 00e0 00000000 feff dde0 00000000`,
      `${sequence('2e000000')} feff 00e0 ffffffff ${text} feff 0de0 00000000 feff 00e0 ffffffff feff 0de0 00000000`,
      `${sequence('ffffffff')} feff 00e0 ffffffff ${text} feff 0de0 00000000 feff 00e0 00000000 feff dde0 00000000`,
    ];
    for (const form of forms) {
      const { dataSet, findings } = read(`${form} 4000 00db 4353 0200 3120`);
      expect(findings).toEqual([]);
      expect(getItems(dataSet, sequenceTag).map(tags)).toEqual([['(0040,A160) UT'], []]);
      expect(tags(dataSet)?.[1]).toBe('(0040,DB00) CS');
    }
  });

  it('have items with the character set of what encloses them, unless they have their own, PS3.3 §C.12.1.1.2', () => {
    /* (0008,0005) CS "ISO_IR 192"; (0008,1111) SQ { (0008,0005) CS "ISO_IR 100" } { } */
    const { dataSet } = read(
      `0800 0500 4353 0a00 49534f5f495220313932
       0800 1111 5351 0000 22000000  feff 00e0 12000000 0800 0500 4353 0a00 49534f5f495220313030  feff 00e0 00000000`,
    );
    const items = getItems(dataSet, tagFrom(0x0008, 0x1111));
    expect(items.map(({ characterSets }) => characterSets)).toEqual([['ISO_IR 100'], ['ISO_IR 192']]);
  });

  it('of unknown VR and undefined length are in implicit VR little endian inside, PS3.5 §6.2.2', () => {
    /* (0009,1002) UN, undefined length { (0008,0018) in implicit VR }; (0010,0020) LO in explicit VR */
    const little = `0900 0210 554e 0000 ffffffff  feff 00e0 ffffffff ${implicitUid} feff 0de0 00000000
       feff dde0 00000000  1000 2000 4c4f 0200 4120`;
    const { dataSet, findings } = read(little);
    expect(findings).toEqual(['un-sequence 0']);
    expect(tags(dataSet)).toEqual(['(0009,1002) SQ', '(0010,0020) LO']);
    expect(getString(getItems(dataSet, tagFrom(0x0009, 0x1002))[0] ?? dataSet, uidTag)).toBe('1.2');
    const big = `0009 1002 554e 0000 ffffffff  feff 00e0 ffffffff ${implicitUid} feff 0de0 00000000
       feff dde0 00000000  0010 0020 4c4f 0002 4120`;
    expect(tags(read(big, explicitVrBigEndian).dataSet)).toEqual(['(0009,1002) SQ', '(0010,0020) LO']);
  });

  it('that are known, but written as UN of defined length, are read all the same', () => {
    /* (0008,1111) UN 20 bytes { (0008,0018) in implicit VR } */
    const { dataSet, findings } = read(`0800 1111 554e 0000 14000000 feff 00e0 0c000000 ${implicitUid}`);
    expect(findings).toEqual([]);
    expect(getItems(dataSet, tagFrom(0x0008, 0x1111)).map(tags)).toEqual([['(0008,0018) UI']]);
  });

  it('of unknown tag in implicit VR are told by their undefined length', () => {
    const { dataSet } = read(
      `0900 0210 ffffffff feff 00e0 ffffffff ${implicitUid} feff 0de0 00000000 feff dde0 00000000`,
      implicitVrLittleEndian,
    );
    expect(tags(dataSet)).toEqual(['(0009,1002) SQ']);
  });
});

describe('encapsulated Pixel Data', () => {
  /* (7FE0,0010) OB, undefined length; offset table of 4 bytes; fragments of 2 and 4 bytes; delimiter */
  const pixels = `e07f 1000 4f42 0000 ffffffff  feff 00e0 04000000 00000000  feff 00e0 02000000 ffd8
    feff 00e0 04000000 0102ffd9  feff dde0 00000000`;

  it('is the offset table and the fragments, PS3.5 §A.4', () => {
    const { dataSet, findings } = read(`${pixels} fcff fcff 4f42 0000 02000000 0000`, jpegBaseline);
    expect(findings).toEqual([]);
    expect(dataSet.elements[0]?.value).toEqual({
      kind: 'fragments',
      fragments: [fromHex('00000000'), fromHex('ffd8'), fromHex('0102ffd9')],
    });
    expect(tags(dataSet)?.[1]).toBe('(FFFC,FFFC) OB');
  });

  it('is reported in a native transfer syntax, and with another VR than OB', () => {
    expect(read(pixels).findings).toEqual(['fragments-in-native 0']);
    expect(read(pixels.replace('4f42', '4f57'), jpegBaseline).findings).toEqual(['fragments-vr 0']);
  });

  it('is read as far as it goes where it is cut', () => {
    const cut = 'e07f 1000 4f42 0000 ffffffff  feff 00e0 00000000  feff 00e0 04000000 ffd8';
    const { dataSet, findings } = read(cut, jpegBaseline);
    expect(findings).toEqual(['length-beyond-end 20', 'missing-sequence-delimiter 30']);
    expect(dataSet.elements[0]?.value).toMatchObject({ fragments: [fromHex(''), fromHex('ffd8')] });
  });
});

describe('what breaks the standard', () => {
  /* (0010,0020) LO "A " */
  const id = '1000 2000 4c4f 0200 4120';

  it.each([
    ['elements out of order', `${id} ${uid}`, ['tag-order 10']],
    ['an element twice', `${uid} ${uid}`, ['duplicate-tag 12']],
    ['an odd length', '1000 2000 4c4f 0100 41', ['odd-length 0']],
    ['reserved bytes', '1000 0110 5543 0101 02000000 4120', ['reserved-bytes 0']],
    ['a VR of the future, in the long form', '1000 0110 5a5a 0000 02000000 4120', ['unknown-vr 0']],
    ['a VR that is none, in the short form', '1000 0110 3f3f 0200 4120', ['unknown-vr 0']],
    ['one element in implicit VR', `${id} 1000 3000 02000000 4142`, ['implicit-element 10']],
    ['a data set in implicit VR', `${implicitUid} 1000 2000 02000000 4120`, ['implicit-data-set 0']],
    ['a length beyond the end', '1000 2000 4c4f ff00 4120', ['odd-length 0', 'length-beyond-end 0']],
    ['less than an element at the end', `${id} 1000 3000`, ['trailing-bytes 10']],
    ['what cannot be an element', `${id} 1000 3000 0000ffff 0000`, ['unreadable-element 10']],
    ['a group that nobody may use', '0100 0100 4c4f 0200 4120', ['reserved-group 0']],
    ['a delimiter outside of a sequence', `feff dde0 00000000 ${id}`, ['stray-delimiter 0']],
    ['undefined length of text', '4000 60a1 5554 0000 ffffffff feff dde0 00000000', ['undefined-length 0']],
    [
      'a delimiter with a length',
      '0800 1111 5351 0000 ffffffff feff 00e0 ffffffff feff 0de0 01000000 feff dde0 02000000',
      ['delimiter-length 20', 'delimiter-length 28'],
    ],
    [
      'delimiters in what has defined length',
      '0800 1111 5351 0000 18000000 feff 00e0 08000000 feff 0de0 00000000 feff dde0 00000000',
      ['unexpected-delimiter 20', 'unexpected-delimiter 28'],
    ],
    [
      'a sequence that only ends because the data set goes on',
      `0800 1111 5351 0000 ffffffff feff 00e0 ffffffff feff dde0 00000000 0800 4011 5351 0000 ffffffff ${id}`,
      ['missing-item-delimiter 20', 'missing-sequence-delimiter 40'],
    ],
    [
      'a sequence that ends nowhere',
      '0800 1111 5351 0000 ffffffff feff 00e0 ffffffff',
      ['missing-item-delimiter 20', 'missing-sequence-delimiter 20'],
    ],
    ['a sequence of something else', `0800 1111 5351 0000 04000000 01020304 ${id}`, ['trailing-bytes 12']],
    ['a sequence of elements', `0800 1111 5351 0000 0a000000 ${id} ${id}`, ['item-expected 12']],
    [
      'an item that is longer than its sequence',
      `0800 1111 5351 0000 08000000 feff 00e0 10000000 ${id}`,
      ['length-beyond-end 12'],
    ],
  ])('is found: %s', (_, hex, expected) => {
    expect(read(hex).findings).toEqual(expected);
  });

  it('is found in implicit VR that is explicit VR', () => {
    const { dataSet, findings } = read(`${uid} ${id}`, implicitVrLittleEndian);
    expect(findings).toEqual(['explicit-data-set 0']);
    expect(getString(dataSet, uidTag)).toBe('1.2');
  });

  it('never makes what was read before it worthless', () => {
    const { dataSet } = read(`${uid} 1000 3000 0000ffff 0000`);
    expect(getString(dataSet, uidTag)).toBe('1.2');
  });
});

describe('a deflated data set', () => {
  it('needs an inflater that keeps to the budget', () => {
    const parse = (inflate?: () => Uint8Array) => () =>
      parseDataSet(fromHex('00'), deflatedExplicitVrLittleEndian, inflate ? { inflate } : {});
    expect(parse()).toThrow(expect.objectContaining({ code: 'inflater-missing' }));
    const broken = () => {
      throw new RangeError('SECRET');
    };
    expect(parse(broken)).toThrow(expect.objectContaining({ code: 'inflate-failed' }));
    expect(parse(broken)).not.toThrow(/SECRET/);
    expect(parse(() => fromHex(uid))().value.elements.length).toBe(1);
  });
});

describe('the budget', () => {
  const opened = (depth: number) => '0800 1111 5351 0000 ffffffff feff 00e0 ffffffff'.repeat(depth);

  it('ends nesting that is too deep, however deep, without a thought for the stack', () => {
    const { dataSet, findings } = read(opened(100_000));
    expect(findings).toEqual(['too-deep 2000']);
    let depth = 0;
    for (let inner: DataSet | undefined = dataSet; inner !== undefined; depth += 1) {
      inner = getItems(inner, tagFrom(0x0008, 0x1111))[0];
    }
    expect(depth).toBe(101);
  });

  it('keeps a sequence of defined length that is too deep as bytes, and reads on after it', () => {
    const inner = '0800 1111 5351 0000 08000000 feff 00e0 00000000';
    const outer = `0800 1111 5351 0000 1c000000 feff 00e0 14000000 ${inner}`;
    const { dataSet, findings } = read(`${outer} 1000 2000 4c4f 0200 4120`, explicitVrLittleEndian, { maxDepth: 1 });
    expect(findings).toEqual(['too-deep 20']);
    expect(tags(dataSet)).toEqual(['(0008,1111) SQ', '(0010,0020) LO']);
  });

  it('ends elements, items and fragments that are too many', () => {
    const { dataSet, findings } = read(`${uid} 1000 2000 4c4f 0000`, explicitVrLittleEndian, { maxElements: 1 });
    expect(findings).toEqual(['too-many-elements 12']);
    expect(dataSet.elements.length).toBe(1);
    const items = `0800 1111 5351 0000 ffffffff ${'feff 00e0 00000000'.repeat(50)}`;
    expect(read(items, explicitVrLittleEndian, { maxElements: 20 }).findings[0]).toBe('too-many-elements 164');
    const fragments = `e07f 1000 4f42 0000 ffffffff ${'feff 00e0 00000000'.repeat(50)}`;
    expect(read(fragments, jpegBaseline, { maxElements: 20 }).findings[0]).toBe('too-many-elements 164');
  });

  it('ends findings that are too many, and says so', () => {
    const { findings } = read(uid.repeat(50), explicitVrLittleEndian, { maxFindings: 3 });
    expect(findings).toEqual(['duplicate-tag 12', 'duplicate-tag 24', 'duplicate-tag 36', 'more-findings 600']);
  });

  it('lists the first of each kind however many there are of another', () => {
    const { findings } = read(uid.repeat(50) + uid.slice(0, -2), explicitVrLittleEndian, { maxFindings: 3 });
    expect(findings).toContain('length-beyond-end 600');
  });

  it('is not asked for what a length claims', () => {
    const before = heldBytes();
    for (let round = 0; round < 100; round += 1) read('e07f 1000 4f57 0000 f0ffff7f 0102');
    expect(heldBytes() - before).toBeLessThan(1 << 20);
  });
});
