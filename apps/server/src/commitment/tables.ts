/**
 * Row types of storage commitment, as `database/migrations/0007-commitment.ts` and
 * `0022-committed-deliveries.ts` create them.
 */

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { CommitmentReport } from './data-sets.ts';

/** SOP Class UID and SOP Instance UID. */
type Reference = readonly [sopClassUid: string, sopInstanceUid: string];

/** What a peer asked this node to commit to; `SEMANTICS.md` has the states. */
export type CommitmentTable = {
  id: Generated<number>;
  transaction_uid: string;
  /** Of the peer that asked and is reported to. */
  ae_title: string;
  /** Null for a caller on this machine that no entry names. */
  peer_id: number | null;
  address: string;
  /** The peer had used the Transaction UID before. */
  is_duplicate: boolean;
  /** Emptied once the transaction is over. */
  instances: JSONColumnType<readonly Reference[]>;
  state: 'waiting' | 'reported' | 'dead';
  attempts: number;
  /** When it is attempted next; moved on before each attempt. */
  due_at: Date;
  requested_at: Date;
  ended_at: Date | null;
};

/** What this node, or a command beside it, asked a peer to commit to. */
export type CommitmentInquiryTable = {
  transaction_uid: string;
  /** Of the peer that was asked. */
  ae_title: string;
  asked_at: Date;
  /** Emptied once it was applied to a delivery. */
  report: JSONColumnType<CommitmentReport> | null;
  /** The delivery that is confirmed by it; null for the command line. */
  delivery_id: ColumnType<number | null, number | undefined, number>;
  applied_at: ColumnType<Date | null, never, Date>;
};

export type CommitmentTables = { commitment: CommitmentTable; commitment_inquiry: CommitmentInquiryTable };
