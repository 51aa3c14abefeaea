/**
 * Why a file was not taken, by code: those of the node (`ImportProblemCode`), and those that the browser finds by itself
 * before anything is sent. Codes are stable; the words are for a person who wants to know what to do.
 */

import type { ImportProblemCode } from '@isocenter/contract/imports';

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

export type RefusalText = { readonly title: string; readonly advice: string };

const texts: Readonly<Record<RefusalCode, RefusalText>> = {
  'not-dicom': {
    title: 'Not a DICOM file',
    advice: 'Nothing in it looks like DICOM. Documents and pictures of other kinds are not taken.',
  },
  'empty-file': { title: 'Empty file', advice: 'It has no bytes. Copy it again from where it came from.' },
  truncated: {
    title: 'Cut off',
    advice: 'The file ends before its content does. Copy it again from where it came from.',
  },
  unreadable: { title: 'Damaged', advice: 'Its structure cannot be followed. Ask for the study to be sent again.' },
  'missing-identifiers': {
    title: 'No identifiers',
    advice: 'It lacks the UIDs without which a study cannot be filed.',
  },
  'unsupported-transfer-syntax': {
    title: 'Unknown encoding',
    advice: 'Its transfer syntax is not one this node can keep.',
  },
  'sop-class-disabled': {
    title: 'Kind not wanted here',
    advice: 'The administrator has switched this kind of object off.',
  },
  dicomdir: {
    title: 'Directory of a disc',
    advice: 'DICOMDIR only lists the files beside it; those are taken one by one.',
  },
  'conflict-refused': {
    title: 'Differs from what is here',
    advice: 'Other content is kept under the same UID, and the policy is to refuse.',
  },
  'budget-exceeded': {
    title: 'Too deep or too large',
    advice: 'Its header goes beyond the limits that protect the node.',
  },
  'disk-full': {
    title: 'No space left',
    advice: 'The node is out of space. Ask the administrator, then import again.',
  },
  'system-file': { title: 'File of the operating system', advice: 'Made by the computer, not by a scanner.' },
  'other-format': { title: 'Not a DICOM file', advice: 'It is a picture, document or program of another kind.' },
  'archive-in-archive': {
    title: 'Archive inside an archive',
    advice: 'Unpack the outer one and import the inner one by itself.',
  },
  'archive-encrypted': {
    title: 'Protected by a password',
    advice: 'Unpack it with its password first, then import the folder.',
  },
  'archive-damaged': {
    title: 'Damaged archive',
    advice: 'It cannot be unpacked. Copy it again, or unpack it with another program.',
  },
  'archive-too-many-entries': { title: 'Too many files in one archive', advice: 'Unpack it and import the folder.' },
  'archive-too-large': { title: 'Archive too large', advice: 'Unpack it and import the folder.' },
  'archive-expands-too-far': {
    title: 'Suspicious archive',
    advice: 'It unpacks to far more than it should; the rest of it was not opened.',
  },
  'unreadable-file': {
    title: 'Could not be read',
    advice: 'The browser was not allowed to read it, or it has changed since it was chosen.',
  },
};

/** Returns the words for a code; an unknown one keeps the title that came with it. */
export function describeRefusal(code: string, title = 'Not taken'): RefusalText {
  return Object.hasOwn(texts, code) ? texts[code as RefusalCode] : { title, advice: '' }; // hasOwn: it is one of them.
}

/** Whether the code speaks about the file itself, so that trying again changes nothing. A full disk can be mended. */
export function isRefusal(code: string): boolean {
  return Object.hasOwn(texts, code) && code !== 'disk-full';
}
