/**
 * A port to the bytes of one data set, wherever they lie: a file, an encrypted segment, memory. Offsets are bytes from
 * the data set's start.
 */

export type ByteSource = {
  readonly lengthBytes: number;
  /** Returns the bytes asked for; fewer only where the source ends. */
  readAt(offset: number, lengthBytes: number): Promise<Uint8Array>;
};

export type ByteRange = { readonly offset: number; readonly lengthBytes: number };

export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  return {
    lengthBytes: bytes.length,
    readAt: async (offset, lengthBytes) => bytes.subarray(offset, offset + lengthBytes),
  };
}

/** Reads ranges and returns them as one array. */
export async function readRanges(source: ByteSource, ranges: readonly ByteRange[]): Promise<Uint8Array> {
  const [first] = ranges;
  if (first === undefined) return new Uint8Array();
  if (ranges.length === 1) return source.readAt(first.offset, first.lengthBytes);
  const parts: Uint8Array[] = [];
  for (const range of ranges) parts.push(await source.readAt(range.offset, range.lengthBytes));
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/**
 * Returns a reader of small pieces that lie near one another, which asks the source for `windowBytes` at a time. Calls
 * may overlap.
 */
export function readAhead(source: ByteSource, windowBytes: number): ByteSource['readAt'] {
  let held = { start: 0, bytes: new Uint8Array() };
  return async (offset, lengthBytes) => {
    let window = held;
    if (offset < window.start || offset + lengthBytes > window.start + window.bytes.length) {
      const bytes = new Uint8Array(await source.readAt(offset, Math.max(windowBytes, lengthBytes)));
      window = { start: offset, bytes };
      held = window;
    }
    return window.bytes.subarray(offset - window.start, offset - window.start + lengthBytes);
  };
}
