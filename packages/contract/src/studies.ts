/**
 * The list of studies: search as you type, filters, sorting, paging.
 *
 * Dates are `YYYY-MM-DD` and times `HH:MM:SS`; a member that the object lacks, or that is not well formed there, is
 * absent. The header table (`elements.ts`) shows what really stands in the object.
 */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { PersonName } from './person-name.ts';

const IsoDate = Type.String({ format: 'date' });

const StudyState = Type.Union([Type.Literal('arriving'), Type.Literal('complete'), Type.Literal('incomplete')], {
  title: 'StudyState',
});
export const StudySort = Type.Union(
  [
    Type.Literal('received'),
    Type.Literal('studyDate'),
    Type.Literal('patientName'),
    Type.Literal('patientId'),
    Type.Literal('accessionNumber'),
    Type.Literal('description'),
    Type.Literal('modality'),
    Type.Literal('instances'),
  ],
  { title: 'StudySort' },
);
export type StudySort = Static<typeof StudySort>;

export const StudyQuery = Type.Object(
  {
    /** Words, all of which must occur in name, patient id, accession number, description, date or a UID. */
    q: Type.Optional(Type.String({ maxLength: 200 })),
    /** One or more modalities, comma-separated, such as `CT,MR`. */
    modality: Type.Optional(Type.String({ maxLength: 200, pattern: '^[0-9A-Z_ ]{1,16}(,[0-9A-Z_ ]{1,16})*$' })),
    /** One label, as it is written. */
    label: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** Study Date, inclusive. */
    from: Type.Optional(IsoDate),
    to: Type.Optional(IsoDate),
    sort: Type.Optional(StudySort),
    order: Type.Optional(Type.Union([Type.Literal('ascending'), Type.Literal('descending')])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 })),
  },
  { additionalProperties: false, title: 'StudyQuery' },
);
export type StudyQuery = Static<typeof StudyQuery>;

export const StudySummary = Type.Object(
  {
    id: Id,
    studyInstanceUid: Type.String(),
    patientName: PersonName,
    patientId: Type.Optional(Type.String()),
    patientBirthDate: Type.Optional(IsoDate),
    /** `M`, `F`, `O` or whatever else the object says. */
    patientSex: Type.Optional(Type.String()),
    accessionNumber: Type.Optional(Type.String()),
    studyDate: Type.Optional(IsoDate),
    studyTime: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    modalities: Type.Array(Type.String()),
    seriesCount: Type.Integer({ minimum: 0 }),
    instanceCount: Type.Integer({ minimum: 0 }),
    referringPhysician: Type.Optional(PersonName),
    institution: Type.Optional(Type.String()),
    receivedAt: Type.String({ format: 'date-time' }),
    /** Whether more is expected, as far as is known; absent for what came before studies were waited for. */
    state: Type.Optional(StudyState),
    labels: Type.Array(Type.String()),
    /** How many conflicting copies are kept beside what is served. */
    conflicts: Type.Integer({ minimum: 0 }),
  },
  { title: 'StudySummary' },
);
export type StudySummary = Static<typeof StudySummary>;

export const StudyList = Type.Object(
  {
    total: Type.Integer({ minimum: 0 }),
    /** There are more: those far beyond this page were not counted. */
    isLeast: Type.Optional(Type.Literal(true)),
    studies: Type.Array(StudySummary),
  },
  { title: 'StudyList' },
);
export type StudyList = Static<typeof StudyList>;
