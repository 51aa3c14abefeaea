/**
 * Divides files among as few associations as possible: each proposes exactly what its files need, PS3.8 §7.1.1.13.
 *
 * One presentation context per SOP Class and Transfer Syntax, because the acceptor takes one syntax of each context and
 * files are sent as they are. There are odd numbers from 1 to 255 for them, so 128.
 */

import type { ContextProposal } from '@isocenter/dimse/client';
import type { DicomFile } from './dicom-file.ts';

const maxContexts = 128;

export type PlannedAssociation = {
  readonly contexts: readonly ContextProposal[];
  readonly files: readonly DicomFile[];
};

/** Returns associations whose files keep their order. */
export function planAssociations(files: readonly DicomFile[]): readonly PlannedAssociation[] {
  const placeOf = new Map<string, number>();
  const planned: { contexts: ContextProposal[]; files: DicomFile[] }[] = [];
  for (const file of files) {
    const { sopClassUid, transferSyntaxUid } = file;
    const pair = `${sopClassUid} ${transferSyntaxUid}`;
    const isNew = !placeOf.has(pair);
    const place = placeOf.get(pair) ?? Math.floor(placeOf.size / maxContexts);
    const association = planned[place] ?? { contexts: [], files: [] };
    planned[place] = association;
    association.files.push(file);
    if (!isNew) continue;
    placeOf.set(pair, place);
    association.contexts.push({ abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] });
  }
  return planned;
}
