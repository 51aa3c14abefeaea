/** The text of a message where it goes on from one segment to the next. */

import type { Hl7Segment } from './message.ts';
import { isTextValue } from './observation-value.ts';

/** Segments whose text is one: lines of a report follow each other in segments of their own. */
export function textGroupsOf(segments: readonly Hl7Segment[]): readonly (readonly Hl7Segment[])[] {
  const groups: Hl7Segment[][] = [];
  let before: Hl7Segment | undefined;
  for (const segment of segments) {
    const isText = textOf(segment) !== '';
    if (isText && before?.name === segment.name) groups.at(-1)?.push(segment);
    else if (isText) groups.push([segment]);
    before = isText ? segment : undefined;
  }
  return groups;
}

/** Returns the field of a segment that holds text; empty where there is none. */
export function textOf({ name, fields }: Hl7Segment): string {
  if (name === 'NTE') return fields[3] ?? '';
  return name === 'OBX' && isTextValue(fields[2] ?? '', fields[5] ?? '') ? (fields[5] ?? '') : '';
}
