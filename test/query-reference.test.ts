/**
 * Random queries to a running node over C-FIND and QIDO-RS, compared with a brute-force search in the objects themselves:
 * generated ones, as `make verify NAME=queries` asks about more often, and the corpus.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { parsePart10 } from '@isocenter/dicom/part10';
import { getString } from '@isocenter/dicom/values';
import { corpusAbsence, corpusDir, listCorpus, readCorpusFile } from '@isocenter/testkit/corpus';
import { inflate } from '@isocenter/testkit/inflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareAnswers } from '../proofs/queries/compare-answers.ts';
import { askGenerated, nodeEnvironment } from '../proofs/queries/queries.ts';
import { buildArchive, patientOf } from '../proofs/queries/reference-archive.ts';
import { type RunningNode, startNode } from './running-node.ts';

const seed = 20_260_102;
const filesPerRequest = 40;
/** One of the files is 60 KB deflated. */
const maxInflatedBytes = 1 << 28;

test('finds among generated objects what a brute-force search finds', async () => {
  const node = await startNode({ env: nodeEnvironment });
  try {
    const { queries, overQido, matches, refused, withoutMatch, violations } = await askGenerated(node, {
      runs: 300,
      seed,
    });
    expect(violations).toEqual([]);
    expect(queries).toBe(300);
    expect(overQido).toBeGreaterThan(75);
    expect(refused).toBeGreaterThan(0);
    expect(matches).toBeGreaterThan(600);
    expect(withoutMatch).toBeLessThan(130);
  } finally {
    await node.close();
  }
});

describe.skipIf(corpusDir === undefined)(
  `among real objects${corpusDir === undefined ? ` (${corpusAbsence})` : ''}`,
  () => {
    let node: RunningNode;
    beforeAll(async () => {
      node = await startNode({ env: nodeEnvironment });
    });
    afterAll(() => node?.close());

    test('finds what a brute-force search finds', async () => {
      const accepted = await storeCorpus(node);
      expect(accepted.length).toBeGreaterThan(400);
      const { violations } = await compareAnswers(node, buildArchive(accepted), { runs: 150, seed });
      expect(violations).toEqual([]);
    });
  },
);

/** Sends the files of the corpus and returns the data sets of those that were accepted, in their order. */
async function storeCorpus({ dicomweb }: RunningNode): Promise<readonly DataSet[]> {
  const files = readConsistentFiles();
  const accepted: DataSet[] = [];
  for (let at = 0; at < files.length; at += filesPerRequest) {
    const sent = files.slice(at, at + filesPerRequest);
    const { response } = await dicomweb.store(sent);
    // (0008,1199) Referenced SOP Sequence and (0008,1155) Referenced SOP Instance UID, PS3.18 Table 10.5.3-1
    const stored = new Set(
      (response['00081199']?.Value ?? []).map((item) => String((item as Item)['00081155']?.Value?.[0])),
    );
    const isStored = (dataSet: DataSet) => stored.has(getString(dataSet, tagOf('SOPInstanceUID')) ?? '');
    accepted.push(...sent.map(({ dataSet }) => dataSet).filter(isStored));
  }
  return accepted;
}

/**
 * Reads the corpus without the objects that say of a patient what another object does not: under some Patient IDs several
 * people are mixed, and which attributes of theirs a query of studies finds is no question of matching.
 */
function readConsistentFiles(): readonly { readonly body: Uint8Array; readonly dataSet: DataSet }[] {
  const patients = new Map<string, string>();
  return listCorpus()
    .filter(({ part10 }) => part10)
    .map(({ path }) => Buffer.from(readCorpusFile(path)))
    .map((body) => ({ body, dataSet: parsePart10(body, { inflate, budget: { maxInflatedBytes } }).value.dataSet }))
    .filter(({ dataSet }) => {
      const { identity, attributes } = patientOf(dataSet);
      if (!patients.has(identity)) patients.set(identity, attributes);
      return patients.get(identity) === attributes;
    });
}

/** An item of a sequence in DICOM JSON. */
type Item = { readonly [tagKey: string]: { readonly Value?: readonly unknown[] } };
