import { expect, test } from 'vitest';
import { foldedNameGroups, foldedNames } from './folded-name.ts';

test.each([
  ['MÜLLER^Zoë', ['muller^zoe']],
  ['TEST ^ONE ^^^', ['test^one']],
  ['Yamada^Tarou=山田^太郎=やまた^たろう', ['yamada^tarou', '山田^太郎', 'やまた^たろう']],
  ['=山田', ['', '山田']],
  ['TEST== ', ['test']],
  ['^ =', []],
  ['A=B=C=D', ['a', 'b', 'c']],
])('%s', (name, groups) => expect(foldedNameGroups(name)).toEqual(groups));

test('attributes without a name are absent', () => {
  expect(foldedNames(['ReferringPhysicianName', 'OperatorsName'], () => ['', '^'])).toEqual({});
});

test('attributes that may have several names have all of them', () => {
  const values = { ReferringPhysicianName: ['TEST^Ä'], OperatorsName: ['TEST^Ö', '', 'TEST^TWO=山田'] };
  const keywords = ['ReferringPhysicianName', 'OperatorsName'] as const;
  const valuesOf = (keyword: string) => values[keyword as keyof typeof values]; // the keywords above
  expect(foldedNames(keywords, valuesOf)).toEqual({
    '00080090': ['test^a'],
    '00081070': [['test^o'], ['test^two', '山田']],
  });
});
