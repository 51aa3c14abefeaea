/**
 * Follows Pixel Data while it streams past and tells whether it ended where it says: a native value by its length,
 * PS3.5 §8, encapsulated fragments by their item lengths and the sequence delimiter, PS3.5 §A.4.
 *
 * Only item headers are looked at. What stands after Pixel Data is not followed.
 */

import type { DataSetForm } from '@isocenter/dicom/data-set-form';
import { longestHeaderBytes, parsePixelDataHeader } from '@isocenter/pixels/pixel-data-element';

const undefinedLength = 0xffffffff;
const itemTag = 0xfffee000;
const sequenceDelimiterTag = 0xfffee0dd;
/** Tag and length: elements in implicit VR, PS3.5 Table 7.1-3, and items in any syntax, PS3.5 Table 7.5-1. */
const shortHeaderBytes = 8;

export class PixelDataCheck {
  readonly #form: DataSetForm;
  readonly #header = new Uint8Array(longestHeaderBytes);
  #wanted = shortHeaderBytes;
  #filled = 0;
  #skip = 0;
  #state: 'element' | 'item' | 'value' | 'ended' | 'broken' = 'element';

  /** @param form that of the data set as it was read, not as it was declared */
  constructor(form: DataSetForm) {
    this.#form = form;
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
      if (this.#filled < this.#wanted) continue;
      if (this.#state === 'element') this.#readElement();
      else this.#readItem();
    }
  }

  /** True once the end of Pixel Data has passed. */
  get ended(): boolean {
    return this.#state === 'ended';
  }

  #readElement(): void {
    const element = parsePixelDataHeader(this.#header.subarray(0, this.#filled), this.#form);
    if (element === undefined) {
      this.#wanted = longestHeaderBytes;
      return;
    }
    const { lengthBytes } = element;
    this.#wanted = shortHeaderBytes;
    this.#filled = 0;
    this.#state = lengthBytes === undefined ? 'item' : lengthBytes === 0 ? 'ended' : 'value';
    this.#skip = lengthBytes ?? 0;
  }

  #readItem(): void {
    const view = new DataView(this.#header.buffer);
    const { littleEndian } = this.#form;
    const length = view.getUint32(4, littleEndian);
    const tag = view.getUint16(0, littleEndian) * 0x10000 + view.getUint16(2, littleEndian);
    this.#filled = 0;
    if (tag === itemTag && length !== undefinedLength) {
      this.#skip = length;
    } else {
      this.#state = tag === sequenceDelimiterTag ? 'ended' : 'broken';
    }
  }
}
