/**
 * Writes bytes one after another into a buffer that grows, so that lengths can be filled in when what they measure has
 * been written.
 */

export class ByteWriter {
  readonly #littleEndian: boolean;
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(littleEndian: boolean, expectedBytes = 1024) {
    this.#littleEndian = littleEndian;
    this.#bytes = new Uint8Array(expectedBytes);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get lengthBytes(): number {
    return this.#length;
  }

  uint16(value: number, littleEndian = this.#littleEndian): void {
    this.#reserve(2);
    this.#view.setUint16(this.#length, value, littleEndian);
    this.#length += 2;
  }

  uint32(value: number, littleEndian = this.#littleEndian): void {
    this.#reserve(4);
    this.#view.setUint32(this.#length, value, littleEndian);
    this.#length += 4;
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  fill(value: number, lengthBytes: number): void {
    this.#reserve(lengthBytes);
    this.#bytes.fill(value, this.#length, this.#length + lengthBytes);
    this.#length += lengthBytes;
  }

  /** Writes a number over bytes that were written before. */
  patchUint32(at: number, value: number, littleEndian = this.#littleEndian): void {
    this.#view.setUint32(at, value, littleEndian);
  }

  patchUint16(at: number, value: number, littleEndian = this.#littleEndian): void {
    this.#view.setUint16(at, value, littleEndian);
  }

  /** Returns a view of everything written. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Returns a view of what was written from `start` on, which the next write may leave behind. */
  view(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.#length);
  }

  #reserve(lengthBytes: number): void {
    const needed = this.#length + lengthBytes;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
