/**
 * C-STORE as SCP, PS3.4 Annex B: an object comes in as a stream, and success is answered once it is durable.
 *
 * What the archive refuses maps to the statuses of PS3.4 Table B.2-1 in one table here.
 */

import { findTransferSyntax, unknownTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { dimseStatus } from '@isocenter/dimse/status';
import type { Association, StoreOutcome, StoreRequest, StoreSink } from '@isocenter/dimse/verbs';
import type { Kysely } from 'kysely';
import { AccessDenied, requireAccess } from '../access/access.ts';
import type { Ingest, IngestSink } from '../archive/archive.ts';
import type { RefusalCode } from '../archive/object-check.ts';
import type { AuditRecorder } from '../audit/event.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { Caller } from './admission.ts';

export type StoreVerbOptions = {
  readonly db: Kysely<Database>;
  readonly audit: AuditRecorder;
  readonly ingest: Ingest;
  readonly logger: Logger;
  readonly now: () => Date;
};

/** What counts of the association that an object comes on, which may be one that this node opened for a C-GET. */
type StoringAssociation = Pick<Association<Caller>, 'callingAet' | 'calledAet' | 'address' | 'context'>;

/** Statuses by why the archive refuses an object, PS3.4 Table B.2-1. */
export const storeStatuses: Readonly<Record<RefusalCode, number>> = {
  empty: dimseStatus.cannotUnderstand,
  'not-dicom': dimseStatus.cannotUnderstand,
  unreadable: dimseStatus.cannotUnderstand,
  truncated: dimseStatus.cannotUnderstand,
  'budget-exceeded': dimseStatus.cannotUnderstand,
  'missing-uid': dimseStatus.cannotUnderstand,
  'invalid-uid': dimseStatus.cannotUnderstand,
  dicomdir: dimseStatus.sopClassNotSupported,
  'sop-class-disabled': dimseStatus.sopClassNotSupported,
  'sop-class-mismatch': dimseStatus.dataSetDoesNotMatchSopClass,
  'sop-instance-mismatch': dimseStatus.dataSetDoesNotMatchSopClass,
  'study-mismatch': dimseStatus.dataSetDoesNotMatchSopClass,
  'different-content': dimseStatus.duplicateSopInstance,
  'out-of-resources': dimseStatus.outOfResources,
};

/** Opens one object for an association, or answers at once that the caller may not store. */
export async function openStore(
  request: StoreRequest,
  association: StoringAssociation,
  options: StoreVerbOptions,
): Promise<StoreSink | StoreOutcome> {
  const { subject, conflictPolicy } = association.context;
  try {
    await requireAccess({ ...options, subject, address: association.address }, 'instance:store');
  } catch (error) {
    if (error instanceof AccessDenied) return { status: dimseStatus.notAuthorized, errorComment: 'not authorized' };
    throw error;
  }
  const { transferSyntaxUid, sopClassUid, sopInstanceUid } = request;
  const intake = options.ingest.open({
    transferSyntax: findTransferSyntax(transferSyntaxUid) ?? unknownTransferSyntax(transferSyntaxUid),
    provenance: {
      source: 'dimse',
      callingAet: association.callingAet,
      calledAet: association.calledAet,
      address: association.address,
      receivedAt: options.now().toISOString(),
    },
    policy: conflictPolicy,
    expected: { sopClassUid, sopInstanceUid },
  });
  return new StoreOperation(intake, association, options);
}

class StoreOperation implements StoreSink {
  readonly #intake: IngestSink;
  readonly #association: StoringAssociation;
  readonly #options: StoreVerbOptions;
  /** Set once the disk refused: what still comes is dropped, and the association stays usable. */
  #refused: StorageError | undefined;

  constructor(intake: IngestSink, association: StoringAssociation, options: StoreVerbOptions) {
    this.#intake = intake;
    this.#association = association;
    this.#options = options;
  }

  write(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#refused !== undefined) return undefined;
    return this.#intake.write(chunk)?.catch((error: unknown) => this.#refuse(error));
  }

  async end(): Promise<StoreOutcome> {
    if (this.#refused !== undefined) return this.#answer('out-of-resources', 'The object could not be written.');
    const result = await this.#intake.finish();
    if (result.kind === 'refused') return this.#answer(result.code, result.message);
    this.#audit('success');
    return { status: dimseStatus.success };
  }

  abort(): Promise<void> {
    return this.#intake.abort();
  }

  async #refuse(error: unknown): Promise<void> {
    if (!(error instanceof StorageError)) throw error;
    this.#refused = error;
    await this.#intake.abort();
  }

  #answer(code: RefusalCode, message: string): StoreOutcome {
    const { callingAet, address } = this.#association;
    this.#options.logger.warn({ code, callingAet, address, status: storeStatuses[code] }, `object refused: ${message}`);
    this.#audit('failure', { code });
    return { status: storeStatuses[code], errorComment: code };
  }

  #audit(outcome: 'success' | 'failure', details?: { readonly code: RefusalCode }): void {
    const { context, address } = this.#association;
    this.#options.audit.count({ action: 'instance:store', outcome, subject: context.subject, address, details });
  }
}
