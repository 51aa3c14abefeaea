/**
 * Takes the first part out of a `multipart/related` answer of WADO-RS (PS3.18 §8.6.1.2.1): the bytes of one frame and how
 * they are encoded. An answer that is not multipart is taken as it is.
 */

export type FramePart = {
  readonly bytes: Uint8Array;
  /** Without parameters, lower case: `application/octet-stream`, `image/jls`. */
  readonly mediaType: string;
  readonly transferSyntaxUid: string | undefined;
};

/** What a media type means without `transfer-syntax` (PS3.18 Table 8.7.3-2). */
const defaultSyntaxes: Readonly<Record<string, string>> = {
  'application/octet-stream': '1.2.840.10008.1.2.1',
  'image/jpeg': '1.2.840.10008.1.2.4.70',
  'image/dicom-rle': '1.2.840.10008.1.2.5',
  'image/jls': '1.2.840.10008.1.2.4.80',
  'image/jp2': '1.2.840.10008.1.2.4.90',
  'image/jpx': '1.2.840.10008.1.2.4.92',
  'image/jphc': '1.2.840.10008.1.2.4.201',
  'image/jxl': '1.2.840.10008.1.2.4.110',
};

/** Returns undefined where the answer has no complete part. */
export function readFramePart(body: Uint8Array, contentType: string): FramePart | undefined {
  const { mediaType, parameters } = parseContentType(contentType);
  if (!mediaType.startsWith('multipart/')) return partOf(body, contentType);
  const boundary = parameters.boundary;
  if (boundary === undefined) return undefined;
  const delimiter = new TextEncoder().encode(`--${boundary}`);
  const start = indexOf(body, delimiter, 0);
  if (start === -1) return undefined;
  const headersStart = start + delimiter.length;
  const headersEnd = indexOf(body, blankLine, headersStart);
  if (headersEnd === -1) return undefined;
  const headers = new TextDecoder().decode(body.subarray(headersStart, headersEnd));
  const bytesStart = headersEnd + blankLine.length;
  const length = Number(/^content-length:\s*(\d+)\s*$/im.exec(headers)?.[1]);
  const end =
    Number.isSafeInteger(length) && bytesStart + length <= body.length
      ? bytesStart + length
      : findEnd(body, delimiter, bytesStart);
  if (end === -1) return undefined;
  return partOf(
    body.subarray(bytesStart, end),
    /^content-type:\s*(.+?)\s*$/im.exec(headers)?.[1] ?? 'application/octet-stream',
  );
}

/** Reads `type; name=value; name="value"`; names in lower case. */
export function parseContentType(value: string): {
  readonly mediaType: string;
  readonly parameters: Readonly<Record<string, string>>;
} {
  const [mediaType = '', ...rest] = value.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const pairs = rest.flatMap((parameter) => {
    const match = /^\s*([^=\s]+)\s*=\s*"?(.*?)"?\s*$/.exec(parameter);
    return match?.[1] === undefined ? [] : [[match[1].toLowerCase(), match[2] ?? ''] as const];
  });
  return { mediaType: mediaType.trim().toLowerCase(), parameters: Object.fromEntries(pairs) };
}

const blankLine = new TextEncoder().encode('\r\n\r\n');

function partOf(bytes: Uint8Array, contentType: string): FramePart {
  const { mediaType, parameters } = parseContentType(contentType);
  return { bytes, mediaType, transferSyntaxUid: parameters['transfer-syntax'] ?? defaultSyntaxes[mediaType] };
}

/** The line break before the next delimiter. Searched from the end: one frame is one part, and it is long. */
function findEnd(body: Uint8Array, delimiter: Uint8Array, from: number): number {
  for (let at = body.length - delimiter.length; at >= from; at -= 1) {
    if (matches(body, delimiter, at)) return body[at - 2] === 0x0d && body[at - 1] === 0x0a ? at - 2 : at;
  }
  return -1;
}

function indexOf(body: Uint8Array, wanted: Uint8Array, from: number): number {
  for (let at = from; at <= body.length - wanted.length; at += 1) if (matches(body, wanted, at)) return at;
  return -1;
}

function matches(body: Uint8Array, wanted: Uint8Array, at: number): boolean {
  for (let index = 0; index < wanted.length; index += 1) if (body[at + index] !== wanted[index]) return false;
  return true;
}
