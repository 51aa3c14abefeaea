/**
 * Sign-in and the session of a browser.
 *
 * The session itself is a cookie that scripts cannot read. What a script needs is the CSRF token, which belongs to the
 * session and goes back as `X-CSRF-Token` with every unsafe method; `createClient` does that by itself.
 */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { Language } from './language.ts';
import { UserRole } from './role.ts';
import { SecondFactorNeeded } from './second-factor.ts';

const SessionUser = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String(),
    role: UserRole,
    /** As chosen on any browser; absent until it was. */
    language: Type.Optional(Language),
  },
  { title: 'SessionUser' },
);
export type SessionUser = Static<typeof SessionUser>;

const AnonymousSession = Type.Object({
  kind: Type.Literal('anonymous'),
  /** True while there is no administrator: only the one-time set-up link leads further. */
  setupRequired: Type.Boolean(),
  signIn: Type.Object({
    /** Whose pages passkeys work on: the host of `http.publicUrl`, else `localhost`. */
    passkeyHost: Type.String(),
    /** What the identity provider is called, where there is one. */
    singleSignOn: Type.Optional(Type.String()),
  }),
});

export const SignedInSession = Type.Object(
  {
    kind: Type.Literal('signed-in'),
    user: SessionUser,
    csrfToken: Type.String(),
    /** When the session ends without further use. */
    idleExpiresAt: Type.String({ format: 'date-time' }),
    /** When it ends however much it is used. */
    expiresAt: Type.String({ format: 'date-time' }),
    /** Until a second factor is set up, the session is good for nothing but that. */
    mustEnrol: Type.Boolean(),
    /** Whose pages passkeys work on. */
    passkeyHost: Type.String(),
    /** Begun at the identity provider, whose own session is to end with it. */
    isSingleSignOn: Type.Boolean(),
  },
  { title: 'SignedInSession' },
);
export type SignedInSession = Static<typeof SignedInSession>;

export const Session = Type.Union([AnonymousSession, SignedInSession], { title: 'Session' });
export type Session = Static<typeof Session>;

/** Signed in, or only half. */
export const SignInAnswer = Type.Union([SignedInSession, SecondFactorNeeded], { title: 'SignInAnswer' });
export type SignInAnswer = Static<typeof SignInAnswer>;

/** Lengths are upper bounds against abuse, not a policy. */
export const SignIn = Type.Object(
  { email: Type.String({ minLength: 1, maxLength: 254 }), password: Type.String({ minLength: 1, maxLength: 1024 }) },
  { additionalProperties: false, title: 'SignIn' },
);
export type SignIn = Static<typeof SignIn>;

export const ChangePassword = Type.Object(
  {
    currentPassword: Type.String({ minLength: 1, maxLength: 1024 }),
    newPassword: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { additionalProperties: false, title: 'ChangePassword' },
);
export type ChangePassword = Static<typeof ChangePassword>;
