/** Comments of a care team on a study, or on one image of it: plain text, read within the team. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';

const DateTime = Type.String({ format: 'date-time' });

export const Comment = Type.Object(
  {
    id: Id,
    teamId: Id,
    teamName: Type.String(),
    /** The image that it is about; absent for the study as a whole. */
    sopInstanceUid: Type.Optional(Type.String()),
    author: Type.String(),
    /** Whether the caller wrote it. */
    isOwn: Type.Boolean(),
    /** Absent once it is withdrawn. */
    text: Type.Optional(Type.String()),
    writtenAt: DateTime,
    withdrawnAt: Type.Optional(DateTime),
  },
  { title: 'Comment' },
);
export type Comment = Static<typeof Comment>;

export const CommentList = Type.Object(
  {
    /** The oldest first. */
    comments: Type.Array(Comment),
    /** Teams in which the caller may comment on the study. */
    teams: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  },
  { title: 'CommentList' },
);
export type CommentList = Static<typeof CommentList>;

export const WriteComment = Type.Object(
  {
    teamId: Id,
    text: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }),
    sopInstanceUid: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  },
  { additionalProperties: false, title: 'WriteComment' },
);
export type WriteComment = Static<typeof WriteComment>;

export const WrittenComment = Type.Object({ id: Id }, { title: 'WrittenComment' });
