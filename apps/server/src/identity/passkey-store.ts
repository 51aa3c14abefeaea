/** The passkeys of accounts as rows: public keys and counters, nothing secret. */

import { randomBytes } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { AccessError } from '../access/errors.ts';
import type { Database } from '../database/schema.ts';
import type { PasskeyTable } from './tables.ts';

export type PasskeyRow = Selectable<PasskeyTable>;

/** More than a person has devices. */
const maxPasskeys = 20;

/** W3C WebAuthn §14.6.1: random, at most 64 bytes, and nothing that tells who it is. */
const handleBytes = 32;

export function listPasskeys(db: Kysely<Database>, userId: number): Promise<PasskeyRow[]> {
  return db.selectFrom('passkey').selectAll().where('user_id', '=', userId).orderBy('id').execute();
}

/** Returns the passkey of a credential id as browsers send it. */
export function findPasskey(db: Kysely<Database>, credentialId: string): Promise<PasskeyRow | undefined> {
  const id = Buffer.from(credentialId, 'base64url');
  return db.selectFrom('passkey').selectAll().where('credential_id', '=', id).executeTakeFirst();
}

/** @throws AccessError `passkey-refused` where the credential is known already, `too-many-passkeys` */
export async function insertPasskey(
  trx: Kysely<Database>,
  passkey: Omit<PasskeyRow, 'id' | 'used_at'>,
): Promise<number> {
  if ((await listPasskeys(trx, passkey.user_id)).length >= maxPasskeys) throw new AccessError('too-many-passkeys');
  const row = await trx
    .insertInto('passkey')
    .values({ ...passkey, used_at: null })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw new AccessError('passkey-refused');
  return row.id;
}

/**
 * Notes a use: true where the counter has gone on since (W3C WebAuthn §6.1.1), or is not kept by the device, which says 0
 * each time. Decided in the statement, so that of two copies used at the same moment one is refused.
 */
export async function noteUse(
  db: Kysely<Database>,
  id: number,
  { signCount, isBackedUp, at }: { signCount: number; isBackedUp: boolean; at: Date },
): Promise<boolean> {
  const noted = await db
    .updateTable('passkey')
    .set({ sign_count: signCount, is_backed_up: isBackedUp, used_at: at })
    .where('id', '=', id)
    .where(sql<boolean>`sign_count < ${signCount} or (sign_count = 0 and ${signCount}::bigint = 0)`)
    .executeTakeFirst();
  return noted.numUpdatedRows > 0n;
}

/** @throws AccessError `not-found` where the account has no such passkey */
export async function removePasskey(trx: Kysely<Database>, userId: number, id: number): Promise<void> {
  const removed = await trx.deleteFrom('passkey').where('user_id', '=', userId).where('id', '=', id).executeTakeFirst();
  if (removed.numDeletedRows === 0n) throw new AccessError('not-found');
}

/** Returns the handle by which devices know the account; made at the first call. */
export async function ensureHandle(db: Kysely<Database>, userId: number): Promise<Buffer> {
  const row = await db
    .updateTable('user_account')
    .set((eb) => ({ passkey_handle: eb.fn.coalesce('passkey_handle', eb.val(randomBytes(handleBytes))) }))
    .where('id', '=', userId)
    .returning('passkey_handle')
    .executeTakeFirst();
  if (row?.passkey_handle === undefined || row.passkey_handle === null) throw new AccessError('not-found');
  return row.passkey_handle;
}
