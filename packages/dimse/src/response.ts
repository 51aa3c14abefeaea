/**
 * Command sets of responses, PS3.7 Tables 9.3-2, 9.3-4, 9.3-7, 9.3-10, 9.3-13, 10.3-2 and 10.3-8, and what errors are
 * answered with.
 */

import { type CommandSet, noDataSet, responseBit, withDataSet } from './command-set.ts';
import { DimseError } from './errors.ts';
import { dimseStatus, isPending } from './status.ts';
import type { RetrieveOutcome, StoreOutcome } from './verbs.ts';

/** Error Comment (0000,0902) is an LO, PS3.5 §6.2. */
const maxErrorCommentLength = 64;

/** Sub-operations are counted in US elements. */
const maxCount = 0xffff;

/** Returns the command set of a response to a request that has a Message ID. */
export function buildResponse(request: CommandSet, outcome: RetrieveOutcome): CommandSet {
  // N-ACTION-RQ names what is requested, its response what was affected, PS3.7 Tables 10.3-7 and 10.3-8.
  const sopClassUid = request.affectedSopClassUid ?? request.requestedSopClassUid;
  const sopInstanceUid = request.affectedSopInstanceUid ?? request.requestedSopInstanceUid;
  const { status, errorComment, offendingElements, identifier } = outcome;
  return {
    commandField: request.commandField | responseBit,
    messageIdRespondedTo: request.messageId ?? 0,
    dataSetType: identifier === undefined ? noDataSet : withDataSet,
    status,
    ...(isEncodable(sopClassUid) && { affectedSopClassUid: sopClassUid }),
    ...(isEncodable(sopInstanceUid) && { affectedSopInstanceUid: sopInstanceUid }),
    ...(request.eventTypeId !== undefined && { eventTypeId: request.eventTypeId }),
    ...(request.actionTypeId !== undefined && { actionTypeId: request.actionTypeId }),
    ...(errorComment !== undefined && { errorComment: printable(errorComment) }),
    ...(offendingElements !== undefined && { offendingElements }),
    ...buildCounts(outcome),
  };
}

/** Returns what an error of a verb or a sink is answered with: its own status, or processing failure. */
export function outcomeOfError(error: unknown): StoreOutcome {
  if (!isRefusal(error)) return { status: dimseStatus.processingFailure };
  const { status, errorComment } = error.details;
  return { status: status ?? dimseStatus.processingFailure, ...(errorComment !== undefined && { errorComment }) };
}

/** True for errors by which a verb or a sink chooses what is answered. */
export function isRefusal(error: unknown): error is DimseError {
  return error instanceof DimseError && error.code === 'operation-refused';
}

/**
 * The number of remaining sub-operations belongs into pending responses and may be in cancelled ones, but in no other,
 * PS3.4 §C.4.2.1.6 and §C.4.3.1.5.
 */
function buildCounts({ status, counts }: RetrieveOutcome): Partial<CommandSet> {
  if (counts === undefined) return {};
  const hasRemaining = isPending(status) || status === dimseStatus.cancel;
  return {
    ...(hasRemaining && { remainingSuboperations: Math.min(counts.remaining, maxCount) }),
    completedSuboperations: Math.min(counts.completed, maxCount),
    failedSuboperations: Math.min(counts.failed, maxCount),
    warningSuboperations: Math.min(counts.warning, maxCount),
  };
}

function isEncodable(text: string | undefined): text is string {
  return text !== undefined && !text.includes('\uFFFD');
}

function printable(comment: string): string {
  return comment.replace(/[^\x20-\x7e]/g, '?').slice(0, maxErrorCommentLength);
}
