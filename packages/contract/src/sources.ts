/** Sources: archives that this node asks for what is new and copies from, once or as a mirror. */

import { type Static, Type } from 'typebox';
import { SendingWindow } from './deliveries.ts';
import { Id } from './id.ts';

const SourceOrder = Type.Union([Type.Literal('newest'), Type.Literal('oldest')], { title: 'SourceOrder' });
export type SourceOrder = Static<typeof SourceOrder>;

/**
 * - `sending`: what it does not hold is on its way there.
 * - `failed`: given up, with the reason in `code`; waits for a person.
 * - `deleted-here`, `deleted-there`: a deletion on one side is neither undone nor repeated on the other.
 */
export const SourceStudyState = Type.Union(
  [
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('sending'),
    Type.Literal('done'),
    Type.Literal('failed'),
    Type.Literal('deleted-here'),
    Type.Literal('deleted-there'),
  ],
  { title: 'SourceStudyState' },
);
export type SourceStudyState = Static<typeof SourceStudyState>;

const DateTime = Type.String({ format: 'date-time' });
const Count = Type.Integer({ minimum: 0 });

const sourceFields = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  /** A peer that answers C-FIND, and C-GET or C-MOVE. */
  peerId: Id,
  everyMinutes: Type.Integer({ minimum: 1, maximum: 10_080 }),
  /** In which it is asked and copied from, in the node's own time zone; any time where there is none. */
  hours: Type.Array(SendingWindow, { maxItems: 14 }),
  /** How far back from the day of the last look the next one goes: what arrives there late is found for so long. */
  lookBackDays: Type.Integer({ minimum: 0, maximum: 3650 }),
  /** Studies with one of them; any where there is none. */
  modalities: Type.Array(Type.String({ pattern: '^[0-9A-Z_ ]{1,16}$' }), { maxItems: 50, uniqueItems: true }),
  /** Further matching keys of the questions, by the keywords of PS3.6. */
  keys: Type.Record(Type.String({ pattern: '^[A-Za-z0-9]{1,64}$' }), Type.String({ minLength: 1, maxLength: 64 }), {
    maxProperties: 20,
  }),
  /** Answers to one question from which on it is asked again in parts, because it may have left some out. */
  answerLimit: Type.Integer({ minimum: 1, maximum: 20_000 }),
  /** Studies at a time. */
  maxConcurrent: Type.Integer({ minimum: 1, maximum: 16 }),
  studiesPerHour: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
};

/** Of a mirror: copied whole, kept up to date, and given back what it missed. A source without it is asked for what is new. */
const MirrorSettings = Type.Object(
  {
    order: SourceOrder,
    /** Studies before it are not copied. */
    since: Type.Optional(Type.String({ format: 'date' })),
    /** How often all of it is compared with what is here. */
    compareEveryDays: Type.Integer({ minimum: 1, maximum: 365 }),
    /** Whether it is sent what is here and not there. */
    sendBack: Type.Boolean(),
  },
  { additionalProperties: false, title: 'MirrorSettings' },
);
export type MirrorSettings = Static<typeof MirrorSettings>;

/** What an administrator writes; an update replaces all of it. */
export const SourceInput = Type.Object(
  { ...sourceFields, mirror: Type.Optional(MirrorSettings) },
  { additionalProperties: false, title: 'SourceInput' },
);
export type SourceInput = Static<typeof SourceInput>;

export const Source = Type.Object(
  {
    id: Id,
    ...sourceFields,
    mirror: Type.Optional(MirrorSettings),
    peer: Type.Object({ name: Type.String(), aeTitle: Type.String(), enabled: Type.Boolean() }),
    /** What keeps it from being asked, or its studies from being copied, now; absent where nothing does. */
    waitsFor: Type.Optional(
      Type.Object({
        what: Type.Union([
          Type.Literal('paused'),
          /** The peer is switched off. */
          Type.Literal('disabled'),
          /** The peer is not said to answer C-FIND, and C-GET or C-MOVE. */
          Type.Literal('services'),
          Type.Literal('hours'),
          Type.Literal('retry'),
          /** As many studies were begun in the last hour as may be; it is asked all the same. */
          Type.Literal('pace'),
        ]),
        until: Type.Optional(DateTime),
      }),
    ),
    failing: Type.Optional(Type.Object({ since: DateTime, code: Type.String() })),
    isAsking: Type.Boolean(),
    lastRunAt: Type.Optional(DateTime),
    /** Studies that the last look found. */
    lastFound: Type.Optional(Count),
    nextRunAt: DateTime,
    /** The walk over all dates that is under way. */
    sweep: Type.Optional(
      Type.Object({
        kind: Type.Union([Type.Literal('back-fill'), Type.Literal('compare')]),
        /** The day it has come to. */
        date: Type.String(),
        found: Count,
        beganAt: DateTime,
      }),
    ),
    backFilledAt: Type.Optional(DateTime),
    comparedAt: Type.Optional(DateTime),
    /** When it last held more than could be asked for in parts. */
    truncatedAt: Type.Optional(DateTime),
    /** Studies that were found, by what became of them. */
    studies: Type.Object({
      waiting: Count,
      running: Count,
      sending: Count,
      done: Count,
      failed: Count,
      deletedHere: Count,
      deletedThere: Count,
    }),
    /** Images that it brought. */
    fetchedInstances: Count,
  },
  { title: 'Source' },
);
export type Source = Static<typeof Source>;

export const SourceList = Type.Object({ sources: Type.Array(Source) }, { title: 'SourceList' });
export type SourceList = Static<typeof SourceList>;

/** `compare`: also a comparison of everything. */
export const RunSource = Type.Object(
  { compare: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, title: 'RunSource' },
);
export type RunSource = Static<typeof RunSource>;

export const SourceStudy = Type.Object(
  {
    id: Id,
    studyInstanceUid: Type.String(),
    studyDate: Type.Optional(Type.String()),
    /** Of the study here, where there is anything of it. */
    studyId: Type.Optional(Id),
    state: SourceStudyState,
    code: Type.Optional(Type.String()),
    /** Images there and here, as last counted. */
    theirs: Type.Optional(Count),
    held: Type.Optional(Count),
    missing: Count,
    unsent: Count,
    attempts: Count,
    retryAt: Type.Optional(DateTime),
    checkedAt: Type.Optional(DateTime),
  },
  { title: 'SourceStudy' },
);
export type SourceStudy = Static<typeof SourceStudy>;

const state = '(waiting|running|sending|done|failed|deleted-here|deleted-there)';

export const SourceStudyQuery = Type.Object(
  {
    /** One or several, separated by commas. */
    state: Type.Optional(Type.String({ pattern: `^${state}(,${state}){0,6}$` })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  },
  { additionalProperties: false, title: 'SourceStudyQuery' },
);
export type SourceStudyQuery = Static<typeof SourceStudyQuery>;

export const SourceStudyList = Type.Object(
  { total: Count, studies: Type.Array(SourceStudy) },
  { title: 'SourceStudyList' },
);
export type SourceStudyList = Static<typeof SourceStudyList>;

export const SourceStudyParams = Type.Object({ id: Id, studyId: Id }, { title: 'SourceStudyParams' });

/** How many studies are tried again. */
export const Retried = Type.Object({ studies: Count }, { title: 'Retried' });
export type Retried = Static<typeof Retried>;
