import { heldBytes } from '@isocenter/testkit/held-bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MultipartLimits, readMultipart } from './multipart-reader.ts';

type Part = { readonly headers: Record<string, string>; readonly body: string };

async function* chunksOf(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const size = sizes.length === 0 ? bytes.length : (sizes[index % sizes.length] ?? 1);
    // A copy of its own that is wiped once the next chunk is asked for: whoever keeps a chunk is found out.
    const chunk = Buffer.from(bytes.subarray(at, at + size));
    at += size;
    yield chunk;
    chunk.fill(0x3f);
  }
}

async function readAll(text: string, sizes: readonly number[] = [], limits?: MultipartLimits): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of readMultipart(chunksOf(Buffer.from(text, 'latin1'), sizes), 'edge', limits)) {
    const body: Buffer[] = [];
    for await (const chunk of part.body) body.push(Buffer.from(chunk));
    parts.push({ headers: Object.fromEntries(part.headers), body: Buffer.concat(body).toString('latin1') });
  }
  return parts;
}

const twoParts =
  'preamble\r\n--edge\r\nContent-Type: application/dicom\r\nContent-ID:  <1>\r\n\r\nfirst\r\n--edge \t\r\n\r\nsecond\r\n--edge--\r\nepilogue';

describe('readMultipart', () => {
  it('reads parts, their headers and bodies', async () => {
    expect(await readAll(twoParts)).toEqual([
      { headers: { 'content-type': 'application/dicom', 'content-id': '<1>' }, body: 'first' },
      { headers: {}, body: 'second' },
    ]);
  });

  it('reads a body that begins with its boundary, and one without parts', async () => {
    expect(await readAll('--edge\r\n\r\nx\r\n--edge--')).toEqual([{ headers: {}, body: 'x' }]);
    expect(await readAll('--edge--')).toEqual([]);
  });

  it('reads the same whatever the chunks', async () => {
    // Bodies are made of what boundaries are made of, so that nearly every byte begins a false one.
    const body = fc
      .array(fc.constantFrom('\r', '\n', '-', '\r\n', '\r\n--', '\r\n--edg', 'edge', 'x', '--'), { maxLength: 12 })
      .map((pieces) => pieces.join(''))
      .filter((text) => !`\r\n${text}\r\n`.includes('\r\n--edge'));
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(body, { maxLength: 4 }), sizes, async (bodies, chunkSizes) => {
        const text = `${bodies.map((part) => `--edge\r\nA: b\r\n\r\n${part}\r\n`).join('')}--edge--\r\n`;
        expect((await readAll(text, chunkSizes)).map((part) => part.body)).toEqual(bodies);
      }),
      { numRuns: 500 },
    );
  });

  it('skips what the caller does not read of a part', async () => {
    const bodies: string[] = [];
    for await (const part of readMultipart(chunksOf(Buffer.from(twoParts), [3]), 'edge')) {
      if (bodies.length === 0) {
        for await (const chunk of part.body) {
          bodies.push(String(chunk.length));
          break;
        }
        continue;
      }
      for await (const chunk of part.body) bodies.push(Buffer.from(chunk).toString());
    }
    expect(bodies.slice(1).join('')).toBe('second');
  });

  it.each([
    ['multipart-malformed', '', {}],
    ['multipart-malformed', 'no boundary at all', {}],
    ['multipart-malformed', '--edge\r\n\r\nbody without an end', {}],
    ['multipart-malformed', '--edge\r\nheaders without an end', {}],
    ['multipart-malformed', '--edgeways\r\n\r\nx\r\n--edge--', {}],
    ['multipart-malformed', '--edge\r\nno colon\r\n\r\nx\r\n--edge--', {}],
    ['multipart-malformed', `${'x'.repeat(200)}--edge--`, { maxPreambleBytes: 100 }],
    ['multipart-too-large', `--edge\r\nA: ${'x'.repeat(200)}\r\n\r\nx\r\n--edge--`, { maxHeaderBytes: 100 }],
    ['multipart-too-large', `${'--edge\r\n\r\nx\r\n'.repeat(4)}--edge--`, { maxParts: 3 }],
  ])('refuses with %s: %j', async (code, text, limits) => {
    for (const sizes of [[], [1], [7]]) {
      await expect(readAll(text, sizes, limits)).rejects.toMatchObject({ code });
    }
  });

  it('takes a boundary of 73 characters, as Orthanc sends it, and refuses one without end', async () => {
    const countOf = async (boundary: string) => {
      async function* source() {
        yield Buffer.from(`--${boundary}\r\n\r\nbody\r\n--${boundary}--`);
      }
      let parts = 0;
      for await (const part of readMultipart(source(), boundary)) {
        for await (const _ of part.body) parts += 1;
      }
      return parts;
    };
    expect(await countOf('a'.repeat(73))).toBe(1);
    await expect(countOf('a'.repeat(201))).rejects.toMatchObject({ code: 'multipart-malformed' });
  });

  it('holds no more than the chunk at hand', async () => {
    const chunk = Buffer.alloc(64 * 1024, '\r\n--edg');
    async function* endless() {
      yield Buffer.from('--edge\r\n\r\n');
      for (let sent = 0; sent < 256 << 20; sent += chunk.length) yield chunk;
      yield Buffer.from('\r\n--edge--');
    }
    const before = heldBytes();
    let [length, pieces, most] = [0, 0, 0];
    for await (const part of readMultipart(endless(), 'edge')) {
      for await (const piece of part.body) {
        length += piece.length;
        pieces += 1;
        if (pieces % 500 === 0) most = Math.max(most, heldBytes() - before);
      }
    }
    expect(length).toBe(256 << 20);
    expect(pieces).toBeGreaterThan(1_000);
    expect(most).toBeLessThan(1 << 20);
  });
});
