/**
 * Row types of second factors, passkeys, ceremonies and accounts of other providers, as `database/migrations/0029-identity.ts`
 * and `0034-single-sign-on.ts` create them.
 */

import type { Generated } from 'kysely';

type TotpTable = {
  user_id: number;
  /** AES-256-GCM under the node's identity key, see `identity-key.ts`. */
  sealed_secret: Buffer;
  /** The last time step whose code was accepted, RFC 6238 §5.2; 0 before the first. */
  last_step: number;
  created_at: Date;
  /** Null until a first code has shown that the application has the secret. */
  confirmed_at: Date | null;
};

type RecoveryCodeTable = {
  user_id: number;
  /** SHA-256; the row goes when the code is used. */
  code_hash: Buffer;
};

export type PasskeyTable = {
  id: Generated<number>;
  user_id: number;
  credential_id: Buffer;
  /** COSE_Key, RFC 9052 §7. */
  public_key: Buffer;
  sign_count: number;
  transports: readonly string[];
  is_backed_up: boolean;
  label: string;
  created_at: Date;
  used_at: Date | null;
};

type CeremonyTable = {
  /** SHA-256 of the cookie that binds the ceremony to its browser. */
  id_hash: Buffer;
  purpose: string;
  user_id: number | null;
  /** Of WebAuthn, base64url; of single sign-on, what it was begun for. */
  challenge: string | null;
  expires_at: Date;
};

type ProviderAccountTable = {
  /** OpenID Connect Core §2: `iss` and `sub`, which together name an account for ever. */
  issuer: string;
  subject: string;
  user_id: number;
  created_at: Date;
};

export type IdentityTables = {
  provider_account: ProviderAccountTable;
  totp: TotpTable;
  recovery_code: RecoveryCodeTable;
  passkey: PasskeyTable;
  ceremony: CeremonyTable;
};
