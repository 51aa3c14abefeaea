/**
 * Import of one file: the raw bytes are the body (`application/octet-stream`), the file's name a header for messages
 * only. What cannot be taken is a problem whose `code` says why.
 */

import { type Static, Type } from 'typebox';
import { HeaderFinding } from './elements.ts';
import { fileNameHeader } from './headers.ts';
import { Id } from './id.ts';

export const ImportHeaders = Type.Object({ [fileNameHeader]: Type.Optional(Type.String({ maxLength: 1024 })) });

/** Codes of the problems with which an import is answered. */
export const importProblemCodes = [
  'not-dicom',
  'empty-file',
  'truncated',
  'unreadable',
  'missing-identifiers',
  'unsupported-transfer-syntax',
  'sop-class-disabled',
  'dicomdir',
  'conflict-refused',
  'virus-found',
  'scanner-failed',
  'budget-exceeded',
  'disk-full',
] as const;
export type ImportProblemCode = (typeof importProblemCodes)[number];

export const ImportResult = Type.Object(
  {
    /** `duplicate`: already here with equal content. `conflict`: kept beside different content under the same UID. */
    outcome: Type.Union([Type.Literal('stored'), Type.Literal('duplicate'), Type.Literal('conflict')]),
    sopInstanceUid: Type.String(),
    studyInstanceUid: Type.String(),
    /** Absent while the index has not caught up with the store. */
    studyId: Type.Optional(Id),
    instanceId: Type.Optional(Id),
    findings: Type.Array(HeaderFinding),
  },
  { title: 'ImportResult' },
);
export type ImportResult = Static<typeof ImportResult>;
