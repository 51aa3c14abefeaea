/** What this node asks of an archive, with `isocenter find` and `isocenter get`: C-FIND, C-GET and C-MOVE as SCU. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { receivedIn } from './received.ts';
import type { Sample } from './samples.ts';

export type Archive = { readonly name: string; readonly aeTitle: string; readonly port: number };

export type ArchiveSetting = {
  readonly folder: string;
  /** Where the destination of a C-MOVE, `STORESCP`, writes. */
  readonly received: string;
  isocenter(...args: readonly string[]): string;
};

type Attempt = (verb: string, work: () => Promise<string>) => Promise<void>;

/** Asks an archive that holds the sample. */
export async function tryArchive(
  { folder, received, isocenter }: ArchiveSetting,
  { name, aeTitle, port }: Archive,
  sample: Sample,
  attempt: Attempt,
): Promise<void> {
  const address = ['--to', `127.0.0.1:${port}`, '--aet', aeTitle];
  const study = ['--study', sample.studyInstanceUid];
  await attempt('find', async () => {
    const lines = isocenter('find', ...address, '-k', `StudyInstanceUID=${sample.studyInstanceUid}`, '--json');
    if (!lines.includes('"matches":1')) throw new Error('not found');
    return 'done';
  });
  await attempt('find, relational', async () => findRelational(isocenter, address, sample));
  await attempt('get', async () => {
    const into = mkdtempSync(join(folder, `from-${name}-`));
    isocenter('get', ...address, ...study, '--out', into);
    return receivedIn(into, sample);
  });
  await attempt('move', async () => {
    for (const file of readdirSync(received)) rmSync(join(received, file));
    isocenter('get', ...address, ...study, '--move-to', 'STORESCP');
    return receivedIn(received, sample);
  });
  const inPatientRoot = ['--model', 'patient', '--priority', 'high', ...address];
  const patient = [...inPatientRoot, '--level', 'patient', '--patient', sample.patientId];
  await attempt('find, Patient Root', async () => findInPatientRoot(isocenter, inPatientRoot, sample));
  await attempt('get, Patient Root', async () => {
    const into = mkdtempSync(join(folder, `patient-from-${name}-`));
    isocenter('get', ...patient, '--out', into);
    return receivedIn(into, sample);
  });
  await attempt('move, Patient Root', async () => {
    for (const file of readdirSync(received)) rmSync(join(received, file));
    isocenter('get', ...patient, '--move-to', 'STORESCP');
    return receivedIn(received, sample);
  });
}

/** The patient, and the image by its unique keys, PS3.4 §C.6.1. */
function findInPatientRoot(isocenter: ArchiveSetting['isocenter'], how: readonly string[], sample: Sample): string {
  const ofPatient = ['-k', `PatientID=${sample.patientId}`];
  const above = [`StudyInstanceUID=${sample.studyInstanceUid}`, `SeriesInstanceUID=${sample.seriesInstanceUid}`];
  const ofImage = [...ofPatient, ...above.flatMap((key) => ['-k', key])];
  const questions = [
    ['--level', 'patient', ...ofPatient],
    ['--level', 'image', ...ofImage],
  ];
  for (const question of questions) {
    if (!isocenter('find', ...how, ...question, '--json').includes('"matches":1')) throw new Error('not found');
  }
  return 'done';
}

/** An image by its UID alone, PS3.4 §C.4.1.3.2; an archive need not agree to that, and says so. */
function findRelational(isocenter: ArchiveSetting['isocenter'], address: readonly string[], sample: Sample): string {
  const key = ['-k', `SOPInstanceUID=${sample.sopInstanceUid}`];
  const ask = () => isocenter('find', ...address, '--level', 'image', '--relational', ...key, '--json');
  const answer = { lines: '', isRefused: false };
  try {
    answer.lines = ask();
  } catch (error) {
    // What it printed before it ended says whether the archive had agreed.
    answer.lines = String((error as { readonly stdout?: unknown }).stdout ?? ''); // of `execFileSync`
    answer.isRefused = true;
  }
  const isAgreed = !answer.lines.includes('"event":"not-agreed"');
  if (isAgreed && answer.isRefused) throw new Error('agreed to, and refused');
  if (answer.isRefused) return 'not agreed to by peer, refused without';
  if (!answer.lines.includes('"matches":1')) {
    if (isAgreed) throw new Error('not found');
    return 'not agreed to by peer, not found without';
  }
  return isAgreed ? 'done' : 'not agreed to by peer, done without';
}
