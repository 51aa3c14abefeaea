/**
 * Places in the log as single numbers: segment × 2³² + offset. They are totally ordered, fit a double (2⁵³ allows two
 * million segments of 256 MiB) and a bigint column, and mean "everything before here".
 */

const offsetRange = 0x1_0000_0000;

/** The end of a record: everything up to it, in all segments, comes earlier in the log. */
export type LogPosition = number;

/** Before the first record there can be. */
export const logStart: LogPosition = 0;

export function positionFrom(segment: number, offset: number): LogPosition {
  return segment * offsetRange + offset;
}

export function segmentOf(position: LogPosition): number {
  return Math.floor(position / offsetRange);
}

export function offsetOf(position: LogPosition): number {
  return position % offsetRange;
}
