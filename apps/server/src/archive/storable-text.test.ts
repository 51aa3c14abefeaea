import { expect, test } from 'vitest';
import { foldedText, storableJson, storableText } from './storable-text.ts';

test('drops what a text column cannot hold', () => {
  expect(storableText('TE\0ST\ud800')).toBe('TEST\ufffd');
  expect(storableText(undefined)).toBe('');
  expect(storableText('x'.repeat(5000))).toHaveLength(600);
  expect(storableText(`${'x'.repeat(599)}\u{1f600}`).isWellFormed()).toBe(true);
});

test('cleans strings at any depth of a JSON value', () => {
  expect(storableJson({ a: [{ b: 'x\0' }, 1, null] })).toEqual({ a: [{ b: 'x' }, 1, null] });
});

test('folds case and accents', () => {
  expect(foldedText('Müller^ZOË')).toBe('muller^zoe');
  expect(foldedText('ЁЖ')).toBe('еж');
  expect(foldedText('김')).toHaveLength(1);
});
