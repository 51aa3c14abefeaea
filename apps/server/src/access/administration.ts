/** What the command line and the start of a node do to users, service accounts and tokens, on nobody's behalf and recorded as such. */

import { readFile } from 'node:fs/promises';
import { paths } from '@isocenter/contract/paths';
import type { CreateServiceAccount, CreateServiceToken } from '@isocenter/contract/service-accounts';
import type { CreateToken } from '@isocenter/contract/tokens';
import type { CreateUser } from '@isocenter/contract/users';
import type { Kysely } from 'kysely';
import type { AuditDetail, AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { AccessError } from './errors.ts';
import type { PasswordHasher } from './password.ts';
import { assertGoodPassword } from './password-policy.ts';
import {
  createServiceAccount,
  createServiceToken,
  deleteServiceAccount,
  listServiceAccounts,
  listServiceTokens,
  type ServiceAccountRow,
  updateServiceAccount,
} from './service-accounts.ts';
import { issueUserLink } from './setup.ts';
import type { Subject } from './subject.ts';
import { labelOf } from './subject-label.ts';
import { createToken, revokeToken } from './tokens.ts';
import { createFirstAdmin, createUser, hasAdministrator } from './users.ts';

export type Administration = {
  readonly db: Kysely<Database>;
  readonly now: () => Date;
  readonly audit: AuditRecorder;
};

const commandLine: Subject = { kind: 'system', name: 'command line' };
const configuration: Subject = { kind: 'system', name: 'configuration' };

/** @throws AccessError `email-taken` */
export async function addUser(administration: Administration, user: CreateUser) {
  const { id, role } = await createUser(administration, user);
  const object = { kind: 'user', id };
  const details = { change: 'create', role };
  await administration.audit.record({
    action: 'user:write',
    outcome: 'success',
    subject: commandLine,
    object,
    details,
  });
  const { token, expiresAt } = await issueUserLink(administration, id);
  return { id, setupPath: paths.setupPage(token), expiresAt };
}

type NewToken = { readonly id: number; readonly secret: string };

/** Makes a token that belongs to no user. */
export async function addToken(administration: Administration, token: CreateToken): Promise<NewToken> {
  const { id, secret } = await createToken(administration, { ...token, createdBy: undefined });
  const object = { kind: 'token', id };
  const details = { change: 'create', role: token.role };
  await administration.audit.record({
    action: 'token:write',
    outcome: 'success',
    subject: commandLine,
    object,
    details,
  });
  return { id, secret };
}

/** Takes back a token that a command made for itself. */
export async function endToken(administration: Administration, id: number): Promise<void> {
  await revokeToken(administration, id);
  const object = { kind: 'token', id };
  const details = { change: 'revoke' };
  await administration.audit.record({
    action: 'token:write',
    outcome: 'success',
    subject: commandLine,
    object,
    details,
  });
}

/** @throws AccessError `service-taken`, `network-invalid`, `end-in-past` */
export async function addServiceAccount(
  administration: Administration,
  account: CreateServiceAccount,
): Promise<ServiceAccountRow> {
  const added = await createServiceAccount(administration, account);
  await noteService(administration, added.id, { change: 'create' });
  return added;
}

/** @throws AccessError `not-found` where no service account has the name, whatever its case */
async function getServiceAccount({ db }: Administration, name: string): Promise<ServiceAccountRow> {
  const wanted = name.trim().toLowerCase();
  const found = (await listServiceAccounts({ db })).find((account) => account.name.toLowerCase() === wanted);
  if (found === undefined) throw new AccessError('not-found');
  return found;
}

/** Disabling ends every token of the account at once. @throws AccessError `not-found` */
export async function setServiceDisabled(
  administration: Administration,
  name: string,
  disabled: boolean,
): Promise<void> {
  const { id } = await getServiceAccount(administration, name);
  await updateServiceAccount(administration, id, { disabled });
  await noteService(administration, id, { change: 'update', members: ['disabled'], disabled });
}

/** Deletes an account that is disabled or at its end. @throws AccessError `not-found`, `service-active` */
export async function removeServiceAccount(administration: Administration, name: string): Promise<void> {
  const { id } = await getServiceAccount(administration, name);
  const grants = await deleteServiceAccount(administration, id, labelOf(commandLine));
  await noteService(administration, id, { change: 'delete', grants });
}

/** @throws AccessError `not-found`, `service-disabled` */
export async function addServiceToken(
  administration: Administration,
  name: string,
  token: CreateServiceToken,
): Promise<NewToken> {
  const { id: service } = await getServiceAccount(administration, name);
  const { id, secret } = await createServiceToken(administration, service, token);
  const object = { kind: 'token', id };
  const details = { change: 'create', service };
  await administration.audit.record({
    action: 'token:write',
    outcome: 'success',
    subject: commandLine,
    object,
    details,
  });
  return { id, secret };
}

/** Takes a token of a service account back. @throws AccessError `not-found` where the account has no such token */
export async function endServiceToken(administration: Administration, name: string, id: number): Promise<void> {
  const { id: service } = await getServiceAccount(administration, name);
  const tokens = await listServiceTokens(administration, service);
  if (!tokens.some((token) => token.id === id)) throw new AccessError('not-found');
  await endToken(administration, id);
}

async function noteService(
  { audit }: Administration,
  id: number,
  details: Readonly<Record<string, AuditDetail>>,
): Promise<void> {
  const object = { kind: 'service', id };
  await audit.record({ action: 'service:write', outcome: 'success', subject: commandLine, object, details });
}

export type ConfiguredAdmin = {
  readonly email?: string | undefined;
  readonly passwordFile?: string | undefined;
};

/**
 * Makes the first administrator that the configuration names, for installations with nobody at the console; does
 * nothing once there is one, so that the file may be taken away after the first start.
 * @throws AccessError `weak-password`
 */
export async function ensureConfiguredAdmin(
  administration: Administration & { readonly hasher: PasswordHasher },
  { email, passwordFile }: ConfiguredAdmin,
): Promise<void> {
  if (email === undefined || passwordFile === undefined || (await hasAdministrator(administration.db))) return;
  const password = (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '');
  const [name = email] = email.split('@');
  await assertGoodPassword(password, { email, name });
  const passwordHash = await administration.hasher.hash(password);
  const user = await createFirstAdmin(administration, { email, name, passwordHash });
  if (user === undefined) return;
  const object = { kind: 'user', id: user.id };
  const details = { change: 'create', role: 'admin' };
  await administration.audit.record({
    action: 'user:write',
    outcome: 'success',
    subject: configuration,
    object,
    details,
  });
}
