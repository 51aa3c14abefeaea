/** The mark of a data folder that is being restored, so that no node starts on half of a backup. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BackupError } from './backup-error.ts';

export const unfinishedMark = (dataDir: string) => join(dataDir, 'RESTORE-UNFINISHED');

/** @throws BackupError `restore-unfinished` */
export function assertNotUnfinished(dataDir: string): void {
  if (!existsSync(unfinishedMark(dataDir))) return;
  throw new BackupError(
    'restore-unfinished',
    'a restoration into this data folder did not end: run isocenter restore again',
  );
}
