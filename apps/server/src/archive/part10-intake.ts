/**
 * Takes a DICOM file from its first byte: preamble and file meta information are read and left behind, the data set
 * goes the way of every object (`intake.ts`), or wherever else the ingest leads. Serves STOW-RS and uploads.
 *
 * The preamble is not kept: it may hold a program (PS3.10 §7.1 allows anything there), and nothing needs it.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import { Part10Reader } from '@isocenter/dicom/part10-reader';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { mediaStorageDirectorySopClass } from '@isocenter/dicom/uids';
import { getString } from '@isocenter/dicom/values';
import type { Sink } from './archive.ts';
import { createStreamInflater } from './inflate.ts';
import type { IntakeResult } from './intake.ts';
import { isDicomdir, type Refusal, refusalOf } from './object-check.ts';

/** File meta information longer than this is not believed; it holds a dozen UIDs and names. */
const maxFileMetaBytes = 1 << 18;

type Refused = { readonly kind: 'refused' } & Refusal;

export class Part10Intake<Result = IntakeResult> implements Sink<Result | Refused> {
  readonly #openSink: (transferSyntax: TransferSyntax) => Sink<Result>;
  readonly #reader = new Part10Reader({ createInflater: createStreamInflater });
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #sink: Sink<Result> | undefined;
  #refusal: Refusal | undefined;

  /** @param openSink begins the object, once the file says how it is written */
  constructor(openSink: (transferSyntax: TransferSyntax) => Sink<Result>) {
    this.#openSink = openSink;
  }

  /** As `Intake.write`. Once the file is refused, what still comes is dropped. */
  write(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#sink !== undefined) return this.#sink.write(chunk);
    if (this.#refusal !== undefined) return undefined;
    this.#reader.push(chunk);
    this.#held.push(Uint8Array.prototype.slice.call(chunk));
    this.#heldBytes += chunk.length;
    if (this.#reader.transferSyntax !== undefined) return this.#open();
    if (this.#reader.failed !== undefined) this.#refuse(refusalOf(this.#reader.failed));
    else if (this.#heldBytes > maxFileMetaBytes) this.#refuse(refusalOf({ code: 'not-dicom' }));
    return undefined;
  }

  async finish(): Promise<Result | Refused> {
    if (this.#sink === undefined && this.#refusal === undefined) {
      this.#reader.end();
      if (this.#reader.transferSyntax === undefined)
        this.#refuse(refusalOf(this.#reader.failed ?? { code: 'not-dicom' }));
      else await this.#open();
    }
    if (this.#sink !== undefined) return this.#sink.finish();
    return { kind: 'refused', ...(this.#refusal ?? refusalOf({ code: 'not-dicom' })) };
  }

  async abort(): Promise<void> {
    this.#held = [];
    await this.#sink?.abort();
  }

  /** Opens the object and hands over what follows the file meta information. */
  #open(): Promise<void> | undefined {
    const { transferSyntax, dataSetOffset } = this.#reader;
    if (transferSyntax === undefined || dataSetOffset === undefined) return undefined;
    if (getString(this.#reader.fileMeta, tagOf('MediaStorageSOPClassUID')) === mediaStorageDirectorySopClass) {
      this.#refuse(isDicomdir);
      return undefined;
    }
    this.#sink = this.#openSink(transferSyntax);
    const rest = Buffer.concat(this.#held).subarray(dataSetOffset);
    this.#held = [];
    return this.#sink.write(rest);
  }

  #refuse(refusal: Refusal): void {
    this.#refusal = refusal;
    this.#held = [];
  }
}
