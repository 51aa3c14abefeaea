import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../languages/words-in-english.ts';
import { inputOf, newMirror, newSource, reasonAgainst } from './source-draft.ts';

const t = wordsInEnglish();

const draft = { ...newSource, name: 'Test', peerId: '1' };

test('what was left out is left out of what is saved', () => {
  expect(Object.keys(inputOf(draft))).not.toContain('mirror');
  expect(inputOf({ ...draft, mirror: newMirror }).mirror).toEqual(newMirror);
});

test('keys are written as Keyword=value', () => {
  const lines = ['InstitutionName=St. = Test', 'StudyDescription = *chest*'];
  expect(inputOf({ ...draft, lines }).keys).toEqual({ InstitutionName: 'St. = Test', StudyDescription: '*chest*' });
  expect(reasonAgainst(t, { ...draft, lines })).toBeUndefined();
  expect(reasonAgainst(t, { ...draft, lines: ['InstitutionName'] })).toContain('Keyword=value');
  expect(reasonAgainst(t, newSource)).toBe('Enter a name');
});
