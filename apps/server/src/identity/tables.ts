/** Row types of second factors, passkeys and ceremonies, as `database/migrations/0029-identity.ts` creates them. */

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
  /** Of WebAuthn, base64url. */
  challenge: string | null;
  expires_at: Date;
};

export type IdentityTables = {
  totp: TotpTable;
  recovery_code: RecoveryCodeTable;
  passkey: PasskeyTable;
  ceremony: CeremonyTable;
};
