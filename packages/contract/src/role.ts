/**
 * Roles as sets of permissions: what an account may do at all. Which studies it may do that on is said by grants.
 *
 * An administrator configures the node, a member works with its studies, a privacy officer looks after the rights of
 * patients and sees no images, a guest belongs to the care teams that it was admitted to and reaches nothing else. API tokens
 * are administrators or members. A service account is a program: it works with what is granted to it, and no user has its role.
 */

import { type Static, Type } from 'typebox';

export const Role = Type.Union([Type.Literal('admin'), Type.Literal('member')], { title: 'Role' });
export type Role = Static<typeof Role>;

export const UserRole = Type.Union(
  [Type.Literal('admin'), Type.Literal('member'), Type.Literal('privacy-officer'), Type.Literal('guest')],
  { title: 'UserRole' },
);
export type UserRole = Static<typeof UserRole>;

export type AccountRole = UserRole | 'service';

/**
 * - `find`: lists of studies with their patients, and what a study consists of
 * - `images`: objects, pictures and values
 * - `work`: store, send, grant, decide who else may
 * - `treat`: make care teams, and open what is not granted in an emergency; of people only
 * - `privacy`: the audit trail, reviews of emergencies, consents, corrections, exports and erasures of patients
 * - `administer`: everything that configures the node
 */
export type Permission = 'find' | 'images' | 'work' | 'treat' | 'privacy' | 'administer';

/** What each role may do, in the order in which it is shown. */
export const permissionsOfRole: Readonly<Record<AccountRole, readonly Permission[]>> = {
  admin: ['find', 'images', 'work', 'treat', 'privacy', 'administer'],
  member: ['find', 'images', 'work', 'treat'],
  'privacy-officer': ['find', 'privacy'],
  guest: ['find', 'images'],
  service: ['find', 'images', 'work'],
};

/** In the order in which they are offered. */
export const userRoles: readonly UserRole[] = ['member', 'privacy-officer', 'admin'];
