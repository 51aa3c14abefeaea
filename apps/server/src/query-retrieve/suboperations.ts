/**
 * The C-STORE sub-operations of a retrieval: one after the other on one association, each counted, PS3.4 §C.4.2.3.1 and §C.4.3.3.1.
 *
 * In what form an instance is sent is decided by `instance-opener.ts`. What the receiver refuses, or cannot be sent at
 * all, is counted and named, and the next is sent.
 */

import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { DicomError } from '@isocenter/dicom/errors';
import { explicitVrLittleEndian, findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { DimseError } from '@isocenter/dimse/errors';
import { dimseStatus, isStored } from '@isocenter/dimse/status';
import type {
  AcceptedContext,
  RetrieveOutcome,
  StoreInstance,
  StoreOutcome,
  SuboperationCounts,
} from '@isocenter/dimse/verbs';
import { PixelsError } from '@isocenter/pixels/errors';
import type { Logger } from '../logging.ts';
import { RenderingError } from '../rendering/errors.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import { RetrievalError } from '../retrieval/retrieval-error.ts';
import type { Reads } from '../retrieval/stored-data-set.ts';
import type { RetrievalDeps } from '../retrieval/transcode.ts';
import { StorageError } from '../storage/storage-error.ts';
import { InstanceOpener, type OpenInstance } from './instance-opener.ts';

/** Between two pending responses, at least. */
const tellingMs = 100;

export type SuboperationOptions = {
  readonly reader: Reads;
  readonly renderer: RetrievalDeps['renderer'];
  readonly logger: Logger;
};

/** Where instances go: an association to the destination, or the one that a C-GET came on. */
export type Receiver = {
  /** Contexts in which it takes an instance of a SOP Class. */
  contextsFor(instance: StoredInstance): Promise<readonly AcceptedContext[]>;
  /** @throws DimseError when the association is lost */
  store(instance: StoreInstance): Promise<StoreOutcome>;
};

export type SuboperationRequest = {
  readonly instances: readonly StoredInstance[];
  readonly receiver: Receiver;
  readonly priority: number;
  readonly moveOriginator?: { readonly aet: string; readonly messageId: number };
  readonly signal: AbortSignal;
  /** In which the failed instances are named. */
  readonly transferSyntaxUid: string;
};

/** Yields the counts as sub-operations end, a few times a second, and returns what is answered in the end. */
export async function* runSuboperations(
  request: SuboperationRequest,
  options: SuboperationOptions,
): AsyncGenerator<SuboperationCounts, RetrieveOutcome, void> {
  const { instances, signal } = request;
  const tally = new SuboperationTally(instances.length);
  const opener = openerOf(options);
  try {
    for (const [index, instance] of instances.entries()) {
      if (signal.aborted) break;
      const ahead = { opener, next: instances[index + 1] };
      tally.add(instance, await sendInstance(instance, { ...request, ahead }, options));
      if (tally.isToBeTold()) yield tally.counts;
    }
  } finally {
    await opener.close();
  }
  return tally.outcome(request.transferSyntaxUid);
}

/** How the sub-operations of one retrieval came out so far. */
export class SuboperationTally {
  readonly #total: number;
  readonly #failedUids: string[] = [];
  #completed = 0;
  #warning = 0;
  #changed = Promise.withResolvers<void>();
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(total: number) {
    this.#total = total;
  }

  get counts(): SuboperationCounts {
    const failed = this.#failedUids.length;
    const [completed, warning] = [this.#completed, this.#warning];
    return { remaining: this.#total - completed - failed - warning, completed, failed, warning };
  }

  add({ sopInstanceUid }: StoredInstance, outcome: SendOutcome): void {
    if (outcome.kind === 'failed' || !isStored(outcome.status)) this.#failedUids.push(sopInstanceUid);
    else if (outcome.status === dimseStatus.success) this.#completed += 1;
    else this.#warning += 1;
    this.#changed.resolve();
  }

  /**
   * Whether a pending response is due, PS3.4 §C.4.2.3.1 leaves it to the SCP: after the first sub-operation, and then ten
   * times a second at most. Each is a write and wakes the asker, which costs a third of sending a CT slice.
   */
  isToBeTold(): boolean {
    const nowMs = performance.now();
    if (this.counts.remaining === 0 || nowMs - this.#toldAtMs < tellingMs) return false;
    this.#toldAtMs = nowMs;
    return true;
  }

  /** Resolves when something was added since it last did. */
  async changed(): Promise<void> {
    await this.#changed.promise;
    this.#changed = Promise.withResolvers<void>();
  }

  /** PS3.4 Tables C.4-2 and C.4-3. After a C-CANCEL the session answers FE00H with these counts. */
  outcome(transferSyntaxUid: string): RetrieveOutcome {
    const { counts } = this;
    if (counts.failed === 0) {
      return { status: counts.warning > 0 ? retrieveStatuses.someFailed : dimseStatus.success, counts };
    }
    const syntax = findTransferSyntax(transferSyntaxUid) ?? explicitVrLittleEndian;
    const identifier = encodeDataSet(buildDataSet({ FailedSOPInstanceUIDList: this.#failedUids }), syntax);
    const noneWentThrough = counts.completed === 0 && counts.warning === 0 && counts.remaining === 0;
    return { status: noneWentThrough ? retrieveStatuses.noneSent : retrieveStatuses.someFailed, counts, identifier };
  }
}

/** Last statuses of retrievals that did not wholly succeed, PS3.4 Tables C.4-2 and C.4-3. */
export const retrieveStatuses = {
  /** Sub-operations complete, one or more failures or warnings. */
  someFailed: 0xb000,
  /** Out of resources, unable to perform sub-operations. */
  noneSent: 0xa702,
} as const;

export type SendOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  /** It could not be sent, or the association was lost under it; `code` is that of the error. */
  | { readonly kind: 'failed'; readonly code: string };

export type SendRequest = Pick<SuboperationRequest, 'receiver' | 'priority' | 'moveOriginator'> & {
  /** Which instance is sent after this one, to be opened meanwhile by who closes the opener in the end. */
  readonly ahead?: { readonly opener: InstanceOpener; readonly next: StoredInstance | undefined };
};

/** Sends one instance in a form that the receiver takes. */
export async function sendInstance(
  instance: StoredInstance,
  { receiver, priority, moveOriginator, ahead }: SendRequest,
  options: SuboperationOptions,
): Promise<SendOutcome> {
  let opened: OpenInstance | undefined;
  try {
    const contexts = await receiver.contextsFor(instance);
    // What cannot be read or decoded shows here: half an object sent could be taken back only with the association.
    opened = await (ahead?.opener ?? openerOf(options)).open(instance, contexts);
    const answered = receiver.store({
      sopClassUid: instance.sopClassUid,
      sopInstanceUid: instance.sopInstanceUid,
      transferSyntaxUid: opened.transferSyntaxUid,
      dataSet: opened.dataSet,
      priority,
      ...(moveOriginator !== undefined && { moveOriginator }),
    });
    if (ahead?.next?.sopClassUid === instance.sopClassUid) ahead.opener.openAhead(ahead.next, contexts);
    const { status } = await answered;
    return { kind: 'answered', status };
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    options.logger.warn({ code, segment: instance.location.segment }, 'an instance could not be sent');
    return { kind: 'failed', code };
  } finally {
    await opened?.close();
  }
}

export function openerOf({ reader, renderer }: SuboperationOptions): InstanceOpener {
  return new InstanceOpener({ archive: reader, renderer });
}

/** What may go wrong with one instance, and not with the retrieval as a whole. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof DimseError || error instanceof StorageError || error instanceof RetrievalError)
    return error.code;
  if (error instanceof PixelsError || error instanceof DicomError || error instanceof RenderingError) return error.code;
  return undefined;
}
