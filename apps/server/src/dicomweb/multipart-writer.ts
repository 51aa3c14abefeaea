/**
 * Writes multipart/related, RFC 2046 §5.1.1 and PS3.18 §8.6.1.2: parts with their headers, one after the other, as bytes to
 * send. Nothing is gathered: a part's bytes go on as they come.
 */

import { randomUUID } from 'node:crypto';

export type OutgoingPart = {
  readonly contentType: string;
  /** Where the part is by itself; characters of addresses only. */
  readonly location?: string;
  /** Undefined where it is not known beforehand. */
  readonly lengthBytes: number | undefined;
  chunks(): AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;
};

export type MultipartBody = {
  /** Value of the Content-Type header. */
  readonly contentType: string;
  /** Of the whole body, where it is known for every part. */
  readonly lengthBytes: number | undefined;
  chunks(): AsyncGenerator<Uint8Array | string, void>;
};

/** Returns a body of parts that are all known, though their bytes are not read yet. */
export function multipartBody(type: string, parts: readonly OutgoingPart[], boundary = newBoundary()): MultipartBody {
  const heads = parts.map((part, index) => partHead(part, boundary, index));
  const tail = closing(boundary, parts.length);
  return {
    contentType: contentTypeOf(type, boundary),
    lengthBytes: sum([...heads.map((head) => head.length), tail.length, ...parts.map((part) => part.lengthBytes)]),
    async *chunks() {
      for (const [index, part] of parts.entries()) {
        yield heads[index] ?? tail;
        yield* part.chunks();
      }
      yield tail;
    },
  };
}

/** Returns a body of parts that are made one by one; the first is made before anything is sent. */
export function multipartStream(
  type: string,
  parts: AsyncIterable<OutgoingPart>,
  boundary = newBoundary(),
): MultipartBody {
  return {
    contentType: contentTypeOf(type, boundary),
    lengthBytes: undefined,
    async *chunks() {
      let count = 0;
      for await (const part of parts) {
        yield partHead(part, boundary, count);
        count += 1;
        yield* part.chunks();
      }
      yield closing(boundary, count);
    },
  };
}

/** Puts a part that was made early before those that are not. */
export async function* withFirst(
  first: OutgoingPart,
  rest: AsyncIterable<OutgoingPart>,
): AsyncGenerator<OutgoingPart, void> {
  yield first;
  yield* rest;
}

function newBoundary(): string {
  return `isocenter-${randomUUID()}`;
}

function contentTypeOf(type: string, boundary: string): string {
  return `multipart/related; type="${type}"; boundary=${boundary}`;
}

/** ASCII, so that characters are bytes. */
function partHead(part: OutgoingPart, boundary: string, index: number): string {
  const headers = [
    `Content-Type: ${part.contentType}`,
    ...(part.location === undefined ? [] : [`Content-Location: ${part.location}`]),
    ...(part.lengthBytes === undefined ? [] : [`Content-Length: ${part.lengthBytes}`]),
  ];
  return `${index === 0 ? '' : '\r\n'}--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`;
}

function closing(boundary: string, parts: number): string {
  return `${parts === 0 ? '' : '\r\n'}--${boundary}--\r\n`;
}

function sum(lengths: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const length of lengths) {
    if (length === undefined) return undefined;
    total += length;
  }
  return total;
}
