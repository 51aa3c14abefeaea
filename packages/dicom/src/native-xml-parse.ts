/**
 * The Native DICOM Model in XML, PS3.19 §A.1, read as the DICOM JSON Model, which says the same of a data set (PS3.18 §F.3):
 * `fromDicomJson` makes a data set of it, and looks at values as it does of JSON.
 *
 * The input is untrusted: what does not have the form of the model becomes a finding and is left out. An address of bulk data
 * is passed on and never followed.
 */

import type { Finding, Parsed } from './finding.ts';
import { formatTag, groupOf, isPrivate, isPrivateCreator, parseTag, type Tag, tagFrom, tagKey } from './tag.ts';
import { readXml, type XmlEvent } from './xml-events.ts';

/** As `fromDicomJson` takes it. */
export type ParsedNativeXml = Parsed<JsonModel>;

type JsonModel = { [key: string]: JsonAttribute };
type JsonAttribute = { vr: string; Value?: unknown[]; InlineBinary?: string; BulkDataURI?: string };

/** An element with what is in it, which of an attribute is either text or elements. */
type Element = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
};

type Find = (code: string, tag: Tag, phrase: string) => void;

const root = tagFrom(0, 0);
const nameGroups = ['Alphabetic', 'Ideographic', 'Phonetic'] as const;
const nameParts = ['FamilyName', 'GivenName', 'MiddleName', 'NamePrefix', 'NameSuffix'];
const floatVrs: ReadonlySet<string> = new Set(['FL', 'FD']);
const notNumbers: ReadonlyMap<string, string> = new Map([
  ['NaN', 'NaN'],
  ['INF', 'Infinity'],
  ['-INF', '-Infinity'],
]);
const firstBlock = 0x10;
const lastBlock = 0xff;

/** @throws DicomError `xml-malformed` for what is no XML, or XML of another encoding than UTF-8 */
export function fromNativeXml(document: string): ParsedNativeXml {
  const findings: Finding[] = [];
  const find: Find = (code, tag, phrase) => {
    findings.push({ code, severity: 'error', tag, message: `${formatTag(tag)} ${phrase}.` });
  };
  const model = readTree(readXml(document));
  if (model?.name !== 'NativeDicomModel') {
    find('xml-not-the-model', root, 'stands for a document whose root is not NativeDicomModel');
    return { value: {}, findings };
  }
  return { value: readDataSet(model, find), findings };
}

function readTree(events: Iterable<XmlEvent>): Element | undefined {
  const open: Element[] = [];
  let first: Element | undefined;
  for (const event of events) {
    const parent = open.at(-1);
    if (event.kind === 'end') open.pop();
    else if (event.kind === 'start') {
      const element: Element = { name: event.name, attributes: event.attributes, children: [], text: '' };
      parent?.children.push(element);
      first ??= element;
      open.push(element);
    } else if (parent !== undefined) parent.text += event.text;
  }
  return first;
}

type Described = { readonly tag: Tag; readonly creator: string | undefined; readonly element: Element };

function readDataSet(parent: Element, find: Find): JsonModel {
  const described = parent.children.flatMap((element) => describe(element, find));
  const blocks = new PrivateBlocks(described);
  const json: JsonModel = {};
  for (const { tag, creator, element } of described) {
    const own = creator === undefined ? tag : blocks.tagOf(tag, creator);
    if (own === undefined || json[tagKey(own)] !== undefined) {
      find('xml-attribute-twice', tag, 'is there twice, or there is no room for its private block');
      continue;
    }
    json[tagKey(own)] = readAttribute(own, element, find);
  }
  for (const [key, creator] of blocks.creators) json[key] ??= { vr: 'LO', Value: [creator] };
  return json;
}

function describe(element: Element, find: Find): Described[] {
  const text = element.attributes.get('tag') ?? '';
  const tag = element.name === 'DicomAttribute' && /^[0-9A-Fa-f]{8}$/.test(text) ? parseTag(text) : undefined;
  if (tag === undefined) {
    find('xml-not-an-attribute', root, 'stands for an element that is no DicomAttribute with a tag');
    return [];
  }
  const creator = element.attributes.get('privateCreator');
  return [{ tag, creator: isPrivate(tag) ? creator : undefined, element }];
}

/**
 * Blocks of private elements, which the model names by their creator and not by number, PS3.19 Table A.1.5-2: those that the
 * data set has by itself stay, every other creator is given one that is free, PS3.5 §7.8.1.
 */
class PrivateBlocks {
  /** By the tags of their private creator elements. */
  readonly creators = new Map<string, string>();
  readonly #blocks = new Map<string, number>();
  readonly #taken = new Set<string>();

  constructor(described: readonly Described[]) {
    for (const { tag, creator, element } of described) {
      if (!isPrivate(tag) || creator !== undefined) continue;
      const block = isPrivateCreator(tag) ? tag & 0xff : (tag & 0xff00) >> 8;
      this.#taken.add(`${groupOf(tag)} ${block}`);
      const [value] = element.children;
      if (isPrivateCreator(tag) && value !== undefined) this.#blocks.set(`${groupOf(tag)} ${value.text.trim()}`, block);
    }
  }

  /** Undefined where every block of the group is taken. */
  tagOf(tag: Tag, creator: string): Tag | undefined {
    const group = groupOf(tag);
    const key = `${group} ${creator.trim()}`;
    let block = this.#blocks.get(key);
    if (block === undefined) {
      block = firstBlock;
      while (this.#taken.has(`${group} ${block}`)) block += 1;
      if (block > lastBlock) return undefined;
      this.#taken.add(`${group} ${block}`);
      this.#blocks.set(key, block);
      this.creators.set(tagKey(tagFrom(group, block)), creator);
    }
    return tagFrom(group, block * 0x100 + (tag & 0xff));
  }
}

function readAttribute(tag: Tag, { attributes, children, text }: Element, find: Find): JsonAttribute {
  const vr = attributes.get('vr') ?? '';
  const [first] = children;
  if (first === undefined) {
    if (text.trim() !== '') find('xml-text-without-value', tag, 'has text that stands in no Value');
    return { vr };
  }
  if (first.name === 'BulkData' && children.length === 1) {
    return { vr, BulkDataURI: first.attributes.get('uri') ?? first.attributes.get('uuid') ?? '' };
  }
  if (first.name === 'InlineBinary' && children.length === 1) {
    return { vr, InlineBinary: first.text.replace(/\s+/g, '') };
  }
  const wanted = vr === 'SQ' ? 'Item' : vr === 'PN' ? 'PersonName' : 'Value';
  const inOrder = children.every(
    ({ name, attributes: own }, index) => name === wanted && own.get('number') === String(index + 1),
  );
  if (!inOrder) {
    find('xml-values-out-of-order', tag, `has something else than elements ${wanted} that are numbered from 1`);
    return { vr };
  }
  if (vr === 'SQ') return { vr, Value: children.map((item) => readDataSet(item, find)) };
  if (vr === 'PN') return { vr, Value: children.map((value) => readName(tag, value, find)) };
  return { vr, Value: children.map((value) => readValue(tag, vr, value, find)) };
}

function readValue(tag: Tag, vr: string, { text, children }: Element, find: Find): unknown {
  if (children.length > 0) find('xml-value-of-elements', tag, 'has a Value with elements in it');
  if (!floatVrs.has(vr)) return text;
  const number = text.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(number) ? Number(number) : (notNumbers.get(number) ?? text);
}

function readName(tag: Tag, { children }: Element, find: Find): Record<string, string> {
  const name: Record<string, string> = {};
  for (const group of children) {
    const known = nameGroups.find((one) => one === group.name && name[one] === undefined);
    const parts = nameParts.map((part) => group.children.find(({ name: own }) => own === part)?.text ?? '');
    const isForeign =
      group.children.some(({ name: own }) => !nameParts.includes(own)) || parts.some((part) => /[\^=]/.test(part));
    if (known === undefined || isForeign)
      find('xml-name-invalid', tag, 'has a name that is not as the model has names');
    else name[known] = parts.join('^').replace(/\^+$/, '');
  }
  return name;
}
