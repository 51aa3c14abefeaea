/**
 * Ceremonies: what lies between the first and the last step of a proof. Each has one purpose, a few minutes, one use, and
 * belongs to the browser that began it: its cookie is a random secret, of which the database keeps the SHA-256.
 *
 * A ceremony is no session: nothing but the step that it was begun for takes its cookie.
 */

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { AccessError } from '../access/errors.ts';
import { NodeCookie } from '../access/node-cookie.ts';
import { createSecret, hashSecret } from '../access/secret.ts';
import type { Database } from '../database/schema.ts';

/** Long enough to fetch a telephone. */
const ceremonyMs = 10 * 60_000;

export type CeremonyPurpose =
  /** The password was right; a second factor is awaited. */
  | 'second-factor'
  | 'passkey-sign-in'
  | 'passkey-creation'
  /** Somebody who is signed in proves it anew. */
  | 'proof'
  /** The identity provider is asked who this is, to sign in or for a fresh proof. */
  | 'single-sign-on';

const ownCookie = new NodeCookie('isocenter-ceremony', { sameSite: 'strict' });
/** The provider's page leads back here, and the cookie has to come along. */
const returningCookie = new NodeCookie('isocenter-single-sign-on', { sameSite: 'lax' });

const cookieOf = (purpose: CeremonyPurpose) => (purpose === 'single-sign-on' ? returningCookie : ownCookie);

export type CeremonyStore = { readonly db: Kysely<Database>; readonly now: () => Date };

export type Ceremony = {
  readonly userId: number | undefined;
  readonly challenge: string | undefined;
  /** What the browser keeps; other secrets of the ceremony may be derived from it. */
  readonly secret: string;
};

type BegunCeremony = { readonly expiresAt: Date; readonly secret: string };

type Begun = {
  readonly purpose: CeremonyPurpose;
  readonly userId?: number | undefined;
  readonly challenge?: string | undefined;
};

type Exchange = {
  readonly request: Pick<FastifyRequest, 'cookies' | 'protocol'>;
  readonly reply: FastifyReply;
};

/** Begins a ceremony in the browser of a request, in the place of one it had. */
export async function beginCeremony(
  { db, now }: CeremonyStore,
  { request, reply }: Exchange,
  { purpose, userId, challenge }: Begun,
): Promise<BegunCeremony> {
  const at = now();
  const secret = createSecret();
  const expires_at = new Date(at.getTime() + ceremonyMs);
  await db.deleteFrom('ceremony').where('expires_at', '<=', at).execute();
  await endCeremony(db, request, purpose);
  await db
    .insertInto('ceremony')
    .values({ id_hash: secret.hash, purpose, user_id: userId ?? null, challenge: challenge ?? null, expires_at })
    .execute();
  cookieOf(purpose).write(request, reply, secret.text);
  return { expiresAt: expires_at, secret: secret.text };
}

/** Returns the ceremony of a browser, which goes on. @throws AccessError `ceremony-over` */
export async function getCeremony(
  { db, now }: CeremonyStore,
  request: Exchange['request'],
  purpose: CeremonyPurpose,
): Promise<Ceremony> {
  const secret = cookieOf(purpose).read(request);
  const row =
    secret === undefined
      ? undefined
      : await db
          .selectFrom('ceremony')
          .select(['user_id', 'challenge'])
          .where('id_hash', '=', hashSecret(secret))
          .where('purpose', '=', purpose)
          .where('expires_at', '>', now())
          .executeTakeFirst();
  if (secret === undefined || row === undefined) throw new AccessError('ceremony-over');
  return { userId: row.user_id ?? undefined, challenge: row.challenge ?? undefined, secret };
}

/** Uses a ceremony up: of two requests at the same moment, one gets it. @throws AccessError `ceremony-over` */
export async function takeCeremony(
  { db, now }: CeremonyStore,
  { request, reply }: Exchange,
  purpose: CeremonyPurpose,
): Promise<Ceremony> {
  const secret = cookieOf(purpose).read(request);
  const row =
    secret === undefined
      ? undefined
      : await db
          .deleteFrom('ceremony')
          .where('id_hash', '=', hashSecret(secret))
          .where('purpose', '=', purpose)
          .where('expires_at', '>', now())
          .returning(['user_id', 'challenge'])
          .executeTakeFirst();
  if (secret === undefined || row === undefined) throw new AccessError('ceremony-over');
  cookieOf(purpose).clear(request, reply);
  return { userId: row.user_id ?? undefined, challenge: row.challenge ?? undefined, secret };
}

async function endCeremony(
  db: Kysely<Database>,
  request: Exchange['request'],
  purpose: CeremonyPurpose,
): Promise<void> {
  const secret = cookieOf(purpose).read(request);
  if (secret !== undefined) await db.deleteFrom('ceremony').where('id_hash', '=', hashSecret(secret)).execute();
}
