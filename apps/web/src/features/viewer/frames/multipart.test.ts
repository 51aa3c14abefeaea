import { expect, test } from 'vitest';
import { parseContentType, readFramePart } from './multipart.ts';

const related = 'multipart/related; type="application/octet-stream"; boundary="b-1"';

function body(headers: string, content: Uint8Array, after = '\r\n--b-1--\r\n'): Uint8Array {
  const encode = (text: string) => new TextEncoder().encode(text);
  const parts = [encode(`--b-1\r\n${headers}\r\n\r\n`), content, encode(after)];
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

test('a frame and its transfer syntax are taken out of the first part', () => {
  const content = new Uint8Array([0xff, 0x4f, 0x0d, 0x0a, 0x2d, 0x2d]);
  const part = readFramePart(
    body('Content-Type: image/jphc; transfer-syntax=1.2.840.10008.1.2.4.202', content),
    related,
  );
  expect(part).toEqual({ bytes: content, mediaType: 'image/jphc', transferSyntaxUid: '1.2.840.10008.1.2.4.202' });
});

test('a length given by the part is believed before the delimiter is searched', () => {
  const content = new TextEncoder().encode('xx\r\n--b-1--yy');
  const part = readFramePart(
    body(`Content-Type: application/octet-stream\r\nContent-Length: ${content.length}`, content),
    related,
  );
  expect(part?.bytes).toEqual(content);
});

test('a media type without transfer syntax has the one that the standard gives it', () => {
  expect(readFramePart(body('Content-Type: image/jls', new Uint8Array(3)), related)?.transferSyntaxUid).toBe(
    '1.2.840.10008.1.2.4.80',
  );
  expect(readFramePart(new Uint8Array(3), 'application/octet-stream')?.transferSyntaxUid).toBe('1.2.840.10008.1.2.1');
});

test('an answer that is cut off has no part', () => {
  expect(readFramePart(body('Content-Type: image/jls', new Uint8Array(3), ''), related)).toBeUndefined();
  expect(readFramePart(new Uint8Array(3), 'multipart/related')).toBeUndefined();
});

test('a quoted parameter may hold a semicolon', () => {
  expect(parseContentType('Multipart/Related; boundary="a;b"; Type=x')).toEqual({
    mediaType: 'multipart/related',
    parameters: { boundary: 'a;b', type: 'x' },
  });
});
