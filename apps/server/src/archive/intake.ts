/**
 * Takes one object from its first byte to a durable record: read the header on the way, hash, encrypt, append.
 *
 * Serves C-STORE, STOW-RS and uploads alike. Once the header is read, or 1 MiB of it came, bytes are encrypted and
 * handed to the log as they come, which holds at most 1 MiB of an object before it moves to a file of its own.
 * Acknowledgement is the caller's: it may answer success once `finish` returned `kind: 'durable'`.
 * Nothing of an object that is refused or broken off stays behind.
 */

import { createHash } from 'node:crypto';
import { formOf } from '@isocenter/dicom/data-set-form';
import type { Finding } from '@isocenter/dicom/finding';
import { HeaderReader } from '@isocenter/dicom/header-reader';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { BlobLog } from '../storage/blob-log.ts';
import type { DataKey } from '../storage/key-ring.ts';
import type { Provenance, RecordMeta } from '../storage/log-entry.ts';
import type { ObjectWriter } from '../storage/object-writer.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { ConflictPolicy, IndexOutcome } from './index-entry.ts';
import type { IndexWriter } from './index-writer.ts';
import { createStreamInflater } from './inflate.ts';
import { checkIdentity, checkObject, type ExpectedIdentity, type Refusal } from './object-check.ts';
import { PixelDataCheck } from './pixel-data-check.ts';
import { senderOf } from './sender.ts';
import type { SopClassPolicy } from './sop-class-policy.ts';
import { studyOf } from './study-identity.ts';
import type { StudyKeys } from './study-keys.ts';
import { type InstanceSummary, summariseHeader } from './summary.ts';

/** At most this much of an object is held in memory, design §4. */
const maxGatheredBytes = (1 << 20) - (1 << 17);

export type IntakeOptions = {
  readonly log: BlobLog;
  readonly index: IndexWriter;
  readonly studyKeys: StudyKeys;
  readonly sopClasses: SopClassPolicy;
};

export type IntakeRequest = {
  readonly transferSyntax: TransferSyntax;
  readonly provenance: Provenance;
  readonly policy: ConflictPolicy;
  /** As the command or the address announced them; the data set must agree where given. */
  readonly expected?: ExpectedIdentity;
};

export type IntakeResult =
  | {
      readonly kind: 'durable';
      readonly sopClassUid: string;
      readonly sopInstanceUid: string;
      readonly seriesInstanceUid: string;
      readonly studyInstanceUid: string;
      /** What is odd about the header. */
      readonly findings: readonly Finding[];
      /** What the index made of it; settles within a batch. */
      readonly outcome: Promise<IndexOutcome>;
    }
  | ({
      readonly kind: 'refused';
      /** Which instance it would have been, where the header was read. */
      readonly identity?: { readonly sopClassUid: string; readonly sopInstanceUid: string };
    } & Refusal);

/** One object on its way in. Calls must not overlap: await each `write` that returns a promise. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #request: IntakeRequest;
  readonly #header: HeaderReader;
  readonly #hash = createHash('sha256');
  #headerDone = false;
  #pixelData: PixelDataCheck | undefined;
  /** Bytes that came before it was known whose key seals them, at most 1 MiB and a chunk. */
  #gathered: Uint8Array[] = [];
  #writer: ObjectWriter | undefined;
  /** The key of an object that grew long before its header told the study. */
  #provisional: DataKey | undefined;
  #lengthBytes = 0;
  #closed = false;

  constructor(options: IntakeOptions, request: IntakeRequest) {
    this.#options = options;
    this.#request = request;
    this.#header = new HeaderReader(
      request.transferSyntax,
      request.transferSyntax.deflated ? { inflater: createStreamInflater() } : {},
    );
  }

  /**
   * Takes the next bytes of the data set; they are free again when the call returns or its promise settles.
   *
   * @returns a promise when the caller must stop sending until it settles, otherwise undefined
   * @throws StorageError when the disk does not take the object; the caller then calls `abort`
   */
  write(chunk: Uint8Array): Promise<void> | undefined {
    this.#readHeader(chunk);
    this.#hash.update(chunk);
    this.#lengthBytes += chunk.length;
    if (this.#writer !== undefined) return this.#writer.write(chunk);
    this.#gathered.push(Uint8Array.prototype.slice.call(chunk));
    return this.#headerDone || this.#lengthBytes > maxGatheredBytes ? this.#beginSealing() : undefined;
  }

  /** Ends the object: checks it, makes it durable and hands it to the index. */
  async finish(): Promise<IntakeResult> {
    try {
      this.#endHeader();
      const unreadable = checkObject(this.#header, this.#pixelData, this.#lengthBytes);
      if (unreadable !== undefined) return { kind: 'refused', ...unreadable };
      const summary = summariseHeader(this.#header.header.value, this.#request.transferSyntax.uid);
      const unidentified = checkIdentity(summary, this.#request.expected, this.#options.sopClasses);
      if (unidentified !== undefined) return { kind: 'refused', identity: identityOf(summary), ...unidentified };
      await this.#beginSealing();
      return await this.#commit(summary);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return { kind: 'refused', code: 'out-of-resources', message: 'The object could not be written to the disk.' };
    } finally {
      await this.abort();
    }
  }

  /** Drops the object; safe to call at any time, and again. Does nothing once the object is durable. */
  async abort(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#gathered = [];
    await this.#writer?.abort();
  }

  #endHeader(): void {
    if (!this.#headerDone) this.#header.end();
    this.#headerDone = true;
  }

  /** Reads on to Pixel Data, then follows that to its end. Deflated Pixel Data is not followed. */
  #readHeader(chunk: Uint8Array): void {
    if (this.#headerDone) {
      this.#pixelData?.push(chunk);
      return;
    }
    this.#headerDone = this.#header.push(chunk) === 'complete';
    const start = this.#header.pixelDataOffset;
    if (!this.#headerDone || start === undefined || this.#request.transferSyntax.deflated) return;
    this.#pixelData = new PixelDataCheck(formOf(this.#header.header.value, this.#request.transferSyntax));
    this.#pixelData.push(chunk.subarray(Math.max(0, start - this.#lengthBytes)));
  }

  /**
   * Chooses the key and hands over what was gathered. A header tells its study once it is complete; an object whose
   * header is longer than what is held (a document, long functional groups) gets its patient's key when it ends.
   */
  #beginSealing(): Promise<void> | undefined {
    if (this.#writer !== undefined) return undefined;
    if (!this.#headerDone) return this.#options.studyKeys.provisional().then((dataKey) => this.#sealFor(dataKey));
    const study = studyOf(this.#header.header.value);
    const { studyKeys } = this.#options;
    const known = studyKeys.find(study);
    if (known !== undefined) return this.#seal(known);
    return studyKeys.get(study).then((dataKey) => this.#seal(dataKey));
  }

  #sealFor(provisional: DataKey): Promise<void> | undefined {
    this.#provisional = provisional;
    return this.#seal(provisional);
  }

  #seal(dataKey: DataKey): Promise<void> | undefined {
    this.#writer = this.#options.log.openObject(dataKey);
    const gathered = this.#gathered;
    this.#gathered = [];
    let waits: Promise<void> | undefined;
    for (const chunk of gathered) waits = this.#writer.write(chunk);
    return waits;
  }

  async #commit(summary: InstanceSummary): Promise<IntakeResult> {
    if (this.#writer === undefined) throw new Error('an object was committed before it was sealed');
    const { index, studyKeys } = this.#options;
    const { transferSyntax, provenance, policy } = this.#request;
    await index.room();
    const sha256 = this.#hash.digest();
    const study = studyOf(this.#header.header.value);
    const adopted = this.#provisional === undefined ? undefined : await studyKeys.adopt(this.#provisional, study);
    const record: RecordMeta = {
      kind: 'instance',
      sha256: sha256.toString('hex'),
      transferSyntaxUid: transferSyntax.uid,
      lengthBytes: this.#lengthBytes,
      policy,
      provenance,
    };
    const { findings } = this.#header.header;
    const { location, position } = await this.#writer.commit(record, adopted);
    this.#closed = true;
    // In the same turn in which the log reported the position: `IndexWriter.reached` relies on it.
    const outcome = index.enqueue({
      location,
      position,
      sha256,
      lengthBytes: this.#lengthBytes,
      transferSyntaxUid: transferSyntax.uid,
      pixelDataOffset: this.#header.pixelDataOffset,
      findings: [...new Set(findings.map((finding) => finding.code))],
      source: provenance.source,
      sender: senderOf(provenance),
      receivedAt: new Date(provenance.receivedAt),
      policy,
      summary,
    });
    if (policy === 'refuse') {
      index.flush();
      if ((await outcome) === 'refused') return { kind: 'refused', identity: identityOf(summary), ...differentContent };
    }
    return {
      kind: 'durable',
      sopClassUid: summary.instance.sopClassUid,
      sopInstanceUid: summary.instance.uid,
      seriesInstanceUid: summary.series.uid,
      studyInstanceUid: summary.study.uid,
      findings,
      outcome,
    };
  }
}

function identityOf({ instance }: InstanceSummary) {
  return { sopClassUid: instance.sopClassUid, sopInstanceUid: instance.uid };
}

const differentContent: Refusal = {
  code: 'different-content',
  message: 'Different content is stored under this SOP Instance UID.',
};
