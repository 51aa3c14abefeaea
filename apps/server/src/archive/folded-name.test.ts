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
  const texts = { ReferringPhysicianName: 'TEST^Ä', NameOfPhysiciansReadingStudy: '' };
  const keywords = ['ReferringPhysicianName', 'NameOfPhysiciansReadingStudy'] as const;
  const textOf = (keyword: string) => texts[keyword as keyof typeof texts]; // the keywords above
  expect(foldedNames(keywords, textOf)).toEqual({ '00080090': ['test^a'] });
});
