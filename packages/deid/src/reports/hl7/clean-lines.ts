/**
 * Texts that stand in several fields, as a report does in one field for each of its lines: searched as one, since a name or
 * a label can end one line and go on in the next, and replaced where each part of them stands.
 */

import type { IdentitySpan } from '../../text/find-identity.ts';
import type { Replacer } from '../../text/replace-identity.ts';
import { type EscapedText, escapeText, readEscapedText } from './escaped-text.ts';
import type { Hl7Delimiters } from './message.ts';

export type LineCleaning = {
  readonly delimiters: Hl7Delimiters;
  readonly find: (text: string) => readonly IdentitySpan[];
  readonly replacer: Replacer;
};

/** Returns the text that stands in fields, a line for each. */
export function joinLines(fields: readonly string[], delimiters: Hl7Delimiters): string {
  return fields.map((field) => readEscapedText(field, delimiters).text).join('\n');
}

/** Returns the fields without what identifies; all else in them to the character as it was. */
export function cleanLines(fields: readonly string[], { delimiters, find, replacer }: LineCleaning): readonly string[] {
  const lines = fields.map((field) => readEscapedText(field, delimiters));
  const text = lines.map((line) => line.text).join('\n');
  const spans = find(text);
  if (spans.length === 0) return fields;
  let start = 0;
  return lines.map((line, number) => {
    const cleaned = cleanLine(line, fields[number] ?? '', start);
    start += line.text.length + 1;
    return cleaned;
  });

  function cleanLine(line: EscapedText, field: string, lineStart: number): string {
    const lineEnd = lineStart + line.text.length;
    let [result, at] = ['', 0];
    for (const span of spans) {
      const [from, to] = [Math.max(span.start, lineStart) - lineStart, Math.min(span.end, lineEnd) - lineStart];
      if (from >= to) continue;
      // What takes the place of a span stands where it begins.
      const isFirst = span.start >= lineStart;
      const replacement = isFirst ? replacer(text.slice(span.start, span.end), span, text) : '';
      result += field.slice(at, line.starts[from]) + escapeText(replacement, delimiters);
      at = line.ends[to - 1] ?? field.length;
    }
    return result + field.slice(at);
  }
}
