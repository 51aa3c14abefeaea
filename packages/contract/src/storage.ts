/** How much is stored, how much room is left, and what takes it. */

import { type Static, Type } from 'typebox';

const Bytes = Type.Integer({ minimum: 0 });
const Amount = { instances: Type.Integer({ minimum: 0 }), lengthBytes: Bytes };
const Share = Type.Object({ name: Type.String(), ...Amount });

export const StorageReport = Type.Object(
  {
    /** `little`: above the high watermark; `full`: objects are refused. */
    level: Type.Union([Type.Literal('enough'), Type.Literal('little'), Type.Literal('full')]),
    diskBytes: Bytes,
    freeBytes: Bytes,
    /** Kept free for deletions, keys and the database. */
    reserveBytes: Bytes,
    /** What can still be stored. */
    roomBytes: Bytes,
    /** The configured quota, where there is one, and what counts for it. */
    quota: Type.Optional(Type.Object({ maxBytes: Bytes, countedBytes: Type.Optional(Bytes) })),
    warnPercent: Type.Integer({ minimum: 1, maximum: 100 }),
    /** What lies in an S3 store, where one is configured. */
    objectStore: Type.Optional(
      Type.Object({
        /** Bucket and host. */
        address: Type.String(),
        movedFiles: Type.Integer({ minimum: 0 }),
        movedBytes: Bytes,
        /** Of these, on the disk as well. */
        cachedBytes: Bytes,
        waitingFiles: Type.Integer({ minimum: 0 }),
        waitingBytes: Bytes,
        /** Files that wait to be removed from the store. */
        removals: Type.Integer({ minimum: 0 }),
        failure: Type.Optional(Type.Object({ code: Type.String(), since: Type.String({ format: 'date-time' }) })),
      }),
    ),
    studies: Type.Object(Amount),
    trash: Type.Object(Amount),
    modalities: Type.Array(Share),
    /** AE titles; `stow` and `import` for what came over HTTP. */
    senders: Type.Array(Share),
    /** Days of the last 30 with arrivals, oldest first. */
    growth: Type.Array(Type.Object({ day: Type.String({ format: 'date' }), ...Amount })),
  },
  { title: 'StorageReport' },
);
export type StorageReport = Static<typeof StorageReport>;
