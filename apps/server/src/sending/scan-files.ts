/** Looks at every file once: what can be sent, what is left out because it is no object, and what should be one. */

import { type DicomFile, isSendable, readDicomFile, type Unsendable, type UnsendableCode } from './dicom-file.ts';
import { findFiles } from './find-files.ts';

/** Found in a folder, these are other files that lie there and no failure. */
const otherFiles: ReadonlySet<UnsendableCode> = new Set(['not-dicom', 'dicomdir', 'empty']);

export type Scan = {
  readonly files: readonly DicomFile[];
  readonly skipped: readonly Unsendable[];
  readonly unsendable: readonly Unsendable[];
};

export async function scanFiles(paths: readonly string[], onFile: (found: number) => void): Promise<Scan> {
  const files: DicomFile[] = [];
  const skipped: Unsendable[] = [];
  const unsendable: Unsendable[] = [];
  for await (const { path, isNamed, isUnreadable } of findFiles(paths)) {
    const file = isUnreadable ? ({ path, code: 'file-unreadable' } as const) : await readDicomFile(path);
    if (isSendable(file)) files.push(file);
    else if (!isNamed && otherFiles.has(file.code)) skipped.push(file);
    else unsendable.push(file);
    onFile(files.length);
  }
  return { files, skipped, unsendable };
}
