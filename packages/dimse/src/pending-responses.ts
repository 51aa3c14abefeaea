/**
 * Answers a C-FIND, C-MOVE or C-GET: a pending response for each value that the verb yields, and the last response.
 * PS3.7 §9.1.2 to §9.1.4, PS3.4 §C.4.
 *
 * The next value is asked for when the peer has taken the last response. Whatever ends an operation early, the verb's
 * iterator is told, so that nothing it holds stays open.
 */

import { dimseStatus } from './status.ts';
import type { FindMatch, RetrieveOutcome, SuboperationCounts } from './verbs.ts';

export type PendingResponsePort = {
  /** Aborted by C-CANCEL-RQ and by the end of the association. */
  readonly signal: AbortSignal;
  /** A promise where the peer must take the response first. @throws DimseError what ended the association */
  sendPending(outcome: RetrieveOutcome): Promise<void> | undefined;
  /** As `sendPending`, but together with those that follow at once. */
  gatherPending(outcome: RetrieveOutcome): Promise<void> | undefined;
  /** What an error of the verb is answered with. */
  outcomeOf(error: unknown): RetrieveOutcome;
};

/** Resolves with the last response of a C-FIND. */
export async function answerMatches(
  matches: AsyncIterable<FindMatch>,
  port: PendingResponsePort,
): Promise<RetrieveOutcome> {
  try {
    for await (const { identifier, isWarning } of matches) {
      if (port.signal.aborted) break;
      const status = isWarning === true ? dimseStatus.pendingWithUnsupportedKeys : dimseStatus.pending;
      const taken = port.gatherPending({ status, identifier });
      if (taken === undefined) continue;
      await taken;
      if (port.signal.aborted) break;
    }
  } catch (error) {
    // Verbs may end by throwing what aborted their signal.
    if (!port.signal.aborted) return port.outcomeOf(error);
  }
  return { status: port.signal.aborted ? dimseStatus.cancel : dimseStatus.success };
}

/** Resolves with the last response of a C-MOVE or C-GET. */
export async function answerSuboperations(
  steps: AsyncGenerator<SuboperationCounts, RetrieveOutcome, void>,
  port: PendingResponsePort,
): Promise<RetrieveOutcome> {
  let counts: SuboperationCounts | undefined;
  try {
    for (;;) {
      const wasCancelled = port.signal.aborted;
      const step = await steps.next();
      if (step.done) {
        const outcome = { ...(counts !== undefined && { counts }), ...step.value };
        return port.signal.aborted ? { ...outcome, status: dimseStatus.cancel } : outcome;
      }
      counts = step.value;
      // A verb that heeds its signal returns its outcome once it is asked to go on.
      if (wasCancelled) break;
      if (port.signal.aborted) continue;
      const taken = port.sendPending({ status: dimseStatus.pending, counts });
      if (taken !== undefined) await taken;
    }
  } catch (error) {
    const outcome = port.signal.aborted ? { status: dimseStatus.cancel } : port.outcomeOf(error);
    return { ...outcome, ...(counts !== undefined && { counts }) };
  } finally {
    await steps.return({ status: dimseStatus.cancel });
  }
  return { status: dimseStatus.cancel, counts };
}
