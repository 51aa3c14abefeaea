/** Grants: who may see what, why and until when; how they are made and revoked. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { Privilege } from './privilege.ts';
import { WrittenReason } from './trash.ts';

const Moment = Type.String({ format: 'date-time' });

const GranteeKind = Type.Union(
  [
    Type.Literal('everyone'),
    Type.Literal('user'),
    Type.Literal('service'),
    Type.Literal('team'),
    Type.Literal('organisation'),
    Type.Literal('patient'),
    Type.Literal('link'),
    Type.Literal('peer'),
  ],
  { title: 'GranteeKind' },
);

const GrantLevel = Type.Union([Type.Literal('patient'), Type.Literal('study'), Type.Literal('series')], {
  title: 'GrantLevel',
});

export const GrantQuery = Type.Object({ studyId: Id }, { additionalProperties: false, title: 'GrantQuery' });
export type GrantQuery = Static<typeof GrantQuery>;

/** How a grant came about: by somebody's decision, or by what the node does by itself. */
const GrantOrigin = Type.Union(
  [
    Type.Literal('person'),
    Type.Literal('arrival'),
    Type.Literal('team'),
    Type.Literal('patient'),
    Type.Literal('emergency'),
  ],
  { title: 'GrantOrigin' },
);

/** A grant that reaches the study that was asked for. */
export const Grant = Type.Object(
  {
    id: Id,
    granteeKind: GranteeKind,
    granteeId: Type.Optional(Id),
    /** Of a person, a service account, a team, an organisation or a peer. */
    granteeName: Type.Optional(Type.String()),
    /** Who is in the team or organisation now, people and service accounts. */
    members: Type.Array(Type.String()),
    /** On the patient, whatever is the patient's; on the study; or on one of its series. */
    level: GrantLevel,
    seriesId: Type.Optional(Id),
    privileges: Type.Array(Privilege),
    notBefore: Type.Optional(Moment),
    expiresAt: Type.Optional(Moment),
    grantedBy: Type.String(),
    grantedAt: Moment,
    origin: GrantOrigin,
    /** What somebody wrote, with the origins `person` and `emergency`. */
    reason: Type.String(),
  },
  { title: 'Grant' },
);
export type Grant = Static<typeof Grant>;

/** Those in force and those to come. */
export const GrantList = Type.Object(
  {
    grants: Type.Array(Grant),
    /** Privileges that who asks may give to others; none without `manage`. */
    mayGive: Type.Array(Privilege),
  },
  { title: 'GrantList' },
);
export type GrantList = Static<typeof GrantList>;

export const CreateGrant = Type.Object(
  {
    /** The study, or one by which its patient is named. */
    studyId: Id,
    level: GrantLevel,
    /** With the level `series`. */
    seriesId: Type.Optional(Id),
    granteeKind: Type.Union([
      Type.Literal('everyone'),
      Type.Literal('user'),
      Type.Literal('service'),
      Type.Literal('team'),
      Type.Literal('organisation'),
      Type.Literal('peer'),
    ]),
    /** With every kind but `everyone`. */
    granteeId: Type.Optional(Id),
    privileges: Type.Array(Privilege, { minItems: 1, uniqueItems: true }),
    notBefore: Type.Optional(Moment),
    expiresAt: Type.Optional(Moment),
    reason: WrittenReason,
  },
  { additionalProperties: false, title: 'CreateGrant' },
);
export type CreateGrant = Static<typeof CreateGrant>;

/** Whom something of a study can be granted to. */
export const GranteeList = Type.Object(
  { grantees: Type.Array(Type.Object({ kind: GranteeKind, id: Id, name: Type.String() })) },
  { title: 'GranteeList' },
);
export type GranteeList = Static<typeof GranteeList>;
