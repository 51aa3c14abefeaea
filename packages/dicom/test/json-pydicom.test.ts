/** DICOM JSON of every corpus file, compared with what pydicom 2 makes of it. Needs the corpus and Debian's python3-pydicom. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { corpusAbsence, corpusDir, listCorpus, readCorpusFile } from '@isocenter/testkit/corpus';
import { describe, expect, it } from 'vitest';
import { DicomError } from '../src/errors.ts';
import { type DicomJson, type DicomJsonAttribute, toDicomJson } from '../src/json.ts';
import { parsePart10 } from '../src/part10.ts';

const python = '/usr/bin/python3';
const hasPydicom = spawnSync(python, ['-c', 'import pydicom']).status === 0;

/** Prints a line of JSON for each path on standard input; files that pydicom cannot read give no `json`. */
const script = `
import json, sys, warnings, pydicom
warnings.simplefilter('ignore')
for line in sys.stdin:
    path = line.rstrip('\\n')
    out = {'path': path}
    try:
        data_set = pydicom.dcmread(path, force=True, stop_before_pixels=True)
        out['json'] = data_set.to_json_dict(bulk_data_threshold=1 << 30, suppress_invalid_tags=True)
    except Exception as error:
        out['error'] = type(error).__name__
    print(json.dumps(out))
`;

/** Files that pydicom takes for something else than they are. */
const misreadByPydicom: ReadonlySet<string> = new Set([
  // "DICM" inside the data: pydicom takes it for the prefix of a file.
  'dicom/dcm4che/no_preamble_dicm_in_data',
]);

describe.skipIf(corpusDir === undefined)(`DICOM JSON and pydicom${corpusDir ? '' : ` (${corpusAbsence})`}`, () => {
  it.skipIf(!hasPydicom)('agree on every attribute that both know, in every file that both read', () => {
    const paths = listCorpus().map(({ path }) => path);
    const input = paths.map((path) => join(corpusDir ?? '', path)).join('\n');
    const { stdout } = spawnSync(python, ['-c', script], { input, maxBuffer: 1 << 30, encoding: 'utf8' });
    const differences: string[] = [];
    let compared = 0;
    stdout
      .trimEnd()
      .split('\n')
      .forEach((line, index) => {
        const path = paths[index] ?? '';
        const theirs: DicomJson | undefined = JSON.parse(line).json;
        const ours = jsonOf(path);
        if (theirs === undefined || ours === undefined || misreadByPydicom.has(path)) return;
        compared += compare(theirs, ours, path, differences);
      });
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(50_000);
  });
});

function jsonOf(path: string): DicomJson | undefined {
  try {
    const inflate = (bytes: Uint8Array, maxOutputLength: number) => inflateRawSync(bytes, { maxOutputLength });
    return toDicomJson(parsePart10(readCorpusFile(path), { inflate }).value.dataSet);
  } catch (error) {
    if (error instanceof DicomError) return undefined;
    throw error;
  }
}

/** Adds where two models differ and returns how many attributes were compared. */
function compare(theirs: DicomJson, ours: DicomJson, place: string, differences: string[]): number {
  let compared = 0;
  for (const [key, their] of Object.entries(theirs)) {
    // Text is UTF-8 in our JSON and says so; group lengths have no place in it, PS3.18 §F.2.2.
    if (key === '00080005' || key.endsWith('0000')) continue;
    // Encapsulated pixels, of an icon, have no inline form; pydicom gives their fragments as they stand.
    if (key === '7FE00010') continue;
    const our = ours[key];
    // pydicom knows private elements by name where the data set does not say their VR.
    if (our?.vr === 'UN') continue;
    compared += 1;
    if (our?.vr === 'SQ' && their.vr === 'SQ') {
      const [theirItems, ourItems] = [itemsOf(their), itemsOf(our)];
      if (theirItems.length !== ourItems.length) differences.push(`${place} ${key}: number of items`);
      theirItems.forEach((item, index) => {
        compared += compare(item, ourItems[index] ?? {}, `${place} ${key}/${index}`, differences);
      });
      continue;
    }
    if (our === undefined || normalised(their) !== normalised(our)) differences.push(`${place} ${key}`);
  }
  return compared;
}

function itemsOf(attribute: DicomJsonAttribute): readonly DicomJson[] {
  return (attribute.Value ?? []) as readonly DicomJson[]; // values of a sequence are items
}

/** pydicom keeps the padding of values among several, and writes empty ones as text without characters. */
function normalised({ vr, Value: values, InlineBinary }: DicomJsonAttribute): string {
  const plain = values?.map((value) => (typeof value === 'string' ? value.trimEnd() || null : value));
  return JSON.stringify([vr, plain ?? [], InlineBinary]);
}
