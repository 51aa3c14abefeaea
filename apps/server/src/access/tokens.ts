/**
 * API tokens: bearer secrets for programs, RFC 6750. They never act above the role of the user who made them, and end
 * with that user.
 */

import type { CreateToken } from '@isocenter/contract/tokens';
import { tokenDefaultDays } from '@isocenter/contract/tokens';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { AccessError } from './errors.ts';
import { createSecret, hashSecret } from './secret.ts';
import type { Subject } from './subject.ts';

/** Begins every token, so that scanners for leaked secrets and people can tell what it is. */
const tokenPrefix = 'isocenter_';

const day = 24 * 60 * 60_000;

const usedPrecisionMs = 60_000;

export type TokenStore = { readonly db: Kysely<Database>; readonly now: () => Date };

export type NewToken = CreateToken & {
  /** Undefined for the command line. */
  readonly createdBy: number | undefined;
};

/** Makes a token; its secret is returned this once. */
export async function createToken(
  { db, now }: TokenStore,
  { label, role, expiresInDays, createdBy }: NewToken,
): Promise<{ id: number; secret: string }> {
  const at = now();
  const secret = createSecret(tokenPrefix);
  const { id } = await db
    .insertInto('api_token')
    .values({
      secret_hash: secret.hash,
      label,
      role,
      created_by: createdBy ?? null,
      created_at: at,
      expires_at: new Date(at.getTime() + (expiresInDays ?? tokenDefaultDays) * day),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, secret: secret.text };
}

/**
 * Returns the user in whose name a subject makes tokens. A token makes others in the name of the user who made it, so
 * that all of them end with that user; undefined for the command line and for tokens made there.
 */
export async function findCreator({ db }: TokenStore, subject: Subject): Promise<number | undefined> {
  if (subject.kind === 'user') return subject.userId;
  if (subject.kind !== 'token') return undefined;
  const token = await db
    .selectFrom('api_token')
    .select('created_by')
    .where('id', '=', subject.tokenId)
    .executeTakeFirst();
  return token?.created_by ?? undefined;
}

export type FoundToken = { readonly subject: Subject; readonly expiresAt: Date };

/** Returns the subject of a bearer token while it is live, and notes the use. */
export async function findToken({ db, now }: TokenStore, secret: string): Promise<FoundToken | undefined> {
  if (!secret.startsWith(tokenPrefix)) return undefined;
  const at = now();
  const row = await live(db, at)
    .where('secret_hash', '=', hashSecret(secret))
    .select(['api_token.id', 'label', 'api_token.role', 'used_at', 'expires_at', 'user_account.role as creator_role'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.used_at === null || at.getTime() - row.used_at.getTime() >= usedPrecisionMs) {
    await db.updateTable('api_token').set({ used_at: at }).where('id', '=', row.id).execute();
  }
  const role = row.creator_role === null || row.creator_role === 'admin' ? row.role : 'member';
  return { subject: { kind: 'token', tokenId: row.id, role, label: row.label }, expiresAt: row.expires_at };
}

/** Lists the tokens that still work, newest first. */
export function listTokens({ db, now }: TokenStore) {
  return live(db, now())
    .select(['api_token.id', 'label', 'api_token.role', 'api_token.created_at', 'expires_at', 'used_at', 'email'])
    .orderBy('api_token.id', 'desc')
    .execute();
}

/** @throws AccessError `not-found` where no live token has this id */
export async function revokeToken({ db, now }: TokenStore, id: number): Promise<void> {
  const revoked = await db
    .updateTable('api_token')
    .set({ revoked_at: now() })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (revoked.numUpdatedRows === 0n) throw new AccessError('not-found');
}

/** Revokes every token that a user made, when the user is disabled. */
export async function revokeTokensOf(db: Kysely<Database>, userId: number, at: Date): Promise<void> {
  await db
    .updateTable('api_token')
    .set({ revoked_at: at })
    .where('created_by', '=', userId)
    .where('revoked_at', 'is', null)
    .execute();
}

function live(db: Kysely<Database>, at: Date) {
  return db
    .selectFrom('api_token')
    .leftJoin('user_account', 'user_account.id', 'api_token.created_by')
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .where(sql<boolean>`user_account.disabled_at is null`);
}
