/** The trash: what was deleted, by whom and why, until it is purged or restored. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { PersonName } from './person-name.ts';

const TrashLevel = Type.Union([Type.Literal('study'), Type.Literal('series'), Type.Literal('instance')], {
  title: 'TrashLevel',
});

/** Why something is deleted, held or released: kept in the audit trail, so no patient is named in it. */
export const WrittenReason = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S' });

export const MoveToTrash = Type.Object(
  { level: TrashLevel, id: Id, reason: WrittenReason },
  { additionalProperties: false, title: 'MoveToTrash' },
);
export type MoveToTrash = Static<typeof MoveToTrash>;

export const MovedToTrash = Type.Object(
  { id: Id, instances: Type.Integer({ minimum: 1 }), purgeAfter: Type.String({ format: 'date-time' }) },
  { title: 'MovedToTrash' },
);
export type MovedToTrash = Static<typeof MovedToTrash>;

export const TrashQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  },
  { additionalProperties: false, title: 'TrashQuery' },
);
export type TrashQuery = Static<typeof TrashQuery>;

export const TrashEntry = Type.Object(
  {
    id: Id,
    level: TrashLevel,
    studyId: Id,
    patientName: PersonName,
    patientId: Type.Optional(Type.String()),
    studyDate: Type.Optional(Type.String({ format: 'date' })),
    /** Of the study, and of the series where no whole study was deleted. */
    description: Type.Optional(Type.String()),
    instances: Type.Integer({ minimum: 0 }),
    lengthBytes: Type.Integer({ minimum: 0 }),
    /** Absent where the database was lost since. */
    reason: Type.Optional(Type.String()),
    cause: Type.Union([Type.Literal('user'), Type.Literal('retention')]),
    deletedBy: Type.String(),
    deletedAt: Type.String({ format: 'date-time' }),
    purgeAfter: Type.String({ format: 'date-time' }),
    /** It is on its way out for good. */
    isPurging: Type.Boolean(),
    /** A legal hold keeps it from being purged. */
    legalHold: Type.Boolean(),
  },
  { title: 'TrashEntry' },
);
export type TrashEntry = Static<typeof TrashEntry>;

export const TrashList = Type.Object(
  { total: Type.Integer({ minimum: 0 }), entries: Type.Array(TrashEntry) },
  { title: 'TrashList' },
);
export type TrashList = Static<typeof TrashList>;

/** The second confirmation: how many instances the caller believes to delete for good. */
export const PurgeTrash = Type.Object(
  { instances: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false, title: 'PurgeTrash' },
);
export type PurgeTrash = Static<typeof PurgeTrash>;
