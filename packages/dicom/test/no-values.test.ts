/** Findings and errors say what is wrong with data, never what it is: a value may identify a patient. */

import { deflateRawSync } from 'node:zlib';
import { inflate } from '@isocenter/testkit/inflate';
import { mutate } from '@isocenter/testkit/mutate';
import { seededRandom } from '@isocenter/testkit/random';
import { expect, it } from 'vitest';
import { buildDataSet } from '../src/build.ts';
import { encodeDataSet } from '../src/encode.ts';
import { DicomError } from '../src/errors.ts';
import { HeaderReader } from '../src/header-reader.ts';
import { parseDataSet } from '../src/parse.ts';
import { encodeFileMeta, parsePart10 } from '../src/part10.ts';
import { Part10Reader } from '../src/part10-reader.ts';
import {
  deflatedExplicitVrLittleEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  jpegBaseline,
} from '../src/transfer-syntax.ts';

/** Stands in every value, tags and UIDs too, so that whatever is repeated shows. */
const mark = /MARKED|Marked|4d41524b4544/;

const marked = buildDataSet({
  SOPClassUID: '1.2.MARKED',
  SOPInstanceUID: '1.2.MARKED.1',
  AccessionNumber: 'MARKED-1',
  PatientName: 'MARKED^NAME',
  PatientID: 'MARKED-2',
  ReferencedStudySequence: [{ PatientName: 'MARKED^INNER' }],
  '00091001': { vr: 'UN', value: Buffer.from('MARKED') },
  PixelData: Buffer.from('MARKED'.repeat(20)),
});
const facts = { sopClassUid: '1.2.MARKED', sopInstanceUid: '1.2.MARKED.1', sourceAet: 'MARKED' };
const syntaxes = [explicitVrLittleEndian, implicitVrLittleEndian, deflatedExplicitVrLittleEndian, jpegBaseline];
const seeds = syntaxes.map((syntax) => {
  const dataSet = encodeDataSet(marked, syntax, { deflate: deflateRawSync });
  return Buffer.concat([encodeFileMeta({ ...facts, transferSyntaxUid: syntax.uid }), dataSet]);
});

it('never lets a value into a finding or an error, however the input is broken', () => {
  const random = seededRandom(1);
  const said: unknown[] = [];
  const run = (read: () => unknown) => {
    try {
      said.push(read());
    } catch (error) {
      expect(error).toBeInstanceOf(DicomError);
      const { message, code, details } = error as DicomError; // just seen to be one
      said.push({ message, code, details });
    }
  };
  for (let round = 0; round < 4000; round += 1) {
    const bytes = mutate(new Uint8Array(random.pick(seeds)), random);
    const dataSet = bytes.subarray(Math.min(bytes.length, 132 + random.below(200)));
    const budget = random.pick([{}, { maxElements: 3, maxDepth: 0 }, { maxHeaderBytes: 500 }]);
    run(() => parsePart10(bytes, { inflate, budget }).findings);
    run(() => parseDataSet(dataSet, random.pick(syntaxes), { inflate, budget }).findings);
    for (const reader of [new Part10Reader({ budget }), new HeaderReader(random.pick(syntaxes), { budget })]) {
      reader.push(bytes);
      reader.end();
      run(() => [reader.header.findings, reader.failed?.message, reader.failed?.details]);
    }
  }
  expect(JSON.stringify(said)).not.toMatch(mark);
  expect(new Set(said.map((one) => JSON.stringify(one))).size).toBeGreaterThan(500);
});
