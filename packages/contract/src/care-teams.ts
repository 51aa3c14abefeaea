/** Care teams: made for a patient under treatment, with members who may do different things, and joinings under way. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { Language } from './language.ts';
import { Privilege } from './privilege.ts';

const DateTime = Type.String({ format: 'date-time' });
const Privileges = Type.Array(Privilege, { minItems: 1, maxItems: 7, uniqueItems: true });

export const TeamParams = Type.Object({ id: Id });
export const TeamMemberParams = Type.Object({ id: Id, userId: Id });
export const TeamJoiningParams = Type.Object({ id: Id, joiningId: Id });

export const TeamQuery = Type.Object({
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('closed')])),
});

export const TeamSummary = Type.Object(
  {
    id: Id,
    name: Type.String(),
    members: Type.Integer(),
    /** What the caller may do in it. */
    privileges: Type.Array(Privilege),
    createdAt: DateTime,
    closedAt: Type.Optional(DateTime),
  },
  { title: 'TeamSummary' },
);
export type TeamSummary = Static<typeof TeamSummary>;

export const TeamList = Type.Object({ teams: Type.Array(TeamSummary) }, { title: 'TeamList' });

const TeamMember = Type.Object(
  {
    userId: Id,
    name: Type.String(),
    email: Type.String(),
    isOwner: Type.Boolean(),
    privileges: Type.Array(Privilege),
    since: DateTime,
  },
  { title: 'TeamMember' },
);

const JoiningState = Type.Union(
  [
    /** Somebody outside asked to hand in an image; nothing happens before a member admits them. */
    Type.Literal('asked'),
    /** A member asked that they be admitted; a link went to their e-mail address. */
    Type.Literal('invited'),
    /** They confirmed the address and named a telephone; a code went there. */
    Type.Literal('confirmed'),
  ],
  { title: 'JoiningState' },
);

/** Somebody who is not a member yet. */
export const TeamJoining = Type.Object(
  {
    id: Id,
    state: JoiningState,
    name: Type.String(),
    email: Type.String(),
    /** What they wrote when they asked. */
    note: Type.String(),
    privileges: Type.Array(Privilege),
    createdAt: DateTime,
    expiresAt: DateTime,
  },
  { title: 'TeamJoining' },
);
export type TeamJoining = Static<typeof TeamJoining>;

export const TeamDetail = Type.Object(
  {
    ...TeamSummary.properties,
    userId: Type.Optional(Id),
    /** Absent for who may not see the patient's identity. */
    patient: Type.Optional(Type.Object({ name: Type.String(), birthDate: Type.String() })),
    teamMembers: Type.Array(TeamMember),
    /** Empty for who may not invite. */
    joinings: Type.Array(TeamJoining),
    /** What somebody outside needs for asking to hand in an image. Absent for who may not invite. */
    handInCode: Type.Optional(Type.String()),
  },
  { title: 'TeamDetail' },
);
export type TeamDetail = Static<typeof TeamDetail>;

/** The patient is that of the study. */
export const CreateTeam = Type.Object(
  { studyId: Id, name: Type.String({ minLength: 1, maxLength: 120 }) },
  { additionalProperties: false, title: 'CreateTeam' },
);

export const CreatedTeam = Type.Object({ id: Id }, { title: 'CreatedTeam' });

export const MemberPrivileges = Type.Object(
  { privileges: Privileges },
  { additionalProperties: false, title: 'MemberPrivileges' },
);

export const TeamOwner = Type.Object({ userId: Id }, { additionalProperties: false, title: 'TeamOwner' });

export const InviteToTeam = Type.Object(
  {
    email: Type.String({ format: 'email', maxLength: 254 }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    privileges: Privileges,
    /** Of the messages to them, until they choose another; default English. */
    language: Type.Optional(Language),
  },
  { additionalProperties: false, title: 'InviteToTeam' },
);
