/**
 * dciodvfy of dicom3tools finds no error in what we send that it does not find in what we were sent: phantoms in every
 * transfer syntax we write, and of the corpus a sample, each file in some of them.
 */

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { corpusAbsence, corpusDir, listCorpus, readCorpusFile } from '@isocenter/testkit/corpus';
import { absenceOf, findMissingPrograms, runPeer } from '@isocenter/testkit/peer-program';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryReads } from '../../test/memory-reads.ts';
import { createRenderer } from '../rendering/renderer.ts';
import { fileIn } from './instance-file.ts';
import type { StoredInstance } from './instance-repository.ts';
import { RetrievalError } from './retrieval-error.ts';
import { isPossible, outputSyntaxes } from './transcode.ts';

const htj2kLossless = '1.2.840.10008.1.2.4.201';
const missing = findMissingPrograms('dciodvfy');
/** Of the corpus; what is larger takes longer and says the same. */
const maxFileBytes = 600_000;
const maxFiles = 40;
/** Each file is written in as many syntaxes, by turns, besides the one it came in. */
const syntaxesEach = 2;

/** It cannot inflate, and is older than High-Throughput JPEG 2000. */
const targets = outputSyntaxes.filter(({ uid, deflated }) => !deflated && uid !== htj2kLossless);
const renderer = createRenderer({ threads: 1 });
const { reads, add } = openMemoryReads();
let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'isocenter-dciodvfy-'));
});
afterAll(async () => {
  await renderer.close();
  rmSync(dir, { recursive: true });
});

/** One file of each SOP Class in each transfer syntax, the smallest. */
function sampleCorpus(): readonly string[] {
  const smallest = new Map<string, { readonly path: string; readonly lengthBytes: number }>();
  for (const { path, sopClass, transferSyntax, part10 } of listCorpus()) {
    if (
      !part10 ||
      /Directory/.test(sopClass) ||
      path.startsWith('made/') ||
      /defl|dfl/i.test(`${path}${transferSyntax}`)
    )
      continue;
    const { size: lengthBytes } = statSync(join(corpusDir ?? '', path));
    const kind = `${sopClass} ${transferSyntax}`;
    if (lengthBytes < (smallest.get(kind)?.lengthBytes ?? maxFileBytes)) smallest.set(kind, { path, lengthBytes });
  }
  return [...smallest.values()].map(({ path }) => path).slice(0, maxFiles);
}

describe.skipIf(missing.length > 0)(`dciodvfy finds nothing new${absenceOf(missing)}`, () => {
  const study = buildPhantomStudy({ seed: 23, ctSlices: 1, usFrames: 2 });
  const phantoms = study.series.flatMap((series) => [...series.instances()]);
  test.each(phantoms.map(({ dataSet }, index) => ({ index, dataSet })))(
    'in phantom $index in every transfer syntax',
    async ({ dataSet }) => {
      const instance = store(dataSet, encodeDataSet(dataSet, explicitVrLittleEndian), explicitVrLittleEndian);
      const found = await findErrors(await write(instance, explicitVrLittleEndian.uid));
      for (const { uid } of targets) expect(await newErrors(instance, uid, found)).toEqual([]);
    },
  );

  test.skipIf(corpusDir === undefined).each(sampleCorpus().map((path, index) => ({ path, index })))(
    `in $path${corpusDir === undefined ? ` (${corpusAbsence})` : ''}`,
    async ({ path, index }) => {
      const bytes = new Uint8Array(readCorpusFile(path));
      const { dataSet, transferSyntax, dataSetBytes } = parsePart10(bytes).value;
      const instance = store(dataSet, new Uint8Array(dataSetBytes), transferSyntax);
      const found = await findErrors(keep(bytes));
      // It stops in the middle of these, and goes on in what we make of them.
      if ([...found].some((error) => /read failed|Tags out of order/.test(error))) return;
      const turn = index % targets.length;
      const wanted = [...targets.slice(turn), ...targets.slice(0, turn)].slice(0, syntaxesEach);
      for (const uid of [transferSyntax.uid, ...wanted.map((syntax) => syntax.uid)]) {
        if (isPossible(instance, uid)) expect(await newErrors(instance, uid, found), uid).toEqual([]);
      }
    },
  );
});

function store(dataSet: DataSet, bytes: Uint8Array, transferSyntax: TransferSyntax): StoredInstance {
  const uidOf = (keyword: 'SOPClassUID' | 'SOPInstanceUID') => getString(dataSet, tagOf(keyword)) ?? '';
  return { ...add(bytes, transferSyntax), sopClassUid: uidOf('SOPClassUID'), sopInstanceUid: uidOf('SOPInstanceUID') };
}

/** Nothing where the instance turns out impossible in the syntax, which is for other tests to judge. */
async function newErrors(
  instance: StoredInstance,
  uid: string,
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  try {
    const errors = await findErrors(await write(instance, uid));
    return [...errors].filter((error) => !known.has(error));
  } catch (error) {
    if (error instanceof RetrievalError) return [];
    throw error;
  }
}

async function write(instance: StoredInstance, uid: string): Promise<string> {
  const { chunks } = await fileIn({ archive: reads, renderer }, instance, uid);
  const pieces: Uint8Array[] = [];
  for await (const piece of chunks()) pieces.push(Buffer.from(piece));
  return keep(Buffer.concat(pieces));
}

function keep(bytes: Uint8Array): string {
  const file = join(dir, 'object.dcm');
  writeFileSync(file, bytes);
  return file;
}

async function findErrors(file: string): Promise<ReadonlySet<string>> {
  const { output } = await runPeer('dciodvfy', [file]);
  return new Set(output.split('\n').filter((line) => line.includes('Error - ')));
}
