/**
 * Recovery codes: for who has lost telephone and keys. Ten, each good once, shown when they are made.
 *
 * 120 random bits need no slow hash (more than the 112 of NIST SP 800-63B §5.1.2.2).
 */

import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { hashSecret } from '../access/secret.ts';
import type { Database } from '../database/schema.ts';
import { encodeBase32 } from './base32.ts';

const count = 10;
/** 120 bits: 24 characters in six groups. */
const codeBytes = 15;

/** Makes ten codes in the place of those before, and returns them as they are shown. */
export async function makeRecoveryCodes(trx: Kysely<Database>, userId: number): Promise<string[]> {
  const codes = Array.from({ length: count }, () => encodeBase32(randomBytes(codeBytes)));
  await trx.deleteFrom('recovery_code').where('user_id', '=', userId).execute();
  const rows = codes.map((code) => ({ user_id: userId, code_hash: hashSecret(code) }));
  await trx.insertInto('recovery_code').values(rows).execute();
  return codes.map((code) => (code.match(/.{4}/g) ?? []).join('-'));
}

/** Uses a code up: true where it was one of the account. Typed `0`, `1` and `8` are read as the letters they look like. */
export async function takeRecoveryCode(db: Kysely<Database>, userId: number, typed: string): Promise<boolean> {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replace(/0/g, 'O').replace(/1/g, 'I').replace(/8/g, 'B');
  const used = await db
    .deleteFrom('recovery_code')
    .where('user_id', '=', userId)
    .where('code_hash', '=', hashSecret(code))
    .returning('user_id')
    .executeTakeFirst();
  return used !== undefined;
}

export async function countRecoveryCodes(db: Kysely<Database>, userId: number): Promise<number> {
  const counted = await db
    .selectFrom('recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return Number(counted.left);
}
