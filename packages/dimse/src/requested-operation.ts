/**
 * What a request of a peer asks the verbs of an application for: which checks come first, how its data set is taken,
 * and which verb answers. PS3.7 §9.1, §10.1.1, §10.1.4.
 */

import { type CommandSet, commandField, noDataSet } from './command-set.ts';
import { collectedLimits, DataSetCollector } from './data-set-collector.ts';
import type { OperationSink, RequestedOperation } from './incoming-operation.ts';
import { answerMatches, answerSuboperations, type PendingResponsePort } from './pending-responses.ts';
import { dimseStatus } from './status.ts';
import { parseStoreRequest } from './store-request.ts';
import { isUid } from './uid.ts';
import type {
  AcceptedContext,
  Association,
  GetSuboperations,
  NotificationRequest,
  RetrieveOutcome,
  Verbs,
} from './verbs.ts';

export type Application<Context> = {
  readonly association: Association<Context>;
  readonly verbs: Verbs<Context>;
  readonly suboperations: GetSuboperations;
  /** How the responses before the last leave. */
  readonly responses: Omit<PendingResponsePort, 'signal'>;
};

/** A request of the peer with its Message ID. */
export type PeerRequest = {
  readonly command: CommandSet;
  readonly messageId: number;
  readonly context: AcceptedContext;
};

/** Returns what is done for a request; one that is not offered, or breaks a rule, is refused. */
export function requestedOperation<Context>(
  request: PeerRequest,
  { association, verbs, suboperations, responses }: Application<Context>,
): RequestedOperation {
  const { command, messageId, context } = request;
  switch (command.commandField) {
    case commandField.cEchoRq:
      return { open: () => echoOutcome(verbs.echo(association)) };
    case commandField.cStoreRq: {
      const store = parseStoreRequest(command, messageId, context);
      return 'status' in store ? refusal(store.status) : { open: () => verbs.store(store, association) };
    }
    case commandField.cFindRq: {
      const { find } = verbs;
      if (find === undefined) break;
      return query(request, (query, signal) =>
        answerMatches(find.call(verbs, query, association), { ...responses, signal }),
      );
    }
    case commandField.cMoveRq: {
      const { move } = verbs;
      const { moveDestination: destinationAet } = command;
      if (move === undefined) break;
      // PS3.4 Table C.4-2: move destination unknown.
      if (destinationAet === undefined || destinationAet === '') return refusal(dimseStatus.moveDestinationUnknown);
      return query(request, (query, signal) =>
        answerSuboperations(move.call(verbs, { ...query, destinationAet }, association), { ...responses, signal }),
      );
    }
    case commandField.cGetRq: {
      const { get } = verbs;
      if (get === undefined) break;
      return query(request, (query, signal) =>
        answerSuboperations(get.call(verbs, query, association, suboperations), { ...responses, signal }),
      );
    }
    case commandField.nActionRq: {
      const { action } = verbs;
      if (action === undefined) break;
      return notificationOperation(request, (notified) => action.call(verbs, notified, association));
    }
    case commandField.nEventReportRq: {
      const { eventReport } = verbs;
      if (eventReport === undefined) break;
      return notificationOperation(request, (notified) => eventReport.call(verbs, notified, association));
    }
  }
  return refusal(dimseStatus.unrecognizedOperation);
}

type Query = Parameters<NonNullable<Verbs<unknown>['find']>>[0];

/** C-FIND, C-MOVE and C-GET: the identifier is collected, then responses are sent until the verb is done. */
function query(
  { command, messageId, context }: PeerRequest,
  answer: (query: Query, signal: AbortSignal) => Promise<RetrieveOutcome>,
): RequestedOperation {
  const { affectedSopClassUid: sopClassUid } = command;
  if (command.dataSetType === noDataSet) return refusal(dimseStatus.cannotUnderstand);
  if (sopClassUid !== context.abstractSyntax) return refusal(dimseStatus.sopClassNotSupported);
  const canceller = new AbortController();
  const { signal } = canceller;
  const common = { messageId, sopClassUid, transferSyntaxUid: context.transferSyntax, priority: command.priority ?? 0 };
  return {
    canceller,
    open: () =>
      collect(collectedLimits.identifierBytes, (identifier) => answer({ ...common, identifier, signal }, signal)),
  };
}

/** Returns what is done for an N-ACTION or N-EVENT-REPORT, whose data set is optional. */
export function notificationOperation(
  { command, messageId, context }: PeerRequest,
  answer: (request: NotificationRequest) => Promise<RetrieveOutcome>,
): RequestedOperation {
  const isAction = command.commandField === commandField.nActionRq;
  const sopClassUid = isAction ? command.requestedSopClassUid : command.affectedSopClassUid;
  const sopInstanceUid = isAction ? command.requestedSopInstanceUid : command.affectedSopInstanceUid;
  const typeId = isAction ? command.actionTypeId : command.eventTypeId;
  if (sopClassUid !== context.abstractSyntax) return refusal(dimseStatus.sopClassNotSupported);
  if (sopInstanceUid === undefined || !isUid(sopInstanceUid)) return refusal(dimseStatus.invalidSopInstance);
  if (typeId === undefined) return refusal(isAction ? dimseStatus.noSuchActionType : dimseStatus.noSuchEventType);
  const common = { messageId, sopClassUid, sopInstanceUid, typeId, transferSyntaxUid: context.transferSyntax };
  if (command.dataSetType === noDataSet) return { open: () => answer({ ...common, dataSet: undefined }) };
  return { open: () => collect(collectedLimits.notificationBytes, (dataSet) => answer({ ...common, dataSet })) };
}

/** Holds a whole data set, then answers. */
function collect(limitBytes: number, answer: (dataSet: Uint8Array) => Promise<RetrieveOutcome>): OperationSink {
  const collector = new DataSetCollector(limitBytes);
  return {
    write: (chunk) => {
      collector.push(chunk);
      return undefined;
    },
    end: () => answer(collector.take()),
    abort: () => Promise.resolve(),
  };
}

function refusal(status: number): RequestedOperation {
  return { open: () => ({ status }) };
}

function echoOutcome(status: Promise<number> | number): Promise<RetrieveOutcome> | RetrieveOutcome {
  return typeof status === 'number' ? { status } : status.then((answered) => ({ status: answered }));
}
