/** API tokens: bearer secrets for programs, each with a role, an expiry and a record of its last use. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { Role } from './role.ts';

/** Days. Long enough for an integration to be renewed once a year, short enough that forgotten ones end. */
export const tokenDefaultDays = 365;
export const tokenMaxDays = 1825;

export const Token = Type.Object(
  {
    id: Id,
    label: Type.String(),
    role: Role,
    createdAt: Type.String({ format: 'date-time' }),
    expiresAt: Type.String({ format: 'date-time' }),
    /** To the minute; absent for a token that was never used. */
    lastUsedAt: Type.Optional(Type.String({ format: 'date-time' })),
    /** E-mail of the user who made it; absent for tokens made on the command line. */
    createdBy: Type.Optional(Type.String()),
  },
  { title: 'Token' },
);
export type Token = Static<typeof Token>;

export const TokenList = Type.Object({ tokens: Type.Array(Token) }, { title: 'TokenList' });
export type TokenList = Static<typeof TokenList>;

export const CreateToken = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 120 }),
    role: Role,
    expiresInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: tokenMaxDays, default: tokenDefaultDays })),
  },
  { additionalProperties: false, title: 'CreateToken' },
);
export type CreateToken = Static<typeof CreateToken>;

/** `secret` is shown this once; the node keeps only its hash. */
export const CreatedToken = Type.Object({ token: Token, secret: Type.String() }, { title: 'CreatedToken' });
export type CreatedToken = Static<typeof CreatedToken>;
