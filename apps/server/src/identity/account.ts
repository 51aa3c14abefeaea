/**
 * The own account: adding and removing what it signs in with. Each change is made for who has given a fresh proof
 * (`step-up.ts`), which the routes ask for.
 */

import type { Account, AddPasskey, FactorAdded, UpdateAccount } from '@isocenter/contract/account';
import type { Kysely } from 'kysely';
import { AccessError } from '../access/errors.ts';
import { beginCounted, type Caller, type SignInOptions } from '../access/sign-in.ts';
import { getUser, type UserRow } from '../access/users.ts';
import type { Database } from '../database/schema.ts';
import { listPasskeys, removePasskey } from './passkey-store.ts';
import { addPasskey } from './passkeys.ts';
import { isSecondFactorRequired } from './policy.ts';
import { countRecoveryCodes, makeRecoveryCodes } from './recovery-codes.ts';
import { getSecondFactors, hasSecondFactor } from './second-factors.ts';
import { secondFactorKey } from './second-step.ts';
import { confirmTotp, removeTotp } from './totp-store.ts';

export async function describeAccount(
  { db, policy }: Pick<SignInOptions, 'db' | 'policy'>,
  userId: number,
): Promise<Account> {
  const user = await getUser(db, userId);
  const [factors, passkeys] = await Promise.all([getSecondFactors(db, userId), listPasskeys(db, userId)]);
  return {
    id: String(user.id),
    email: user.email,
    name: user.name,
    role: user.role,
    ...(user.phone === null ? {} : { phone: user.phone }),
    isPhoneVerified: user.phone_verified_at !== null,
    hasPassword: user.password_hash !== null,
    passkeys: passkeys.map((passkey) => ({
      id: String(passkey.id),
      label: passkey.label,
      isBackedUp: passkey.is_backed_up,
      createdAt: passkey.created_at.toISOString(),
      ...(passkey.used_at === null ? {} : { lastUsedAt: passkey.used_at.toISOString() }),
    })),
    ...(factors.totpSince === undefined ? {} : { totp: { since: factors.totpSince.toISOString() } }),
    recoveryCodesLeft: factors.recoveryCodes,
    isSecondFactorRequired: isSecondFactorRequired(policy, user.role),
  };
}

/** Changes name or telephone; another telephone has to be verified anew. */
export async function updateAccount(
  { db }: Pick<SignInOptions, 'db'>,
  userId: number,
  { name, phone }: UpdateAccount,
): Promise<void> {
  const user = await getUser(db, userId);
  const number = phone === undefined ? user.phone : phone.replace(/[^+\d]/g, '') || null;
  await db
    .updateTable('user_account')
    .set({
      name: name?.trim() ?? user.name,
      phone: number,
      phone_verified_at: number === user.phone ? user.phone_verified_at : null,
    })
    .where('id', '=', userId)
    .execute();
}

/** @throws AccessError `wrong-code`, `rate-limited` */
export async function finishTotp(
  options: SignInOptions,
  { userId, code, caller }: { userId: number; code: string; caller: Caller },
): Promise<FactorAdded> {
  const attempt = await beginCounted(options, secondFactorKey(userId), caller);
  if (!(await confirmTotp(options, userId, code))) throw new AccessError('wrong-code');
  await attempt.succeed(options.db);
  return codesForFirstFactor(options.db, userId);
}

/** @throws AccessError `passkey-refused`, `too-many-passkeys` */
export async function finishPasskey(
  options: SignInOptions,
  { userId, challenge, given }: { userId: number; challenge: string; given: AddPasskey },
): Promise<FactorAdded & { readonly passkeyId: number }> {
  const passkeyId = await addPasskey(options, { userId, challenge, given });
  return { passkeyId, ...(await codesForFirstFactor(options.db, userId)) };
}

/** @throws AccessError `factor-needed` where it is the last one of an account that needs one */
export function takeTotp(options: SignInOptions, userId: number): Promise<void> {
  return takeFactor(options, userId, (trx) => removeTotp(trx, userId));
}

/** @throws AccessError `not-found`; `factor-needed` where it is the last factor of an account that needs one */
export function takePasskey(options: SignInOptions, userId: number, passkeyId: number): Promise<void> {
  return takeFactor(options, userId, (trx) => removePasskey(trx, userId, passkeyId));
}

/** Recovery codes belong to a second factor: they are made with the first, and go with the last. */
async function codesForFirstFactor(db: Kysely<Database>, userId: number): Promise<FactorAdded> {
  if ((await countRecoveryCodes(db, userId)) > 0) return {};
  return { recoveryCodes: await db.transaction().execute((trx) => makeRecoveryCodes(trx, userId)) };
}

function takeFactor(
  { db, policy }: SignInOptions,
  userId: number,
  take: (trx: Kysely<Database>) => Promise<void>,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const user = await lockUser(trx, userId);
    await take(trx);
    if (await hasSecondFactor(trx, userId)) return;
    if (isSecondFactorRequired(policy, user.role)) throw new AccessError('factor-needed');
    await trx.deleteFrom('recovery_code').where('user_id', '=', userId).execute();
  });
}

/** Two factors that are removed at the same moment are removed one after the other. */
function lockUser(trx: Kysely<Database>, userId: number): Promise<UserRow> {
  const query = trx.selectFrom('user_account').selectAll().where('id', '=', userId).forUpdate();
  return query.executeTakeFirstOrThrow();
}
