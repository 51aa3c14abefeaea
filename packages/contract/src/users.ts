/** Users of this node, managed by administrators. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { UserRole } from './role.ts';

export const UserStatus = Type.Union(
  [
    /** Added, but no password chosen through the set-up link yet. */
    Type.Literal('invited'),
    Type.Literal('active'),
    Type.Literal('disabled'),
  ],
  { title: 'UserStatus' },
);
export type UserStatus = Static<typeof UserStatus>;

export const User = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String(),
    role: UserRole,
    status: UserStatus,
    createdAt: Type.String({ format: 'date-time' }),
    lastSignInAt: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { title: 'User' },
);
export type User = Static<typeof User>;

export const UserList = Type.Object({ users: Type.Array(User) }, { title: 'UserList' });
export type UserList = Static<typeof UserList>;

export const CreateUser = Type.Object(
  {
    email: Type.String({ format: 'email', maxLength: 254 }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    role: UserRole,
  },
  { additionalProperties: false, title: 'CreateUser' },
);
export type CreateUser = Static<typeof CreateUser>;

/** Disabling ends the user's sessions and tokens at once. The last active administrator can be neither disabled nor demoted. */
export const UpdateUser = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    role: Type.Optional(UserRole),
    disabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1, title: 'UpdateUser' },
);
export type UpdateUser = Static<typeof UpdateUser>;

/** A user together with the link to hand on; the link is shown this once. */
export const UserWithLink = Type.Object(
  { user: User, setupLink: Type.String(), expiresAt: Type.String({ format: 'date-time' }) },
  { title: 'UserWithLink' },
);
export type UserWithLink = Static<typeof UserWithLink>;
