/** Errors that `dciodvfy` of dicom3tools finds in a result and did not find in the object, PS3.3 being its measure. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { runPeer } from '@isocenter/testkit/peer-program';

/** Returns each new error with how often it is new. */
export async function findNewErrors(before: Uint8Array, after: Uint8Array): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-dciodvfy-'));
  try {
    const [old, now] = [await countErrors(folder, before), await countErrors(folder, after)];
    const added = Array.from(now, ([error, count]) => [error, count - (old.get(error) ?? 0)] as const);
    return new Map(added.filter(([, count]) => count > 0));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function countErrors(folder: string, bytes: Uint8Array): Promise<ReadonlyMap<string, number>> {
  const file = join(folder, 'object.dcm');
  writeFileSync(file, inflated(bytes));
  const { output } = await runPeer('dciodvfy', [file]);
  const counts = new Map<string, number>();
  for (const line of output.split('\n')) {
    if (!line.startsWith('Error')) continue;
    const error = line.replace(/\b\d+(?:\.\d+){2,}\b/g, 'UID');
    counts.set(error, (counts.get(error) ?? 0) + 1);
  }
  return counts;
}

/** dciodvfy cannot inflate. */
function inflated(bytes: Uint8Array): Uint8Array {
  const { dataSet, transferSyntax } = parsePart10(bytes, { inflate: (deflated) => inflateRawSync(deflated) }).value;
  if (!transferSyntax.deflated) return bytes;
  const meta = encodeFileMeta({
    sopClassUid: getString(dataSet, tagOf('SOPClassUID')) ?? '',
    sopInstanceUid: getString(dataSet, tagOf('SOPInstanceUID')) ?? '',
    transferSyntaxUid: explicitVrLittleEndian.uid,
  });
  return Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]);
}
