/**
 * Import of one file from the browser: the raw bytes are the request's body, the answer says what became of it.
 *
 * The file's name is never used; each file is its own request, so that one bad file harms no other.
 */

import { Readable } from 'node:stream';
import type { ImportProblemCode } from '@isocenter/contract/imports';
import { requireAccess } from '../access/access.ts';
import { labelOf } from '../access/subject-label.ts';
import type { Ingest } from '../archive/archive.ts';
import type { RefusalCode } from '../archive/object-check.ts';
import type { AuditRecorder } from '../audit/event.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { presentFindings } from '../studies/finding-presenter.ts';
import { ScanRefusal, scannedOnTheWay } from '../virus-scanner/on-the-way.ts';
import type { ScannerSettings } from '../virus-scanner/scan.ts';
import { findIndexed, type IndexedDeps, takeFile } from './service.ts';

export type ImportRoutesOptions = IndexedDeps & {
  readonly ingest: Ingest;
  readonly audit: AuditRecorder;
  readonly now: () => Date;
  /** Scans each file before any of it is kept; default none. */
  readonly scanner?: ScannerSettings;
};

/** How a refusal of the archive is told to who hands a file in. */
export const importProblemOf: Record<RefusalCode, ImportProblemCode> = {
  empty: 'empty-file',
  'not-dicom': 'not-dicom',
  unreadable: 'unreadable',
  truncated: 'truncated',
  'budget-exceeded': 'budget-exceeded',
  'missing-uid': 'missing-identifiers',
  'invalid-uid': 'missing-identifiers',
  dicomdir: 'dicomdir',
  'sop-class-disabled': 'sop-class-disabled',
  'sop-class-mismatch': 'unreadable',
  'sop-instance-mismatch': 'unreadable',
  'study-mismatch': 'unreadable',
  'different-content': 'conflict-refused',
  'out-of-resources': 'disk-full',
};

export function registerImports(app: HttpServer, options: ImportRoutesOptions): void {
  const { ingest, audit, now, scanner } = options;

  registerOperation(app, 'importFile', async ({ access, body }) => {
    await requireAccess(access, 'instance:store');
    const { subject, address } = access;
    const event = { action: 'instance:store', subject, address } as const;
    const provenance = { subject: labelOf(subject), receivedAt: now().toISOString(), address };
    const bytes = body as Readable; // the parser of binary bodies passes the stream on
    const scanned =
      scanner === undefined ? bytes : Readable.from(scannedOnTheWay(scanner, bytes), { objectMode: false });
    const result = await takeFile(ingest, scanned, provenance).catch((error: unknown) => {
      if (!(error instanceof ScanRefusal)) throw error;
      audit.count({ ...event, outcome: 'failure', details: { code: error.code } });
      throw new HttpProblem(error.code, { cause: error });
    });
    if (result.kind === 'refused') {
      audit.count({ ...event, outcome: 'failure', details: { code: result.code } });
      throw new HttpProblem(importProblemOf[result.code], { detail: result.message });
    }
    // Durable: from here on nothing turns the answer into a failure.
    const indexed = await findIndexed(options, subject, result);
    audit.count({ ...event, outcome: 'success', object: { kind: 'study', id: indexed?.studyId } });
    const { sopInstanceUid, studyInstanceUid, findings } = result;
    return {
      outcome: 'stored' as const,
      ...indexed,
      sopInstanceUid,
      studyInstanceUid,
      findings: presentFindings(findings),
    };
  });
}
