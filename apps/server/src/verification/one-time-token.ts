/**
 * Tokens of links in mails: 256 bits, kept as a hash, good once and for a while, at most one live for a purpose and subject.
 *
 * A token is in the fragment of a link and comes back in the body of a POST, so that looking at the link, as mail scanners do,
 * uses nothing up. Where a browser began, only that browser may use it. `SEMANTICS.md` has the rules.
 */

import type { Kysely } from 'kysely';
import { createSecret, hashSecret } from '../access/secret.ts';
import type { Database } from '../database/schema.ts';
import { VerificationError } from './errors.ts';

export type NewToken = {
  readonly purpose: string;
  readonly subject: string;
  /** Of the secret of the browser that began; undefined where nobody has begun, and the first that uses it does. */
  readonly browserHash: Buffer | undefined;
  readonly lifeMs: number;
  readonly now: Date;
};

/** Issues a token and ends the one before it. */
export async function issueToken(
  trx: Kysely<Database>,
  { purpose, subject, browserHash, lifeMs, now }: NewToken,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const { text, hash } = createSecret();
  const expiresAt = new Date(now.getTime() + lifeMs);
  const row = { token_hash: hash, browser_hash: browserHash ?? null, created_at: now, expires_at: expiresAt };
  await trx
    .insertInto('one_time_token')
    .values({ purpose, subject, ...row })
    .onConflict((conflict) => conflict.columns(['purpose', 'subject']).doUpdateSet(row))
    .execute();
  return { token: text, expiresAt };
}

export type TokenUse = {
  readonly purpose: string;
  readonly token: string;
  /** What the browser's cookie holds. */
  readonly browserSecret: string | undefined;
  readonly now: Date;
};

/**
 * Uses a token up and returns its subject. In a transaction that fails afterwards it stays good.
 * @throws VerificationError `token-invalid`, `other-browser`
 */
export async function consumeToken(
  trx: Kysely<Database>,
  { purpose, token, browserSecret, now }: TokenUse,
): Promise<string> {
  const row = await trx
    .selectFrom('one_time_token')
    .select(['token_hash', 'subject', 'browser_hash'])
    .where('token_hash', '=', hashSecret(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new VerificationError('token-invalid');
  const isSame = row.browser_hash === null || (browserSecret && hashSecret(browserSecret).equals(row.browser_hash));
  if (!isSame) throw new VerificationError('other-browser');
  await trx.deleteFrom('one_time_token').where('token_hash', '=', row.token_hash).execute();
  return row.subject;
}

/** Returns whom an expired token belonged to, for sending another one to where this one went. */
export async function findExpiredToken(
  db: Kysely<Database>,
  { purpose, token, now }: Omit<TokenUse, 'browserSecret'>,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('one_time_token')
    .select('subject')
    .where('token_hash', '=', hashSecret(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '<=', now)
    .executeTakeFirst();
  return row?.subject;
}

export async function withdrawToken(trx: Kysely<Database>, purpose: string, subject: string): Promise<void> {
  await trx.deleteFrom('one_time_token').where('purpose', '=', purpose).where('subject', '=', subject).execute();
}
