/**
 * `make sample`: sends a generated study of a patient who does not exist to a running node, as a scanner would.
 *
 *   node tools/sample.ts [--host localhost] [--port 11112] [--aet ISOCENTER] [--slices 40] [--frames 24] [--seed N]
 *
 * Each run makes another study unless `--seed` says which. Ends with 1 where nobody listens or something was refused.
 */

import { parseArgs } from 'node:util';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError } from '@isocenter/dimse/errors';
import { buildPhantomStudy, type PhantomStudy } from '@isocenter/testkit/phantom';

const callingAet = 'PHANTOM';
const barCells = 30;

type Target = { readonly host: string; readonly port: number; readonly calledAet: string };

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: 'localhost' },
    port: { type: 'string', default: '11112' },
    aet: { type: 'string', default: 'ISOCENTER' },
    slices: { type: 'string', default: '40' },
    frames: { type: 'string', default: '24' },
    seed: { type: 'string' },
  },
});
const target = { host: values.host, port: Number(values.port), calledAet: values.aet };
const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed);
const [ctSlices, usFrames] = [Number(values.slices), Number(values.frames)];
if (![target.port, seed, ctSlices, usFrames].every(Number.isInteger)) {
  console.error('--port, --slices, --frames and --seed take whole numbers.');
  process.exit(2);
}
process.exitCode = await sendSample(buildPhantomStudy({ seed, at: new Date(), ctSlices, usFrames }), target);

/** Returns the exit code. */
async function sendSample(study: PhantomStudy, to: Target): Promise<number> {
  try {
    const contexts = study.series.map(({ sopClassUid }) => ({
      abstractSyntax: sopClassUid,
      transferSyntaxes: [explicitVrLittleEndian.uid],
    }));
    const association = await openAssociation({ ...to, callingAet, contexts });
    const refused = await sendInstances(study, association);
    await association.release();
    console.log(`\nStudy ${study.studyInstanceUid} of ${study.patientName} (seed ${seed}).`);
    return refused === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
    console.error(`\n${explain(error, to)}`);
    return 1;
  }
}

/** Sends everything and returns how many instances were refused. */
async function sendInstances(study: PhantomStudy, association: ClientAssociation): Promise<number> {
  const total = study.series.reduce((sum, series) => sum + series.numberOfInstances, 0);
  let sent = 0;
  let refused = 0;
  for (const series of study.series) {
    for (const { sopClassUid, sopInstanceUid, dataSet } of series.instances()) {
      const { status } = await association.store({
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid: explicitVrLittleEndian.uid,
        dataSet: encodeDataSet(dataSet, explicitVrLittleEndian),
      });
      sent++;
      // Warnings, Bxxx, have stored the instance all the same, PS3.4 Table B.2-1.
      if (status !== 0 && status >> 12 !== 0xb) {
        refused++;
        console.error(`\n${series.modality} ${sent}: refused with status ${status.toString(16).padStart(4, '0')}H`);
      }
      showProgress(series.modality, sent, total);
    }
  }
  return refused;
}

function showProgress(modality: string, sent: number, total: number): void {
  if (!process.stdout.isTTY && sent < total) return;
  const filled = Math.round((barCells * sent) / total);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barCells - filled)}`;
  process.stdout.write(`\r${bar} ${sent}/${total} ${modality} `);
}

function explain(error: DimseError, { host, port, calledAet }: Target): string {
  const where = `${host}:${port}`;
  switch (error.code) {
    case 'connection-failed':
      return `Nobody listens on ${where}. Start a node with \`make run\`, or name another with --host and --port.`;
    case 'association-rejected':
      return `The node on ${where} does not let ${callingAet} in as caller of ${calledAet}; see its log for the reason.`;
    case 'context-not-accepted':
      return `The node on ${where} does not take this kind of image.`;
    default:
      return `The transfer to ${where} failed: ${error.message}`;
  }
}
