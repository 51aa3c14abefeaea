/** Brings a generated study to where it is looked at: sent over DICOM, or written as files for an import. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import type { PhantomStudy } from './phantom.ts';

const transferSyntaxUid = explicitVrLittleEndian.uid;

/** Sends every instance. @throws Error when one is refused */
export async function sendPhantom(
  study: PhantomStudy,
  to: { readonly port: number; readonly aet: string; readonly callingAet?: string },
): Promise<void> {
  const association = await openAssociation({
    host: '127.0.0.1',
    port: to.port,
    calledAet: to.aet,
    callingAet: to.callingAet ?? 'PHANTOM',
    contexts: study.series.map(({ sopClassUid }) => ({
      abstractSyntax: sopClassUid,
      transferSyntaxes: [transferSyntaxUid],
    })),
  });
  for (const { sopClassUid, sopInstanceUid, dataSet } of study.series.flatMap((series) => [...series.instances()])) {
    const encoded = encodeDataSet(dataSet, explicitVrLittleEndian);
    const { status } = await association.store({ sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet: encoded });
    if (status !== 0) throw new Error(`The node answered status ${status.toString(16)}H.`);
  }
  await association.release();
}

/** Writes every instance as a Part 10 file below `dir`, in folders and under names as a disc has them. */
export function writePhantom(study: PhantomStudy, dir: string): void {
  study.series.forEach((series, place) => {
    const folder = join(dir, 'DICOM', `SE${place + 1}`);
    mkdirSync(folder, { recursive: true });
    let number = 0;
    for (const { sopClassUid, sopInstanceUid, dataSet } of series.instances()) {
      const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid });
      number += 1;
      writeFileSync(join(folder, `IM${number}`), Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]));
    }
  });
}
