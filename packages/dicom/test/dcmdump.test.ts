/** Tags, VRs and lengths of files of many kinds, compared with what DCMTK's dcmdump reads. Needs the corpus and dcmtk. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { corpusAbsence, corpusDir, readCorpusFile } from '@isocenter/testkit/corpus';
import { describe, expect, it } from 'vitest';
import type { DataSet } from '../src/data-set.ts';
import { parsePart10 } from '../src/part10.ts';
import { formatTag, isPrivate } from '../src/tag.ts';

const hasDcmdump = spawnSync('dcmdump', ['--version']).status === 0;

/** Implicit, explicit, big endian; nested sequences of both lengths; encapsulated; private blocks; a directory. */
const files = [
  'dicom/cornerstone-ts/CTImage.dcm',
  'dicom/rt-lctsc/RT.dcm',
  'dicom/rt-lctsc/CT01.dcm',
  'dicom/pydicom/test_files/MR_small_bigendian.dcm',
  'dicom/pydicom/test_files/rtplan.dcm',
  'dicom/pydicom/test_files/UN_sequence.dcm',
  'dicom/pydicom/test_files/reportsi.dcm',
  'dicom/siemens-xa10-enhanced/6_1.dcm',
  'dicom/dcm4che/DICOMDIR',
  'dicom/xa-cine/jpeg_baseline_8bit.dcm',
  'dicom/agfa-private-tags/Agfa/011-0001.img',
];

const absence = corpusDir === undefined ? ` (${corpusAbsence})` : hasDcmdump ? '' : ' (skipped: dcmtk is absent)';

describe.skipIf(absence !== '')(`dcmdump${absence}`, () => {
  it.each(files)('reads the same elements of %s', (path) => {
    const { stdout } = spawnSync('dcmdump', ['-q', join(corpusDir ?? '', path)], { maxBuffer: 1 << 28 });
    const { fileMeta, dataSet } = parsePart10(readCorpusFile(path)).value;
    const ours = [...describeElements(fileMeta), ...describeElements(dataSet)];
    expect(ours).toEqual(parseDump(stdout.toString('latin1')));
    expect(ours.length).toBeGreaterThan(10);
  });
});

/** What DCMTK calls words of an ambiguous VR, and offsets in a directory. */
const ownVrs = new Map([
  ['ox', 'OW'],
  ['up', 'UL'],
]);

/** Lines such as `  (0008,0005) CS [ISO_IR 100]   #  10, 1 SpecificCharacterSet`; items and delimiters are left out. */
function parseDump(text: string): readonly string[] {
  const line = /^ *\((?!fffe)([0-9a-f]{4}),([0-9a-f]{4})\) (..) .*# +(\d+|u\/l), *\d+ .+$/gm;
  return Array.from(text.matchAll(line), ([, group = '', element, vr = '', length]) => {
    // DCMTK has VRs of many private elements, too, which implicit VR does not tell.
    const shown = Number.parseInt(group, 16) % 2 === 1 ? 'private' : (ownVrs.get(vr) ?? vr);
    return [`(${group},${element})`.toUpperCase(), shown, length].join(' ');
  });
}

function describeElements(dataSet: DataSet): readonly string[] {
  return dataSet.elements.flatMap(({ tag, vr, value, source }) => {
    const length = source?.lengthBytes === 0xffffffff ? 'u/l' : source?.lengthBytes;
    const line = [formatTag(tag), isPrivate(tag) ? 'private' : vr, length].join(' ');
    return value.kind === 'sequence' ? [line, ...value.items.flatMap(describeElements)] : [line];
  });
}
