/**
 * C-STORE-RQ, PS3.7 Table 9.3-1, both ways: read from a peer's command set, and made for an instance of ours.
 */

import { type CommandSet, commandField, noDataSet, withDataSet } from './command-set.ts';
import { DimseError } from './errors.ts';
import type { RequestMessage, Response } from './outgoing-requests.ts';
import { dimseStatus } from './status.ts';
import { isUid } from './uid.ts';
import type { AcceptedContext, StoreInstance, StoreOutcome, StoreRequest } from './verbs.ts';

/** Returns the request, or the outcome that refuses it. */
export function parseStoreRequest(
  command: CommandSet,
  messageId: number,
  context: AcceptedContext,
): StoreRequest | StoreOutcome {
  const { affectedSopClassUid: sopClassUid, affectedSopInstanceUid: sopInstanceUid } = command;
  if (command.dataSetType === noDataSet) return { status: dimseStatus.cannotUnderstand };
  if (sopClassUid !== context.abstractSyntax) return { status: dimseStatus.sopClassNotSupported };
  if (sopInstanceUid === undefined || !isUid(sopInstanceUid)) return { status: dimseStatus.invalidSopInstance };
  const { moveOriginatorAet: aet, moveOriginatorMessageId } = command;
  return {
    messageId,
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: context.transferSyntax,
    contextId: context.id,
    priority: command.priority ?? 0,
    ...(aet !== undefined && { moveOriginator: { aet, messageId: moveOriginatorMessageId ?? 0 } }),
  };
}

/** @throws DimseError `context-not-accepted` where no context has the instance's SOP Class and Transfer Syntax */
export function buildStoreRequest(instance: StoreInstance, contexts: Iterable<AcceptedContext>): RequestMessage {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet, priority, moveOriginator } = instance;
  return {
    context: getContext(contexts, sopClassUid, transferSyntaxUid),
    command: {
      commandField: commandField.cStoreRq,
      affectedSopClassUid: sopClassUid,
      affectedSopInstanceUid: sopInstanceUid,
      priority: priority ?? 0,
      dataSetType: withDataSet,
      ...(moveOriginator !== undefined && {
        moveOriginatorAet: moveOriginator.aet,
        moveOriginatorMessageId: moveOriginator.messageId,
      }),
    },
    dataSet,
    responseLimitBytes: 0,
  };
}

/** Returns how a peer answered a request that ends with a status. */
export function outcomeOfResponse({ command, status }: Response): StoreOutcome {
  const { errorComment, offendingElements } = command;
  return {
    status,
    ...(errorComment !== undefined && { errorComment }),
    ...(offendingElements !== undefined && { offendingElements }),
  };
}

/**
 * Returns the accepted presentation context for an abstract syntax and, where one is given, a transfer syntax.
 * @throws DimseError `context-not-accepted`
 */
export function getContext(
  contexts: Iterable<AcceptedContext>,
  abstractSyntax: string,
  transferSyntax?: string,
): AcceptedContext {
  for (const context of contexts) {
    if (context.abstractSyntax !== abstractSyntax) continue;
    if (transferSyntax === undefined || context.transferSyntax === transferSyntax) return context;
  }
  throw new DimseError('context-not-accepted', 'no accepted presentation context fits', {
    sopClassUid: abstractSyntax,
    ...(transferSyntax !== undefined && { transferSyntaxUid: transferSyntax }),
  });
}
