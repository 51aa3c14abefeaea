/**
 * Finds the end of the log when it is opened.
 *
 * Only the last segment can be unsealed without another segment saying where it ends. After a clean stop its stop mark
 * tells the end at once; otherwise it is walked: bodies are verified only behind the last durable end that a later
 * record attests, so that a start costs milliseconds. What was never acknowledged and is not whole is cut off.
 */

import { crc32 } from 'node:zlib';
import type { Logger } from '../logging.ts';
import { closedOnFailure, type FileSystem, type OpenFile, readFully, writeAll } from './file-system.ts';
import { type LogPosition, positionFrom } from './log-position.ts';
import type { ActiveSegment } from './record-batch.ts';
import { isMark } from './record-header.ts';
import { parseAbandoned } from './record-metadata.ts';
import { parseNumberName, readEndMark, segmentPath, segmentsFolder } from './segment-file.ts';
import { readFirstRecord, type WalkStep, walkRecords } from './segment-walk.ts';

export type RecoveredLog = {
  /** Numbers of all segments, ascending. */
  readonly segments: number[];
  readonly active: ActiveSegment | undefined;
  readonly lastSegment: number;
  readonly position: LogPosition;
  /** Ends of segments known without opening them. */
  readonly ends: Map<number, number>;
  /** Large files in folders before this one are all named by records, as the last stop mark says. */
  readonly unnamedFolder: number | undefined;
};

type Options = {
  readonly dir: string;
  readonly fileSystem: FileSystem;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
};

const rewriteBytes = 1024 * 1024;

/** Opens the log's segments, cuts a torn tail and makes what remains durable. */
export async function recoverLog(options: Options): Promise<RecoveredLog> {
  const { dir, fileSystem } = options;
  const names = await fileSystem.list(segmentsFolder(dir));
  const segments = names.flatMap((name) => parseNumberName(name, '.seg') ?? []).sort((a, b) => a - b);
  const highest = segments.at(-1) ?? 0;
  for (let last = segments.at(-1); last !== undefined; last = segments.at(-1)) {
    const file = await fileSystem.open(segmentPath(dir, last), 'write');
    const recovered = await closedOnFailure(file, () => recoverSegment(options, file, last));
    if (recovered !== undefined) return { ...recovered, segments, lastSegment: highest };
    // Nothing in it was ever acknowledged, else its first record would be whole.
    await file.close();
    await fileSystem.unlink(segmentPath(dir, last));
    await fileSystem.syncFolder(segmentsFolder(dir));
    segments.pop();
  }
  const position = positionFrom(highest, 0);
  return { segments, active: undefined, lastSegment: highest, position, ends: new Map(), unnamedFolder: undefined };
}

/** Returns what the last segment holds; undefined when it holds no record. */
async function recoverSegment(options: Options, file: OpenFile, segment: number) {
  const mark = await readEndMark(file, segment);
  // A seal may have reached the disk before the records it seals; a stop mark is written when all else is durable.
  const clean = mark?.header.kind === 'stopped';
  const found = clean
    ? { attested: mark.header.offset, end: mark.header.offset, marks: mark.seal.marks, sealed: false }
    : await findEnd(options, file, segment);
  const { end, marks, sealed } = found;
  if (end === 0) return undefined;
  // The stop mark goes, too: from now on something may lie about that no record names.
  await settle(options, file, found);
  const position = positionFrom(segment, end);
  const ends = await endsOfAbandoned(file, segment);
  if (sealed) {
    await file.close();
    return { active: undefined, position, ends: ends.set(segment, end), unnamedFolder: undefined };
  }
  const active: ActiveSegment = {
    number: segment,
    file,
    writtenEnd: end,
    durableEnd: end,
    nameDurable: true,
    marks,
    seal: 'none',
  };
  return { active, position, ends, unnamedFolder: clean ? mark.seal.unnamedFolder : undefined };
}

/**
 * Cuts what follows the end and makes the rest durable. What no record attests may lie in the page cache only, and may
 * have failed to reach the disk once already, which a sync tells only once: it is written again.
 */
async function settle(options: Options, file: OpenFile, { attested, end }: { attested: number; end: number }) {
  const piece = Buffer.allocUnsafe(Math.min(rewriteBytes, end - attested));
  for (let at = attested; at < end; at += piece.byteLength) {
    const bytes = piece.subarray(0, await readFully(file, piece.subarray(0, end - at), at));
    await writeAll(file, [bytes], at);
  }
  if ((await file.size()) > end) await file.truncate(end);
  await file.sync();
  await options.fileSystem.syncFolder(segmentsFolder(options.dir));
}

/**
 * Returns where the acknowledged or at least whole records of an unsealed segment end.
 *
 * Every record says up to where the segment was durable when it was written. A gap before such an end is damage to
 * acknowledged records, which are kept with what follows them; a gap behind all such ends is a torn tail.
 */
async function findEnd(options: Options, file: OpenFile, segment: number) {
  const size = await file.size();
  let attested = 0;
  let marks = 0;
  let steps: WalkStep[] = [];
  for await (const step of walkRecords(file, segment, { from: 0, to: size })) {
    if (step.kind === 'record') {
      if (step.header.durableEnd > attested) {
        attested = step.header.durableEnd;
        steps = steps.filter((earlier) => earlier.end > attested);
      }
      if (isMark(step.header.kind)) marks += 1;
    }
    steps.push(step);
  }
  let end = attested;
  let sealed = false;
  for (const step of steps.filter((unattested) => unattested.end > attested)) {
    if (step.kind === 'gap' || step.header.kind === 'stopped' || !(await hasIntactBody(file, step))) break;
    end = step.end;
    sealed = step.header.kind === 'sealed';
  }
  if (end < size)
    options.logger.warn({ segment, end, cutBytes: size - end }, 'The tail of the log was torn and is cut');
  return { attested, end, marks, sealed };
}

async function hasIntactBody(file: OpenFile, step: WalkStep & { kind: 'record' }): Promise<boolean> {
  if (step.header.bodyBytes === 0) return true;
  const body = Buffer.allocUnsafe(step.header.bodyBytes);
  if ((await readFully(file, body, step.end - body.byteLength)) < body.byteLength) return false;
  return crc32(body) === step.header.bodyCrc;
}

async function endsOfAbandoned(file: OpenFile, segment: number): Promise<Map<number, number>> {
  const first = await readFirstRecord(file, segment);
  return new Map(first?.header.kind === 'abandoned' ? parseAbandoned(first.metadata) : []);
}
