/** Organisations whose members are granted access together, and who is granted what newly arrives. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';

const OrganisationName = Type.String({ minLength: 1, maxLength: 128, pattern: '\\S' });

const Organisation = Type.Object(
  {
    id: Id,
    name: Type.String(),
    /** Granted what newly arrives, where that is for organisations. */
    seesNewStudies: Type.Boolean(),
    members: Type.Array(Type.Object({ userId: Id, name: Type.String(), until: Type.Optional(Type.String()) })),
    /** Service accounts among them. */
    services: Type.Array(Type.Object({ serviceId: Id, name: Type.String() })),
  },
  { title: 'Organisation' },
);

const NewStudies = Type.Union([Type.Literal('everyone'), Type.Literal('organisation'), Type.Literal('nobody')], {
  title: 'NewStudies',
});

export const OrganisationList = Type.Object(
  { organisations: Type.Array(Organisation), newStudies: NewStudies },
  { title: 'OrganisationList' },
);
export type OrganisationList = Static<typeof OrganisationList>;

/** All of it: who is left out is a member no longer. */
export const OrganisationInput = Type.Object(
  {
    name: OrganisationName,
    seesNewStudies: Type.Boolean(),
    members: Type.Array(Id, { maxItems: 10_000, uniqueItems: true }),
    /** Service accounts; absent: none. */
    services: Type.Optional(Type.Array(Id, { maxItems: 1_000, uniqueItems: true })),
  },
  { additionalProperties: false, title: 'OrganisationInput' },
);
export type OrganisationInput = Static<typeof OrganisationInput>;

export const AccessPolicy = Type.Object(
  { newStudies: NewStudies },
  { additionalProperties: false, title: 'AccessPolicy' },
);
export type AccessPolicy = Static<typeof AccessPolicy>;
