/**
 * Why a file was not taken, by code: those of the node (`ImportProblemCode`), and those that the browser finds by itself
 * before anything is sent. Codes are stable; the words are for a person who wants to know what to do.
 */

import type { ImportProblemCode } from '@isocenter/contract/imports';
import type { Words } from '../../languages/catalogue.ts';
import type { ImportReason } from './import-item.ts';

/** What the browser refuses by itself. */
export type LocalRefusalCode =
  | 'system-file'
  | 'other-format'
  | 'archive-in-archive'
  | 'archive-encrypted'
  | 'archive-damaged'
  | 'archive-too-many-entries'
  | 'archive-too-large'
  | 'archive-expands-too-far'
  | 'unreadable-file';

export type RefusalCode = ImportProblemCode | LocalRefusalCode;

export type RefusalText = { readonly title: string; readonly detail: string | undefined };

/** Every code there is; the words are in `languages/refusals`. */
const refusalCodes: Readonly<Record<RefusalCode, true>> = {
  'not-dicom': true,
  'empty-file': true,
  truncated: true,
  unreadable: true,
  'missing-identifiers': true,
  'unsupported-transfer-syntax': true,
  'sop-class-disabled': true,
  dicomdir: true,
  'conflict-refused': true,
  'virus-found': true,
  'scanner-failed': true,
  'budget-exceeded': true,
  'disk-full': true,
  'system-file': true,
  'other-format': true,
  'archive-in-archive': true,
  'archive-encrypted': true,
  'archive-damaged': true,
  'archive-too-many-entries': true,
  'archive-too-large': true,
  'archive-expands-too-far': true,
  'unreadable-file': true,
};

/** Returns the words for a reason; a code that this page has not heard of keeps the title that came with it. */
export function describeRefusal(t: Words, { code, title, detail }: ImportReason): RefusalText {
  if (code === 'unreachable') return { title: t('refusals.unreachable'), detail: t('refusals.unreachable-advice') };
  if (!isKnown(code)) return { title: title ?? t('imports.refused'), detail };
  return { title: t(`refusals.${code}`), detail: detail ?? t(`refusals.${code}-advice`) };
}

/** Whether the code speaks about the file itself, so that trying again changes nothing. A full disk can be mended, and so can a scanner. */
export function isRefusal(code: string): boolean {
  return isKnown(code) && code !== 'disk-full' && code !== 'scanner-failed';
}

function isKnown(code: string): code is RefusalCode {
  return Object.hasOwn(refusalCodes, code);
}
