/** Names of objects: 16 random bytes each, drawn many at once, because one draw costs as much as encrypting 20 kB. */

const idBytes = 16;
const idsPerDraw = 256;

export class ObjectIds {
  readonly #random: (bytes: number) => Buffer;
  #drawn: Buffer = Buffer.alloc(0);

  constructor(random: (bytes: number) => Buffer) {
    this.#random = random;
  }

  next(): Buffer {
    if (this.#drawn.byteLength === 0) this.#drawn = this.#random(idBytes * idsPerDraw);
    const id = this.#drawn.subarray(0, idBytes);
    this.#drawn = this.#drawn.subarray(idBytes);
    return id;
  }
}
