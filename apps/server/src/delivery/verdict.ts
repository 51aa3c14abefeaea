/**
 * What an answer or a failure means for an instance: sent, worth another attempt, or never. One table for statuses (PS3.7
 * Annex C, PS3.4 Table B.2-1), one for what went wrong on the way.
 *
 * The codes are stable: they stand in the queue, in its API and on its page.
 */

import type { DeliveryCode } from '@isocenter/contract/deliveries';
import { dimseStatus, isStored } from '@isocenter/dimse/status';
import type { DeidFinding } from '../deidentification/object-task.ts';
import type { SendOutcome } from '../query-retrieve/suboperations.ts';

export type Verdict =
  | { readonly kind: 'sent'; readonly status: number }
  | { readonly kind: 'later' | 'never'; readonly code: DeliveryCode; readonly status?: number }
  /** It would have left with identity in it; it goes into the quarantine. */
  | {
      readonly kind: 'held';
      readonly code: 'held-back';
      readonly reason: string;
      readonly findings: readonly DeidFinding[];
    }
  /** The association is gone; another attempt needs another one. */
  | { readonly kind: 'lost'; readonly code: DeliveryCode };

export function verdictOf(outcome: SendOutcome): Verdict {
  if (outcome.kind === 'answered') return verdictOfStatus(outcome.status);
  return failures[outcome.code] ?? { kind: 'never', code: 'unreadable' };
}

function verdictOfStatus(status: number): Verdict {
  // The answer to an earlier attempt was lost: the peer has the instance, which is what was wanted.
  if (isStored(status) || status === dimseStatus.duplicateSopInstance) return { kind: 'sent', status };
  if ((status & 0xff00) === dimseStatus.outOfResources) return { kind: 'later', code: 'destination-busy', status };
  if (status === dimseStatus.processingFailure) return { kind: 'later', code: 'destination-failed', status };
  if (status === dimseStatus.sopClassNotSupported) return { kind: 'never', code: 'not-accepted', status };
  return { kind: 'never', code: 'refused', status };
}

/** By the codes of `DimseError`, `StorageError`, `RenderingError` and the retrieval's; all others are `unreadable`. */
const failures: Readonly<Record<string, Verdict>> = {
  'association-aborted': { kind: 'lost', code: 'association-lost' },
  'association-closed': { kind: 'lost', code: 'association-lost' },
  'connection-lost': { kind: 'lost', code: 'association-lost' },
  'invalid-pdu': { kind: 'lost', code: 'association-lost' },
  'invalid-command-set': { kind: 'lost', code: 'association-lost' },
  'invalid-message': { kind: 'lost', code: 'association-lost' },
  timeout: { kind: 'lost', code: 'no-answer' },
  'context-not-accepted': { kind: 'never', code: 'not-accepted' },
  'transcoding-not-possible': { kind: 'never', code: 'not-accepted' },
  'renderer-busy': { kind: 'later', code: 'node-busy' },
  'renderer-timeout': { kind: 'later', code: 'node-busy' },
  'store-unavailable': { kind: 'later', code: 'node-busy' },
  'key-service-unavailable': { kind: 'later', code: 'node-busy' },
  'wrong-store': { kind: 'later', code: 'node-busy' },
  'disk-full': { kind: 'later', code: 'node-busy' },
};
