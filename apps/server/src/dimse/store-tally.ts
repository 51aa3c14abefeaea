/** What one association stored, for the audit entry of its end. */

import { dimseStatus } from '@isocenter/dimse/status';
import type { StoreOutcome, StoreSink } from '@isocenter/dimse/verbs';

export type StoreTally = { stored: number; refused: number; lengthBytes: number };

/** Returns a sink that counts what becomes of its object; outcomes that refuse at once are counted and passed on. */
export function tallied(opened: StoreSink | StoreOutcome, tally: StoreTally): StoreSink | StoreOutcome {
  if (!('write' in opened)) return count(opened, tally);
  return {
    write(chunk) {
      tally.lengthBytes += chunk.length;
      return opened.write(chunk);
    },
    end: async () => count(await opened.end(), tally),
    abort: () => opened.abort(),
  };
}

function count(outcome: StoreOutcome, tally: StoreTally): StoreOutcome {
  if (outcome.status === dimseStatus.success) tally.stored += 1;
  else tally.refused += 1;
  return outcome;
}
