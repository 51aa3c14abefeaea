/**
 * Roles: an `admin` configures the node, a `member` works with its studies, a `guest` belongs to the care teams that it was
 * admitted to and reaches nothing else. API tokens are never guests.
 */

import { type Static, Type } from 'typebox';

export const Role = Type.Union([Type.Literal('admin'), Type.Literal('member')], { title: 'Role' });
export type Role = Static<typeof Role>;

export const UserRole = Type.Union([Type.Literal('admin'), Type.Literal('member'), Type.Literal('guest')], {
  title: 'UserRole',
});
export type UserRole = Static<typeof UserRole>;
