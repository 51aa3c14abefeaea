/**
 * Base64 of RFC 4648 §4, as the DICOM JSON Model carries binary values, PS3.18 §F.2.7, in Node and in the browser.
 */

/** Bytes turned to text at a time: a multiple of three, small enough to be the arguments of one call. */
const chunkBytes = 0x6000;

export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    text += btoa(String.fromCharCode(...bytes.subarray(start, start + chunkBytes)));
  }
  return text;
}

/** Returns the bytes; undefined for text that is no Base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
