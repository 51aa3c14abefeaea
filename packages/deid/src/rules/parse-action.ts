/** Reads the action of a rule: a word, or one key with what it needs. */

import { fiducialOf, identityKinds } from '../identity-kind.ts';
import { shown } from './attribute-selector.ts';
import { nearest } from './nearest.ts';
import { pseudonymDomains, type RuleAction } from './rule.ts';
import type { Report } from './rule-problem.ts';
import type { YamlNode } from './yaml-reader.ts';

const words = ['keep', 'remove', 'empty', 'uid', 'shift', 'cap', 'clean', 'hold'] as const;
const keys = ['replace', 'fiducial', 'pseudonym', 'hash'] as const;
const all: readonly string[] = [...words, ...keys];

export function parseAction(node: YamlNode, report: Report): RuleAction | undefined {
  if (node.kind === 'text') return parseWord(node.text.trim(), node, report);
  const [entry, ...others] = node.kind === 'mapping' ? node.entries : [];
  if (entry === undefined || others.length > 0)
    return report(node.at, 'action-unknown', `an action is one of ${all.join(', ')}`);
  const { key, value } = entry;
  const kind = keys.find((one) => one === key);
  if (kind === undefined)
    return report(entry.at, 'action-unknown', `${shown(key)} is no action with a value; those are ${keys.join(', ')}`);
  if (value.kind !== 'text') return report(value.at, 'value-invalid', `${kind} needs one text`);
  return parseValue(kind, value.text, value, report);
}

function parseWord(text: string, { at }: YamlNode, report: Report): RuleAction | undefined {
  const kind = words.find((one) => one === text);
  if (kind !== undefined) return { kind };
  if (text === 'pseudonym') return { kind: 'pseudonym', prefix: '' };
  const needing = keys.find((one) => one === text);
  if (needing !== undefined) return report(at, 'value-invalid', `${needing} needs a value: { ${needing}: … }`);
  const near = nearest(text, all);
  const hint = near === undefined ? `actions are ${all.join(', ')}` : `did you mean ${near}?`;
  return report(at, 'action-unknown', `${shown(text)} is no action; ${hint}`);
}

function parseValue(
  kind: (typeof keys)[number],
  text: string,
  { at }: YamlNode,
  report: Report,
): RuleAction | undefined {
  if (kind === 'fiducial') {
    const known = identityKinds.find((one) => one === text);
    if (known !== undefined) return { kind: 'replace', text: fiducialOf(known) };
    return report(at, 'value-invalid', `${shown(text)} is no fiducial; they are ${identityKinds.join(', ')}`);
  }
  if (kind === 'pseudonym') {
    const domain = pseudonymDomains.find((one) => one === text);
    if (domain !== undefined) return { kind: 'pseudonym', prefix: '', domain };
    return report(at, 'value-invalid', `${shown(text)} is no domain; they are ${pseudonymDomains.join(', ')}`);
  }
  // What is written into objects of any character set is of the default repertoire, and is one value.
  if (text.trim() === '' || !/^[ -[\]-~]*$/.test(text))
    return report(at, 'value-invalid', `${kind} needs letters, digits and signs of ASCII without a backslash`);
  if (kind === 'replace') return { kind: 'replace', text };
  return { kind: 'pseudonym', prefix: text };
}
