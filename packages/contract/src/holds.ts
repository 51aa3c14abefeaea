/** Legal holds: studies and patients of whom nothing may be deleted, by anybody or any rule, until the hold is released. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { PersonName } from './person-name.ts';
import { WrittenReason } from './trash.ts';

export const HoldKind = Type.Union([Type.Literal('study'), Type.Literal('patient')], { title: 'HoldKind' });
export type HoldKind = Static<typeof HoldKind>;

export const PlaceHold = Type.Object(
  /** A hold on a patient is placed through one of the patient's studies. */
  { kind: HoldKind, studyId: Id, reason: WrittenReason },
  { additionalProperties: false, title: 'PlaceHold' },
);
export type PlaceHold = Static<typeof PlaceHold>;

export const ReleaseHold = Type.Object(
  { reason: WrittenReason },
  { additionalProperties: false, title: 'ReleaseHold' },
);
export type ReleaseHold = Static<typeof ReleaseHold>;

export const Hold = Type.Object(
  {
    id: Id,
    kind: HoldKind,
    patientName: PersonName,
    patientId: Type.Optional(Type.String()),
    /** One study that the hold covers, where there is one. */
    studyId: Type.Optional(Id),
    studyDescription: Type.Optional(Type.String()),
    studyDate: Type.Optional(Type.String({ format: 'date' })),
    reason: Type.String(),
    placedBy: Type.String(),
    placedAt: Type.String({ format: 'date-time' }),
    release: Type.Optional(
      Type.Object({ reason: Type.String(), by: Type.String(), at: Type.String({ format: 'date-time' }) }),
    ),
  },
  { title: 'Hold' },
);
export type Hold = Static<typeof Hold>;

export const HoldList = Type.Object({ holds: Type.Array(Hold) }, { title: 'HoldList' });
export type HoldList = Static<typeof HoldList>;
