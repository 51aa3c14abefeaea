/** A word in every attribute of the dictionary that holds text, PS3.6 §6, since each can be misused, PS3.15 §E.3.5. */

import type { Attributes, TypedValue } from '@isocenter/dicom/build';
import { findDictionaryEntry } from '@isocenter/dicom/dictionary';
import { dictionaryTable } from '@isocenter/dicom/generated/dictionary-table';
import { groupOf, parseTag } from '@isocenter/dicom/tag';
import type { Vr } from '@isocenter/dicom/vr';
import { keptKeywords } from './kept-keywords.ts';
import type { Planter } from './planter.ts';

const textVrs: readonly string[] = ['AE', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UR', 'UT'];
/** Commands, file meta information and directories, PS3.5 §7.1, are not of this data set. */
const firstGroup = 0x0008;

/** Returns those that are not set already and need not stay. */
export function everyText(p: Planter, set: Attributes): Attributes {
  const texts: Record<string, TypedValue> = {};
  for (const row of dictionaryTable.trim().split('\n')) {
    const [digits = ''] = row.split('\t');
    const tag = parseTag(digits);
    const entry = tag === undefined ? undefined : findDictionaryEntry(tag);
    if (tag === undefined || entry === undefined || groupOf(tag) < firstGroup || !textVrs.includes(entry.vr)) continue;
    if (entry.keyword in set || keptKeywords.has(entry.keyword)) continue;
    const word = p.word(entry.retired ? 'any retired text attribute' : 'any text attribute');
    const value = entry.vr === 'UR' ? `https://${word}.example.org` : entry.vr === 'AE' ? word.toUpperCase() : word;
    // The VR is one of those above.
    texts[entry.keyword] = { vr: entry.vr as Vr, value };
  }
  // The keywords are those of the dictionary.
  return texts as Attributes;
}
