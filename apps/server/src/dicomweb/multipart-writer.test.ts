import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMediaType } from './media-type.ts';
import { readMultipart } from './multipart-reader.ts';
import { type MultipartBody, multipartBody, multipartStream, type OutgoingPart } from './multipart-writer.ts';

const partOf = (bytes: Uint8Array): OutgoingPart => ({
  contentType: 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1',
  lengthBytes: bytes.length,
  async *chunks() {
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  },
});

async function* each(parts: readonly OutgoingPart[]): AsyncGenerator<OutgoingPart> {
  yield* parts;
}

async function bytesOf(body: MultipartBody): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body.chunks()) chunks.push(Buffer.from(chunk as Uint8Array)); // text or bytes alike
  return Buffer.concat(chunks);
}

describe('a multipart body', () => {
  it('is read again as the parts it was made of, and has the length it says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), async (contents) => {
        const parts = contents.map(partOf);
        for (const body of [
          multipartBody('application/dicom', parts),
          multipartStream('application/dicom', each(parts)),
        ]) {
          const bytes = await bytesOf(body);
          if (body.lengthBytes !== undefined) expect(bytes).toHaveLength(body.lengthBytes);
          const boundary = parseMediaType(body.contentType)?.parameters.get('boundary') ?? '';
          const read: Uint8Array[] = [];
          const source = (async function* () {
            yield bytes;
          })();
          for await (const part of readMultipart(source, boundary)) {
            expect(part.headers.get('content-type')).toBe('application/dicom; transfer-syntax=1.2.840.10008.1.2.1');
            const chunks: Uint8Array[] = [];
            for await (const chunk of part.body) chunks.push(Uint8Array.from(chunk));
            read.push(Uint8Array.from(Buffer.concat(chunks)));
          }
          expect(read).toEqual(contents);
        }
      }),
    );
  });

  it('does not know its length where a part does not', () => {
    const open = { ...partOf(new Uint8Array(3)), lengthBytes: undefined };
    expect(multipartBody('application/dicom', [open]).lengthBytes).toBeUndefined();
  });
});
