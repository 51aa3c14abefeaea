/**
 * What somebody outside does to join a care team, without an account: ask, confirm the e-mail address, name a telephone, type
 * the code that went there. `SEMANTICS.md` of the server's `joining` has the steps.
 */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { Language } from './language.ts';

const Token = Type.String({ minLength: 1, maxLength: 128 });
const Phone = Type.String({ minLength: 5, maxLength: 40 });

/** Answered alike whether a team has the code or not. */
export const AskToHandIn = Type.Object(
  {
    code: Type.String({ minLength: 4, maxLength: 40 }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    email: Type.String({ format: 'email', maxLength: 254 }),
    note: Type.String({ maxLength: 500 }),
    /** Of the messages to them; default English. */
    language: Type.Optional(Language),
  },
  { additionalProperties: false, title: 'AskToHandIn' },
);

export const ConfirmJoining = Type.Object(
  { token: Token, phone: Phone, language: Type.Optional(Language) },
  { additionalProperties: false, title: 'ConfirmJoining' },
);

/** A new link to the same address, for one that has expired. */
export const RenewJoining = Type.Object({ token: Token }, { additionalProperties: false, title: 'RenewJoining' });

/** Another code, to another number where the first was mistyped. */
export const ResendCode = Type.Object(
  { joiningId: Id, phone: Type.Optional(Phone) },
  { additionalProperties: false, title: 'ResendCode' },
);

export const CodeSent = Type.Object(
  {
    joiningId: Id,
    /** The number by its ends. */
    phone: Type.String(),
    expiresAt: Type.String({ format: 'date-time' }),
    /** How many more may be asked for. */
    remainingCodes: Type.Integer({ minimum: 0 }),
  },
  { title: 'CodeSent' },
);
export type CodeSent = Static<typeof CodeSent>;

export const VerifyJoining = Type.Object(
  { joiningId: Id, code: Type.String({ minLength: 6, maxLength: 20 }) },
  { additionalProperties: false, title: 'VerifyJoining' },
);

export const Joined = Type.Object(
  {
    /** For who has no password yet: of the link that chooses one. Absent for who signs in as before. */
    setupToken: Type.Optional(Type.String()),
  },
  { title: 'Joined' },
);
export type Joined = Static<typeof Joined>;
