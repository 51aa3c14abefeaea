/** Names who sent an object, for lists of conflicts: the calling AE title, or the user or token of an upload. */

import type { RecordMeta } from '../storage/log-entry.ts';

/** Returns the sender as text; empty where the provenance names none. */
export function senderOf(provenance: RecordMeta['provenance']): string {
  return provenance.callingAet ?? provenance.subject ?? '';
}
