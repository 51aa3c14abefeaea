/** Says in words where a copy of a conflict came from. */

import type { ConflictCopy } from '@isocenter/contract/conflicts';

const sources: Readonly<Record<ConflictCopy['source'], string>> = {
  dimse: 'DICOM',
  stow: 'DICOMweb',
  import: 'import',
};

export function describeSender({ source, sender }: ConflictCopy): string {
  return sender === undefined ? sources[source] : `${sender} (${sources[source]})`;
}

/** With the moment, in one line. */
export function describeCopy(copy: ConflictCopy): string {
  return `${describeSender(copy)}, ${new Date(copy.receivedAt).toLocaleString()}`;
}
