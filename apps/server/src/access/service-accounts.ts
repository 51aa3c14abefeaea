/**
 * Service accounts: making, changing, disabling, and their tokens. What one reaches is granted to it under `service 7`
 * (`grantees.ts`); whether a token of one is taken is decided where tokens are found (`tokens.ts`).
 *
 * There is nothing here to sign in with: no password, no e-mail address of its own, no second factor, no session. Of an account
 * that is deleted the name stays, because the audit trail has it by its number.
 */

import type {
  CreateServiceAccount,
  CreateServiceToken,
  ServiceStatus,
  UpdateServiceAccount,
} from '@isocenter/contract/service-accounts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { AccessError } from './errors.ts';
import { isNetwork } from './network-address.ts';
import type { ServiceAccountTable } from './tables.ts';
import { createToken, revokeTokensOf, type TokenStore } from './tokens.ts';

export type ServiceAccountRow = Selectable<ServiceAccountTable>;

export type ServiceTokenRow = Awaited<ReturnType<typeof listServiceTokens>>[number];

export function listServiceAccounts({ db }: Pick<TokenStore, 'db'>): Promise<readonly ServiceAccountRow[]> {
  const present = db.selectFrom('service_account').selectAll().where('deleted_at', 'is', null);
  return present.orderBy(sql`lower(name)`).execute();
}

/** Lists what is neither revoked nor at its end, the newest first; of one account, or of all. */
export function listServiceTokens({ db, now }: TokenStore, serviceId?: number) {
  const tokens = db
    .selectFrom('api_token')
    .innerJoin('service_account', 'service_account.id', 'api_token.service_id')
    .where('revoked_at', 'is', null)
    .where('api_token.expires_at', '>', now());
  const asked = serviceId === undefined ? tokens : tokens.where('service_account.id', '=', serviceId);
  return asked
    .select(['api_token.id', 'service_account.id as service_id', 'label', 'used_at'])
    .select(['api_token.created_at', 'api_token.expires_at'])
    .orderBy('api_token.id', 'desc')
    .execute();
}

/** @throws AccessError `service-taken`, `network-invalid`, `end-in-past` */
export async function createServiceAccount(
  { db, now }: TokenStore,
  { name, description, contact, networks = [], expiresAt }: CreateServiceAccount,
): Promise<ServiceAccountRow> {
  const at = now();
  assertNetworks(networks);
  const account = await db
    .insertInto('service_account')
    .values({
      ...{ name: name.trim(), description: description.trim(), contact, networks: [...networks] },
      ...{ created_at: at, expires_at: endOf(expiresAt, at) ?? null, disabled_at: null },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (account === undefined) throw new AccessError('service-taken');
  return account;
}

/**
 * Changes an account. Disabling revokes all its tokens, and they stay revoked when it is enabled again; grants stay as they are.
 * @throws AccessError `not-found`, `service-taken`, `network-invalid`, `end-in-past`
 */
export function updateServiceAccount(
  { db, now }: TokenStore,
  id: number,
  change: UpdateServiceAccount,
): Promise<ServiceAccountRow> {
  return db.transaction().execute(async (trx) => {
    const at = now();
    const account = await lockServiceAccount(trx, id);
    const { networks = account.networks, expiresAt } = change;
    assertNetworks(networks);
    const name = change.name?.trim() ?? account.name;
    await assertNameIsFree(trx, name, id);
    if (change.disabled === true) await revokeTokensOf(trx, { serviceId: id }, at);
    const disabledAt = change.disabled === true ? (account.disabled_at ?? at) : null;
    const ends = expiresAt === undefined ? account.expires_at : (endOf(expiresAt ?? undefined, at) ?? null);
    // Of another end people are told anew.
    if (ends?.getTime() !== account.expires_at?.getTime()) {
      await trx.updateTable('api_token').set({ told_days: null }).where('service_id', '=', id).execute();
    }
    return trx
      .updateTable('service_account')
      .set({
        ...{ name, networks: [...networks], contact: change.contact ?? account.contact },
        description: change.description?.trim() ?? account.description,
        expires_at: ends,
        disabled_at: change.disabled === undefined ? account.disabled_at : disabledAt,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/**
 * Deletes an account that is over: what was granted to it is revoked, and it is in no list any more. The name stays for the audit
 * trail; what it was for, who answered for it and from where it spoke do not.
 * @param by who does it, as a label
 * @returns how many grants that were
 * @throws AccessError `not-found`, `service-active`
 */
export function deleteServiceAccount({ db, now }: TokenStore, id: number, by: string): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const at = now();
    const account = await lockServiceAccount(trx, id);
    if (statusOfService(account, at) === 'active') throw new AccessError('service-active');
    await revokeTokensOf(trx, { serviceId: id }, at);
    const revoked = await trx
      .updateTable('access_grant')
      .set({ revoked_at: sql<Date>`now()`, revoked_by: by })
      .where('grantee_kind', '=', 'service')
      .where('grantee_id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    await trx
      .updateTable('organisation_service')
      .set({ until: sql<Date>`now()` })
      .where('service_id', '=', id)
      .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', sql<Date>`now()`)]))
      .execute();
    await trx
      .updateTable('service_account')
      .set({ deleted_at: at, disabled_at: account.disabled_at ?? at, description: '', contact: '', networks: [] })
      .where('id', '=', id)
      .execute();
    return Number(revoked.numUpdatedRows);
  });
}

/**
 * Makes one more token; those before go on until they are revoked or end. Its secret is returned this once.
 * @throws AccessError `not-found`, `service-disabled`
 */
export function createServiceToken(
  { db, now }: TokenStore,
  serviceId: number,
  token: CreateServiceToken,
): Promise<{ id: number; secret: string }> {
  return db.transaction().execute(async (trx) => {
    // Locked, so that no token is made beside the change that ends them all.
    const account = await lockServiceAccount(trx, serviceId);
    if (statusOfService(account, now()) !== 'active') throw new AccessError('service-disabled');
    return createToken({ db: trx, now }, { ...token, serviceId });
  });
}

export function statusOfService(account: ServiceAccountRow, at: Date): ServiceStatus {
  if (account.disabled_at !== null) return 'disabled';
  return account.expires_at !== null && account.expires_at <= at ? 'expired' : 'active';
}

async function lockServiceAccount(trx: Kysely<Database>, id: number): Promise<ServiceAccountRow> {
  const query = trx.selectFrom('service_account').selectAll().where('id', '=', id).where('deleted_at', 'is', null);
  const account = await query.forUpdate().executeTakeFirst();
  if (account === undefined) throw new AccessError('not-found');
  return account;
}

async function assertNameIsFree(trx: Kysely<Database>, name: string, id: number): Promise<void> {
  const others = trx.selectFrom('service_account').select('id').where('deleted_at', 'is', null).where('id', '<>', id);
  if ((await others.where(sql`lower(name)`, '=', sql`lower(${name})`).executeTakeFirst()) !== undefined)
    throw new AccessError('service-taken');
}

function assertNetworks(networks: readonly string[]): void {
  if (!networks.every(isNetwork)) throw new AccessError('network-invalid');
}

function endOf(expiresAt: string | undefined, at: Date): Date | undefined {
  if (expiresAt === undefined) return undefined;
  const end = new Date(expiresAt);
  if (end <= at) throw new AccessError('end-in-past');
  return end;
}
