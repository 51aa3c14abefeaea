/**
 * Counts what is dead in the log, from the log alone: deletions, and copies that a later copy replaced.
 *
 * Only segments whose seal counts marks are walked. Nothing is kept between two compactions, so nothing can go stale;
 * an object of which nothing is known here is alive.
 */

import { segmentOf } from './log-position.ts';
import type { LogReader } from './log-reader.ts';
import type { OpenFiles } from './open-files.ts';
import { isTrashKind, recordBytes } from './record-header.ts';
import { parseDeletion, parseInstance, parseTrashMark } from './record-metadata.ts';
import { readEndMark, segmentPath } from './segment-file.ts';

/** A record that holds an object. */
export type Copy = {
  readonly segment: number;
  readonly offset: number;
  readonly bytes: number;
  readonly metadataBytes: number;
};

export type Census = {
  /** Objects with a deletion, whatever came after it. */
  readonly deleted: ReadonlySet<string>;
  /** Where the newest copy of each moved object lies. */
  readonly newest: ReadonlyMap<string, Copy>;
  /** Trash that is over: restored, or all of it deleted. */
  readonly endedTrash: ReadonlySet<string>;
  /** Trash of which a record is there that an end makes void. */
  readonly trash: ReadonlySet<string>;
  /** By segment. */
  readonly deadBytes: ReadonlyMap<number, number>;
};

export async function takeCensus(options: {
  readonly dir: string;
  readonly files: OpenFiles;
  readonly reader: LogReader;
  readonly segments: readonly number[];
}): Promise<Census> {
  const targets = new Map<string, Copy>();
  const newest = new Map<string, Copy>();
  const endedTrash = new Set<string>();
  const trash = new Set<string>();
  const deadBytes = new Map<number, number>();
  const count = ({ segment, bytes }: Copy) => deadBytes.set(segment, (deadBytes.get(segment) ?? 0) + bytes);
  for (const segment of [...options.segments]) {
    if (!(await mayHoldMarks(options, segment))) continue;
    for await (const step of options.reader.marksOf(segment)) {
      const { metadataBytes } = step.header;
      const copy = { segment, offset: step.offset, bytes: recordBytes(step.header), metadataBytes };
      if (step.header.kind === 'deleted') {
        const deletion = parseDeletion(step.metadata);
        if (deletion === undefined) continue;
        const [target, offset, bytes] = deletion.target;
        targets.set(deletion.objectId, { segment: target, offset, bytes, metadataBytes: 0 });
      } else if (step.header.kind === 'moved') {
        const moved = parseInstance(step.metadata);
        if (moved === undefined) continue;
        const { objectId } = moved.object;
        count(newest.get(objectId) ?? { ...copy, segment: segmentOf(moved.arrival ?? 0) });
        newest.set(objectId, copy);
      } else if (isTrashKind(step.header.kind)) {
        const trashId = parseTrashMark(step.metadata);
        if (trashId !== undefined) (step.header.kind === 'trash-ended' ? endedTrash : trash).add(trashId);
      }
    }
  }
  for (const [objectId, target] of targets) count(newest.get(objectId) ?? target);
  return { deleted: new Set(targets.keys()), newest, endedTrash, trash, deadBytes };
}

async function mayHoldMarks(options: { dir: string; files: OpenFiles }, segment: number): Promise<boolean> {
  const mark = await options.files.with(segmentPath(options.dir, segment), (file) => readEndMark(file, segment));
  return mark?.header.kind !== 'sealed' || mark.seal.marks > 0;
}
