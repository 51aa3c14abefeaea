/**
 * The requests of a requestor beside C-STORE (`store-request.ts`): what callers ask for as command sets, and responses
 * as what callers get. PS3.7 Tables 9.3-3, 9.3-6, 9.3-9, 10.3-1 and 10.3-7.
 */

import { type CommandSet, commandField, noDataSet, withDataSet } from './command-set.ts';
import { collectedLimits } from './data-set-collector.ts';
import type { RequestMessage, Response } from './outgoing-requests.ts';
import { outcomeOfResponse } from './store-request.ts';
import type { AcceptedContext, Notification, RetrieveOutcome, SuboperationCounts } from './verbs.ts';

/** What a C-FIND, C-MOVE or C-GET asks for. */
export type Query = {
  /** One of the Query/Retrieve information models. */
  readonly sopClassUid: string;
  /** The syntax the identifier is encoded in; there must be an accepted context for it. */
  readonly transferSyntaxUid: string;
  /** The encoded data set. */
  readonly identifier: Uint8Array;
  /** 0 medium (default), 1 high, 2 low. */
  readonly priority?: number;
};

export type QueryField = typeof commandField.cFindRq | typeof commandField.cMoveRq | typeof commandField.cGetRq;

export function buildQuery(
  field: QueryField,
  { sopClassUid, identifier, priority }: Query,
  context: AcceptedContext,
  moveDestination?: string,
): RequestMessage {
  const { identifierBytes, failedListBytes } = collectedLimits;
  return {
    context,
    command: {
      commandField: field,
      affectedSopClassUid: sopClassUid,
      priority: priority ?? 0,
      dataSetType: withDataSet,
      ...(moveDestination !== undefined && { moveDestination }),
    },
    dataSet: identifier,
    responseLimitBytes: field === commandField.cFindRq ? identifierBytes : failedListBytes,
  };
}

export function buildAction(action: Notification, context: AcceptedContext): RequestMessage {
  const { sopClassUid, sopInstanceUid, typeId, dataSet } = action;
  const command = {
    commandField: commandField.nActionRq,
    requestedSopClassUid: sopClassUid,
    requestedSopInstanceUid: sopInstanceUid,
    actionTypeId: typeId,
    dataSetType: dataSet === undefined ? noDataSet : withDataSet,
  };
  return { context, command, dataSet, responseLimitBytes: 0 };
}

export function buildEventReport(event: Notification, context: AcceptedContext): RequestMessage {
  const { sopClassUid, sopInstanceUid, typeId, dataSet } = event;
  const command = {
    commandField: commandField.nEventReportRq,
    affectedSopClassUid: sopClassUid,
    affectedSopInstanceUid: sopInstanceUid,
    eventTypeId: typeId,
    dataSetType: dataSet === undefined ? noDataSet : withDataSet,
  };
  return { context, command, dataSet, responseLimitBytes: 0 };
}

/** Returns the last response of a C-MOVE or C-GET. */
export function retrieveOutcomeOf(response: Response): RetrieveOutcome {
  const { command, dataSet } = response;
  const hasCounts = command.completedSuboperations !== undefined || command.failedSuboperations !== undefined;
  return {
    ...outcomeOfResponse(response),
    ...(hasCounts && { counts: countsOf(command) }),
    ...(dataSet !== undefined && { identifier: dataSet }),
  };
}

/** Counts that a peer leaves out are 0. */
export function countsOf(command: CommandSet): SuboperationCounts {
  return {
    remaining: command.remainingSuboperations ?? 0,
    completed: command.completedSuboperations ?? 0,
    failed: command.failedSuboperations ?? 0,
    warning: command.warningSuboperations ?? 0,
  };
}
