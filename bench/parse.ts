/**
 * How many CT headers a second are parsed, beside dicom-parser in the same run: the two alternate, medians count.
 *
 * Files are two CT slices of the corpus, of two makers, in explicit VR little endian; each run reads copies of them, so
 * that every file is opened anew. SOP Instance UID is decoded in each.
 */

import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tagOf } from '@isocenter/dicom/dictionary';
import { HeaderReader } from '@isocenter/dicom/header-reader';
import { parsePart10 } from '@isocenter/dicom/part10';
import { tagFrom } from '@isocenter/dicom/tag';
import { getString } from '@isocenter/dicom/values';
import { corpusAbsence, corpusDir, readCorpusFile } from '@isocenter/testkit/corpus';
import dicomParser from 'dicom-parser';

const originals = [
  'dicom/rt-lctsc/CT01.dcm',
  'dicom/cornerstone-ts/CTImage.dcm_LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1.dcm',
];
const copies = 100;
const rounds = 7;
const passes = 20;
/** What is read of each file. */
const headBytes = 65_536;
const sopInstanceUid = tagOf('SOPInstanceUID');
const stopAt = tagFrom(0x7fe0, 0x0010);

type Row = { readonly id: string; readonly ours: () => number; readonly peer?: () => number };

/** Prints one JSON object for each row; `ratio` above 1 means that ours is faster. */
export async function benchParse(): Promise<void> {
  if (corpusDir === undefined) throw new Error(corpusAbsence);
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-bench-parse-'));
  try {
    for (const row of buildRows(folder)) {
      const ours: number[] = [];
      const peer: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        ours.push(filesPerSecond(row.ours));
        if (row.peer) peer.push(filesPerSecond(row.peer));
      }
      const value = median(ours);
      const beside = row.peer && { peer: 'dicom-parser', peerValue: median(peer), ratio: round(value / median(peer)) };
      console.log(JSON.stringify({ id: row.id, value, unit: 'files/s', ...beside }));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function buildRows(folder: string): readonly Row[] {
  const paths = Array.from({ length: copies }, (_, number) => {
    const path = join(folder, `${number}.dcm`);
    writeFileSync(path, readCorpusFile(originals[number % originals.length] ?? ''));
    return path;
  });
  const heads = paths.map(readHead);
  const wholes = paths.slice(0, 20).map((path) => readFileSync(path));
  const dataSets = wholes.map((bytes) => parsePart10(bytes).value);
  const ours = (bytes: Uint8Array) =>
    getString(parsePart10(bytes, { stopAt }).value.dataSet, sopInstanceUid)?.length ?? 0;
  const peer = (bytes: Uint8Array) =>
    dicomParser.parseDicom(bytes, { untilTag: 'x7fe00010' }).string('x00080018')?.length ?? 0;
  return [
    {
      id: 'parse-header',
      ours: () => sum(paths, (path) => ours(readHead(path))),
      peer: () => sum(paths, (path) => peer(readHead(path))),
    },
    { id: 'parse-header-memory', ours: () => sum(heads, ours), peer: () => sum(heads, peer) },
    {
      id: 'parse-whole-memory',
      ours: () => sum(wholes, (bytes) => getString(parsePart10(bytes).value.dataSet, sopInstanceUid)?.length ?? 0),
      peer: () => sum(wholes, (bytes) => dicomParser.parseDicom(bytes).string('x00080018')?.length ?? 0),
    },
    {
      id: 'parse-stream-memory',
      ours: () =>
        sum(dataSets, ({ transferSyntax, dataSetBytes }) => {
          const reader = new HeaderReader(transferSyntax);
          reader.push(dataSetBytes.subarray(0, headBytes));
          return getString(reader.header.value, sopInstanceUid)?.length ?? 0;
        }),
    },
  ];
}

function readHead(path: string): Uint8Array {
  const file = openSync(path, 'r');
  const bytes = Buffer.allocUnsafe(headBytes);
  const length = readSync(file, bytes, 0, headBytes, 0);
  closeSync(file);
  return bytes.subarray(0, length);
}

/** Adds up what was decoded, so that no engine can leave the work out; returns how many files there were. */
function sum<T>(inputs: readonly T[], parse: (input: T) => number): number {
  let decoded = 0;
  for (const input of inputs) decoded += parse(input);
  if (decoded < inputs.length) throw new Error('a file has no SOP Instance UID');
  return inputs.length;
}

/** By the processor time of this process: the machine is shared. */
function filesPerSecond(run: () => number): number {
  run();
  const start = process.cpuUsage();
  let files = 0;
  for (let pass = 0; pass < passes; pass += 1) files += run();
  const { user, system } = process.cpuUsage(start);
  return Math.round(files / ((user + system) / 1e6));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
