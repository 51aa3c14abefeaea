/** Row type of legal holds, as `database/migrations/0011-storage-life.ts` creates it. */

import type { Generated } from 'kysely';

export type LegalHoldTable = {
  id: Generated<number>;
  kind: 'patient' | 'study';
  /** The patient's, as in `patient.identity_key`: internal ids are new after a reindex. */
  identity_key: string;
  /** Of a hold on a study. */
  study_instance_uid: string | null;
  reason: string;
  /** By internal id, such as `user 3`. */
  placed_by: string;
  placed_at: Date;
  release_reason: string | null;
  released_by: string | null;
  released_at: Date | null;
};

export type HoldTables = { legal_hold: LegalHoldTable };
