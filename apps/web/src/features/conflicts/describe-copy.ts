/** Says in words where a copy of a conflict came from. */

import type { ConflictCopy } from '@isocenter/contract/conflicts';
import type { Words } from '../../languages/catalogue.ts';
import type { Formats } from '../../languages/use-formats.ts';

export function describeSender(t: Words, { source, sender }: ConflictCopy): string {
  const way = { dimse: 'DICOM', stow: 'DICOMweb', import: t('conflicts.import') }[source];
  return sender === undefined ? way : `${sender} (${way})`;
}

/** With the moment, in one line. */
export function describeCopy(t: Words, formats: Formats, copy: ConflictCopy): string {
  return `${describeSender(t, copy)}, ${formats.moment(copy.receivedAt)}`;
}
