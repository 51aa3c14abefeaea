/**
 * Sends files to a peer, C-STORE as SCU (PS3.4 Annex B): one association after the other, one object after the other,
 * each streamed from the disk as it lies there.
 *
 * An object that the peer refuses is reported and the next is sent. When an association is lost, another is opened and
 * the object that was under way is sent again, a few times: the peer may have stored it and lost the answer, which a
 * second copy does not harm. What happens to objects at each point:
 * - answered: reported, never sent again;
 * - under way when the association was lost: again, at most `maxAttempts` times, then reported with the reason;
 * - not begun when the peer cannot be reached any more: reported with the reason.
 */

import { type FileHandle, open } from 'node:fs/promises';
import { openAssociation } from '@isocenter/dimse/client';
import type { ClientAssociation } from '@isocenter/dimse/client-association';
import { DimseError, type DimseErrorCode } from '@isocenter/dimse/errors';
import { type DimsePriority, dimsePriority } from '@isocenter/dimse/priority';
import { rejectResult } from '@isocenter/dimse/rejection';
import { isStored } from '@isocenter/dimse/status';
import type { RequestorTls } from '@isocenter/dimse/tls';
import { isSystemError } from '../system-error.ts';
import { type DicomFile, readDataSet } from './dicom-file.ts';
import { type PlannedAssociation, planAssociations } from './plan-associations.ts';

/** Times that one object is sent before it counts as what breaks the association. */
const maxAttempts = 3;

/** Milliseconds before each further attempt to reach the peer: about half a minute in all. */
export const reconnectPausesMs: readonly number[] = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

export type Target = {
  readonly host: string;
  readonly port: number;
  readonly calledAet: string;
  readonly callingAet: string;
  /** Default none. */
  readonly tls?: RequestorTls;
};

export type SendFailureCode =
  /** The peer answered with the status. */
  'refused' | 'file-unreadable' | Exclude<DimseErrorCode, 'operation-refused'>;

export type FileOutcome =
  | { readonly kind: 'sent'; readonly file: DicomFile; readonly status: number }
  | {
      readonly kind: 'failed';
      readonly file: DicomFile;
      readonly code: SendFailureCode;
      readonly message: string;
      readonly status?: number;
      /** As the peer said it, PS3.7 Annex C (0000,0902). */
      readonly errorComment?: string;
    };

export type SendOptions = {
  readonly target: Target;
  /** Of each C-STORE; default medium. */
  readonly priority?: DimsePriority;
  readonly pause: (ms: number) => Promise<void>;
  /** Told of each reconnection. */
  readonly onLost?: (reason: DimseError, pauseMs: number) => void;
  readonly onBytes?: (lengthBytes: number) => void;
};

/** Yields one outcome per file. @throws nothing that the peer, the network or the files do */
export async function* sendFiles(files: readonly DicomFile[], options: SendOptions): AsyncGenerator<FileOutcome, void> {
  const line = new Line(options);
  try {
    for (const planned of planAssociations(files)) {
      for (const file of planned.files) yield await line.send(file, planned);
      await line.release();
    }
  } finally {
    line.abort();
  }
}

/** The way to the peer: an association when one is needed, and another when it is lost. */
class Line {
  readonly #options: SendOptions;
  #association: ClientAssociation | undefined;
  /** Why the peer counts as gone. */
  #gone: DimseError | undefined;
  /** Attempts to reach the peer since it last answered. */
  #failures = 0;
  /** Somebody who mistyped a port does not want to wait for it. */
  #wasReached = false;

  constructor(options: SendOptions) {
    this.#options = options;
  }

  async send(file: DicomFile, planned: PlannedAssociation): Promise<FileOutcome> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(file.path, 'r');
      return await this.#sendOpened(handle, file, planned);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return { kind: 'failed', file, code: 'file-unreadable', message: 'the file cannot be read any more' };
    } finally {
      await handle?.close();
    }
  }

  async #sendOpened(handle: FileHandle, file: DicomFile, { contexts }: PlannedAssociation): Promise<FileOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.#gone !== undefined) return failed(file, this.#gone);
      try {
        this.#association ??= await openAssociation({ ...this.#options.target, contexts });
        this.#wasReached = true;
        return await this.#store(this.#association, handle, file);
      } catch (error) {
        if (error instanceof DimseError && error.code === 'context-not-accepted') {
          const message = 'the peer does not take this kind of object in this transfer syntax';
          return { kind: 'failed', file, code: error.code, message };
        }
        const wasOpen = this.#association !== undefined;
        // Half an object cannot be taken back but with the association.
        this.#drop();
        if (!(error instanceof DimseError)) throw error;
        if (wasOpen && attempt >= maxAttempts) return failed(file, error);
        await this.#waitOrGiveUp(error);
      }
    }
  }

  /** Ends the association in order. What was answered stays answered, however this goes. */
  async release(): Promise<void> {
    const association = this.#association;
    this.#association = undefined;
    try {
      await association?.release();
    } catch (error) {
      if (!(error instanceof DimseError)) throw error;
    }
  }

  abort(): void {
    this.#drop();
  }

  async #store(association: ClientAssociation, handle: FileHandle, file: DicomFile): Promise<FileOutcome> {
    const { sopClassUid, sopInstanceUid, transferSyntaxUid } = file;
    const dataSet = this.#counted(handle, file);
    const { status, errorComment } = await association.store({
      sopClassUid,
      sopInstanceUid,
      transferSyntaxUid,
      dataSet,
      priority: dimsePriority[this.#options.priority ?? 'medium'],
    });
    this.#failures = 0;
    if (isStored(status)) return { kind: 'sent', file, status };
    const message = `the peer refused it with status ${status.toString(16).toUpperCase().padStart(4, '0')}H`;
    const comment = errorComment === undefined ? {} : { errorComment };
    return { kind: 'failed', file, code: 'refused', message, status, ...comment };
  }

  async *#counted(handle: FileHandle, file: DicomFile): AsyncGenerator<Uint8Array, void> {
    for await (const piece of readDataSet(handle, file)) {
      this.#options.onBytes?.(piece.length);
      yield piece;
    }
  }

  async #waitOrGiveUp(error: DimseError): Promise<void> {
    const pauseMs = reconnectPausesMs[this.#failures];
    const isHopeless =
      error.code === 'invalid-argument' ||
      (error.code === 'connection-failed' && !this.#wasReached) ||
      (error.code === 'association-rejected' && error.details.result === rejectResult.permanent);
    if (isHopeless || pauseMs === undefined) {
      this.#gone = error;
      return;
    }
    this.#failures += 1;
    this.#options.onLost?.(error, pauseMs);
    await this.#options.pause(pauseMs);
  }

  #drop(): void {
    this.#association?.abort();
    this.#association = undefined;
  }
}

function failed(file: DicomFile, { code, message }: DimseError): FileOutcome {
  return { kind: 'failed', file, code: code === 'operation-refused' ? 'refused' : code, message };
}
