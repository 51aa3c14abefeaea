/**
 * Showing that the telephone of an account is its owner's: a code goes there and is typed in the session that asked for it.
 * It is good for the number that it went to, and no other.
 */

import type { Kysely } from 'kysely';
import { getUser } from '../access/users.ts';
import type { Database } from '../database/schema.ts';
import { HttpProblem } from '../http/problem.ts';
import { enqueueMessage } from '../messages/outbox.ts';
import { maskPhoneNumber } from '../messages/phone-number.ts';
import { assertRight, type CodeOwner, codeLifeMs, issueCode, tryCode } from '../verification/one-time-code.ts';

export type PhoneDeps = { readonly db: Kysely<Database>; readonly now: () => Date };

/** Whose telephone, and the secret of the session in which it is verified. */
export type PhoneOwner = { readonly userId: number; readonly sessionSecret: string };

export type SentPhoneCode = { readonly phone: string; readonly expiresAt: Date };

/** Sends a code, which ends the one before. @throws HttpProblem `phone-invalid` where the account has no telephone */
export async function sendPhoneCode({ db, now }: PhoneDeps, owner: PhoneOwner): Promise<SentPhoneCode> {
  const { phone, language } = await getUser(db, owner.userId);
  if (phone === null) throw new HttpProblem('phone-invalid');
  const at = now();
  const about = subjectOf(owner);
  return db.transaction().execute(async (trx) => {
    const { code, expiresAt } = await issueCode(trx, codeOwner(owner, phone, at));
    await enqueueMessage(trx, {
      ...{ channel: 'sms', to: phone, language: language ?? 'en', about, expiresAt, now: at },
      content: { kind: 'code', purpose: 'phone', code, minutes: codeLifeMs / 60_000 },
    });
    return { phone: maskPhoneNumber(phone), expiresAt };
  });
}

/** @throws HttpProblem `phone-invalid`; VerificationError `code-wrong`, `code-invalid` */
export async function confirmPhone({ db, now }: PhoneDeps, owner: PhoneOwner, code: string): Promise<void> {
  const at = now();
  const outcome = await db.transaction().execute(async (trx) => {
    // Locked, so that the number does not change between its code and the note.
    const { phone } = await trx
      .selectFrom('user_account')
      .select('phone')
      .where('id', '=', owner.userId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (phone === null) throw new HttpProblem('phone-invalid');
    const tried = await tryCode(trx, code, codeOwner(owner, phone, at));
    if (tried === 'right') {
      await trx.updateTable('user_account').set({ phone_verified_at: at }).where('id', '=', owner.userId).execute();
    }
    return tried;
  });
  assertRight(outcome);
}

function codeOwner(owner: PhoneOwner, phone: string, now: Date): CodeOwner {
  return { purpose: 'phone', subject: subjectOf(owner), browserSecret: `${owner.sessionSecret} ${phone}`, now };
}

function subjectOf({ userId }: PhoneOwner): string {
  return `user ${userId}`;
}
