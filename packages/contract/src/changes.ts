/**
 * The change feed: what happened to studies, series and instances, numbered in the order in which it can be seen, for
 * programs that follow the archive. Ids and UIDs only, and only of what the reader may see.
 */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';

/**
 * `arrived` is said once, `changed` of each batch of arrivals afterwards. `trashed` is out of sight and can come back,
 * `deleted` is gone for good. What is said of a study or series goes for all of it.
 */
export const ChangeKind = Type.Union(
  [
    Type.Literal('study-arrived'),
    Type.Literal('study-changed'),
    Type.Literal('study-settled'),
    Type.Literal('study-trashed'),
    Type.Literal('study-restored'),
    Type.Literal('study-deleted'),
    Type.Literal('series-arrived'),
    Type.Literal('series-changed'),
    Type.Literal('series-settled'),
    Type.Literal('series-trashed'),
    Type.Literal('series-restored'),
    Type.Literal('series-deleted'),
    Type.Literal('instance-stored'),
    Type.Literal('instance-trashed'),
    Type.Literal('instance-restored'),
    Type.Literal('instance-deleted'),
  ],
  { title: 'ChangeKind' },
);
export type ChangeKind = Static<typeof ChangeKind>;

const FeedNumber = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const Change = Type.Object(
  {
    number: FeedNumber,
    at: Type.String({ format: 'date-time' }),
    kind: ChangeKind,
    studyId: Id,
    studyInstanceUid: Type.String(),
    /** Of series and instances. */
    seriesId: Type.Optional(Id),
    seriesInstanceUid: Type.Optional(Type.String()),
    /** Of instances. */
    instanceId: Type.Optional(Id),
    sopInstanceUid: Type.Optional(Type.String()),
    /** Of what has settled. */
    completeness: Type.Optional(Type.Union([Type.Literal('complete'), Type.Literal('incomplete')])),
  },
  { title: 'Change' },
);
export type Change = Static<typeof Change>;

export const ChangeQuery = Type.Object(
  {
    /** Only changes with a greater number: `next` of the page before. */
    since: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 })),
    /** `feed` of the page before: the answer is 410 where the feed has begun anew since. */
    feed: Type.Optional(Type.String({ format: 'uuid' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
    /** Seconds to wait for a change where there is none. */
    wait: Type.Optional(Type.Integer({ minimum: 0, maximum: 60, default: 0 })),
  },
  { additionalProperties: false, title: 'ChangeQuery' },
);
export type ChangeQuery = Static<typeof ChangeQuery>;

export const ChangePage = Type.Object(
  {
    /** Stays as long as numbers go on from one another; another after `isocenter reindex` and `isocenter restore`. */
    feed: Type.String({ format: 'uuid' }),
    changes: Type.Array(Change),
    /** `since` of the next page. No change with a number up to here is ever added. */
    next: FeedNumber,
    /** Whether there may be more already. */
    more: Type.Boolean(),
  },
  { title: 'ChangePage' },
);
export type ChangePage = Static<typeof ChangePage>;
