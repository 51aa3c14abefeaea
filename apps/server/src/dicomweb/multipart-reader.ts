/**
 * Reads multipart/related as it arrives, RFC 2046 §5.1.1: parts one after the other, each a stream of its own.
 *
 * Memory is constant whatever the parts weigh: what has come is searched for the boundary with `indexOf`, given on
 * without copying, and only bytes that may begin a boundary wait for the next chunk. The caller's pace is the sender's. What
 * parts mean is not known here.
 */

import { HttpProblem } from '../http/problem.ts';

export type MultipartPart = {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The part's bytes; each chunk is valid until the next is asked for. What is not read is skipped. */
  readonly body: AsyncIterable<Uint8Array>;
};

export type MultipartLimits = {
  /** Bytes of the headers of one part; 16 KiB unless set. */
  readonly maxHeaderBytes?: number;
  /** 100 000 unless set: ten times the largest studies. */
  readonly maxParts?: number;
  /** Bytes before the first boundary; 64 KiB unless set. */
  readonly maxPreambleBytes?: number;
};

const lineEnd = Buffer.from('\r\n');
const headersEnd = Buffer.from('\r\n\r\n');
const dash = 0x2d;
const carriageReturn = 0x0d;
/** Deviation: RFC 2046 §5.1.1 allows 70 characters; Orthanc's DICOMweb plug-in (1.7) sends 73, two UUIDs. */
const maxBoundaryCharacters = 200;
/** Spaces that a sender may put after a boundary. */
const maxPaddingBytes = 256;

/**
 * Yields the parts of a multipart body.
 *
 * @throws HttpProblem `multipart-malformed` when the body does not have the form or ends before its last boundary,
 *   `multipart-too-large` when headers or the number of parts exceed the limits
 */
export async function* readMultipart(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
  limits: MultipartLimits = {},
): AsyncGenerator<MultipartPart, void, undefined> {
  if (boundary === '' || boundary.length > maxBoundaryCharacters) throw malformed('The boundary is empty or too long.');
  const input = new Input(source[Symbol.asyncIterator](), Buffer.from(`\r\n--${boundary}`, 'latin1'));
  try {
    await skipPreamble(input, limits.maxPreambleBytes ?? 64 * 1024);
    for (let parts = 0; await beginsPart(input); parts += 1) {
      if (parts >= (limits.maxParts ?? 100_000))
        throw new HttpProblem('multipart-too-large', { detail: 'Too many parts.' });
      const headers = await readHeaders(input, limits.maxHeaderBytes ?? 16 * 1024);
      const body = readBody(input);
      yield { headers, body };
      for await (const _ of body);
    }
  } finally {
    await input.close();
  }
}

/** What has arrived and was not yet taken. Lives as long as one request. */
class Input {
  readonly delimiter: Buffer;
  readonly #source: AsyncIterator<Uint8Array>;
  /** Begins as if a line had ended before, so that a body may begin with its boundary. */
  buffer: Buffer = lineEnd;

  constructor(source: AsyncIterator<Uint8Array>, delimiter: Buffer) {
    this.#source = source;
    this.delimiter = delimiter;
  }

  /** Puts the next chunk behind what is left. @throws HttpProblem when the body is at its end */
  async more(): Promise<void> {
    // Copied first: the source may use its buffer again. What is left is short, a held back boundary or headers.
    const rest = Buffer.from(this.buffer);
    const { done, value } = await this.#source.next();
    if (done === true) throw malformed('The body ends before its last boundary.');
    const chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    this.buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  }

  /** Removes and returns the first bytes of what has arrived. */
  take(length: number): Buffer {
    const taken = this.buffer.subarray(0, length);
    this.buffer = this.buffer.subarray(length);
    return taken;
  }

  /** The epilogue, RFC 2046 §5.1.1, is not read; a request that breaks off is given up. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

async function skipPreamble(input: Input, maxBytes: number): Promise<void> {
  let skipped = 0;
  for (;;) {
    const at = input.buffer.indexOf(input.delimiter);
    if (at >= 0) {
      input.take(at + input.delimiter.length);
      return;
    }
    skipped += input.take(input.buffer.length - heldBack(input)).length;
    if (skipped > maxBytes) throw malformed('No boundary where the body begins.');
    await input.more();
  }
}

/** Reads what follows a boundary: nothing but padding before a part, two hyphens after the last. */
async function beginsPart(input: Input): Promise<boolean> {
  while (input.buffer.length < 2) await input.more();
  if (input.buffer[0] === dash && input.buffer[1] === dash) return false;
  for (;;) {
    const end = input.buffer.indexOf(lineEnd);
    if (end >= 0) {
      // The line end stays: it closes the headers too where there are none.
      if (!/^[ \t]*$/.test(input.take(end).toString('latin1')))
        throw malformed('A boundary is followed by other text.');
      return true;
    }
    if (input.buffer.length > maxPaddingBytes) throw malformed('A boundary is followed by other text.');
    await input.more();
  }
}

async function readHeaders(input: Input, maxBytes: number): Promise<ReadonlyMap<string, string>> {
  for (;;) {
    const end = input.buffer.indexOf(headersEnd);
    if (end > maxBytes || (end < 0 && input.buffer.length > maxBytes + headersEnd.length)) {
      throw new HttpProblem('multipart-too-large', { detail: 'The headers of a part are too long.' });
    }
    if (end >= 0) {
      const block = input.take(end + headersEnd.length).toString('latin1');
      return parseHeaders(block);
    }
    await input.more();
  }
}

function parseHeaders(block: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  // A line that begins with a space continues the one before, RFC 5322 §2.2.3.
  for (const line of block.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    if (colon <= 0) throw malformed('A part has a header line without a name.');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

async function* readBody(input: Input): AsyncGenerator<Uint8Array, void, undefined> {
  let ended = false;
  try {
    while (!ended) {
      const at = input.buffer.indexOf(input.delimiter);
      ended = at >= 0;
      const chunk = input.take(ended ? at : input.buffer.length - heldBack(input));
      if (ended) input.take(input.delimiter.length);
      if (chunk.length > 0) yield chunk;
      if (!ended) await input.more();
    }
  } finally {
    // Whoever stops reading a part leaves the rest of it to be skipped, so that the next one can be found.
    while (!ended) {
      const at = input.buffer.indexOf(input.delimiter);
      ended = at >= 0;
      input.take(ended ? at + input.delimiter.length : input.buffer.length - heldBack(input));
      if (!ended) await input.more();
    }
  }
}

/**
 * Returns how many bytes at the end may begin a boundary. A boundary has one carriage return, its first byte, so the last
 * carriage return decides.
 */
function heldBack({ buffer, delimiter }: Input): number {
  const start = buffer.lastIndexOf(carriageReturn);
  const length = buffer.length - start;
  if (start < 0 || length >= delimiter.length) return 0;
  return delimiter.compare(buffer, start, buffer.length, 0, length) === 0 ? length : 0;
}

function malformed(detail: string): HttpProblem {
  return new HttpProblem('multipart-malformed', { detail });
}
