/**
 * Set-up links: the one way to a password. The first administrator gets one printed at the start while there is
 * none; every other user gets one from an administrator, also after a password was forgotten.
 *
 * A link is good once and for a day; issuing another ends the one before. Looking at it does not use it up.
 */

import type { CompleteSetup } from '@isocenter/contract/setup';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { emailKey } from './email-key.ts';
import { AccessError } from './errors.ts';
import type { PasswordHasher } from './password.ts';
import { assertGoodPassword } from './password-policy.ts';
import { createSecret, hashSecret } from './secret.ts';
import { forgetAttempts } from './throttle.ts';
import { createFirstAdmin, getUser, hasAdministrator, setPassword, type UserRow } from './users.ts';

const linkLifeMs = 24 * 60 * 60_000;

export type SetupStore = { readonly db: Kysely<Database>; readonly now: () => Date; readonly hasher: PasswordHasher };

export type IssuedLink = { readonly token: string; readonly expiresAt: Date };

export type SetupLink =
  | { readonly kind: 'first-admin'; readonly expiresAt: Date }
  | { readonly kind: 'user'; readonly user: UserRow; readonly expiresAt: Date };

/** Issues the link of the first administrator; undefined once there is one. */
export async function issueFirstAdminLink(store: Omit<SetupStore, 'hasher'>): Promise<IssuedLink | undefined> {
  if (await hasAdministrator(store.db)) return undefined;
  return issue(store, null);
}

/** @throws AccessError `not-found`, `user-disabled` */
export async function issueUserLink(store: Omit<SetupStore, 'hasher'>, userId: number): Promise<IssuedLink> {
  const user = await getUser(store.db, userId);
  if (user.disabled_at !== null) throw new AccessError('user-disabled');
  return issue(store, userId);
}

/** Returns what a link leads to without using it up; undefined for expired, used and invented ones alike. */
export async function findSetupLink({ db, now }: Omit<SetupStore, 'hasher'>, token: string) {
  const link = await db
    .selectFrom('setup_link')
    .selectAll()
    .where('token_hash', '=', hashSecret(token))
    .where('expires_at', '>', now())
    .executeTakeFirst();
  return link === undefined ? undefined : describe(db, link.user_id, link.expires_at);
}

/**
 * Uses a link up: makes the first administrator, or gives the link's user the password. Returns the user.
 * @throws AccessError `link-invalid`, `weak-password`, `email-missing`
 */
export async function completeSetup(store: SetupStore, setup: CompleteSetup): Promise<UserRow> {
  const link = await findSetupLink(store, setup.token);
  if (link === undefined) throw new AccessError('link-invalid');
  const { email, name } = ownerOf(link, setup);
  await assertGoodPassword(setup.password, { email, name });
  const passwordHash = await store.hasher.hash(setup.password);
  return store.db.transaction().execute(async (trx) => {
    const used = await trx
      .deleteFrom('setup_link')
      .where('token_hash', '=', hashSecret(setup.token))
      .where('expires_at', '>', store.now())
      .returning('user_id')
      .executeTakeFirst();
    if (used === undefined) throw new AccessError('link-invalid');
    const within = { db: trx, now: store.now };
    const user =
      link.kind === 'first-admin'
        ? await createFirstAdmin(within, { email, name, passwordHash })
        : await completeUser(trx, link.user.id, setup.name, passwordHash);
    if (user === undefined) throw new AccessError('link-invalid');
    return user;
  });
}

function ownerOf(link: SetupLink, setup: CompleteSetup): { email: string; name: string } {
  if (link.kind === 'user') return { email: link.user.email, name: setup.name ?? link.user.name };
  if (setup.email === undefined) throw new AccessError('email-missing');
  const [local = ''] = setup.email.split('@');
  return { email: setup.email, name: setup.name ?? local };
}

async function completeUser(
  trx: Kysely<Database>,
  id: number,
  name: string | undefined,
  passwordHash: string,
): Promise<UserRow | undefined> {
  if (name !== undefined)
    await trx.updateTable('user_account').set({ name: name.trim() }).where('id', '=', id).execute();
  await setPassword(trx, id, passwordHash);
  const user = await getUser(trx, id);
  await forgetAttempts(trx, emailKey(user.email));
  return user.disabled_at === null ? user : undefined;
}

async function issue({ db, now }: Omit<SetupStore, 'hasher'>, userId: number | null): Promise<IssuedLink> {
  const secret = createSecret();
  const at = now();
  const expiresAt = new Date(at.getTime() + linkLifeMs);
  const row = { token_hash: secret.hash, created_at: at, expires_at: expiresAt };
  await db
    .insertInto('setup_link')
    .values({ ...row, user_id: userId })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute();
  return { token: secret.text, expiresAt };
}

async function describe(db: Kysely<Database>, userId: number | null, expiresAt: Date): Promise<SetupLink | undefined> {
  if (userId !== null) return { kind: 'user', user: await getUser(db, userId), expiresAt };
  // Whoever finds the first link of a node that has an administrator by now finds nothing.
  return (await hasAdministrator(db)) ? undefined : { kind: 'first-admin', expiresAt };
}
