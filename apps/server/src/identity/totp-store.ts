/** The authenticator application of an account: its sealed secret, confirmed by a first code, each code accepted once. */

import { randomBytes } from 'node:crypto';
import type { TotpEnrolment } from '@isocenter/contract/account';
import type { Kysely } from 'kysely';
import { AccessError } from '../access/errors.ts';
import type { Database } from '../database/schema.ts';
import { encodeBase32 } from './base32.ts';
import type { IdentityKey } from './identity-key.ts';
import { findTotpStep, totpSecretBytes, totpUri } from './totp.ts';

export type TotpStore = { readonly db: Kysely<Database>; readonly now: () => Date; readonly identityKey: IdentityKey };

const contextOf = (userId: number) => `totp ${userId}`;

/**
 * Makes a secret that waits for its first code; one that waited before is void.
 * @throws AccessError `totp-present` where an application is set up already
 */
export async function beginTotp(
  { db, now, identityKey }: TotpStore,
  user: { readonly id: number; readonly email: string },
  issuer: string,
): Promise<TotpEnrolment> {
  const secret = randomBytes(totpSecretBytes);
  const row = { sealed_secret: identityKey.seal(secret, contextOf(user.id)), last_step: 0, created_at: now() };
  const made = await db
    .insertInto('totp')
    .values({ user_id: user.id, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row).where('totp.confirmed_at', 'is', null))
    .returning('user_id')
    .executeTakeFirst();
  if (made === undefined) throw new AccessError('totp-present');
  return { secret: encodeBase32(secret), uri: totpUri(secret, { issuer, account: user.email }) };
}

/** Takes the first code: true where it was right, and from now on the application counts. */
export function confirmTotp(store: TotpStore, userId: number, code: string): Promise<boolean> {
  return acceptCode(store, { userId, code, isConfirmed: false });
}

/** Takes a code of an application that is set up: true once for each. */
export function acceptTotp(store: TotpStore, userId: number, code: string): Promise<boolean> {
  return acceptCode(store, { userId, code, isConfirmed: true });
}

export async function removeTotp(db: Kysely<Database>, userId: number): Promise<void> {
  await db.deleteFrom('totp').where('user_id', '=', userId).execute();
}

type Given = { readonly userId: number; readonly code: string; readonly isConfirmed: boolean };

/** The row is locked, so that of two equal codes at the same moment one is accepted. */
function acceptCode({ db, now, identityKey }: TotpStore, { userId, code, isConfirmed }: Given): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('totp')
      .selectAll()
      .where('user_id', '=', userId)
      .where('confirmed_at', isConfirmed ? 'is not' : 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return false;
    const secret = identityKey.open(row.sealed_secret, contextOf(userId));
    const step = findTotpStep(secret, code, { at: now(), after: Number(row.last_step) });
    if (step === undefined) return false;
    await trx
      .updateTable('totp')
      .set({ last_step: step, confirmed_at: row.confirmed_at ?? now() })
      .where('user_id', '=', userId)
      .execute();
    return true;
  });
}
