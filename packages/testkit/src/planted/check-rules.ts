/** When a check holds, by the rules that the scorer of MIDI-B has, and stricter ones where it only compares text. */

import { tagOf } from '@isocenter/dicom/dictionary';
import { findElement } from '@isocenter/dicom/values';
import type { FrameDecoder } from '@isocenter/pixels/decode';
import type { PlantedCheck, PlantedInstance } from './answer-key.ts';
import type { ConsistentMapping } from './consistent-mapping.ts';
import type { Result } from './deid-result.ts';
import { bytesOfElement, type PathElement, textOfElement } from './element-paths.ts';
import { isLegible } from './legibility.ts';
import { readHighBits } from './pictures.ts';
import { pixelDigest } from './pixel-digest.ts';
import { createTokenSearch, foldCase } from './token-search.ts';

export type CheckContext = {
  readonly instance: PlantedInstance;
  readonly result: Result;
  readonly uids: ConsistentMapping;
  readonly patientIds: ConsistentMapping;
  readonly decoder: FrameDecoder;
};

export async function holds(check: PlantedCheck, context: CheckContext): Promise<boolean> {
  const { result } = context;
  const entry = result.elements.get(check.path);
  const value = entry === undefined ? undefined : textOfElement(entry);
  const [expected = ''] = check.expected;
  switch (check.action) {
    case 'tag_retained':
      return entry !== undefined;
    case 'text_notnull':
      return value !== undefined && value !== '';
    case 'text_retained':
      return value !== undefined && check.expected.every((text) => hasText(value, text));
    case 'text_removed':
      return !hasTokens(check, entry, context);
    case 'date_shifted':
    case 'uid_changed':
      return value === undefined || !value.includes(expected);
    case 'uid_consistent':
      return value === undefined || context.uids.admits(expected, value);
    case 'patid_consistent':
      return value === undefined || context.patientIds.admits(expected, value);
    case 'pixels_retained':
      return entry !== undefined && pixelDigest(entry.element) === expected;
    case 'pixels_hidden':
      return isHidden(check, entry, context);
  }
}

async function isHidden(
  { box, expected }: PlantedCheck,
  entry: PathElement | undefined,
  { result, decoder }: CheckContext,
): Promise<boolean> {
  if (entry === undefined) return true;
  if (box === undefined) return pixelDigest(entry.element) !== expected[0];
  try {
    return !(await isLegible(result.file, box, decoder));
  } catch {
    // A picture that nobody can decode has lost its text with everything else, which other checks count.
    return true;
  }
}

function hasTokens(check: PlantedCheck, entry: PathElement | undefined, { instance, result }: CheckContext): boolean {
  if (check.position === 'age above 89') return entry !== undefined && textOfElement(entry) === check.expected[0];
  const content = contentOf(check.path, entry, result);
  if (content === undefined || content.length === 0) return false;
  const tokens = check.expected.map((text) => ({ text, position: check.position }));
  return createTokenSearch(tokens, instance.characterSets).find(content).length > 0;
}

function contentOf(path: string, entry: PathElement | undefined, result: Result): Buffer | undefined {
  if (path === '(file)') return result.folded;
  if (path === '(preamble)') return foldCase(result.file.preamble);
  if (path === '(unused bits)') {
    const element = findElement(result.file.dataSet, tagOf('PixelData'));
    return element && foldCase(readHighBits(bytesOfElement(element)));
  }
  return entry && foldCase(bytesOfElement(entry.element));
}

/** Numbers by their value, words as parts of the text, in any order and case. */
function hasText(value: string, expected: string): boolean {
  const [text, wanted] = [value.toLowerCase(), expected.toLowerCase()];
  if (text.includes(wanted)) return true;
  const words = text.split(/[\s\\,;]+/);
  return wanted
    .split(/[\s\\,;]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .every((word) => text.includes(word) || words.some((other) => other !== '' && Number(other) === Number(word)));
}
