import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { findElement, getItems, getString } from '@isocenter/dicom/values';
import { createHeadShape } from '@isocenter/testkit/phantom/head-shape';
import { scanHead, straightPose } from '@isocenter/testkit/phantom/head-volume';
import { seededRandom } from '@isocenter/testkit/random';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from './running-node.ts';

let parent: string;
let input: string;
let output: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'isocenter-faces-'));
  [input, output] = [join(parent, 'in'), join(parent, 'out')];
  mkdirSync(input);
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

const random = seededRandom(41);
const spacing = 3;
/** Through the nose. */
const noseSlice = 22;
const head = scanHead(
  createHeadShape(random),
  {
    modality: 'CT',
    dimensions: [48, 60, 60],
    steps: [
      [spacing, 0, 0],
      [0, spacing, 0],
      [0, 0, spacing],
    ],
    middle: [0, 80, -4],
    pose: { ...straightPose, size: 0.75 },
  },
  random,
);
const [columns, rows, slices] = head.dimensions;
const size = columns * rows;
const uidRoot = '1.2.826.0.1.3680043.10.1561.77';

type Slice = { readonly series: number; readonly frame: number; readonly slice: number };

function write({ series, frame, slice }: Slice, attributes: Attributes = {}): string {
  const [, , , x, , , , y, , , , z] = head.toPatient;
  const sopInstanceUid = `${uidRoot}.${series}.${slice + 1}`;
  const dataSet = buildDataSet({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: `${uidRoot}.1`,
    SeriesInstanceUID: `${uidRoot}.${series}`,
    FrameOfReferenceUID: `${uidRoot}.9.${frame}`,
    PatientName: 'TEST^HEAD',
    PatientID: 'TEST-1',
    Modality: 'CT',
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    BodyPartExamined: 'HEAD',
    InstanceNumber: slice + 1,
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImagePositionPatient: [x, y, z + slice * spacing],
    PixelSpacing: [spacing, spacing],
    SliceThickness: spacing,
    RescaleSlope: 1,
    RescaleIntercept: -1024,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    PixelData: new Uint8Array(head.voxels.slice(slice * size, (slice + 1) * size).buffer),
    ...attributes,
  });
  return writeFile(`${series}-${slice}`, dataSet);
}

function writeFile(name: string, dataSet: DataSet): string {
  const [sopClassUid = '', sopInstanceUid = ''] = (['SOPClassUID', 'SOPInstanceUID'] as const).map((keyword) =>
    getString(dataSet, tagOf(keyword)),
  );
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: explicitVrLittleEndian.uid });
  const path = join(input, name);
  writeFileSync(path, Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]));
  return path;
}

type Event = Readonly<Record<string, unknown>> & { readonly event: string };

type CleaningOption = '--clean-faces' | '--keep-face-lesions';

async function deid(
  ...args: readonly [CleaningOption, ...string[]]
): Promise<{ readonly code: number | null; readonly events: readonly Event[] }> {
  const all = ['deid', input, output, '--key-file', join(parent, 'key'), '--json', ...args];
  const { code, stdout } = await runCommand(all, { dataDir: join(parent, 'data') });
  return { code, events: stdout.split('\n').flatMap((line): Event[] => (line === '' ? [] : [JSON.parse(line)])) };
}

function read(file: string) {
  const { dataSet } = parsePart10(readFileSync(join(output, file))).value;
  const element = findElement(dataSet, tagOf('PixelData'));
  const bytes = element?.value.kind === 'bytes' ? element.value.bytes : new Uint8Array();
  return {
    cells: new Uint16Array(bytes.slice().buffer),
    codes: getItems(dataSet, tagOf('DeidentificationMethodCodeSequence')).map((item) =>
      getString(item, tagOf('CodeValue')),
    ),
    features: getString(dataSet, tagOf('RecognizableVisualFeatures')),
  };
}

test('faces go out of head series as a whole, of nothing else, and what cannot be told is held back', async () => {
  const whole = Array.from({ length: slices }, (_, slice) => write({ series: 1, frame: 1, slice }));
  const lone = write({ series: 2, frame: 1, slice: noseSlice });
  const knee = write({ series: 3, frame: 2, slice: noseSlice }, { BodyPartExamined: 'KNEE' });
  const uneven = [0, 1, 2, 4].map((slice) => write({ series: 4, frame: 3, slice }));
  const contours = writeFile(
    'contours',
    buildDataSet({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.481.3',
      SOPInstanceUID: `${uidRoot}.5.1`,
      StudyInstanceUID: `${uidRoot}.1`,
      SeriesInstanceUID: `${uidRoot}.5`,
      PatientID: 'TEST-1',
      Modality: 'RTSTRUCT',
      ReferencedFrameOfReferenceSequence: [{ FrameOfReferenceUID: `${uidRoot}.9.1` }],
    }),
  );

  const { code, events } = await deid('--clean-faces');

  expect(code).toBe(1);
  const held = events.filter(({ event }) => event === 'held');
  expect(Object.fromEntries(held.map(({ path, reason }) => [path, reason]))).toEqual({
    ...Object.fromEntries(uneven.map((path) => [path, 'face-slices-uneven'])),
    [contours]: 'face-outline',
  });
  const files = new Map(events.flatMap(({ event, path, file }) => (event === 'done' ? [[path, String(file)]] : [])));
  let changed = 0;
  for (const [slice, path] of whole.entries()) {
    const { cells, codes, features } = read(files.get(path) ?? '');
    expect(codes).toContain('113102');
    expect(features).toBe('NO');
    for (const [at, cell] of cells.entries()) {
      if (cell === head.voxels[slice * size + at]) continue;
      changed += 1;
      if (head.isBrain[slice * size + at] === 1) throw new Error('a voxel of brain has changed');
    }
  }
  expect(changed).toBeGreaterThan(8000);
  const original = head.voxels.slice(noseSlice * size, (noseSlice + 1) * size);
  expect(read(files.get(lone) ?? '')).toMatchObject({ features: 'NO' });
  expect(read(files.get(lone) ?? '').cells).not.toEqual(original);
  expect(read(files.get(knee) ?? '')).toEqual({ cells: original, codes: ['113100'], features: undefined });
  const ledger = readFileSync(join(output, 'ledger.jsonl'), 'utf8');
  expect(ledger.match(/\{"path":"\(7FE0,0010\)","action":"deface"\}/g)).toHaveLength(slices + 1);

  // As after a kill before anything was noted: the same files, to the byte, and no other beside them.
  const names = readdirSync(output, { recursive: true }).sort();
  const before = readFileSync(join(output, files.get(whole[noseSlice] ?? '') ?? ''));
  rmSync(join(output, 'done'));
  const again = await deid('--clean-faces');
  expect(again.events.filter(({ event }) => event === 'done')).toHaveLength(slices + 2);
  expect(readdirSync(output, { recursive: true }).sort()).toEqual(names);
  expect(readFileSync(join(output, files.get(whole[noseSlice] ?? '') ?? '')).equals(before)).toBe(true);
});

test('faces are moved where lesions of the skin are to be kept, and the ledger says so', async () => {
  const whole = Array.from({ length: slices }, (_, slice) => write({ series: 1, frame: 1, slice }));

  const { code, events } = await deid('--keep-face-lesions');

  expect(code).toBe(0);
  const files = new Map(events.flatMap(({ event, path, file }) => (event === 'done' ? [[path, String(file)]] : [])));
  let [moved, brain] = [0, 0];
  for (const [slice, path] of whole.entries()) {
    const { cells, codes, features } = read(files.get(path) ?? '');
    expect({ hasCode: codes.includes('113102'), features }).toEqual({ hasCode: true, features: 'NO' });
    for (const [at, cell] of cells.entries()) {
      if (cell === head.voxels[slice * size + at]) continue;
      if (head.isBrain[slice * size + at] === 1) brain += 1;
      else moved += 1;
    }
  }
  expect(brain).toBe(0);
  expect(moved).toBeGreaterThan(8000);
  const ledger = readFileSync(join(output, 'ledger.jsonl'), 'utf8');
  expect(ledger.match(/\{"path":"\(7FE0,0010\)","action":"reface"\}/g)).toHaveLength(slices);
  expect(ledger).not.toContain('deface');
});
