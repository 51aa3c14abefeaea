/** What one association stored, for the audit entry of its end and for the counts of its peer. */

import { dimseStatus } from '@isocenter/dimse/status';
import type { StoreOutcome, StoreSink } from '@isocenter/dimse/verbs';
import type { SentObserver } from '../peers/counted-store.ts';

export type StoreTally = { stored: number; refused: number; lengthBytes: number };

/** Returns a sink that counts what becomes of its object; outcomes that refuse at once are counted and passed on. */
export function tallied(
  opened: StoreSink | StoreOutcome,
  tally: StoreTally,
  observer: SentObserver,
): StoreSink | StoreOutcome {
  let lengthBytes = 0;
  const count = (outcome: StoreOutcome) => {
    if (outcome.status === dimseStatus.success) {
      tally.stored += 1;
      observer.sent(lengthBytes);
    } else {
      tally.refused += 1;
      observer.refused(outcome.status);
    }
    return outcome;
  };
  if (!('write' in opened)) return count(opened);
  return {
    write(chunk) {
      lengthBytes += chunk.length;
      tally.lengthBytes += chunk.length;
      return opened.write(chunk);
    },
    end: async () => count(await opened.end()),
    abort: () => opened.abort(),
  };
}
