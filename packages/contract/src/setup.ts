/**
 * The one-time set-up link: the first administrator of a new node, and every user an administrator adds, chooses a
 * password through one. The token stands in the link's fragment, so that it reaches no log and no referrer; asking
 * about it (GET) does not use it up.
 */

import { type Static, Type } from 'typebox';
import { setupTokenHeader } from './headers.ts';

export const SetupHeaders = Type.Object({ [setupTokenHeader]: Type.Optional(Type.String({ maxLength: 128 })) });

export const SetupState = Type.Object(
  {
    /** True while there is no administrator. */
    required: Type.Boolean(),
    /** What the token of the request leads to; absent when none was sent. */
    link: Type.Optional(
      Type.Union([
        Type.Object({ kind: Type.Literal('first-admin'), expiresAt: Type.String({ format: 'date-time' }) }),
        Type.Object({
          kind: Type.Literal('user'),
          email: Type.String(),
          name: Type.String(),
          expiresAt: Type.String({ format: 'date-time' }),
        }),
        /** Expired, used, or never issued: deliberately not told apart. */
        Type.Object({ kind: Type.Literal('invalid') }),
      ]),
    ),
  },
  { title: 'SetupState' },
);
export type SetupState = Static<typeof SetupState>;

/** `email` is asked for with a `first-admin` link only; a `user` link already belongs to an account. */
export const CompleteSetup = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 128 }),
    email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { additionalProperties: false, title: 'CompleteSetup' },
);
export type CompleteSetup = Static<typeof CompleteSetup>;
