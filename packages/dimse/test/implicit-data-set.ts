/** Small data sets for tests: text and sequences in implicit VR little endian, PS3.5 §7.1.3, §7.5.2. */

export type Value = string | readonly (readonly Element[])[];

/** Tag as an unsigned 32-bit number, and a text or the items of a sequence. */
export type Element = readonly [tag: number, value: Value];

const itemTag = 0xfffe_e000;

/** Elements must be in ascending order; UIDs are padded with NUL, other text with a space. */
export function encodeDataSet(elements: readonly Element[]): Uint8Array {
  return Buffer.concat(elements.map(([tag, value]) => encodeElement(tag, encodeValue(value))));
}

function encodeValue(value: Value): Uint8Array {
  if (typeof value !== 'string') {
    return Buffer.concat(value.map((item) => encodeElement(itemTag, encodeDataSet(item))));
  }
  const isUid = /^[0-9.]+$/.test(value);
  return Buffer.from(value.length % 2 === 0 ? value : `${value}${isUid ? '\0' : ' '}`, 'latin1');
}

function encodeElement(tag: number, value: Uint8Array): Uint8Array {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.writeUInt32LE(value.length, 4);
  return Buffer.concat([header, value]);
}
