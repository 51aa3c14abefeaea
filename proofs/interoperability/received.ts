/** What arrived at a peer or in a folder. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { isSendable, readDicomFile } from '../../apps/server/src/sending/dicom-file.ts';
import type { Sample } from './samples.ts';

/** Returns in which transfer syntax an object arrived. @throws Error where it did not */
export async function receivedIn(folder: string, { sopInstanceUid, transferSyntaxUid }: Sample): Promise<string> {
  for (const name of readdirSync(folder)) {
    const file = await readDicomFile(join(folder, name));
    if (!isSendable(file) || file.sopInstanceUid !== sopInstanceUid) continue;
    if (file.transferSyntaxUid === transferSyntaxUid) return 'done';
    return `done, in ${findTransferSyntax(file.transferSyntaxUid)?.name ?? file.transferSyntaxUid}`;
  }
  throw new Error('nothing arrived');
}
