/**
 * Conditions of a rule, in the words of the rules for what arrives (`docs/routing.md`): `all`, `any` and `not` of tests on
 * attributes. Case and accents do not count. Text is compared with forms of `*` and `?`, in time of form × text at most:
 * regular expressions are not read, since some of them take for ever.
 */

import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { findTag, listKeywords, tagOf } from '@isocenter/dicom/dictionary';
import { parseTag, type Tag } from '@isocenter/dicom/tag';
import { storageSopClasses } from '@isocenter/dicom/uids';
import { findElement, getStrings } from '@isocenter/dicom/values';
import { fold } from '../text/fold.ts';
import { shown } from './attribute-selector.ts';
import { nearest } from './nearest.ts';
import type { RuleCondition, RuleTest } from './rule.ts';
import type { Report } from './rule-problem.ts';
import type { YamlEntry, YamlNode } from './yaml-reader.ts';

const maxDepth = 8;
const maxTests = 200;
const maxTextLength = 256;

const shortNames: Readonly<Record<string, Tag>> = {
  manufacturer: tagOf('Manufacturer'),
  modality: tagOf('Modality'),
  model: tagOf('ManufacturerModelName'),
  sopClass: tagOf('SOPClassUID'),
};

const tests = ['equals', 'in', 'matches', 'exists'] as const;

export function parseCondition(node: YamlNode, report: Report): RuleCondition | undefined {
  let count = 0;
  const visit = (given: YamlNode, depth: number): RuleCondition | undefined => {
    count += 1;
    if (count > maxTests)
      return count === maxTests + 1 ? report(given.at, 'condition-invalid', 'has more than 200 tests') : undefined;
    if (depth > maxDepth) return report(given.at, 'condition-invalid', 'lies more than 8 conditions deep');
    const entries = given.kind === 'mapping' ? given.entries : [];
    const [entry] = entries;
    if (entry === undefined || !['all', 'any', 'not', 'field'].some((key) => entries.some((one) => one.key === key)))
      return report(given.at, 'condition-invalid', 'a condition is one of all, any, not, field');
    if (entries.some(({ key }) => key === 'field')) return parseTest(given, entries, report);
    if (entries.length > 1) return report(given.at, 'condition-invalid', 'a condition is one of all, any, not, field');
    if (entry.key === 'not') {
      const not = visit(entry.value, depth + 1);
      return not && { not };
    }
    const items = entry.value.kind === 'list' ? entry.value.items : [];
    if (items.length === 0) return report(entry.value.at, 'condition-invalid', 'is not a list of conditions');
    const parts = items.flatMap((item) => visit(item, depth + 1) ?? []);
    return entry.key === 'all' ? { all: parts } : { any: parts };
  };
  return visit(node, 1);
}

function parseTest(node: YamlNode, entries: readonly YamlEntry[], report: Report): RuleTest | undefined {
  const named = entries.find(({ key }) => key === 'field')?.value;
  const [test, ...others] = entries.filter(({ key }) => key !== 'field');
  if (named?.kind !== 'text') return report(node.at, 'condition-invalid', 'field is the keyword of an attribute');
  const field = parseField(named.text.trim(), named, report);
  const kind = tests.find((one) => one === test?.key);
  if (test === undefined || kind === undefined || others.length > 0)
    return report(node.at, 'condition-invalid', `needs exactly one test beside field: ${tests.join(', ')}`);
  if (field === undefined) return undefined;
  if (kind === 'exists') {
    const word = test.value.kind === 'text' ? test.value.text : '';
    if (word !== 'true' && word !== 'false') return report(test.value.at, 'condition-invalid', 'is not true or false');
    return { field, kind, exists: word === 'true' };
  }
  const given = kind === 'in' && test.value.kind === 'list' ? test.value.items : [test.value];
  const texts = given.flatMap((one) => parseText(one, field, kind === 'matches', report) ?? []);
  if (texts.length < given.length || given.length === 0) return undefined;
  return kind === 'matches' ? { field, kind, pattern: texts[0] ?? '' } : { field, kind: 'in', texts };
}

function parseField(name: string, { at }: YamlNode, report: Report): RuleTest['field'] | undefined {
  if (name === 'value') return 'value';
  const short = shortNames[name];
  if (short !== undefined) return [short];
  const path: Tag[] = [];
  for (const part of name.split(/[/.]/)) {
    const tag = findTag(part) ?? parseTag(part);
    if (tag === undefined) {
      const near = nearest(part, [...Object.keys(shortNames), 'value', ...listKeywords()]);
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      return report(at, 'attribute-unknown', `${shown(part)} is no keyword of the data dictionary${hint}`);
    }
    path.push(tag);
  }
  return path;
}

function parseText(node: YamlNode, field: RuleTest['field'], isPattern: boolean, report: Report): string | undefined {
  if (node.kind !== 'text' || node.text.trim() === '' || node.text.length > maxTextLength)
    return report(node.at, 'condition-invalid', 'is not a text of 1 to 256 characters');
  const text = node.text.trim();
  const isSopClass = field !== 'value' && field.length === 1 && field[0] === shortNames.sopClass;
  if (!isSopClass || isPattern || /^[0-9.]+$/.test(text)) return fold(text);
  const named = storageSopClasses.find(({ name }) => fold(name) === fold(text));
  if (named !== undefined) return named.uid;
  const near = nearest(
    text,
    storageSopClasses.map(({ name }) => name),
  );
  const hint = near === undefined ? 'a name such as CT Image Storage, or a UID' : `did you mean ${near}?`;
  return report(node.at, 'condition-invalid', `is no SOP Class; ${hint}`);
}

/** True where a condition looks at the element itself, and so differs from element to element. */
export function asksValue(condition: RuleCondition): boolean {
  if ('all' in condition) return condition.all.some(asksValue);
  if ('any' in condition) return condition.any.some(asksValue);
  return 'not' in condition ? asksValue(condition.not) : condition.field === 'value';
}

/** What a condition is asked of: an object, and an element of it or of one of its items. */
export type Subject = {
  readonly object: DataSet;
  readonly element?: { readonly tag: Tag; readonly dataSet: DataSet };
};

export function holds(condition: RuleCondition, subject: Subject): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, subject));
  if ('any' in condition) return condition.any.some((part) => holds(part, subject));
  if ('not' in condition) return !holds(condition.not, subject);
  const values = valuesOf(condition.field, subject);
  if (condition.kind === 'exists') return condition.exists === values.length > 0;
  if (condition.kind === 'matches') return values.some((value) => matchesForm(value, condition.pattern));
  return values.some((value) => condition.texts.some((text) => isSame(value, text)));
}

function valuesOf(field: RuleTest['field'], { object, element }: Subject): readonly string[] {
  if (field === 'value') return element === undefined ? [] : textsOf(element.dataSet, element.tag);
  let sets: readonly DataSet[] = [object];
  for (const tag of field.slice(0, -1)) sets = sets.flatMap((one) => itemsOf(findElement(one, tag)));
  const last = field.at(-1);
  return last === undefined ? [] : sets.flatMap((one) => textsOf(one, last));
}

function itemsOf(element: DataElement | undefined): readonly DataSet[] {
  return element?.value.kind === 'sequence' ? element.value.items : [];
}

/** Of what holds no text one stands for the value, so that `exists` can be asked. */
function textsOf(dataSet: DataSet, tag: Tag): readonly string[] {
  const texts = getStrings(dataSet, tag).map((text) => fold(text.trim()));
  if (texts.length > 0) return texts.filter((text) => text !== '');
  const value = findElement(dataSet, tag)?.value;
  if (value?.kind === 'sequence') return value.items.length > 0 ? [''] : [];
  return value?.kind === 'fragments' || (value?.kind === 'bytes' && value.bytes.length > 0) ? [''] : [];
}

/** Numbers are the same whatever zeros they are written with. */
function isSame(value: string, wanted: string): boolean {
  if (value === wanted) return true;
  const number = /^[+-]?\d+(\.\d+)?$/;
  return number.test(value) && number.test(wanted) && Number(value) === Number(wanted);
}

function matchesForm(text: string, form: string): boolean {
  let [at, inForm, star, resume] = [0, 0, -1, 0];
  while (at < text.length) {
    if (form[inForm] === '*') {
      star = inForm;
      inForm += 1;
      resume = at;
    } else if (inForm < form.length && (form[inForm] === '?' || form[inForm] === text[at])) {
      inForm += 1;
      at += 1;
    } else if (star >= 0) {
      inForm = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (form[inForm] === '*') inForm += 1;
  return inForm === form.length;
}
