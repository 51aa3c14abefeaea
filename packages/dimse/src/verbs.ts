/**
 * What a service offers to the associations that reach it: the port between this package and an application.
 */

import type { AcceptedExtras, ContextDecisions } from './negotiation.ts';
import type { ProposedContext, RoleSelection, UserIdentity, UserInformation } from './pdu.ts';
import type { Rejection } from './rejection.ts';

/** An A-ASSOCIATE-RQ that the service-provider found acceptable. */
export type AssociationRequest = {
  readonly calledAet: string;
  readonly callingAet: string;
  /** IP address of the peer. */
  readonly address: string;
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
    } & AcceptedExtras)
  /** One of `rejection`, or other numbers of PS3.8 Table 9-21. */
  | ({ readonly kind: 'reject' } & Rejection);

export type AcceptedContext = {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
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

export type Verbs<Context> = {
  /** Resolves with the status that is answered. */
  echo(association: Association<Context>): Promise<number> | number;
  /** Resolves with a sink, or with an outcome that refuses: the data set is then dropped and the outcome answered. */
  store(
    request: StoreRequest,
    association: Association<Context>,
  ): Promise<StoreSink | StoreOutcome> | StoreSink | StoreOutcome;
};
