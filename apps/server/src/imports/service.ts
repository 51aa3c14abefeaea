/**
 * Takes one file into the archive and finds what the index made of it.
 *
 * A file is stored once the archive says so: what the index or the database do after that changes how much the answer
 * knows, never whether it is a success.
 */

import type { Readable } from 'node:stream';
import type { ImportResult } from '@isocenter/contract/imports';
import type { Kysely } from 'kysely';
import type { Subject } from '../access/subject.ts';
import type { ArchiveReader, Ingest } from '../archive/archive.ts';
import type { IntakeResult } from '../archive/intake.ts';
import { Part10Intake } from '../archive/part10-intake.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { StorageError } from '../storage/storage-error.ts';
import { findServedInstance } from '../studies/repository.ts';

type Sender = { readonly subject: string; readonly receivedAt: string; readonly address: string | undefined };

/**
 * Hands the file to the archive. Once that cannot take it, the rest is dropped: who still sends would not hear the answer.
 *
 * @throws what the body throws when it breaks off, and what the archive throws but for a full or failing disk
 */
export async function takeFile(ingest: Ingest, body: Readable, { address, ...sender }: Sender): Promise<IntakeResult> {
  const provenance = { source: 'import', ...sender, ...(address !== undefined && { address }) } as const;
  const intake = new Part10Intake((transferSyntax) => ingest.open({ transferSyntax, provenance, policy: 'first' }));
  let refused: { readonly error: unknown } | undefined;
  try {
    for await (const chunk of body) {
      if (refused === undefined) refused = await takeChunk(intake, chunk);
    }
    if (refused === undefined) return await intake.finish();
  } catch (error) {
    await intake.abort();
    throw error;
  }
  await intake.abort();
  if (!(refused.error instanceof StorageError)) throw refused.error;
  return { kind: 'refused', code: 'out-of-resources', message: 'The file could not be written to the disk.' };
}

async function takeChunk(intake: Part10Intake, chunk: Uint8Array): Promise<{ readonly error: unknown } | undefined> {
  try {
    await intake.write(chunk);
    return undefined;
  } catch (error) {
    return { error };
  }
}

export type IndexedDeps = {
  readonly db: Kysely<Database>;
  readonly reader: ArchiveReader;
  readonly logger: Logger;
  /** How long a durable file waits to be found by queries before it is answered without its ids; 10 seconds by default. */
  readonly indexWaitMs?: number;
};

type Durable = Extract<IntakeResult, { kind: 'durable' }>;
type Indexed = Pick<ImportResult, 'outcome' | 'studyId' | 'instanceId'>;

/** Returns what the index made of a file; undefined where it is away or takes too long. */
export function findIndexed(options: IndexedDeps, subject: Subject, result: Durable): Promise<Indexed | undefined> {
  const { logger, indexWaitMs = 10_000 } = options;
  const tooLate = AbortSignal.timeout(indexWaitMs);
  return new Promise((resolve) => {
    tooLate.addEventListener('abort', () => resolve(undefined), { once: true });
    readIndexed(options, subject, result).then(resolve, (error: unknown) => {
      logger.warn({ code: 'import-not-indexed', err: error }, 'a durable file was not found in the index');
      resolve(undefined);
    });
  });
}

async function readIndexed(
  { db, reader }: IndexedDeps,
  subject: Subject,
  { outcome, sopInstanceUid }: Durable,
): Promise<Indexed> {
  await reader.settled();
  const settled = await outcome;
  const found = await findServedInstance(db, subject, sopInstanceUid);
  return {
    // What has just come in is in nobody's trash.
    outcome: settled === 'refused' || settled === 'trashed' ? 'conflict' : settled,
    ...(found === undefined ? {} : { studyId: String(found.study_id), instanceId: String(found.instance_id) }),
  };
}
