/** Conflicts: different content that arrived under a known SOP Instance UID. One copy is served, the other is kept. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { PersonName } from './person-name.ts';
import { WrittenReason } from './trash.ts';

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

const DifferingValue = Type.Object(
  {
    lengthBytes: Type.Integer({ minimum: 0 }),
    /** Absent for sequences, items and binary values. */
    value: Type.Optional(Type.String()),
    /** True when `value` holds only the beginning. */
    truncated: Type.Optional(Type.Boolean()),
  },
  { title: 'DifferingValue' },
);
export type DifferingValue = Static<typeof DifferingValue>;

/** An element that is not the same in both headers; a copy without it has no value here. */
export const ConflictDifference = Type.Object(
  {
    /** Names of the sequences and items that it lies in, from outside. */
    within: Type.Array(Type.String()),
    tag: Type.String(),
    name: Type.String(),
    vr: Type.Optional(Type.String()),
    served: Type.Optional(DifferingValue),
    kept: Type.Optional(DifferingValue),
  },
  { title: 'ConflictDifference' },
);
export type ConflictDifference = Static<typeof ConflictDifference>;

export const ConflictDetail = Type.Object(
  {
    conflict: Conflict,
    /** The study of the kept copy, where it is another one than that of the served copy. */
    keptStudyId: Type.Optional(Id),
    /** Copies kept under the UID besides these two. */
    others: Type.Integer({ minimum: 0 }),
    /** Whether a legal hold covers the study of either, or of another that would go with a decision. */
    legalHold: Type.Boolean(),
    /** In the order of their tags; absent where one of the headers cannot be read. */
    differences: Type.Optional(Type.Array(ConflictDifference)),
    /** True where there are more differences than are listed. */
    hasMore: Type.Boolean(),
    /** `none`: neither has pixels. `unknown`: they cannot be decoded, or are too long to be compared. */
    pixels: Type.Union([
      Type.Literal('same'),
      Type.Literal('different'),
      Type.Literal('none'),
      Type.Literal('unknown'),
    ]),
    hasPicture: Type.Object({ served: Type.Boolean(), kept: Type.Boolean() }),
  },
  { title: 'ConflictDetail' },
);
export type ConflictDetail = Static<typeof ConflictDetail>;

export const DecideConflict = Type.Object(
  {
    /** Which of the two is served from now on. The other one goes to the trash, and with it what would be served before the chosen one. */
    serve: Type.Union([Type.Literal('served'), Type.Literal('kept')]),
    /** The copies that were compared: the decision is about no others. */
    servedInstanceId: Id,
    keptInstanceId: Id,
    reason: WrittenReason,
  },
  { additionalProperties: false, title: 'DecideConflict' },
);
export type DecideConflict = Static<typeof DecideConflict>;

export const ConflictDecided = Type.Object(
  {
    /** The trash with what is not served, as in `/api/trash`. */
    trashId: Id,
    instances: Type.Integer({ minimum: 1 }),
    purgeAfter: Type.String({ format: 'date-time' }),
  },
  { title: 'ConflictDecided' },
);
export type ConflictDecided = Static<typeof ConflictDecided>;
