/**
 * What a service offers to the associations that reach it: the port between this package and an application.
 */

import type { DataSetSource } from './data-set-writer.ts';
import type { AcceptedExtras, ContextDecisions } from './negotiation.ts';
import type { ProposedContext, RoleSelection, UserIdentity, UserInformation } from './pdu.ts';
import type { AssociationLimits } from './pdu-connection.ts';
import type { Rejection } from './rejection.ts';
import type { TlsFacts } from './tls.ts';

/** An A-ASSOCIATE-RQ that the service-provider found acceptable. */
export type AssociationRequest = {
  readonly calledAet: string;
  readonly callingAet: string;
  /** IP address of the peer. */
  readonly address: string;
  /** Undefined without TLS. */
  readonly tls: TlsFacts | undefined;
  readonly contexts: readonly ProposedContext[];
  readonly implementationClassUid: string | undefined;
  readonly implementationVersionName: string | undefined;
  readonly roleSelections: readonly RoleSelection[];
  /** Credentials: for the decision only, never for a log. */
  readonly userIdentity: UserIdentity | undefined;
  /** Everything else that was negotiated, as it came. */
  readonly userInformation: UserInformation;
};

export type AssociationDecision<Context> =
  | ({
      readonly kind: 'accept';
      readonly contexts: ContextDecisions;
      /** Handed to the verbs with the association. */
      readonly context: Context;
      /** Of this association, instead of the server's. */
      readonly limits?: AssociationLimits;
      /** Called once when the association is over, at once where the peer has gone meanwhile. Must not throw. */
      readonly leave?: () => void;
    } & AcceptedExtras)
  /** One of `rejection`, or other numbers of PS3.8 Table 9-21. */
  | ({ readonly kind: 'reject' } & Rejection);

export type AcceptedContext = {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
};

/** What an N-ACTION asks for, or an N-EVENT-REPORT tells. */
export type Notification = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** Action Type ID or Event Type ID. */
  readonly typeId: number;
  /** The syntax the data set is encoded in; there must be an accepted context for it. */
  readonly transferSyntaxUid: string;
  /** The encoded data set, where there is one. */
  readonly dataSet?: Uint8Array;
};

/** An established association as verbs see it; `Context` is whatever `accept` returned with its decision. */
export type Association<Context> = {
  /** Counts up within one server; for logs. */
  readonly id: number;
  readonly calledAet: string;
  readonly callingAet: string;
  readonly address: string;
  readonly implementationClassUid: string | undefined;
  readonly implementationVersionName: string | undefined;
  readonly contexts: ReadonlyMap<number, AcceptedContext>;
  readonly context: Context;
  /**
   * Sends an N-EVENT-REPORT to the requestor, between its operations, and resolves with its answer, PS3.4 §J.3.3. May
   * outlive the verb that was given the association.
   *
   * @throws DimseError `context-not-accepted`, and what ends the association
   */
  eventReport(event: Notification): Promise<StoreOutcome>;
};

/** A C-STORE-RQ, PS3.7 §9.1.1.1; its SOP Class is the abstract syntax of its presentation context. */
export type StoreRequest = {
  readonly messageId: number;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly contextId: number;
  /** 0 medium, 1 high, 2 low. */
  readonly priority: number;
  /** Present on sub-operations of a C-MOVE. */
  readonly moveOriginator?: { readonly aet: string; readonly messageId: number };
};

/** What a C-STORE is answered with, PS3.7 §9.1.1.1.9. */
export type StoreOutcome = {
  readonly status: number;
  /** At most 64 characters of ISO 646; never a value of the data set. */
  readonly errorComment?: string;
  /** Tags as unsigned 32-bit numbers. */
  readonly offendingElements?: readonly number[];
};

/**
 * Takes the bytes of one data set while they arrive. Calls never overlap: `write`s, each after the last has settled,
 * then either `end` once, or `abort` once. After a `write` that failed, `abort` follows, and after `end`, nothing.
 */
export type StoreSink = {
  /**
   * The chunk is valid until this returns or the promise settles. A pending promise stops reading from the peer. A
   * rejection makes the operation fail: the rest of the data set is dropped and answered with the `status` of a
   * DimseError `operation-refused`, or with 0110H for any other error.
   */
  write(chunk: Uint8Array): Promise<void> | undefined;
  /** The data set is complete; resolves with what shall be answered. */
  end(): Promise<StoreOutcome>;
  /** The peer aborted, the connection is lost, or a `write` failed: nothing may stay behind. */
  abort(): Promise<void>;
};

/** What C-FIND, C-MOVE and C-GET requests have in common, PS3.7 §9.1.2 to §9.1.4. */
type IdentifierRequest = {
  readonly messageId: number;
  /** One of the Query/Retrieve information models; the abstract syntax of its presentation context. */
  readonly sopClassUid: string;
  /** Of the identifier, and of every identifier that is answered. */
  readonly transferSyntaxUid: string;
  /** 0 medium, 1 high, 2 low. */
  readonly priority: number;
  /** The encoded data set; valid as long as the operation runs. */
  readonly identifier: Uint8Array;
  /** Aborted by C-CANCEL-RQ (PS3.7 §9.3.2.3), and when the association ends. */
  readonly signal: AbortSignal;
};

export type FindRequest = IdentifierRequest;

/** One pending response of a C-FIND. */
export type FindMatch = {
  /** Encoded as the request's identifier is; sent from where it lies, so it must not change afterwards. */
  readonly identifier: Uint8Array;
  /** Some optional keys were not supported: answered FF01H instead of FF00H, PS3.4 §C.4.1.1.4. */
  readonly isWarning?: boolean;
};

/** How far the sub-operations of a C-MOVE or C-GET are, PS3.4 §C.4.2.1.6 to §C.4.2.1.9. */
export type SuboperationCounts = {
  readonly remaining: number;
  readonly completed: number;
  readonly failed: number;
  readonly warning: number;
};

/** The last response of a C-MOVE or C-GET. */
export type RetrieveOutcome = StoreOutcome & {
  readonly counts?: SuboperationCounts;
  /** Encoded data set with the Failed SOP Instance UID List (0008,0058), where any failed. */
  readonly identifier?: Uint8Array;
};

export type MoveRequest = IdentifierRequest & { readonly destinationAet: string };

export type GetRequest = IdentifierRequest;

/**
 * C-STORE sub-operations of a C-GET, on the association that the C-GET came on. Each must have settled before the verb
 * yields or returns: what it says would otherwise be sent in the middle of an instance.
 */
export type GetSuboperations = {
  /** Presentation contexts in which the peer takes instances: it proposed to be their SCP, PS3.7 §D.3.3.4. */
  readonly contexts: readonly AcceptedContext[];
  /** One at a time. @throws DimseError what ends the association, `context-not-accepted` */
  store(instance: StoreInstance): Promise<StoreOutcome>;
  /** Ends the association, and with it an instance that is on its way. */
  abort(): void;
};

/** N-ACTION-RQ and N-EVENT-REPORT-RQ, PS3.7 §10.1.4 and §10.1.1. */
export type NotificationRequest = {
  readonly messageId: number;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** Action Type ID or Event Type ID. */
  readonly typeId: number;
  readonly transferSyntaxUid: string;
  /** The encoded data set; undefined where none came. */
  readonly dataSet: Uint8Array | undefined;
};

/** An instance to be sent with a C-STORE-RQ. */
export type StoreInstance = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** The syntax the data set is encoded in; there must be an accepted context for it. */
  readonly transferSyntaxUid: string;
  readonly dataSet: DataSetSource;
  /** 0 medium (default), 1 high, 2 low. */
  readonly priority?: number;
  readonly moveOriginator?: { readonly aet: string; readonly messageId: number };
};

/** Verbs that are left out are answered with 0211H, unrecognized operation. */
export type Verbs<Context> = {
  /** Resolves with the status that is answered. */
  echo(association: Association<Context>): Promise<number> | number;
  /** Resolves with a sink, or with an outcome that refuses: the data set is then dropped and the outcome answered. */
  store(
    request: StoreRequest,
    association: Association<Context>,
  ): Promise<StoreSink | StoreOutcome> | StoreSink | StoreOutcome;
  /**
   * Yields the matches; the next is asked for when the peer took the last. Should end soon once the signal aborts. Its
   * end is answered with success, after a C-CANCEL with FE00H. A DimseError `operation-refused` is answered with its
   * status, any other error with 0110H.
   */
  find?(request: FindRequest, association: Association<Context>): AsyncIterable<FindMatch>;
  /** Yields what is answered as pending and returns the last response; errors and C-CANCEL as for `find`. */
  move?(
    request: MoveRequest,
    association: Association<Context>,
  ): AsyncGenerator<SuboperationCounts, RetrieveOutcome, void>;
  /** As `move`, with sub-operations on this association. */
  get?(
    request: GetRequest,
    association: Association<Context>,
    suboperations: GetSuboperations,
  ): AsyncGenerator<SuboperationCounts, RetrieveOutcome, void>;
  /** Resolves with what is answered. */
  action?(request: NotificationRequest, association: Association<Context>): Promise<StoreOutcome>;
  /** Resolves with what is answered. */
  eventReport?(request: NotificationRequest, association: Association<Context>): Promise<StoreOutcome>;
};
