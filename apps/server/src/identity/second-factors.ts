/** Which second factors an account has. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { countRecoveryCodes } from './recovery-codes.ts';

export type SecondFactors = {
  readonly totpSince: Date | undefined;
  readonly passkeys: number;
  readonly recoveryCodes: number;
};

/** True where signing in takes a second step. */
export async function hasSecondFactor(db: Kysely<Database>, userId: number): Promise<boolean> {
  const totp = db.selectFrom('totp').select(sql.lit(1).as('one')).where('user_id', '=', userId);
  const passkey = db.selectFrom('passkey').select(sql.lit(1).as('one')).where('user_id', '=', userId);
  const either = totp.where('confirmed_at', 'is not', null).unionAll(passkey).limit(1);
  return (await either.executeTakeFirst()) !== undefined;
}

export async function getSecondFactors(db: Kysely<Database>, userId: number): Promise<SecondFactors> {
  const totp = await db.selectFrom('totp').select('confirmed_at').where('user_id', '=', userId).executeTakeFirst();
  const passkeys = await db.selectFrom('passkey').select('id').where('user_id', '=', userId).execute();
  return {
    totpSince: totp?.confirmed_at ?? undefined,
    passkeys: passkeys.length,
    recoveryCodes: await countRecoveryCodes(db, userId),
  };
}

/** Takes every second factor from an account whose owner has lost them. */
export async function removeSecondFactors(trx: Kysely<Database>, userId: number): Promise<void> {
  for (const table of ['totp', 'passkey', 'recovery_code'] as const) {
    await trx.deleteFrom(table).where('user_id', '=', userId).execute();
  }
}
