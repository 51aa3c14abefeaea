/** Row types of one-time tokens and codes, as `database/migrations/0030-messages.ts` creates them. */

type OneTimeTokenTable = {
  token_hash: Buffer;
  /** What using it does, and for whom: one live token each. */
  purpose: string;
  subject: string;
  /** Hash of the secret of the browser that began; null where none has begun yet. */
  browser_hash: Buffer | null;
  created_at: Date;
  expires_at: Date;
};

type OneTimeCodeTable = {
  purpose: string;
  subject: string;
  /** Over code, purpose, subject and the secret of the browser, see `one-time-code.ts`. */
  code_hash: Buffer;
  tries: number;
  created_at: Date;
  expires_at: Date;
};

export type VerificationTables = { one_time_token: OneTimeTokenTable; one_time_code: OneTimeCodeTable };
