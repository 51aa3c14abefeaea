/** Conflicts: different content that arrived under a known SOP Instance UID. One copy is served, the other is kept. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { PersonName } from './person-name.ts';

export const ConflictQuery = Type.Object(
  {
    studyId: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  },
  { additionalProperties: false, title: 'ConflictQuery' },
);
export type ConflictQuery = Static<typeof ConflictQuery>;

/** Where one copy came from. */
export const ConflictCopy = Type.Object(
  {
    instanceId: Id,
    source: Type.Union([Type.Literal('dimse'), Type.Literal('stow'), Type.Literal('import')]),
    /** AE title, user or token that sent it, where known. */
    sender: Type.Optional(Type.String()),
    receivedAt: Type.String({ format: 'date-time' }),
    transferSyntaxUid: Type.String(),
    lengthBytes: Type.Integer({ minimum: 0 }),
  },
  { title: 'ConflictCopy' },
);
export type ConflictCopy = Static<typeof ConflictCopy>;

export const Conflict = Type.Object(
  {
    id: Id,
    studyId: Id,
    sopInstanceUid: Type.String(),
    patientName: PersonName,
    noticedAt: Type.String({ format: 'date-time' }),
    served: ConflictCopy,
    kept: ConflictCopy,
  },
  { title: 'Conflict' },
);
export type Conflict = Static<typeof Conflict>;

export const ConflictList = Type.Object(
  { total: Type.Integer({ minimum: 0 }), conflicts: Type.Array(Conflict) },
  { title: 'ConflictList' },
);
export type ConflictList = Static<typeof ConflictList>;
