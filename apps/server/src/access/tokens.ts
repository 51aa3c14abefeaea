/**
 * API tokens: bearer secrets for programs, RFC 6750. They never act above the role of the user who made them, and end
 * with that user. Those of a service account are the account's and nobody else's: they end with it.
 */

import type { Role } from '@isocenter/contract/role';
import type { CreateToken } from '@isocenter/contract/tokens';
import { tokenDefaultDays } from '@isocenter/contract/tokens';
import { type Kysely, type NotNull, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { AccessError } from './errors.ts';
import { membershipsOfService } from './memberships.ts';
import { createSecret, hashSecret } from './secret.ts';
import type { Subject } from './subject.ts';

/** Begins every token, so that scanners for leaked secrets and people can tell what it is. */
const tokenPrefix = 'isocenter_';

const day = 24 * 60 * 60_000;

const usedPrecisionMs = 60_000;

export type TokenStore = { readonly db: Kysely<Database>; readonly now: () => Date };

export type NewToken = Pick<CreateToken, 'label' | 'expiresInDays'> &
  (
    | {
        readonly role: Role;
        /** Undefined for the command line. */
        readonly createdBy: number | undefined;
      }
    | { readonly serviceId: number }
  );

/** Makes a token; its secret is returned this once. */
export async function createToken(
  { db, now }: TokenStore,
  { label, expiresInDays, ...owner }: NewToken,
): Promise<{ id: number; secret: string }> {
  const at = now();
  const secret = createSecret(tokenPrefix);
  const owned =
    'serviceId' in owner
      ? { role: null, created_by: null, service_id: owner.serviceId }
      : { role: owner.role, created_by: owner.createdBy ?? null, service_id: null };
  const { id } = await db
    .insertInto('api_token')
    .values({
      secret_hash: secret.hash,
      label,
      ...owned,
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

export type FoundToken = {
  readonly subject: Subject;
  readonly expiresAt: Date;
  /** IP addresses and networks that it may be used from; none: from anywhere. */
  readonly networks: readonly string[];
};

/** Returns the subject of a bearer token while it is live, and notes the use. */
export async function findToken({ db, now }: TokenStore, secret: string): Promise<FoundToken | undefined> {
  if (!secret.startsWith(tokenPrefix)) return undefined;
  const at = now();
  const row = await live(db, at)
    .where('secret_hash', '=', hashSecret(secret))
    .select(['api_token.id', 'label', 'api_token.role', 'used_at', 'user_account.role as creator_role'])
    .select(['service_account.id as service_id', 'service_account.name as service_name', 'networks'])
    .select(sql<Date>`least(api_token.expires_at, service_account.expires_at)`.as('expires_at'))
    .select(membershipsOfService().as('memberships'))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.used_at === null || at.getTime() - row.used_at.getTime() >= usedPrecisionMs) {
    await db.updateTable('api_token').set({ used_at: at }).where('id', '=', row.id).execute();
  }
  const { expires_at: expiresAt, networks, service_id: serviceId, service_name: name, memberships } = row;
  if (serviceId !== null && name !== null) {
    const subject = { kind: 'service', serviceId, name, tokenId: row.id, memberships } as const;
    return { subject, expiresAt, networks: networks ?? [] };
  }
  if (row.role === null) return undefined;
  const role = row.creator_role === null || row.creator_role === 'admin' ? row.role : 'member';
  return { subject: { kind: 'token', tokenId: row.id, role, label: row.label }, expiresAt, networks: [] };
}

/** Lists the tokens of users and of the command line that still work, newest first. */
export function listTokens({ db, now }: TokenStore) {
  return live(db, now())
    .select(['api_token.id', 'label', 'api_token.role', 'api_token.created_at', 'used_at', 'email'])
    .select('api_token.expires_at')
    .where('api_token.role', 'is not', null)
    .$narrowType<{ role: NotNull }>()
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

/** Revokes every token that a user made, or that a service account has, when the account is disabled. */
export async function revokeTokensOf(
  db: Kysely<Database>,
  owner: { readonly userId: number } | { readonly serviceId: number },
  at: Date,
): Promise<void> {
  const live = db.updateTable('api_token').set({ revoked_at: at }).where('revoked_at', 'is', null);
  const owned =
    'userId' in owner ? live.where('created_by', '=', owner.userId) : live.where('service_id', '=', owner.serviceId);
  await owned.execute();
}

function live(db: Kysely<Database>, at: Date) {
  return db
    .selectFrom('api_token')
    .leftJoin('user_account', 'user_account.id', 'api_token.created_by')
    .leftJoin('service_account', 'service_account.id', 'api_token.service_id')
    .where('revoked_at', 'is', null)
    .where('api_token.expires_at', '>', at)
    .where(sql<boolean>`user_account.disabled_at is null and service_account.disabled_at is null`)
    .where(sql<boolean>`(service_account.expires_at is null or service_account.expires_at > ${at})`);
}
