/**
 * Decides about a storage commitment, PS3.4 §J.3.2.1.2: an instance is committed when every copy that is kept of it can
 * be read to its end now, so that its keys, its bytes and their authentication tags are proven, and not only listed.
 *
 * What the asker may not know of is answered as what is not there.
 */

import type { Kysely } from 'kysely';
import type { Subject } from '../access/subject.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { StorageError } from '../storage/storage-error.ts';
import { type CommitmentReport, type FailedInstance, failureReasons, type InstanceReference } from './data-sets.ts';
import { type KeptCopy, listCopies } from './repository.ts';

export type DecisionOptions = {
  readonly db: Kysely<Database>;
  readonly reader: Pick<ArchiveReader, 'settled' | 'read'>;
  readonly logger: Logger;
  /** Aborted when the node stops: the decision is then given up. */
  readonly signal: AbortSignal;
};

/** Instances that are looked up by one statement. */
const instancesPerStatement = 2_000;

/** Waits for the index, then reads everything that is asked for. */
export async function decideCommitment(
  instances: readonly InstanceReference[],
  subject: Subject,
  options: DecisionOptions,
): Promise<CommitmentReport> {
  await options.reader.settled();
  const committed: InstanceReference[] = [];
  const failed: FailedInstance[] = [];
  for (let at = 0; at < instances.length; at += instancesPerStatement) {
    const wanted = instances.slice(at, at + instancesPerStatement);
    const uids = [...new Set(wanted.map(({ sopInstanceUid }) => sopInstanceUid))];
    const copies = Map.groupBy(await listCopies(options.db, subject, uids), ({ sopInstanceUid }) => sopInstanceUid);
    for (const instance of wanted) {
      options.signal.throwIfAborted();
      const reason = await findFailure(instance, copies.get(instance.sopInstanceUid) ?? [], options);
      if (reason === undefined) committed.push(instance);
      else failed.push({ ...instance, reason });
    }
  }
  return { committed, failed };
}

/** For a Transaction UID that is in use already, PS3.3 §C.14.1.1. */
export function refuseDuplicate(instances: readonly InstanceReference[]): CommitmentReport {
  const reason = failureReasons.duplicateTransactionUid;
  return { committed: [], failed: instances.map((instance) => ({ ...instance, reason })) };
}

async function findFailure(
  { sopClassUid }: InstanceReference,
  copies: readonly KeptCopy[],
  options: DecisionOptions,
): Promise<number | undefined> {
  if (copies.length === 0) return failureReasons.noSuchObjectInstance;
  const ofClass = copies.filter((copy) => copy.sopClassUid === sopClassUid);
  if (ofClass.length === 0) return failureReasons.classInstanceConflict;
  for (const { location } of ofClass) {
    try {
      for await (const _ of options.reader.read(location));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      options.logger.error({ code: error.code, segment: location.segment }, 'an object cannot be committed to');
      return failureReasons.processingFailure;
    }
  }
  return undefined;
}
