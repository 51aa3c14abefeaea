/**
 * What goes on in the background and no page of its own shows: earlier studies that rules asked for, and storage
 * commitments that peers asked for.
 */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';

const DateTime = Type.String({ format: 'date-time' });
const Count = Type.Integer({ minimum: 0 });

export const Prefetch = Type.Object(
  {
    id: Id,
    state: Type.Union([Type.Literal('waiting'), Type.Literal('done'), Type.Literal('failed')]),
    /** Of the study whose earlier ones are wanted, where it is still here. */
    studyId: Type.Optional(Id),
    /** AE title of the archive. */
    from: Type.String(),
    /** Name of the rule; absent once it is gone. */
    rule: Type.Optional(Type.String()),
    /** Earlier studies that match, and those that it brought. */
    found: Count,
    fetched: Count,
    /** That failed, in a row. */
    attempts: Count,
    /** Code of the last failure. */
    code: Type.Optional(Type.String()),
    createdAt: DateTime,
    /** Of the next attempt; absent where there is none. */
    retryAt: Type.Optional(DateTime),
  },
  { title: 'Prefetch' },
);
export type Prefetch = Static<typeof Prefetch>;

export const PrefetchQuery = Type.Object(
  {
    /** One or several, separated by commas. */
    state: Type.Optional(Type.String({ pattern: '^(waiting|done|failed)(,(waiting|done|failed)){0,2}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  { additionalProperties: false, title: 'PrefetchQuery' },
);
export type PrefetchQuery = Static<typeof PrefetchQuery>;

/** The latest first. */
export const PrefetchList = Type.Object({ total: Count, prefetches: Type.Array(Prefetch) }, { title: 'PrefetchList' });
export type PrefetchList = Static<typeof PrefetchList>;

export const Commitment = Type.Object(
  {
    id: Id,
    /** `dead`: its report could not be delivered. */
    state: Type.Union([Type.Literal('waiting'), Type.Literal('reported'), Type.Literal('dead')]),
    /** AE title of the peer that asked and is reported to. */
    aeTitle: Type.String(),
    transactionUid: Type.String(),
    /** How many it is asked to commit to; absent once it is over. */
    instances: Type.Optional(Count),
    attempts: Count,
    requestedAt: DateTime,
    /** Of the next attempt to report. */
    retryAt: Type.Optional(DateTime),
    endedAt: Type.Optional(DateTime),
  },
  { title: 'Commitment' },
);
export type Commitment = Static<typeof Commitment>;

export const CommitmentQuery = Type.Object(
  {
    /** One or several, separated by commas. */
    state: Type.Optional(Type.String({ pattern: '^(waiting|reported|dead)(,(waiting|reported|dead)){0,2}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  { additionalProperties: false, title: 'CommitmentQuery' },
);
export type CommitmentQuery = Static<typeof CommitmentQuery>;

/** The latest first. */
export const CommitmentList = Type.Object(
  { total: Count, commitments: Type.Array(Commitment) },
  { title: 'CommitmentList' },
);
export type CommitmentList = Static<typeof CommitmentList>;
