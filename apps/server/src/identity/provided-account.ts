/**
 * The account of who comes from an identity provider: known by issuer and subject, else joined to the account with the same
 * verified e-mail address, else made, where the configuration says so. An address that the provider has not verified
 * joins nothing and makes nothing.
 */

import type { Role } from '@isocenter/contract/role';
import { emailKey } from '../access/email-key.ts';
import { AccessError } from '../access/errors.ts';
import type { SignInOptions } from '../access/sign-in.ts';
import type { Subject } from '../access/subject.ts';
import { createUser, getUser, type UserRow, updateUser } from '../access/users.ts';
import type { Config } from '../config/settings.ts';
import type { ProvidedIdentity } from './identity-provider.ts';

export type ProviderPolicy = Pick<Config['oidc'], 'administratorGroups' | 'memberGroups' | 'createAccounts'>;

type Options = Pick<SignInOptions, 'db' | 'now' | 'audit'>;

const provider: Subject = { kind: 'system', name: 'single sign-on' };

/**
 * Returns the account, with the role that its groups give.
 * @throws AccessError `account-unknown` where there is none, it is disabled, or none of its groups may sign in
 */
export async function admitProvided(
  options: Options,
  identity: ProvidedIdentity,
  policy: ProviderPolicy,
): Promise<UserRow> {
  const role = roleOf(identity, policy);
  if (role === undefined) throw new AccessError('account-unknown');
  const user = (await findKnown(options, identity)) ?? (await join(options, identity, policy, role));
  if (user === undefined || user.disabled_at !== null) throw new AccessError('account-unknown');
  if (policy.administratorGroups.length === 0 || user.role === role) return user;
  // No group says who is a privacy officer; what an administrator made somebody here, a group of members does not undo.
  if (user.role === 'privacy-officer' && role === 'member') return user;
  return changeRole(options, user, role);
}

/** Returns the account that a provider's account belongs to already. */
export async function findKnown(
  { db }: Pick<Options, 'db'>,
  { issuer, subject }: Pick<ProvidedIdentity, 'issuer' | 'subject'>,
): Promise<UserRow | undefined> {
  return db
    .selectFrom('user_account')
    .innerJoin('provider_account', 'provider_account.user_id', 'user_account.id')
    .selectAll('user_account')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

function roleOf({ groups }: ProvidedIdentity, { administratorGroups, memberGroups }: ProviderPolicy): Role | undefined {
  if (groups.some((group) => administratorGroups.includes(group))) return 'admin';
  return memberGroups.length === 0 || groups.some((group) => memberGroups.includes(group)) ? 'member' : undefined;
}

async function join(
  { db, now, audit }: Options,
  { issuer, subject, email, name }: ProvidedIdentity,
  { createAccounts }: ProviderPolicy,
  role: Role,
): Promise<UserRow | undefined> {
  if (email === undefined) return undefined;
  const key = emailKey(email);
  const found = await db.selectFrom('user_account').selectAll().where('email_key', '=', key).executeTakeFirst();
  if (found === undefined && !createAccounts) return undefined;
  // A disabled account is not joined: what it belongs to is decided when it is enabled again.
  if (found !== undefined && found.disabled_at !== null) return undefined;
  const user = found ?? (await createUser({ db, now }, { email, name: name?.trim() || email, role }));
  await db
    .insertInto('provider_account')
    .values({ issuer, subject, user_id: user.id, created_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const details = { change: found === undefined ? 'create' : 'join-provider', role: user.role };
  const object = { kind: 'user', id: user.id };
  await audit.record({ action: 'user:write', outcome: 'success', subject: provider, object, details });
  return user;
}

/** The last administrator stays one, whatever the groups say. */
async function changeRole(options: Options, user: UserRow, role: Role): Promise<UserRow> {
  try {
    const changed = await updateUser(options, user.id, { role });
    const object = { kind: 'user', id: user.id };
    const details = { change: 'update', members: ['role'], role };
    await options.audit.record({ action: 'user:write', outcome: 'success', subject: provider, object, details });
    return changed;
  } catch (error) {
    if (error instanceof AccessError && error.code === 'last-admin') return getUser(options.db, user.id);
    throw error;
  }
}
