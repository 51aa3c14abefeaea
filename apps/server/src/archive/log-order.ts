/**
 * Reads the log in the order in which objects first came, each once, from where it lies now.
 *
 * Compaction appends copies of what is alive and removes the originals, so the order of the log is no longer the order
 * of arrival. Who came first decides what is served and what is kept as a conflict (SEMANTICS.md), and an index that
 * is built anew must decide as the one before it did.
 */

import type { BlobLog } from '../storage/blob-log.ts';
import type { LogEntry } from '../storage/log-entry.ts';
import { type LogPosition, positionFrom } from '../storage/log-position.ts';
import type { EntryTrash } from './index-entry.ts';

export type ObjectEntry = Extract<LogEntry, { kind: 'instance' | 'moved' }>;

export type TrashEntry = Extract<LogEntry, { kind: 'trashed' }>;

export type TrashOf = ReadonlyMap<string, EntryTrash>;

export type LogChanges = {
  readonly deleted: ReadonlySet<string>;
  /** What was put into the trash after the position and is still there, by its id. */
  readonly trashes: ReadonlyMap<string, TrashEntry>;
  /** The same by its objects, which may lie in other logs. */
  readonly trashOf: TrashOf;
  /** Trash that is on its way out for good. */
  readonly purging: ReadonlySet<string>;
  /** Trash that is over. */
  readonly endedTrash: ReadonlySet<string>;
  /** Where the newest copy of a moved object begins, by the position at which the object first came. */
  readonly moved: ReadonlyMap<LogPosition, LogPosition>;
};

/** Reads what happened after a position to objects that came before or after it. */
export async function readChanges(log: BlobLog, from: LogPosition): Promise<LogChanges> {
  const deleted = new Set<string>();
  const moved = new Map<LogPosition, LogPosition>();
  const trashes = new Map<string, TrashEntry>();
  const purging = new Set<string>();
  const endedTrash = new Set<string>();
  for await (const entry of log.entriesSince(from)) {
    if (entry.kind === 'deleted') deleted.add(entry.objectId);
    // An older one was applied before; the copy that compaction made of it may lie behind its end.
    if (entry.kind === 'trashed' && entry.arrival > from) trashes.set(entry.trash.trashId, entry);
    if (entry.kind === 'purging') purging.add(entry.trashId);
    if (entry.kind === 'trash-ended') endedTrash.add(entry.trashId);
    if (entry.kind !== 'moved') continue;
    moved.set(entry.arrival, positionFrom(entry.location.segment, entry.location.offset));
  }
  for (const trashId of endedTrash) trashes.delete(trashId);
  return { deleted, moved, trashes, trashOf: byObject(log, [...trashes.values()]), purging, endedTrash };
}

function byObject({ spool }: BlobLog, trashes: readonly TrashEntry[]): TrashOf {
  return new Map(
    trashes.flatMap(({ trash, arrival, objectIds }) => {
      const known: EntryTrash = { id: trash.trashId, position: arrival, spool };
      return objectIds.map((objectId) => [objectId, known] as const);
    }),
  );
}

/**
 * Yields objects that are not deleted, and damage. An object that came after `from` has its arrival as its position,
 * wherever it lies; one that came before and was moved since comes where its copy lies.
 */
export async function* entriesByArrival(
  log: BlobLog,
  from: LogPosition,
  { deleted, moved }: LogChanges,
): AsyncGenerator<ObjectEntry | Extract<LogEntry, { kind: 'damaged' }>, void> {
  const isAlive = ({ location }: ObjectEntry) => !deleted.has(location.objectId);
  const arrivals = [...moved.keys()].filter((arrival) => arrival > from).sort((a, b) => a - b);
  let next = 0;
  const until = async function* (position: LogPosition) {
    for (let arrival = arrivals[next]; arrival !== undefined && arrival <= position; arrival = arrivals[next]) {
      next += 1;
      const entry = await copyAt(log, moved.get(arrival));
      if (entry !== undefined && isAlive(entry)) yield { ...entry, position: arrival };
    }
  };
  for await (const entry of log.entriesSince(from)) {
    yield* until(entry.position);
    if (isMark(entry)) continue;
    if (entry.kind !== 'damaged') {
      const isElsewhere = moved.has(entry.arrival) && (entry.kind === 'instance' || entry.arrival > from);
      if (isElsewhere || !isAlive(entry)) continue;
    }
    yield entry;
  }
}

function isMark(entry: LogEntry): entry is Exclude<LogEntry, { kind: 'instance' | 'moved' | 'damaged' }> {
  return entry.kind !== 'instance' && entry.kind !== 'moved' && entry.kind !== 'damaged';
}

async function copyAt(log: BlobLog, start: LogPosition | undefined): Promise<ObjectEntry | undefined> {
  if (start === undefined) return undefined;
  for await (const entry of log.entriesSince(start)) return entry.kind === 'moved' ? entry : undefined;
  return undefined;
}
