/**
 * Reads a file of the quarantine as the archive would, and stores nothing: whether it is DICOM to its end, and whose it
 * says it is. The checks are those of `archive/intake.ts`.
 */

import { formOf } from '@isocenter/dicom/data-set-form';
import { HeaderReader } from '@isocenter/dicom/header-reader';
import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { Sink } from '../archive/archive.ts';
import { createStreamInflater } from '../archive/inflate.ts';
import { checkIdentity, checkObject, type Refusal } from '../archive/object-check.ts';
import { Part10Intake } from '../archive/part10-intake.ts';
import { PixelDataCheck } from '../archive/pixel-data-check.ts';
import type { SopClassPolicy } from '../archive/sop-class-policy.ts';
import { summariseHeader } from '../archive/summary.ts';

export type Examined =
  | ({ readonly kind: 'refused' } & Refusal)
  | {
      readonly kind: 'readable';
      readonly studyInstanceUid: string;
      readonly patient: { readonly identityKey: string; readonly name: string; readonly birthDate: string };
    };

/** @throws what the bytes throw */
export async function examine(bytes: AsyncIterable<Uint8Array>, sopClasses: SopClassPolicy): Promise<Examined> {
  const intake = new Part10Intake((transferSyntax) => new ExaminingSink(transferSyntax, sopClasses));
  for await (const chunk of bytes) await intake.write(chunk);
  return intake.finish();
}

class ExaminingSink implements Sink<Examined> {
  readonly #transferSyntax: TransferSyntax;
  readonly #sopClasses: SopClassPolicy;
  readonly #header: HeaderReader;
  #headerDone = false;
  #pixelData: PixelDataCheck | undefined;
  #lengthBytes = 0;

  constructor(transferSyntax: TransferSyntax, sopClasses: SopClassPolicy) {
    this.#transferSyntax = transferSyntax;
    this.#sopClasses = sopClasses;
    this.#header = new HeaderReader(
      transferSyntax,
      transferSyntax.deflated ? { inflater: createStreamInflater() } : {},
    );
  }

  write(chunk: Uint8Array): undefined {
    const before = this.#lengthBytes;
    this.#lengthBytes += chunk.length;
    if (this.#headerDone) {
      this.#pixelData?.push(chunk);
      return;
    }
    this.#headerDone = this.#header.push(chunk) === 'complete';
    const start = this.#header.pixelDataOffset;
    if (!this.#headerDone || start === undefined || this.#transferSyntax.deflated) return;
    this.#pixelData = new PixelDataCheck(formOf(this.#header.header.value, this.#transferSyntax));
    this.#pixelData.push(chunk.subarray(Math.max(0, start - before)));
  }

  async finish(): Promise<Examined> {
    if (!this.#headerDone) this.#header.end();
    const unreadable = checkObject(this.#header, this.#pixelData, this.#lengthBytes);
    if (unreadable !== undefined) return { kind: 'refused', ...unreadable };
    const summary = summariseHeader(this.#header.header.value, this.#transferSyntax.uid);
    const unidentified = checkIdentity(summary, undefined, this.#sopClasses);
    if (unidentified !== undefined) return { kind: 'refused', ...unidentified };
    const { identityKey, name, birthDate } = summary.patient;
    return { kind: 'readable', studyInstanceUid: summary.study.uid, patient: { identityKey, name, birthDate } };
  }

  async abort(): Promise<void> {}
}
