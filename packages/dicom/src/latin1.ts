/** Bytes as text of ISO 8859-1, in which every byte is the character of its number; ASCII is its first half. */

/** Arguments of a call are limited. */
const chunkBytes = 4096;

export function decodeLatin1(bytes: Uint8Array): string {
  if (bytes.length <= chunkBytes) return fromCodes(bytes);
  let text = '';
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    text += fromCodes(bytes.subarray(start, start + chunkBytes));
  }
  return text;
}

function fromCodes(bytes: Uint8Array): string {
  // `apply` takes any array-like; spreading would go through an iterator, at five times the cost.
  return String.fromCharCode.apply(undefined, bytes as unknown as number[]);
}
