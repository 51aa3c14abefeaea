/** What happened in a care team, as its members read it. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { Privilege } from './privilege.ts';

const DateTime = Type.String({ format: 'date-time' });

export const TeamEventKind = Type.Union(
  [
    Type.Literal('made'),
    Type.Literal('joined'),
    Type.Literal('left'),
    Type.Literal('removed'),
    Type.Literal('owner-changed'),
    Type.Literal('privileges-changed'),
    /** Files came into quarantine. */
    Type.Literal('handed-in'),
    Type.Literal('released'),
    Type.Literal('refused'),
    Type.Literal('shared'),
    Type.Literal('commented'),
    Type.Literal('closed'),
  ],
  { title: 'TeamEventKind' },
);
export type TeamEventKind = Static<typeof TeamEventKind>;

/** A study as far as a line needs it; only of one that the caller may see. */
export const NamedStudy = Type.Object(
  { id: Id, date: Type.Optional(Type.String()), description: Type.Optional(Type.String()) },
  { title: 'NamedStudy' },
);
export type NamedStudy = Static<typeof NamedStudy>;

export const TeamEvent = Type.Object(
  {
    id: Id,
    at: DateTime,
    kind: TeamEventKind,
    /** Who did it, by name; of a joining, who had asked for it. */
    by: Type.Optional(Type.String()),
    /** To whom it happened. */
    who: Type.Optional(Type.String()),
    study: Type.Optional(NamedStudy),
    /** What the member may do from then on. */
    privileges: Type.Optional(Type.Array(Privilege)),
    /** Files or comments that are told of as one. */
    count: Type.Integer({ minimum: 1 }),
  },
  { title: 'TeamEvent' },
);
export type TeamEvent = Static<typeof TeamEvent>;

export const ActivityQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  /** Events before this one, from `nextBefore`. */
  before: Type.Optional(Id),
});

export const TeamActivity = Type.Object(
  {
    /** The newest first. */
    events: Type.Array(TeamEvent),
    nextBefore: Type.Optional(Id),
  },
  { title: 'TeamActivity' },
);
