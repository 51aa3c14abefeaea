/**
 * Import of one file from the browser: the raw bytes are the request's body, the answer says what became of it.
 *
 * The file's name is never used; each file is its own request, so that one bad file harms no other.
 */

import type { Readable } from 'node:stream';
import type { ImportProblemCode } from '@isocenter/contract/imports';
import type { Kysely } from 'kysely';
import { requireAccess } from '../access/access.ts';
import type { Subject } from '../access/subject.ts';
import type { ArchiveReader, Ingest } from '../archive/archive.ts';
import type { IntakeResult } from '../archive/intake.ts';
import type { RefusalCode } from '../archive/object-check.ts';
import { Part10Intake } from '../archive/part10-intake.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import { registerOperation } from '../http/operation.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { findServedInstance } from '../studies/repository.ts';

export type ImportRoutesOptions = {
  readonly db: Kysely<Database>;
  readonly ingest: Ingest;
  readonly reader: ArchiveReader;
  readonly audit: AuditRecorder;
};

const problemOf: Record<RefusalCode, ImportProblemCode> = {
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
  const { db, ingest, reader, audit } = options;

  registerOperation(app, 'importFile', async ({ access, body }) => {
    await requireAccess(access, 'instance:store');
    const event = { action: 'instance:store', subject: access.subject, address: access.address } as const;
    const result = await takeFile(ingest, body as Readable, senderLabel(access.subject)); // the parser of binary bodies passes the stream on
    if (result.kind === 'refused') {
      audit.count({ ...event, outcome: 'failure', details: { code: result.code } });
      throw new HttpProblem(problemOf[result.code], { detail: result.message });
    }
    await reader.settled();
    const outcome = await result.outcome;
    const found = await findServedInstance(db, access.subject, result.sopInstanceUid);
    await audit.record({ ...event, outcome: 'success', object: { kind: 'study', id: found?.study_id } });
    return {
      outcome: outcome === 'refused' ? 'conflict' : outcome,
      sopInstanceUid: result.sopInstanceUid,
      studyInstanceUid: result.studyInstanceUid,
      ...(found === undefined ? {} : { studyId: String(found.study_id), instanceId: String(found.instance_id) }),
      findings: [],
    };
  });
}

/** Names the sender by internal id: this lies unencrypted in the log. */
function senderLabel(subject: Subject): string {
  if (subject.kind === 'user') return `user ${subject.userId}`;
  return subject.kind === 'token' ? `token ${subject.tokenId}` : subject.kind;
}

async function takeFile(ingest: Ingest, body: Readable, subject: string): Promise<IntakeResult> {
  const intake = new Part10Intake(ingest, {
    provenance: { source: 'import', subject, receivedAt: new Date().toISOString() },
    policy: 'first',
  });
  try {
    for await (const chunk of body) await intake.write(chunk);
    return await intake.finish();
  } catch (error) {
    await intake.abort();
    throw error;
  }
}
