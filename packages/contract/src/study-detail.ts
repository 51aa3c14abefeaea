/** One study with its series and instances, in the order of their numbers. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { StudySummary } from './studies.ts';

const InstanceSummary = Type.Object(
  {
    id: Id,
    sopInstanceUid: Type.String(),
    sopClassUid: Type.String(),
    /** From PS3.6 Annex A; the UID itself for a class that the dictionary does not know. */
    sopClassName: Type.String(),
    number: Type.Optional(Type.Integer()),
    /** Pixels; absent for objects without an image. */
    rows: Type.Optional(Type.Integer({ minimum: 0 })),
    columns: Type.Optional(Type.Integer({ minimum: 0 })),
    frames: Type.Optional(Type.Integer({ minimum: 1 })),
    transferSyntaxUid: Type.String(),
    /** Whether the pixels went through lossy compression at any time, PS3.3 §C.7.6.1.1.5. */
    lossy: Type.Boolean(),
    /** Whether this node can make a picture of it. */
    renderable: Type.Boolean(),
  },
  { title: 'InstanceSummary' },
);
export type InstanceSummary = Static<typeof InstanceSummary>;

export const SeriesDetail = Type.Object(
  {
    id: Id,
    seriesInstanceUid: Type.String(),
    modality: Type.Optional(Type.String()),
    number: Type.Optional(Type.Integer()),
    description: Type.Optional(Type.String()),
    bodyPart: Type.Optional(Type.String()),
    date: Type.Optional(Type.String({ format: 'date' })),
    instanceCount: Type.Integer({ minimum: 0 }),
    instances: Type.Array(InstanceSummary),
  },
  { title: 'SeriesDetail' },
);
export type SeriesDetail = Static<typeof SeriesDetail>;

export const StudyDetail = Type.Object(
  {
    study: StudySummary,
    series: Type.Array(SeriesDetail),
    /** Nothing of it may be deleted. */
    legalHold: Type.Boolean(),
    /** Whether the caller may have objects of it as files. */
    mayDownload: Type.Boolean(),
    /** Whether the caller may make a care team for its patient. */
    mayMakeTeam: Type.Boolean(),
  },
  { title: 'StudyDetail' },
);
export type StudyDetail = Static<typeof StudyDetail>;
