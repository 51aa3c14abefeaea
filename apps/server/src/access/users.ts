/**
 * Users: adding, changing, disabling. A user without a password is invited and cannot sign in.
 *
 * At least one active administrator remains whatever happens at the same moment: changes that could take the last one
 * away lock the rows of all administrators first.
 */

import type { CreateUser, UpdateUser, UserStatus } from '@isocenter/contract/users';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { withdrawMessages } from '../messages/outbox.ts';
import { emailKey } from './email-key.ts';
import { AccessError } from './errors.ts';
import { endSessionsOf } from './sessions.ts';
import type { UserAccountTable } from './tables.ts';
import { revokeTokensOf } from './tokens.ts';

/** What mails with news for somebody are about, in the outbox. */
export const newsFor = (userId: number) => `notices of user ${userId}`;

export type UserRow = Selectable<UserAccountTable>;

export type UserStore = { readonly db: Kysely<Database>; readonly now: () => Date };

export type NewUser = CreateUser & {
  /** PHC string; undefined for a user who is to choose a password through a set-up link. */
  readonly passwordHash?: string | undefined;
};

/** Held while the first administrator is made, so that there is one first: the ASCII letters `user`. */
const firstUserLock = 0x75736572;

export function listUsers(db: Kysely<Database>): Promise<readonly UserRow[]> {
  return db.selectFrom('user_account').selectAll().orderBy('email_key').execute();
}

/** True once there is an administrator, also one who has still to choose a password; from then on set-up is over. */
export async function hasAdministrator(db: Kysely<Database>): Promise<boolean> {
  const query = db.selectFrom('user_account').select('id').where('role', '=', 'admin').limit(1);
  return (await query.executeTakeFirst()) !== undefined;
}

/** @throws AccessError `not-found` */
export async function getUser(db: Kysely<Database>, id: number): Promise<UserRow> {
  const user = await db.selectFrom('user_account').selectAll().where('id', '=', id).executeTakeFirst();
  if (user === undefined) throw new AccessError('not-found');
  return user;
}

/** @throws AccessError `email-taken` */
export async function createUser({ db, now }: UserStore, user: NewUser): Promise<UserRow> {
  const row = await db
    .insertInto('user_account')
    .values({
      email: user.email.trim(),
      email_key: emailKey(user.email),
      name: user.name.trim(),
      role: user.role,
      password_hash: user.passwordHash ?? null,
      created_at: now(),
    })
    .onConflict((conflict) => conflict.column('email_key').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new AccessError('email-taken');
  return row;
}

/**
 * Makes the first administrator of the node; undefined where there is one already.
 * @throws AccessError `email-taken`
 */
export function createFirstAdmin(
  { db, now }: UserStore,
  admin: Omit<NewUser, 'role'> & { readonly passwordHash: string },
): Promise<UserRow | undefined> {
  return inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(${firstUserLock}::bigint)`.execute(trx);
    if (await hasAdministrator(trx)) return undefined;
    return createUser({ db: trx, now }, { ...admin, role: 'admin' });
  });
}

/**
 * Changes name, role or whether the user may sign in; disabling ends sessions, tokens and set-up link at once.
 * @throws AccessError `not-found`, `last-admin`
 */
export function updateUser({ db, now }: UserStore, id: number, change: UpdateUser): Promise<UserRow> {
  return db.transaction().execute(async (trx) => {
    const admins = await lockActiveAdmins(trx);
    const user = await getUser(trx, id);
    const loses = change.disabled === true || (change.role !== undefined && change.role !== 'admin');
    if (loses && admins.includes(id) && admins.length === 1) throw new AccessError('last-admin');
    const at = now();
    // A token would reach what is granted to everyone, and neither of these does.
    if (change.role === 'guest' || change.role === 'privacy-officer') await revokeTokensOf(trx, { userId: id }, at);
    if (change.disabled === true) {
      await endSessionsOf(trx, id);
      await revokeTokensOf(trx, { userId: id }, at);
      await trx.deleteFrom('setup_link').where('user_id', '=', id).execute();
      await withdrawMessages(trx, newsFor(id));
    }
    return trx
      .updateTable('user_account')
      .set({
        name: change.name?.trim() ?? user.name,
        role: change.role ?? user.role,
        disabled_at:
          change.disabled === undefined ? user.disabled_at : change.disabled ? (user.disabled_at ?? at) : null,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

export function statusOf(user: UserRow): UserStatus {
  if (user.disabled_at !== null) return 'disabled';
  return user.password_hash === null ? 'invited' : 'active';
}

/** Sets a password and ends every session that was begun with the one before. */
export async function setPassword(trx: Kysely<Database>, id: number, passwordHash: string): Promise<void> {
  await trx.updateTable('user_account').set({ password_hash: passwordHash }).where('id', '=', id).execute();
  await endSessionsOf(trx, id);
}

/** Runs in the transaction there is, or in one of its own. */
function inTransaction<T>(db: Kysely<Database>, work: (trx: Kysely<Database>) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

/** Returns the ids of administrators who can sign in, locked in one order until the transaction ends. */
async function lockActiveAdmins(trx: Transaction<Database>): Promise<readonly number[]> {
  const rows = await trx
    .selectFrom('user_account')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('password_hash', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}
