/**
 * Passkeys, W3C WebAuthn Level 3: made and checked. User verification is required each time, so that a passkey is two
 * factors by itself; attestation is not asked for. Challenges are those of a ceremony: one use, one browser.
 */

import type { AddPasskey } from '@isocenter/contract/account';
import type { PasskeyAssertion, PasskeyOptions } from '@isocenter/contract/second-factor';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { Kysely } from 'kysely';
import { AccessError } from '../access/errors.ts';
import type { Database } from '../database/schema.ts';
import { ensureHandle, findPasskey, insertPasskey, listPasskeys, noteUse, type PasskeyRow } from './passkey-store.ts';
import type { RelyingParty } from './relying-party.ts';

export type PasskeyStore = {
  readonly db: Kysely<Database>;
  readonly now: () => Date;
  readonly relyingParty: () => RelyingParty;
};

/** Its three hundred modules take a tenth of a node's start, and many nodes and commands never need them. */
const webAuthn = () => import('@simplewebauthn/server');

type Owner = { readonly id: number; readonly email: string; readonly name: string };

/** Returns what a browser needs to make a passkey that finds its account by itself (a discoverable credential). */
export async function creationOptions(store: PasskeyStore, user: Owner): Promise<PasskeyOptions> {
  const { id: rpID, name: rpName } = store.relyingParty();
  const own = await listPasskeys(store.db, user.id);
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    ...{ rpID, rpName, userName: user.email, userDisplayName: user.name, attestationType: 'none' },
    userID: new Uint8Array(await ensureHandle(store.db, user.id)),
    excludeCredentials: own.map(describe),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { ...options };
}

/** Adds a passkey that a browser has made for a challenge. @throws AccessError `passkey-refused`, `too-many-passkeys` */
export async function addPasskey(
  { db, now, relyingParty }: PasskeyStore,
  { userId, challenge, given }: { userId: number; challenge: string; given: AddPasskey },
): Promise<number> {
  const { id, origin } = relyingParty();
  const { verifyRegistrationResponse } = await webAuthn();
  const { registrationInfo } = await verifyRegistrationResponse({
    // Checked by the schema of the route; the transports are hints, of which unknown ones mean nothing.
    response: given.attestation as RegistrationResponseJSON,
    ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: id, requireUserVerification: true },
  }).catch(refuse);
  if (registrationInfo === undefined) throw new AccessError('passkey-refused');
  const { credential, credentialBackedUp } = registrationInfo;
  return insertPasskey(db, {
    user_id: userId,
    credential_id: Buffer.from(credential.id, 'base64url'),
    public_key: Buffer.from(credential.publicKey),
    sign_count: credential.counter,
    transports: credential.transports ?? [],
    is_backed_up: credentialBackedUp,
    label: given.label.trim(),
    created_at: now(),
  });
}

/** Returns what a browser needs to sign with a passkey: any that it has for this node, or one of an account's. */
export async function requestOptions(store: PasskeyStore, userId?: number): Promise<PasskeyOptions> {
  const own = userId === undefined ? [] : await listPasskeys(store.db, userId);
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: store.relyingParty().id,
    userVerification: 'required',
    allowCredentials: own.map(describe),
  });
  return { ...options };
}

export type PasskeyCheck =
  | { readonly kind: 'proved'; readonly userId: number }
  /** The counter went back: somebody may have a copy of the key. */
  | { readonly kind: 'copied'; readonly userId: number; readonly passkeyId: number }
  | { readonly kind: 'refused' };

/** Checks what a passkey has signed for a challenge; unknown keys and wrong signatures are refused alike. */
export async function checkPasskey(
  { db, now, relyingParty }: PasskeyStore,
  { challenge, assertion, userId }: { challenge: string; assertion: PasskeyAssertion; userId?: number | undefined },
): Promise<PasskeyCheck> {
  const passkey = await findPasskey(db, assertion.id);
  if (passkey === undefined || (userId !== undefined && passkey.user_id !== userId)) return { kind: 'refused' };
  if (!(await isHandleOf(db, passkey, assertion))) return { kind: 'refused' };
  const { id, origin } = relyingParty();
  const { verifyAuthenticationResponse } = await webAuthn();
  const info = await verifyAuthenticationResponse({
    // Checked by the schema of the route, which has the members of the library's type.
    response: assertion as AuthenticationResponseJSON,
    ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: id, requireUserVerification: true },
    // The counter is compared below, where the copy is noticed and recorded: the library would only throw.
    credential: { id: assertion.id, publicKey: new Uint8Array(passkey.public_key), counter: -1 },
  }).then(
    ({ verified, authenticationInfo }) => (verified ? authenticationInfo : undefined),
    () => undefined, // Whatever it found wrong, the answer is the same.
  );
  if (info === undefined) return { kind: 'refused' };
  const use = { signCount: info.newCounter, isBackedUp: info.credentialBackedUp, at: now() };
  if (await noteUse(db, passkey.id, use)) return { kind: 'proved', userId: passkey.user_id };
  return { kind: 'copied', userId: passkey.user_id, passkeyId: passkey.id };
}

/** W3C WebAuthn §7.2 step 6: a handle that comes along is that of the key's account. */
async function isHandleOf(db: Kysely<Database>, passkey: PasskeyRow, { response }: PasskeyAssertion): Promise<boolean> {
  if (response.userHandle === undefined) return true;
  const owner = await db
    .selectFrom('user_account')
    .select('passkey_handle')
    .where('id', '=', passkey.user_id)
    .executeTakeFirst();
  return owner?.passkey_handle?.equals(Buffer.from(response.userHandle, 'base64url')) ?? false;
}

function describe({ credential_id, transports }: PasskeyRow) {
  // As the browser named them when the key was made; it ignores those that it does not know.
  return { id: credential_id.toString('base64url'), transports: transports as AuthenticatorTransport[] };
}

function refuse(cause: unknown): never {
  throw new AccessError('passkey-refused', {}, { cause });
}
