/** Roles of users and API tokens: an `admin` configures the node, a `member` works with its studies. */

import { type Static, Type } from 'typebox';

export const Role = Type.Union([Type.Literal('admin'), Type.Literal('member')], { title: 'Role' });
export type Role = Static<typeof Role>;
