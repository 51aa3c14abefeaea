/**
 * YAML 1.2 with the place of everything in it. Scalars stay the text that was written: `0010` and `20260131` are no
 * numbers here. Aliases and tags are refused: a file of rules needs none, and what they do is not seen where it is read.
 */

import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';

/** Counted from 1. */
export type Position = { readonly line: number; readonly column: number };

export type YamlNode =
  | { readonly kind: 'mapping'; readonly at: Position; readonly entries: readonly YamlEntry[] }
  | { readonly kind: 'list'; readonly at: Position; readonly items: readonly YamlNode[] }
  | { readonly kind: 'text'; readonly at: Position; readonly text: string }
  | { readonly kind: 'nothing'; readonly at: Position };

export type YamlEntry = { readonly key: string; readonly at: Position; readonly value: YamlNode };

export type YamlFault = { readonly at: Position; readonly message: string };

/** Levels of mappings and lists; conditions lie eight deep at most. */
const maxDepth = 32;

const nothingYet: Position = { line: 1, column: 1 };

/** Returns the document, or what is wrong with it as YAML. */
export function readYaml(text: string): YamlNode | { readonly kind: 'faults'; readonly faults: readonly YamlFault[] } {
  if (deepest(text) > maxDepth) return fault(nothingYet, 'lists lie in lists more than 32 deep');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, schema: 'failsafe', logLevel: 'silent' });
  const positionOf = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = [...document.errors, ...document.warnings].map(({ pos, code }) => ({
    at: positionOf(pos[0]),
    message: describe(code),
  }));
  if (faults.length > 0) return { kind: 'faults', faults };
  const refused: YamlFault[] = [];
  const read = (node: ParsedNode | null, fallback: Position): YamlNode => {
    const at = node === null ? fallback : positionOf(node.range[0]);
    if (isMap(node)) {
      const entries = node.items.map(({ key, value }) => {
        const name = read(key, at);
        if (name.kind !== 'text') refused.push({ at: name.at, message: 'a key is a word' });
        return { key: name.kind === 'text' ? name.text : '', at: name.at, value: read(value, name.at) };
      });
      return { kind: 'mapping', at, entries };
    }
    if (isSeq(node)) return { kind: 'list', at, items: node.items.map((item) => read(item, at)) };
    if (isAlias(node)) refused.push({ at, message: 'aliases (*name) are not read: text that begins with * is quoted' });
    if (!isScalar(node) || typeof node.value !== 'string') return { kind: 'nothing', at };
    const isPlain = node.type === 'PLAIN';
    return isPlain && /^(?:~|null|)$/i.test(node.value)
      ? { kind: 'nothing', at }
      : { kind: 'text', at, text: node.value };
  };
  const root = read(document.contents, nothingYet);
  return refused.length > 0 ? { kind: 'faults', faults: refused } : root;
}

function fault(at: Position, message: string): { readonly kind: 'faults'; readonly faults: readonly YamlFault[] } {
  return { kind: 'faults', faults: [{ at, message }] };
}

/** Brackets that are open, and marks of lists and keys before a line. */
function deepest(text: string): number {
  let [open, deep] = [0, 0];
  for (const character of text) {
    if (character === '[' || character === '{') open += 1;
    if (character === ']' || character === '}') open = Math.max(0, open - 1);
    deep = Math.max(deep, open);
  }
  for (const [lead] of text.matchAll(/^[\s?-]*/gm)) deep = Math.max(deep, lead.replace(/\s/g, '').length);
  return deep;
}

function describe(code: string): string {
  const said: Readonly<Record<string, string>> = {
    BAD_ALIAS: 'text that begins with * is quoted',
    BAD_INDENT: 'the line is not indented as those around it',
    BLOCK_AS_IMPLICIT_KEY: 'a key and its value do not stand in one line with another',
    DUPLICATE_KEY: 'the key is there already',
    MISSING_CHAR: 'a quotation mark, bracket, comma or colon is missing',
    MULTILINE_IMPLICIT_KEY: 'a key lies on one line',
    TAB_AS_INDENT: 'lines are indented by spaces, not by tabs',
    TAG_RESOLVE_FAILED: 'tags (!name) are not read: text that begins with ! is quoted',
  };
  return said[code] ?? `this is no YAML (${code})`;
}
