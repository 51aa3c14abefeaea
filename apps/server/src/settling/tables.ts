/** Row type of settlements, as `database/migrations/0009-routing.ts` makes it. */

import type { Generated } from 'kysely';

/** Why a study or series counts as settled, see SEMANTICS.md. */
export type SettlementReason = 'quiet' | 'counts-agree' | 'counts-differ' | 'sender-silent' | 'longest-wait';

export type SettlementTable = {
  id: Generated<number>;
  study_instance_uid: string;
  /** `patient.identity_key`: with the UID what names a study across a rebuild of the index. */
  patient_key: string;
  /** Empty where the whole study is settled. */
  series_instance_uid: string;
  /** From 1 for each study and each series. */
  number: number;
  state: 'complete' | 'incomplete';
  reason: SettlementReason;
  instance_count: number;
  /** What the sender says it holds; null where it was not asked or did not answer. */
  expected_count: number | null;
  /** SHA-256 of the digests of what was served, in their order. */
  digest: Buffer;
  settled_at: Date;
  /** When the rules were applied to it; null until then. */
  applied_at: Date | null;
};

export type SettlingTables = { settlement: SettlementTable };
