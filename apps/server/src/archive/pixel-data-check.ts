/**
 * Follows Pixel Data while it streams past and tells whether it ended where it says: a native value by its length,
 * PS3.5 §8, encapsulated fragments by their item lengths and the sequence delimiter, PS3.5 §A.4.
 *
 * Only item headers are looked at. What stands after Pixel Data is not followed.
 */

import type { TransferSyntax } from '@isocenter/dicom/transfer-syntax';

const undefinedLength = 0xffffffff;
const itemTag = 0xfffee000;
const sequenceDelimiterTag = 0xfffee0dd;
/** Tag, VR, reserved and 32-bit length of OB and OW, PS3.5 Table 7.1-1. */
const explicitHeaderBytes = 12;
/** Tag and length: elements in implicit VR, PS3.5 Table 7.1-3, and items in any syntax, PS3.5 Table 7.5-1. */
const shortHeaderBytes = 8;

export class PixelDataCheck {
  readonly #littleEndian: boolean;
  readonly #header = new Uint8Array(explicitHeaderBytes);
  #wanted: number;
  #filled = 0;
  #skip = 0;
  #state: 'element' | 'item' | 'value' | 'ended' | 'broken' = 'element';

  constructor({ explicitVr, littleEndian }: TransferSyntax) {
    this.#littleEndian = littleEndian;
    this.#wanted = explicitVr ? explicitHeaderBytes : shortHeaderBytes;
  }

  /** Takes the next bytes, from the Pixel Data element on. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && this.#state !== 'ended' && this.#state !== 'broken'; ) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, chunk.length - at);
        this.#skip -= skipped;
        at += skipped;
        if (this.#skip === 0 && this.#state === 'value') this.#state = 'ended';
        continue;
      }
      this.#header[this.#filled] = chunk[at] ?? 0;
      this.#filled += 1;
      at += 1;
      if (this.#filled === this.#wanted) this.#readHeader();
    }
  }

  /** True once the end of Pixel Data has passed. */
  get ended(): boolean {
    return this.#state === 'ended';
  }

  #readHeader(): void {
    const view = new DataView(this.#header.buffer);
    const little = this.#littleEndian;
    const length = view.getUint32(this.#wanted - 4, little);
    const tag = view.getUint16(0, little) * 0x10000 + view.getUint16(2, little);
    this.#filled = 0;
    if (this.#state === 'element') {
      this.#wanted = shortHeaderBytes;
      this.#state = length === undefinedLength ? 'item' : length === 0 ? 'ended' : 'value';
      this.#skip = this.#state === 'value' ? length : 0;
    } else if (tag === itemTag && length !== undefinedLength) {
      this.#skip = length;
    } else {
      this.#state = tag === sequenceDelimiterTag ? 'ended' : 'broken';
    }
  }
}
