/**
 * Row types of users, service accounts, sessions, tokens, set-up links and throttles, as `database/migrations/0002-access.ts`,
 * `0029-identity.ts` and `0044-service-accounts.ts` create them. Those of grants, organisations and care teams are in `grant-tables.ts`.
 */

import type { Language } from '@isocenter/contract/language';
import type { Role, UserRole } from '@isocenter/contract/role';
import type { Generated } from 'kysely';
import type { GrantTables } from './grant-tables.ts';

export type UserAccountTable = {
  id: Generated<number>;
  /** As it was entered. */
  email: string;
  /** What makes two e-mail addresses the same account, see `email-key.ts`. */
  email_key: string;
  name: string;
  role: UserRole;
  /** PHC string of argon2id; null until a password was chosen through a set-up link. */
  password_hash: string | null;
  created_at: Date;
  last_sign_in_at: Date | null;
  disabled_at: Date | null;
  /** The second channel, ITU-T E.164. */
  phone: Generated<string | null>;
  phone_verified_at: Generated<Date | null>;
  /** By which devices with passkeys know the account: random bytes. */
  passkey_handle: Generated<Buffer | null>;
  /** Of pages and messages; null until it was chosen. */
  language: Generated<Language | null>;
};

type SessionTable = {
  /** SHA-256 of the 32 random bytes in the cookie. */
  id_hash: Buffer;
  /** By which its owner may name it. */
  id: Generated<number>;
  user_id: number;
  created_at: Date;
  /** Last use, to the minute. */
  seen_at: Date;
  /** The absolute end. */
  expires_at: Date;
  /** When its user last proved to be there. */
  proved_at: Date;
  way: Generated<SessionWay>;
  /** From short lists, see `identity/browser-name.ts`. */
  browser: Generated<string | null>;
  system: Generated<string | null>;
  /** IP address that it was begun from. */
  address: Generated<string | null>;
};

/** How a session began. */
export type SessionWay = 'password' | 'passkey' | 'set-up' | 'single-sign-on';

type ApiTokenTable = {
  id: Generated<number>;
  secret_hash: Buffer;
  label: string;
  /** Null for the tokens of service accounts, which have neither a role nor a creator. */
  role: Role | null;
  service_id: Generated<number | null>;
  /** Null for tokens made on the command line. */
  created_by: number | null;
  created_at: Date;
  expires_at: Date;
  /** Last use, to the minute. */
  used_at: Date | null;
  revoked_at: Date | null;
  /** How many days before its end people were told last; of service accounts only. */
  told_days: Generated<number | null>;
};

export type ServiceAccountTable = {
  id: Generated<number>;
  /** Unlike those of all others, whatever the case. */
  name: string;
  description: string;
  /** E-mail address of who answers for it. */
  contact: string;
  /** IP addresses and networks that it may speak from; none: from anywhere. */
  networks: string[];
  created_at: Date;
  expires_at: Date | null;
  disabled_at: Date | null;
  /** It is in no list any more; its name stays for the audit trail. */
  deleted_at: Generated<Date | null>;
};

type SetupLinkTable = {
  token_hash: Buffer;
  /** Null for the link of the first administrator; one live link each. */
  user_id: number | null;
  created_at: Date;
  expires_at: Date;
};

type SignInThrottleTable = {
  /** SHA-256 of what is counted: an account, an address, or both together. */
  key_hash: Buffer;
  failures: number;
  blocked_until: Date;
  changed_at: Date;
};

export type AccessTables = GrantTables & {
  user_account: UserAccountTable;
  session: SessionTable;
  api_token: ApiTokenTable;
  service_account: ServiceAccountTable;
  setup_link: SetupLinkTable;
  sign_in_throttle: SignInThrottleTable;
};
