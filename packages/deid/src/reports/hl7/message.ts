/**
 * HL7 v2 messages in their vertical bar encoding (HL7 v2.5.1 §2.5): segments, fields and the characters that separate
 * them, so that what is not changed is written as it was read.
 *
 * Batches (§2.10.3) are messages one after the other. Lines that are no segment are kept apart as such.
 */

import { decodeText, encodeText } from '@isocenter/dicom/character-set';

export type Hl7Delimiters = {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  /** Empty where the message has none. */
  readonly escapeCharacter: string;
  readonly subcomponent: string;
};

export type Hl7Segment = {
  /** Three characters; empty for a line that is no segment. */
  readonly name: string;
  /** By the number that the standard gives them: the first is at 1. */
  readonly fields: readonly string[];
  /** What ends it. */
  readonly end: string;
};

export type Hl7Message = { readonly delimiters: Hl7Delimiters; readonly segments: readonly Hl7Segment[] };

export type Hl7File = { readonly encoding: Hl7Encoding; readonly messages: readonly Hl7Message[] };

/** Terms of DICOM for the character set, or the two that need none. */
export type Hl7Encoding = 'utf-8' | 'latin-1' | readonly string[];

/** Whatever stands before the first header, a mark of the byte order or of the start of a block among it, is no message. */
const header = /(?:^|[\r\n\v\u00bf\ufeff])\s*(?:MSH|FHS|BHS)(?=[^\w\s])/;
const endOfBlock = '\u001c';

/** Segments of which field 1 is the separator itself. */
const headers: ReadonlySet<string> = new Set(['MSH', 'BHS', 'FHS']);

/** MSH-18, HL7 Table 0211. */
const characterSets: Readonly<Record<string, Hl7Encoding>> = {
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  '8859/1': 'latin-1',
  ASCII: 'latin-1',
  '8859/2': ['ISO_IR 101'],
  '8859/3': ['ISO_IR 109'],
  '8859/4': ['ISO_IR 110'],
  '8859/5': ['ISO_IR 144'],
  '8859/6': ['ISO_IR 127'],
  '8859/7': ['ISO_IR 126'],
  '8859/8': ['ISO_IR 138'],
  '8859/9': ['ISO_IR 148'],
  'GB 18030-2000': ['GB18030'],
};

/** True for a file with a message in it. */
export function isHl7(bytes: Uint8Array): boolean {
  return header.test(Buffer.from(bytes).toString('latin1'));
}

/** Returns the messages of a file; undefined where there are none, or they are in a character set that is not known. */
export function parseHl7(bytes: Uint8Array): Hl7File | undefined {
  const latin = Buffer.from(bytes).toString('latin1');
  if (!header.test(latin)) return undefined;
  const encoding = encodingOf(bytes, latin);
  const text = encoding && decode(bytes, encoding);
  if (encoding === undefined || text === undefined) return undefined;
  const messages: { delimiters: Hl7Delimiters; segments: Hl7Segment[] }[] = [];
  for (const [, read = '', end = ''] of text.replaceAll(endOfBlock, '').matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const line = read.replace(/^[\s\ufeff]+|^ï»¿/, '');
    if (line === '') continue;
    const name = /^[A-Z][A-Z0-9]{2}(?=\W|$)/.exec(line)?.[0] ?? '';
    if (headers.has(name)) messages.push({ delimiters: delimitersOf(line), segments: [] });
    const message = messages.at(-1);
    message?.segments.push({ name, fields: fieldsOf(name, line, message.delimiters), end });
  }
  return { encoding, messages };
}

/** Returns the bytes of a file; undefined where its character set lacks a character. */
export function encodeHl7({ encoding, messages }: Hl7File): Uint8Array | undefined {
  const text = messages.flatMap(({ delimiters, segments }) => segments.map((one) => lineOf(one, delimiters))).join('');
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  return encoding === 'latin-1' ? Buffer.from(text, 'latin1') : encodeText(text, encoding, 'UT');
}

function encodingOf(bytes: Uint8Array, latin: string): Hl7Encoding | undefined {
  const first = /MSH([^\r\n])[^\r\n]*/.exec(latin);
  const declared =
    first?.[0]
      .split(first[1] ?? '|')[17]
      ?.split(/[~^]/)[0]
      ?.trim()
      .toUpperCase() ?? '';
  const known = characterSets[declared];
  if (known !== undefined && (known !== 'utf-8' || decode(bytes, 'utf-8') !== undefined)) return known;
  if (decode(bytes, 'utf-8') !== undefined) return 'utf-8';
  return declared === '' || known !== undefined ? 'latin-1' : undefined;
}

function decode(bytes: Uint8Array, encoding: Hl7Encoding): string | undefined {
  if (encoding === 'latin-1') return Buffer.from(bytes).toString('latin1');
  const text = encoding === 'utf-8' ? Buffer.from(bytes).toString('utf8') : decodeText(bytes, encoding, 'UT');
  return text.includes('\ufffd') ? undefined : text;
}

function delimitersOf(line: string): Hl7Delimiters {
  const [field = '|', component = '^', repetition = '~', escapeCharacter = '', subcomponent = '&'] = line.slice(3, 8);
  const named = line.slice(4).split(field)[0]?.length ?? 0;
  const at = (place: number, sign: string): string => (named > place ? sign : '');
  return {
    field,
    component: at(0, component) || '^',
    repetition: at(1, repetition) || '~',
    escapeCharacter: at(2, escapeCharacter),
    subcomponent: at(3, subcomponent) || '&',
  };
}

function fieldsOf(name: string, line: string, { field }: Hl7Delimiters): readonly string[] {
  if (name === '') return [line];
  const fields = line.split(field);
  return headers.has(name) ? [name, field, ...fields.slice(1)] : fields;
}

function lineOf({ name, fields, end }: Hl7Segment, { field }: Hl7Delimiters): string {
  const written = headers.has(name) ? [name, ...fields.slice(2)] : fields;
  return written.join(field) + end;
}
