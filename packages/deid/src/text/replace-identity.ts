/**
 * Puts something else in the place of what identifies: fiducials, which say what was there, or surrogates (`surrogates.ts`),
 * which read as the original did. Everything outside of the spans stays as it was, byte for byte; line breaks inside of them
 * do not.
 */

import { fiducialOf } from '../identity-kind.ts';
import type { IdentitySpan } from './find-identity.ts';

/** Returns what takes the place of the text of a span. */
export type Replacer = (original: string, span: IdentitySpan, text: string) => string;

/** Returns the text with its spans replaced; they are in their order and do not overlap, as `findIdentity` returns them. */
export function replaceIdentity(text: string, spans: readonly IdentitySpan[], replacer: Replacer): string {
  let [result, at] = ['', 0];
  for (const span of spans) {
    result += text.slice(at, span.start) + replacer(text.slice(span.start, span.end), span, text);
    at = span.end;
  }
  return result + text.slice(at);
}

/** Replaces by `% PATIENT NAME %` and its like. */
export const byFiducials: Replacer = (_, { kind }) => fiducialOf(kind);
