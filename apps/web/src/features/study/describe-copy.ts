/** Returns in one line where a copy of a conflict came from and when. */

import type { ConflictCopy } from '@isocenter/contract/conflicts';

const sources: Readonly<Record<ConflictCopy['source'], string>> = {
  dimse: 'DICOM',
  stow: 'DICOMweb',
  import: 'import',
};

export function describeCopy({ source, sender, receivedAt }: ConflictCopy): string {
  const from = sender === undefined ? sources[source] : `${sender} (${sources[source]})`;
  return `${from}, ${new Date(receivedAt).toLocaleString()}`;
}
