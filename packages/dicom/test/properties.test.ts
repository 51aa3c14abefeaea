/** What holds for every data set: generated ones in all transfer syntaxes, cut at every byte, and with any byte changed. */

import { deflateRawSync } from 'node:zlib';
import { inflate } from '@isocenter/testkit/inflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataElement, DataSet, ElementValue } from '../src/data-set.ts';
import { encodeDataSet } from '../src/encode.ts';
import { HeaderReader } from '../src/header-reader.ts';
import { parseDataSet } from '../src/parse.ts';
import { encodeFileMeta, encodePart10, parsePart10 } from '../src/part10.ts';
import { type Tag, tagFrom } from '../src/tag.ts';
import { explicitVrBigEndian, explicitVrLittleEndian, transferSyntaxes } from '../src/transfer-syntax.ts';
import { numberWidth, type Vr, vrs } from '../src/vr.ts';

const runs = { numRuns: 200, seed: 20_250_101 };

/** Private elements, which every VR is right for and no dictionary knows; those of the reader's own interest are excluded. */
const anyTag = fc
  .tuple(fc.integer({ min: 0x0009, max: 0x7001 }), fc.integer({ min: 0x1000, max: 0xffff }))
  .map(([group, element]) => tagFrom(group | 1, element));

const plainVrs = vrs.filter((vr) => vr !== 'SQ');

function anyValue(vr: Vr): fc.Arbitrary<ElementValue> {
  // Whole numbers of the widest kind, so that the length fits every width and is even.
  const width = Math.max(2, numberWidth(vr), vr === 'AT' ? 4 : 1);
  return fc.uint8Array({ maxLength: 6 }).map((bytes) => {
    const whole = new Uint8Array(bytes.length * width);
    whole.set(bytes);
    return { kind: 'bytes', bytes: whole };
  });
}

const anyPlainElement: fc.Arbitrary<DataElement> = fc
  .tuple(anyTag, fc.constantFrom(...plainVrs))
  .chain(([tag, vr]) => anyValue(vr).map((value) => ({ tag, vr, value })));

const { dataSet: anyDataSet } = fc.letrec<{ dataSet: DataSet; element: DataElement }>((tie) => ({
  element: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyPlainElement,
    fc
      .tuple(anyTag, fc.array(tie('dataSet'), { maxLength: 3 }))
      .map(([tag, items]): DataElement => ({ tag, vr: 'SQ', value: { kind: 'sequence', items } })),
  ),
  dataSet: fc
    .uniqueArray(tie('element'), { maxLength: 6, selector: ({ tag }) => tag })
    .map((elements) => dataSetOf(elements)),
}));

function dataSetOf(elements: readonly DataElement[]): DataSet {
  return { elements: elements.toSorted((a, b) => a.tag - b.tag), littleEndian: true, characterSets: [] };
}

/** What a data set says, without how it was written; numbers in little endian. */
function content(dataSet: DataSet): unknown {
  return dataSet.elements.map(({ tag, vr, value }) => {
    if (value.kind === 'sequence') return [tag, vr, value.items.map(content)];
    if (value.kind !== 'bytes') return [tag, vr, value];
    const bytes = value.bytes.slice();
    const width = dataSet.littleEndian ? 1 : numberWidth(vr);
    for (let at = 0; width > 1 && at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
    return [tag, vr, [...bytes]];
  });
}

describe('every data set', () => {
  const explicit = transferSyntaxes.filter(({ explicitVr }) => explicitVr);

  it.each(explicit)('is read as it was written in $name', (syntax) => {
    fc.assert(
      fc.property(anyDataSet, (dataSet) => {
        const bytes = encodeDataSet(dataSet, syntax, { deflate: deflateRawSync });
        const { value, findings } = parseDataSet(bytes, syntax, { inflate });
        expect(findings).toEqual([]);
        expect(content(value)).toEqual(content(dataSet));
        if (!syntax.deflated) expect(encodeDataSet(value, syntax)).toEqual(bytes);
      }),
      { ...runs, numRuns: 40 },
    );
  });

  it('is the same after a way through big endian, implicit VR and back', () => {
    fc.assert(
      fc.property(anyDataSet, (dataSet) => {
        const little = encodeDataSet(dataSet, explicitVrLittleEndian);
        const big = encodeDataSet(parseDataSet(little, explicitVrLittleEndian).value, explicitVrBigEndian);
        const back = encodeDataSet(parseDataSet(big, explicitVrBigEndian).value, explicitVrLittleEndian);
        expect(back).toEqual(little);
      }),
      runs,
    );
  });

  it('is the same in a file', () => {
    fc.assert(
      fc.property(anyDataSet, fc.constantFrom(...transferSyntaxes), (dataSet, syntax) => {
        const meta = encodeFileMeta({ sopClassUid: '1.2', sopInstanceUid: '1.2.3', transferSyntaxUid: syntax.uid });
        const bytes = Buffer.concat([meta, encodeDataSet(dataSet, syntax, { deflate: deflateRawSync })]);
        const { value } = parsePart10(bytes, { inflate });
        expect(value.transferSyntax).toBe(syntax);
        expect(Buffer.compare(encodePart10(value), bytes)).toBe(0);
      }),
      runs,
    );
  });

  it('has the same header in chunks of any size', () => {
    fc.assert(
      fc.property(
        anyDataSet,
        fc.constantFrom(...explicit),
        fc.integer({ min: 1, max: 40 }),
        (dataSet, syntax, size) => {
          if (syntax.deflated) return;
          const bytes = encodeDataSet(dataSet, syntax);
          const reader = new HeaderReader(syntax);
          for (let at = 0; at < bytes.length; at += size) reader.push(bytes.slice(at, at + size));
          reader.end();
          expect(reader.header.findings).toEqual([]);
          expect(content(reader.header.value)).toEqual(content(dataSet));
        },
      ),
      runs,
    );
  });
});

describe('any bytes', () => {
  const anySyntax = fc.constantFrom(...transferSyntaxes.filter(({ deflated }) => !deflated));

  it('are written as they were read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), anySyntax, (bytes, syntax) => {
        expect(encodeDataSet(parseDataSet(bytes, syntax).value, syntax)).toEqual(bytes);
      }),
      { ...runs, numRuns: 2000 },
    );
  });

  it('that were a data set, with some changed, are written as they were read', () => {
    const change = fc.tuple(fc.nat({ max: 400 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(anyDataSet, anySyntax, fc.array(change, { maxLength: 4 }), (dataSet, syntax, changes) => {
        const bytes = encodeDataSet(dataSet, syntax).slice();
        for (const [place, byte] of changes) if (place < bytes.length) bytes[place] = byte;
        expect(encodeDataSet(parseDataSet(bytes, syntax).value, syntax)).toEqual(bytes);
      }),
      { ...runs, numRuns: 1000 },
    );
  });

  it('that are the start of a data set are read as far as they go', () => {
    const [dataSet] = fc.sample(anyDataSet, { numRuns: 30, seed: 7 }).toSorted((a, b) => countOf(b) - countOf(a));
    for (const syntax of transferSyntaxes.filter(({ deflated, lossy }) => !deflated && !lossy)) {
      const bytes = encodeDataSet(dataSet ?? dataSetOf([]), syntax);
      // Every cut of the first elements, then every fifth.
      for (let length = 0; length < bytes.length; length += length < 1_000 ? 1 : 5) {
        const start = bytes.subarray(0, length);
        const { value, findings } = parseDataSet(start, syntax);
        expect(encodeDataSet(value, syntax)).toEqual(start);
        // Cut between two elements it is a whole data set; anywhere else something must be said.
        const isWhole = findings.length === 0;
        if (isWhole)
          expect(content(value)).toEqual(
            (content(parseDataSet(bytes, syntax).value) as Tag[]).slice(0, value.elements.length),
          );
      }
    }
  });
});

function countOf(dataSet: DataSet): number {
  return JSON.stringify(content(dataSet)).length;
}
