/**
 * Reads a file of rules, and says of everything that is wrong where it stands and what would be right. What rules mean
 * together (one that can never decide, one that lets more through than the profile) is the matter of `check-rules.ts`.
 *
 * Messages repeat keywords, names and actions as they were typed, and never a text of a condition or a list.
 */

import { createHash } from 'node:crypto';
import { emptyTermLists, type TermLists } from '../text/word-lists.ts';
import { parseSelector, shown } from './attribute-selector.ts';
import { checkRules, type PlacedRule } from './check-rules.ts';
import { parseCondition } from './condition.ts';
import { nearest } from './nearest.ts';
import { parseAction } from './parse-action.ts';
import type { AttributeSelector, SiteRules } from './rule.ts';
import type { Report, RuleProblem } from './rule-problem.ts';
import { readYaml, type YamlEntry, type YamlNode } from './yaml-reader.ts';

export type ParsedRules =
  | { readonly kind: 'rules'; readonly site: SiteRules }
  /** In the order of the file. */
  | { readonly kind: 'problems'; readonly problems: readonly RuleProblem[] };

const maxFileBytes = 256 * 1024;
const maxRules = 1000;
const maxAttributes = 200;
const maxNameLength = 80;
const maxTerms = 10_000;
const maxTermLength = 100;

export function parseRules(text: string): ParsedRules {
  const problems: RuleProblem[] = [];
  const report: Report = (at, code, message) => {
    problems.push({ ...at, code, message });
    return undefined;
  };
  const site = readSite(text, report);
  const sorted = problems.sort((a, b) => a.line - b.line || a.column - b.column);
  if (site === undefined || problems.length > 0) return { kind: 'problems', problems: sorted };
  return { kind: 'rules', site };
}

function readSite(text: string, report: Report): SiteRules | undefined {
  const top = { line: 1, column: 1 };
  if (Buffer.byteLength(text) > maxFileBytes) return report(top, 'file-too-large', 'the file is larger than 256 KiB');
  const root = readYaml(text);
  if (root.kind === 'faults') {
    for (const { at, message } of root.faults) report(at, 'yaml-invalid', message);
    return undefined;
  }
  if (root.kind !== 'mapping') return report(root.at, 'key-missing', 'the file has a list under rules:');
  const { rules, lists } = keysOf(root, ['rules', 'lists'], report);
  if (rules === undefined && lists === undefined)
    return report(root.at, 'key-missing', 'the file has a list under rules:');
  const placed = rules === undefined ? [] : readRules(rules.value, report);
  checkRules(placed, report);
  return {
    rules: placed.map(({ rule }) => rule),
    lists: lists === undefined ? emptyTermLists : readLists(lists.value, report),
    digest: createHash('sha256').update(text).digest('hex').slice(0, 12),
  };
}

/** Returns the entries of a mapping by their keys; others than those are told. */
function keysOf<K extends string>(
  node: YamlNode,
  keys: readonly K[],
  report: Report,
): { readonly [key in K]?: YamlEntry } {
  const found: { [key in K]?: YamlEntry } = {};
  for (const entry of node.kind === 'mapping' ? node.entries : []) {
    const key = keys.find((one) => one === entry.key);
    const near = key === undefined ? nearest(entry.key, keys) : undefined;
    const hint = near === undefined ? `keys here are ${keys.join(', ')}` : `did you mean ${near}?`;
    if (key === undefined) report(entry.at, 'key-unknown', `${shown(entry.key)} is no key here; ${hint}`);
    else found[key] = entry;
  }
  return found;
}

function readRules(node: YamlNode, report: Report): readonly PlacedRule[] {
  if (node.kind === 'nothing') return [];
  if (node.kind !== 'list')
    return report(node.at, 'value-invalid', 'rules: is a list; each begins with "- name:"') ?? [];
  if (node.items.length > maxRules) return report(node.at, 'value-invalid', 'has more than 1000 rules') ?? [];
  const names = new Set<string>();
  return node.items.flatMap((item) => readRule(item, names, report) ?? []);
}

function readRule(node: YamlNode, names: Set<string>, report: Report): PlacedRule | undefined {
  if (node.kind !== 'mapping')
    return report(node.at, 'value-invalid', 'a rule has the keys name, attributes, action, and may have when, because');
  const keys = keysOf(node, ['name', 'attributes', 'when', 'action', 'because'], report);
  for (const key of ['name', 'attributes', 'action'] as const)
    if (keys[key] === undefined) report(node.at, 'key-missing', `the rule has no ${key}`);
  const name = keys.name && readName(keys.name.value, names, report);
  const selectors = keys.attributes && readAttributes(keys.attributes.value, report);
  const when = keys.when && parseCondition(keys.when.value, report);
  const action = keys.action && parseAction(keys.action.value, report);
  const because = keys.because && (readBecause(keys.because.value, report) ?? '');
  if (name === undefined || selectors === undefined || action === undefined) return undefined;
  if (keys.when !== undefined && when === undefined) return undefined;
  return {
    rule: {
      name,
      selectors: selectors.map(({ selector }) => selector),
      action,
      ...(when && { when }),
      ...(because !== undefined && { because }),
    },
    at: node.at,
    actionAt: keys.action?.value.at ?? node.at,
    selectorsAt: selectors.map(({ at }) => at),
  };
}

/** The name goes into ledgers, which hold no values. */
function readName(node: YamlNode, names: Set<string>, report: Report): string | undefined {
  const name = node.kind === 'text' ? node.text.trim() : '';
  if (name === '' || name.length > maxNameLength || !/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u.test(name))
    return report(node.at, 'value-invalid', 'a name is 1 to 80 letters, digits and signs on one line');
  if (names.has(name)) return report(node.at, 'name-repeated', 'another rule has this name already');
  names.add(name);
  return name;
}

type PlacedSelector = { readonly selector: AttributeSelector; readonly at: YamlNode['at'] };

function readAttributes(node: YamlNode, report: Report): readonly PlacedSelector[] | undefined {
  const items = node.kind === 'list' ? node.items : [node];
  if (items.length === 0 || items.length > maxAttributes)
    return report(node.at, 'value-invalid', 'attributes: names 1 to 200 of them');
  const selectors = items.flatMap((item) => {
    if (item.kind !== 'text')
      return report(item.at, 'attribute-invalid', 'is no attribute; (0019,"CREATOR",0c) and * stand in quotes') ?? [];
    const selector = parseSelector(item.text);
    if ('kind' in selector) return report(item.at, selector.code, selector.message) ?? [];
    return { selector, at: item.at };
  });
  return selectors.length === 0 ? undefined : selectors;
}

function readBecause(node: YamlNode, report: Report): string | undefined {
  const text = node.kind === 'text' ? node.text.trim().replace(/\s+/g, ' ') : '';
  if (text.split(' ').length >= 2 && text.length <= 500) return text;
  return report(node.at, 'value-invalid', 'because: says in two words or more, and 500 characters at most, why');
}

function readLists(node: YamlNode, report: Report): TermLists {
  if (node.kind !== 'mapping' && node.kind !== 'nothing')
    report(node.at, 'value-invalid', 'lists: has the keys block, allow, gray');
  const keys = keysOf(node, ['block', 'allow', 'gray'], report);
  const seen = new Set<string>();
  const read = (entry: YamlEntry | undefined): readonly string[] => {
    const { value } = entry ?? {};
    if (value === undefined || value.kind === 'nothing') return [];
    if (value.kind !== 'list' || value.items.length > maxTerms)
      return report(value.at, 'value-invalid', 'is no list of at most 10000 words') ?? [];
    return value.items.flatMap((item) => {
      const term = item.kind === 'text' ? item.text.trim() : '';
      if (term === '' || term.length > maxTermLength)
        return report(item.at, 'value-invalid', 'is no word or phrase of 1 to 100 characters') ?? [];
      if (seen.has(term.toLowerCase()))
        return report(item.at, 'value-invalid', 'stands in the lists twice; a word is in one of them') ?? [];
      seen.add(term.toLowerCase());
      return term;
    });
  };
  return { block: read(keys.block), allow: read(keys.allow), gray: read(keys.gray) };
}
