/** Row types of consents and requests for correction, as `database/migrations/0036-consent.ts` creates them. */

import type { ConsentForm, ConsentPurpose, CorrectionOutcome } from '@isocenter/contract/consents';
import type { ColumnType, Generated } from 'kysely';

type ConsentTable = {
  id: Generated<number>;
  patient_id: number;
  purpose: ConsentPurpose;
  form: ConsentForm;
  /** The driver gives dates as text, `YYYY-MM-DD`. */
  given_on: string;
  /** By internal id, such as `user 3`. */
  recorded_by: string;
  recorded_at: Date;
  withdrawn_at: ColumnType<Date | null, never, Date>;
  withdrawn_by: ColumnType<string | null, never, string>;
};

type CorrectionRequestTable = {
  id: Generated<number>;
  patient_id: number;
  /** What it is about. */
  study_id: number;
  request: string;
  recorded_by: string;
  recorded_at: Date;
  outcome: ColumnType<CorrectionOutcome | null, never, CorrectionOutcome>;
  answer: ColumnType<string | null, never, string>;
  answered_by: ColumnType<string | null, never, string>;
  answered_at: ColumnType<Date | null, never, Date>;
};

export type ConsentTables = {
  consent: ConsentTable;
  consent_grant: { consent_id: number; grant_id: number };
  correction_request: CorrectionRequestTable;
};
