/**
 * Takes one object from its first byte to a durable record: read the header on the way, hash, encrypt, append.
 *
 * Serves C-STORE, STOW-RS and uploads alike. Objects up to 1 MiB are gathered and appended to the log in one piece;
 * larger ones stream to a file of their own as soon as that much has come, so at most 1 MiB of an object is held.
 * Acknowledgement is the caller's: it may answer success once `finish` returned `kind: 'durable'`.
 * Nothing of an object that is refused or broken off stays behind.
 */

import { createHash } from 'node:crypto';
import { HeaderReader } from '@isocenter/dicom/header-reader';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { BlobLog, LargeObjectWriter } from '../storage/blob-log.ts';
import type { PatientKeyId } from '../storage/key-ring.ts';
import type { RecordMeta, StoredObject } from '../storage/log-entry.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { ConflictPolicy, IndexOutcome } from './index-entry.ts';
import type { IndexWriter } from './index-writer.ts';
import { createStreamInflater } from './inflate.ts';
import { checkIdentity, checkObject, type Refusal } from './object-check.ts';
import { senderOf } from './sender.ts';
import type { StudyKeys } from './study-keys.ts';
import { type InstanceSummary, summariseHeader } from './summary.ts';

/** Objects beyond this leave memory for a file, design §4. */
const smallObjectBytes = 1 << 20;

export type IntakeOptions = {
  readonly log: BlobLog;
  readonly index: IndexWriter;
  readonly studyKeys: StudyKeys;
};

export type IntakeRequest = {
  readonly transferSyntax: TransferSyntax;
  readonly provenance: RecordMeta['provenance'];
  readonly policy: ConflictPolicy;
  /** As the command or the multipart part announced them; the data set must agree where given. */
  readonly expected?: { readonly sopClassUid: string; readonly sopInstanceUid: string };
};

export type IntakeResult =
  | {
      readonly kind: 'durable';
      readonly sopClassUid: string;
      readonly sopInstanceUid: string;
      readonly studyInstanceUid: string;
      /** What the index made of it; settles within a batch. */
      readonly outcome: Promise<IndexOutcome>;
    }
  | ({ readonly kind: 'refused' } & Refusal);

/** One object on its way in. Calls must not overlap: await each `write` that returns a promise. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #request: IntakeRequest;
  readonly #header: HeaderReader;
  readonly #receivedAt = new Date();
  readonly #hash = createHash('sha256');
  #headerDone = false;
  #small: Uint8Array[] = [];
  #lengthBytes = 0;
  #large: LargeObjectWriter | undefined;
  #closed = false;

  constructor(options: IntakeOptions, request: IntakeRequest) {
    this.#options = options;
    this.#request = request;
    this.#header = new HeaderReader(request.transferSyntax, { inflater: createStreamInflater });
  }

  /**
   * Takes the next bytes of the data set. They are copied before the call returns or its promise settles.
   *
   * @returns a promise when the caller must stop sending until it settles, otherwise undefined
   * @throws StorageError when the disk does not take the object; the caller then calls `abort`
   */
  write(chunk: Uint8Array): Promise<void> | undefined {
    if (!this.#headerDone) this.#headerDone = this.#header.push(chunk) === 'complete';
    this.#hash.update(chunk);
    this.#lengthBytes += chunk.length;
    if (this.#large !== undefined) return this.#large.write(chunk);
    this.#small.push(Uint8Array.prototype.slice.call(chunk));
    return this.#lengthBytes > smallObjectBytes ? this.#spill() : undefined;
  }

  /** Ends the object: checks it, makes it durable and hands it to the index. */
  async finish(): Promise<IntakeResult> {
    if (!this.#headerDone) this.#header.end();
    const unreadable = checkObject(this.#header, this.#lengthBytes);
    if (unreadable !== undefined) return this.#refuse(unreadable);
    const summary = summariseHeader(this.#header.header.value, this.#request.transferSyntax.uid);
    const unidentified = checkIdentity(summary, this.#request.expected);
    if (unidentified !== undefined) return this.#refuse(unidentified);
    try {
      return await this.#commit(summary);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return this.#refuse({ code: 'out-of-resources', message: 'The object could not be written to the disk.' });
    } finally {
      await this.abort();
    }
  }

  /** Drops the object; safe to call at any time, and again. Does nothing once the object is durable. */
  async abort(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#small = [];
    await this.#large?.abort();
  }

  async #spill(): Promise<void> {
    const gathered = this.#small;
    this.#small = [];
    this.#large = await this.#options.log.openLarge();
    for (const chunk of gathered) await this.#large.write(chunk);
  }

  async #refuse(refusal: Refusal): Promise<IntakeResult> {
    await this.abort();
    return { kind: 'refused', ...refusal };
  }

  async #commit(summary: InstanceSummary): Promise<IntakeResult> {
    const { index, studyKeys } = this.#options;
    await index.room();
    const patientKeyId = await studyKeys.patientKeyOf(summary);
    const sha256 = this.#hash.digest();
    const { location, position } = await this.#store(sha256, summary, patientKeyId);
    this.#closed = true;
    // In the same turn in which the log reported the position: `IndexWriter.reached` relies on it.
    const outcome = index.enqueue({
      location,
      position,
      sha256,
      lengthBytes: this.#lengthBytes,
      transferSyntaxUid: this.#request.transferSyntax.uid,
      pixelDataOffset: this.#header.pixelDataOffset,
      findings: [...new Set(this.#header.header.findings.map((finding) => finding.code))],
      source: this.#request.provenance.source,
      sender: senderOf(this.#request.provenance),
      receivedAt: this.#receivedAt,
      policy: this.#request.policy,
      summary,
    });
    if (this.#request.policy === 'refuse') {
      index.flush();
      if ((await outcome) === 'refused') return { kind: 'refused', ...differentContent };
    }
    return {
      kind: 'durable',
      sopClassUid: summary.instance.sopClassUid,
      sopInstanceUid: summary.instance.uid,
      studyInstanceUid: summary.study.uid,
      outcome,
    };
  }

  #store(sha256: Buffer, summary: InstanceSummary, patientKeyId: PatientKeyId): Promise<StoredObject> {
    const { log, studyKeys } = this.#options;
    const record: RecordMeta = {
      kind: 'instance',
      sha256: sha256.toString('hex'),
      transferSyntaxUid: this.#request.transferSyntax.uid,
      lengthBytes: this.#lengthBytes,
      policy: this.#request.policy,
      provenance: this.#request.provenance,
    };
    if (this.#large !== undefined) return this.#large.commit(record, patientKeyId);
    return log.append({ record, dataKey: studyKeys.dataKeyOf(summary, patientKeyId), plaintext: this.#small });
  }
}

const differentContent: Refusal = {
  code: 'different-content',
  message: 'Different content is stored under this SOP Instance UID.',
};
