/**
 * XML 1.0 read as starts, texts and ends of elements: as much of it as the Native DICOM Model needs, from whoever sends it.
 *
 * The document is text already, so its encoding is UTF-8. There is no document type declaration, hence no entity but the five
 * of XML §4.6, and nothing that leads elsewhere. Comments and processing instructions are passed over; namespaces are not
 * looked at, prefixes of names are left out. Names are ASCII.
 */

import { DicomError } from './errors.ts';

export type XmlEvent =
  | { readonly kind: 'start'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'end' };

/** Elements in one another. */
const maxDepth = 256;

const name = '[A-Za-z_][\\w.-]*';
const startTag = new RegExp(`^(?:${name}:)?(${name})((?:\\s[^]*)?)$`);
const attribute = new RegExp(`\\s+((?:${name}:)?${name})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'gy');
const encoding = /\sencoding\s*=\s*["']([\w.-]*)["']/;

/** XML 1.0 §2.2. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const unreadable = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u;

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Yields what one document consists of, its root first; an empty element is a start and an end.
 * @throws DicomError `xml-malformed` with the offset in characters
 */
export function* readXml(document: string): Generator<XmlEvent, void> {
  const text = document.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const strange = unreadable.exec(text);
  if (strange !== null) throw malformed(strange.index);
  const open: string[] = [];
  let hasRoot = false;
  let at = 0;
  while (at < text.length) {
    const tagAt = orEnd(text.indexOf('<', at), text);
    if (tagAt > at) {
      const between = text.slice(at, tagAt);
      if (open.length > 0) yield { kind: 'text', text: resolve(between, at) };
      else if (between.trim() !== '') throw malformed(at);
      at = tagAt;
      continue;
    }
    if (text.startsWith('<!--', at)) at = after(text, '-->', at + 4);
    else if (text.startsWith('<?', at)) {
      const end = after(text, '?>', at + 2);
      assertEncoding(text.slice(at, end), at);
      at = end;
    } else if (text.startsWith('<![CDATA[', at)) {
      const end = after(text, ']]>', at + 9);
      if (open.length === 0) throw malformed(at);
      yield { kind: 'text', text: text.slice(at + 9, end - 3) };
      at = end;
    } else if (text.startsWith('</', at)) {
      const end = after(text, '>', at + 2);
      if (open.pop() !== text.slice(at + 2, end - 1).trimEnd()) throw malformed(at);
      yield { kind: 'end' };
      at = end;
    } else {
      if (open.length === 0 && hasRoot) throw malformed(at);
      hasRoot = true;
      const end = endOfStart(text, at);
      const isEmpty = text[end - 2] === '/';
      const inner = text.slice(at + 1, end - (isEmpty ? 2 : 1));
      const [, local = '', rest = ''] = startTag.exec(inner) ?? [];
      if (local === '' || open.length >= maxDepth) throw malformed(at);
      yield { kind: 'start', name: local, attributes: readAttributes(rest, at) };
      if (isEmpty) yield { kind: 'end' };
      else open.push(inner.slice(0, inner.length - rest.length));
      at = end;
    }
  }
  if (open.length > 0 || !hasRoot) throw malformed(at);
}

function readAttributes(rest: string, at: number): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  let end = 0;
  for (const [whole, key = '', double, single] of rest.matchAll(attribute)) {
    if (attributes.has(key)) throw malformed(at);
    attributes.set(key, resolve((double ?? single ?? '').replace(/[\t\n]/g, ' '), at));
    end += whole.length;
  }
  if (rest.slice(end).trim() !== '') throw malformed(at);
  return attributes;
}

/** Returns where a start tag ends: a `>` may stand in the value of an attribute. */
function endOfStart(text: string, at: number): number {
  let quote: string | undefined;
  for (let place = at + 1; place < text.length; place += 1) {
    const character = text[place];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return place + 1;
    else if (character === '<') break;
  }
  throw malformed(at);
}

/** Puts characters in the place of references. */
function resolve(text: string, at: number): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]{0,10};?)/g, (_, reference: string) => {
    const character = characterOf(reference.slice(0, -1));
    if (!reference.endsWith(';') || character === undefined) throw malformed(at);
    return character;
  });
}

function characterOf(reference: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(reference) ?? [];
  const digits = hexadecimal ?? decimal;
  if (digits === undefined) return entities.get(reference);
  const code = Number.parseInt(digits, hexadecimal === undefined ? 10 : 16);
  const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
  return unreadable.test(character) ? undefined : character;
}

/** The text came as UTF-8, whatever it says of itself; another encoding would have been read wrongly. */
function assertEncoding(instruction: string, at: number): void {
  if (!/^<\?xml\s/.test(instruction)) return;
  const declared = encoding.exec(instruction)?.[1]?.toUpperCase() ?? 'UTF-8';
  if (declared !== 'UTF-8' && declared !== 'US-ASCII') throw malformed(at);
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  if (found < 0) throw malformed(from);
  return found + mark.length;
}

const orEnd = (at: number, text: string) => (at < 0 ? text.length : at);

const malformed = (offset: number) => new DicomError('xml-malformed', { offset });
