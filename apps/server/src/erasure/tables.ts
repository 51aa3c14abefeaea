/** Row type of erasures, as `database/migrations/0032-erasure.ts` creates it. */

import type { ErasureReason, Recipient } from '@isocenter/contract/erasures';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { ErasedKey } from '../storage/erasure-ledger.ts';

/** What is erased; null once it is. */
export type ErasureSubject = {
  readonly patientId: number;
  readonly identityKey: string;
  readonly keys: readonly ErasedKey[];
  readonly studies: readonly { readonly id: number; readonly uid: string }[];
};

/** `SEMANTICS.md` has what each means, and what leads from one to the other. */
export type ErasureState = 'waiting' | 'decided' | 'done' | 'refused';

export type ErasureTable = {
  id: Generated<number>;
  /** As in the ledger and in the audit trail. */
  ledger_id: string;
  state: ErasureState;
  subject: JSONColumnType<ErasureSubject, string, string | null> | null;
  reason: ErasureReason | 'ledger';
  /** By internal id, such as `user 3`. */
  requested_by: string;
  requested_at: Date;
  studies: number;
  instances: number;
  /** Who has copies. */
  recipients: JSONColumnType<readonly Recipient[]>;
  attempts: Generated<number>;
  /** Code of the last attempt that failed. */
  failure: ColumnType<string | null, never, string | null>;
  ended_at: ColumnType<Date | null, never, Date>;
};

export type ErasureTables = { erasure: ErasureTable };
