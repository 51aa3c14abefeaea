/**
 * Finds texts that bypass the catalogues: words between tags, in attributes that people see or hear, and sentences in other
 * strings. Errors for programmers (`new Error(…)`), addresses, names of classes and DICOM keywords are none.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';
import { sameInEveryLanguage } from './same-in-every-language.ts';

const source = join(import.meta.dirname, '..');

/** What people see or hear, whatever tag it stands on. */
const spoken =
  /^(aria-label|aria-description|alt|title|label|placeholder|description|error|message|text|action|empty|children|disabledReason|heading|help|hint|detail)$/;

test('every text of the pages comes from a catalogue', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.') && !/^languages\/.*\/(en|es|ar)\.ts$/.test(path))
    .map((path) => join(source, path));
  expect(files.flatMap((path) => findLiteralTexts(relative(source, path), readFileSync(path, 'utf8')))).toEqual([]);
});

test('a text that bypasses the catalogues is found wherever it stands', () => {
  const found = (text: string) => findLiteralTexts('page.tsx', text).map((line) => line.replace(/^.*?: /, ''));
  expect(found('const page = <p>Hello</p>;')).toEqual(['Hello']);
  expect(found('const page = <Button aria-label="Save" className="mono truncate" />;')).toEqual(['Save']);
  expect(found('const page = <Button title={full ? `Room for ` : t(key)} />;')).toEqual(['Room for']);
  expect(found("const columns = [{ label: 'Name', kind: 'text' }];")).toEqual(['Name']);
  expect(found("notify('The disk is full'); throw new Error('It was opened twice.');")).toEqual(['The disk is full']);
  expect(found("const page = <p>{t('queue.title')} · {name}</p>;")).toEqual([]);
});

test('no style names a side that changes with the direction of the writing', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.css'));
  const physical =
    /(^|[\s;{])((margin|padding|border)-(left|right)\b|(left|right)\s*:|(text-align|float|clear)\s*:\s*(left|right))/;
  const found = files.flatMap((path) =>
    readFileSync(join(source, path), 'utf8')
      .split('\n')
      .flatMap((line, index) => (physical.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

test('no property of a component names such a side either', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tsx'));
  const found = files.filter((path) =>
    /\s(ml|mr|pl|pr)=|\sta="(left|right)"/.test(readFileSync(join(source, path), 'utf8')),
  );
  expect(found).toEqual([]);
});

function findLiteralTexts(path: string, text: string): readonly string[] {
  const found: string[] = [];
  const note = (node: Node, words: string) =>
    found.push(`${path}:${text.slice(0, node.start).split('\n').length}: ${words.trim()}`);
  const visit = (node: Node, parents: readonly Node[]): void => {
    const parent = parents.at(-1);
    if (isSkipped(node)) return;
    if (node.type === 'JSXText' && hasWord(String(node.value))) note(node, String(node.value));
    const words = wordsOf(node);
    if (words !== undefined && (isSentence(words) || (isSpoken(node, parents) && hasWord(words)))) {
      if (!isKey(node, parent)) note(node, words);
    }
    for (const child of childrenOf(node)) visit(child, [...parents, node]);
  };
  // The parser's tree is walked as plain nodes: each has a type, a place and members.
  visit(parseSync(path, text).program as unknown as Node, []);
  return found;
}

type Node = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

function wordsOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateElement') return undefined;
  return (node.value as { readonly cooked: string }).cooked;
}

/** What is for programmers, or for the compiler. */
function isSkipped(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || node.type.startsWith('TS') || node.type.startsWith('Export')) {
    return node.type !== 'ExportNamedDeclaration' && !/^TS(As|Satisfies|NonNull)/.test(node.type);
  }
  const callee = node.callee as Node | undefined;
  // What an error says to its programmer; and what is known by its name alone.
  if (node.type === 'CallExpression' && callee?.type === 'Super') return true;
  return node.type === 'NewExpression' && /Error$/.test(String(callee?.name ?? ''));
}

function isSpoken(node: Node, parents: readonly Node[]): boolean {
  for (const parent of [...parents].reverse()) {
    if (parent.type === 'JSXAttribute') return spoken.test(String((parent.name as Node).name));
    if (parent.type === 'Property')
      return parent.value === node || spoken.test(nameOf(parent)) ? spoken.test(nameOf(parent)) : false;
    if (!/^(ConditionalExpression|LogicalExpression|TemplateLiteral|JSXExpressionContainer)$/.test(parent.type))
      return false;
  }
  return false;
}

function nameOf(property: Node): string {
  const key = property.key as Node;
  return String(key.name ?? key.value ?? '');
}

/** The name of a text of a catalogue: `shell.studies`. */
function isKey(node: Node, parent: Node | undefined): boolean {
  const isName = parent?.type === 'Property' && parent.key === node;
  const isClass = parent?.type === 'JSXAttribute' && /class|style|type/i.test(String((parent.name as Node).name));
  return isName || isClass || /^[a-zA-Z]+\.[\w-]+$/.test(wordsOf(node) ?? '');
}

function hasWord(text: string): boolean {
  return /\p{L}{2,}/u.test(text) && !sameInEveryLanguage(text.trim()) && !/^(https?:|\/|#|var\()/.test(text);
}

/** Two words in a row, or a capital and more: no class name, no address. */
function isSentence(text: string): boolean {
  return (
    /\p{Lu}?\p{Ll}+,? \p{L}{2,}/u.test(text) &&
    !/^(calc|repeat|minmax|linear-gradient|[\d.]+px)|[=;{}[\]]|sans-serif|monospace/.test(text)
  );
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Node => typeof value === 'object' && value !== null && 'type' in value);
}
