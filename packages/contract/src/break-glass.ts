/** Access in an emergency to what is not granted, and its review by privacy officers; people who act for a patient. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { PersonName } from './person-name.ts';
import { WrittenReason } from './trash.ts';

const Moment = Type.String({ format: 'date-time' });
const Identifier = Type.String({ minLength: 1, maxLength: 64 });

/** Names exactly whom it is about: by id and birth date, or by accession number and birth date. */
export const BreakGlass = Type.Object(
  {
    patientId: Type.Optional(Identifier),
    accessionNumber: Type.Optional(Identifier),
    birthDate: Type.String({ format: 'date' }),
    reason: WrittenReason,
    minutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 480, default: 60 })),
  },
  { additionalProperties: false, title: 'BreakGlass' },
);
export type BreakGlass = Static<typeof BreakGlass>;

/** Empty where there is nothing of the kind. */
export const BrokenGlass = Type.Object(
  { studyIds: Type.Array(Id), expiresAt: Type.Optional(Moment) },
  { title: 'BrokenGlass' },
);
export type BrokenGlass = Static<typeof BrokenGlass>;

export const BreakGlassEvent = Type.Object(
  {
    id: Id,
    by: Type.String(),
    userId: Id,
    studyId: Id,
    /** Of a study that is still here. */
    patientName: Type.Optional(PersonName),
    patientId: Type.Optional(Type.String()),
    studyDate: Type.Optional(Type.String({ format: 'date' })),
    studyDescription: Type.Optional(Type.String()),
    /** The same for all studies that were opened at once. */
    at: Moment,
    expiresAt: Moment,
    reason: Type.String(),
    review: Type.Optional(Type.Object({ by: Type.String(), at: Moment, note: Type.String() })),
  },
  { title: 'BreakGlassEvent' },
);
export type BreakGlassEvent = Static<typeof BreakGlassEvent>;

export const BreakGlassList = Type.Object({ events: Type.Array(BreakGlassEvent) }, { title: 'BreakGlassList' });
export type BreakGlassList = Static<typeof BreakGlassList>;

export const ReviewBreakGlass = Type.Object(
  { note: WrittenReason },
  { additionalProperties: false, title: 'ReviewBreakGlass' },
);
export type ReviewBreakGlass = Static<typeof ReviewBreakGlass>;

const ProxyKind = Type.Union([Type.Literal('self'), Type.Literal('guardian'), Type.Literal('proxy')], {
  title: 'ProxyKind',
});

/** Somebody who has the access of a patient: the patient, or who acts for one. */
export const EstablishProxy = Type.Object(
  {
    /** One study of the patient. */
    studyId: Id,
    userId: Id,
    kind: ProxyKind,
    /** What shows that it is so, such as a court's order and where it is filed. */
    evidence: WrittenReason,
    until: Type.Optional(Moment),
  },
  { additionalProperties: false, title: 'EstablishProxy' },
);
export type EstablishProxy = Static<typeof EstablishProxy>;

export const PatientProxy = Type.Object(
  {
    id: Id,
    userId: Id,
    name: Type.String(),
    kind: ProxyKind,
    evidence: Type.String(),
    since: Moment,
    until: Type.Optional(Moment),
    establishedBy: Type.String(),
    ended: Type.Optional(Type.Object({ by: Type.String(), at: Moment })),
  },
  { title: 'PatientProxy' },
);
export type PatientProxy = Static<typeof PatientProxy>;

export const ProxyList = Type.Object({ proxies: Type.Array(PatientProxy) }, { title: 'ProxyList' });
export type ProxyList = Static<typeof ProxyList>;
