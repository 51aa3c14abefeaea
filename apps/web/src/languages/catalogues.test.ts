import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { expect, test } from 'vitest';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { sameInEveryLanguage } from './same-in-every-language.ts';

const others = { es, ar } as const;

/** The forms that count things a page can show; Spanish has `many` for whole millions besides, which fall to `other`. */
const pluralForms = { en: ['one', 'other'], es: ['one', 'other'], ar: ['zero', 'one', 'two', 'few', 'many', 'other'] };

test.each(['es', 'ar'] as const)('%s has every text, and no other', (language) => {
  expect([...flat(others[language]).keys()].sort()).toEqual([...flat(en).keys()].sort());
});

test.each(['es', 'ar'] as const)('%s takes the arguments that English takes, and has the same markup', (language) => {
  const texts = flat(others[language]);
  const different = [...flat(en)].filter(([key, text]) => describe(text) !== describe(texts.get(key) ?? ''));
  expect(different.map(([key]) => key)).toEqual([]);
});

test.each(['en', 'es', 'ar'] as const)('%s has every plural form that its numbers need', (language) => {
  const lacking = [...flat({ en, es, ar }[language])].flatMap(([key, text]) =>
    walk(parse(text)).flatMap((element) => {
      if (element.type !== TYPE.plural || element.pluralType === 'ordinal') return [];
      const missing = pluralForms[language].filter((form) => element.options[form] === undefined);
      return missing.length === 0 ? [] : [`${key}: ${missing.join(', ')}`];
    }),
  );
  expect(lacking).toEqual([]);
});

test.each(['es', 'ar'] as const)('nothing in %s was left in English', (language) => {
  const texts = flat(others[language]);
  const left = [...flat(en)].filter(
    ([key, text]) => hasWords(text) && texts.get(key) === text && !sameInEveryLanguage(text),
  );
  expect(left).toEqual([]);
});

test('Arabic is written in Arabic, but for names and codes', () => {
  const left = [...flat(ar)].filter(([, text]) => hasWords(text) && !/\p{Script=Arabic}/u.test(text));
  expect(left.filter(([, text]) => !sameInEveryLanguage(text))).toEqual([]);
});

test('Arabic uses Western digits', () => {
  expect([...flat(ar)].filter(([, text]) => /[\u0660-\u0669\u06f0-\u06f9]/.test(text))).toEqual([]);
});

type Texts = { readonly [key: string]: string | Texts };

function flat(texts: Texts, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

/** The arguments of a text with their kinds, the choices of each `select`, and its tags. */
function describe(text: string): string {
  const parts = walk(parse(text)).flatMap((element) => {
    switch (element.type) {
      case TYPE.number:
      case TYPE.plural:
        return [`${element.value}: number`];
      case TYPE.argument:
      case TYPE.date:
      case TYPE.time:
        return [`${element.value}: ${element.type}`];
      case TYPE.select:
        return [`${element.value}: ${Object.keys(element.options).sort().join('|')}`];
      case TYPE.tag:
        return [`<${element.value}>`];
      default:
        return [];
    }
  });
  return [...new Set(parts)].sort().join(', ');
}

function walk(elements: readonly MessageFormatElement[]): readonly MessageFormatElement[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      return [element, ...Object.values(element.options).flatMap(({ value }) => walk(value))];
    }
    return element.type === TYPE.tag ? [element, ...walk(element.children)] : [element];
  });
}

function hasWords(text: string): boolean {
  return walk(parse(text)).some((element) => element.type === TYPE.literal && /\p{L}{2,}/u.test(element.value));
}
