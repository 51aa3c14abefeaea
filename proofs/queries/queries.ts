/**
 * `make verify NAME=queries`: random queries over C-FIND and QIDO-RS to a node with generated objects, whose answers are
 * compared with those of a brute-force search. Violations: another set of entities, or another value of one.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { openAssociation } from '@isocenter/dimse/client';
import { makeDataDir, runIsocenter, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { parseProofArguments } from '../arguments.ts';
import type { ProofResult } from '../proofs.ts';
import type { QueryTarget } from './ask-node.ts';
import { type Comparison, compareAnswers } from './compare-answers.ts';
import { buildQueryObjects } from './query-objects.ts';
import { buildArchive } from './reference-archive.ts';
import { nodeTimeZone } from './reference-zone.ts';

const defaultRuns = 10_000;
/** What the reference expects of the node. */
/** Strict, so that what is refused without negotiation is asked for, too. */
export const nodeEnvironment = {
  ISOCENTER__DICOM__TIME_ZONE: nodeTimeZone,
  ISOCENTER__DICOM__RELATIONAL_QUERIES: 'negotiated',
};

export async function proveQueries(args: readonly string[]): Promise<ProofResult> {
  const { runs, seed, first } = parseProofArguments(args, defaultRuns);
  const { path: dataDir, remove } = makeDataDir();
  const node = await startIsocenterProcess({ dataDir, env: nodeEnvironment });
  const started = performance.now();
  try {
    const target = {
      dicomPort: node.dicomPort,
      aet: node.ready.aet,
      httpUrl: node.ready.http,
      token: runIsocenter({ dataDir }, ['user', 'token', '--role', 'admin']).trim(),
    };
    const { queries, violations, ...figures } = await askGenerated(target, { runs, seed, first });
    for (const violation of violations.slice(0, 20)) process.stderr.write(`${violation}\n`);
    const seconds = Math.round((performance.now() - started) / 1000);
    return { seed, runs: queries, violations: violations.length, ...figures, seconds };
  } finally {
    await node.stop();
    remove();
  }
}

/** Sends the objects of a seed to a node that has no others, and asks it queries of that seed. */
export async function askGenerated(
  target: QueryTarget,
  options: { readonly runs: number; readonly seed: number; readonly first?: number },
): Promise<Comparison> {
  const objects = buildQueryObjects(options.seed);
  await sendObjects(target, objects);
  return compareAnswers(target, buildArchive(objects), options);
}

/** Stores objects one after the other, so that it is known which was first. @throws Error where one is refused */
async function sendObjects({ dicomPort, aet }: QueryTarget, objects: readonly DataSet[]): Promise<void> {
  const sopClassOf = (object: DataSet) => getString(object, tagOf('SOPClassUID')) ?? '';
  const association = await openAssociation({
    host: '127.0.0.1',
    port: dicomPort,
    calledAet: aet,
    callingAet: 'QUERIES',
    contexts: [...new Set(objects.map(sopClassOf))].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [explicitVrLittleEndian.uid],
    })),
  });
  for (const object of objects) {
    const { status } = await association.store({
      sopClassUid: sopClassOf(object),
      sopInstanceUid: getString(object, tagOf('SOPInstanceUID')) ?? '',
      transferSyntaxUid: explicitVrLittleEndian.uid,
      dataSet: encodeDataSet(object, explicitVrLittleEndian),
    });
    if (status !== 0) throw new Error(`C-STORE was answered ${status.toString(16)}`);
  }
  await association.release();
}
