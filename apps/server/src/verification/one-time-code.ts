/**
 * Codes over a second channel: six digits, ten minutes, five tries, at most one live for a purpose and subject.
 *
 * A million codes are soon tried against a plain hash, so the secret in the browser's cookie goes into it: whoever reads the
 * database has neither, and a code is worth nothing in another browser.
 */

import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { VerificationError } from './errors.ts';

const digits = 6;
export const codeLifeMs = 10 * 60_000;
const maxTries = 5;

export type CodeOwner = {
  readonly purpose: string;
  readonly subject: string;
  /** What the browser's cookie holds. */
  readonly browserSecret: string;
  readonly now: Date;
};

/** Issues a code and ends the one before it. */
export async function issueCode(
  trx: Kysely<Database>,
  owner: CodeOwner,
): Promise<{ readonly code: string; readonly expiresAt: Date }> {
  const { purpose, subject, now } = owner;
  const code = String(randomInt(10 ** digits)).padStart(digits, '0');
  const expiresAt = new Date(now.getTime() + codeLifeMs);
  const row = { code_hash: hashOf(code, owner), tries: 0, created_at: now, expires_at: expiresAt };
  await trx
    .insertInto('one_time_code')
    .values({ purpose, subject, ...row })
    .onConflict((conflict) => conflict.columns(['purpose', 'subject']).doUpdateSet(row))
    .execute();
  return { code, expiresAt };
}

/** A try, which counts whatever becomes of what it was made for. */
export type CodeTry =
  | 'right'
  | { readonly kind: 'wrong'; readonly remainingTries: number }
  | { readonly kind: 'invalid' };

/** Counts a try and says whether it was the code; a right one is used up. Commit it in any case: a failed try must stay counted. */
export async function tryCode(trx: Kysely<Database>, code: string, owner: CodeOwner): Promise<CodeTry> {
  const { purpose, subject, now } = owner;
  // The row is locked until the transaction ends, so that a hundred guesses at a time are five.
  const row = await trx
    .updateTable('one_time_code')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('expires_at', '>', now)
    .where('tries', '<', maxTries)
    .returning(['code_hash', 'tries'])
    .executeTakeFirst();
  if (row === undefined) return { kind: 'invalid' };
  if (!timingSafeEqual(hashOf(code, owner), row.code_hash)) {
    return { kind: 'wrong', remainingTries: maxTries - row.tries };
  }
  await withdrawCode(trx, purpose, subject);
  return 'right';
}

/** @throws VerificationError `code-wrong`, `code-invalid` */
export function assertRight(outcome: CodeTry): void {
  if (outcome === 'right') return;
  if (outcome.kind === 'invalid') throw new VerificationError('code-invalid');
  throw new VerificationError('code-wrong', outcome.remainingTries);
}

export async function withdrawCode(trx: Kysely<Database>, purpose: string, subject: string): Promise<void> {
  await trx.deleteFrom('one_time_code').where('purpose', '=', purpose).where('subject', '=', subject).execute();
}

function hashOf(code: string, { purpose, subject, browserSecret }: Omit<CodeOwner, 'now'>): Buffer {
  const typed = code.replace(/[\s-]/g, '');
  return createHmac('sha256', browserSecret).update(`${purpose}\0${subject}\0${typed}`).digest();
}
