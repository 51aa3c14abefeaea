import { describe, expect, test } from 'vitest';
import { parseRule } from './parse-rule.ts';

const whole = { name: 'Test', trigger: 'study', enabled: true, do: [{ label: ['urgent'] }] };

function problemsOf(changes: object): readonly string[] {
  const parsed = parseRule({ ...whole, ...changes });
  return parsed.kind === 'rule' ? [] : parsed.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

test('a rule of every part is taken as it is', () => {
  const definition = {
    ...whole,
    when: {
      all: [
        { field: 'Modality', in: ['CT', 'MR'] },
        { any: [{ field: 'PatientAge', from: '018Y' }, { not: { field: 'callingAe', matches: 'TEST*' } }] },
        { field: 'RequestAttributesSequence.RequestedProcedureID', exists: true },
        { field: 'instanceCount', from: '10', to: '2000' },
        { field: 'SliceThickness', to: '1.5', each: true },
        { field: '00091001', equals: 'x' },
      ],
    },
    do: [
      { send: ['ARCHIVE', 'READING'], priority: 'high' },
      { label: ['to read', 'ct/chest'] },
      { prefetch: { from: 'ARCHIVE', modality: 'same', bodyPart: ['CHEST'], withinDays: 730, maximum: 3 } },
      { stop: true },
    ],
  };
  expect(parseRule(definition)).toEqual({ kind: 'rule', definition });
});

test('a rule that does not say so is enabled and for studies', () => {
  const { name, do: actions } = whole;
  expect(parseRule({ name, do: actions })).toEqual({ kind: 'rule', definition: whole });
});

describe('what is wrong is named by its place', () => {
  test.each<[object, RegExp]>([
    [{ name: undefined }, /^\/name: must be string/],
    [{ colour: 'red' }, /^\/colour: does not belong here/],
    [{ trigger: 'patient' }, /^\/trigger: /],
    [
      { when: { field: 'StudyDescripton', equals: 'x' } },
      /^\/when\/field: "StudyDescripton" is neither a keyword .* callingAe/,
    ],
    [{ when: { field: 'Modality.CodeValue', equals: 'x' } }, /^\/when\/field: "Modality" is no sequence/],
    [{ when: { field: 'PixelData', exists: true } }, /^\/when\/field: "PixelData" holds no text/],
    [{ when: { all: [{ field: 'Modality' }] } }, /^\/when\/all\/0: needs exactly one test/],
    [{ when: { field: 'Modality', equals: 'CT', exists: true } }, /^\/when: needs exactly one test/],
    [{ when: { field: 'Modality', is: 'CT', equals: 'CT' } }, /^\/when\/is: is not a test/],
    [{ when: { field: 'StudyDescription', from: 'a' } }, /^\/when: has a range, but values of StudyDescription \(LO\)/],
    [{ when: { field: 'PatientAge', from: '18' } }, /^\/when\/from: is not a value of AS, such as 018Y/],
    [{ when: { field: 'StudyDate', to: 'yesterday' } }, /^\/when\/to: is not a value of DA, such as 20260131/],
    [{ when: { field: 'InstanceNumber', equals: 10 } }, /^\/when\/equals: is not text/],
    [{ when: { not: [] } }, /^\/when\/not: is not a condition/],
    [{ when: { any: [] } }, /^\/when\/any: is not a list/],
    [{ when: { all: [], any: [] } }, /^\/when: needs exactly one of all, any, not, field/],
    [{ do: [] }, /^\/do: /],
    [{ do: [{ forward: ['A'] }] }, /^\/do\/0: needs exactly one of send, label, prefetch, drop, stop/],
    [{ do: [{ label: ['Urgent'] }] }, /^\/do\/0\/label\/0: is not 1 to 64 small letters/],
    [{ do: [{ send: [] }] }, /^\/do\/0\/send: /],
    [{ do: [{ send: ['A'], priority: 'urgent' }] }, /^\/do\/0\/priority: is not high, medium or low/],
    [{ do: [{ label: ['a'], priority: 'high' }] }, /^\/do\/0\/priority: does not belong beside label/],
    [{ do: [{ label: ['a'], deidentifiedBy: 'x' }] }, /^\/do\/0\/deidentifiedBy: does not belong beside label/],
    [{ do: [{ send: ['A'], deidentifiedBy: 7 }] }, /^\/do\/0\/deidentifiedBy: is not the name of a project/],
    [{ do: [{ send: ['A'], label: ['a'] }] }, /^\/do\/0: needs exactly one of/],
    [{ do: [{ priority: 'high' }] }, /^\/do\/0: needs exactly one of/],
    [{ do: [{ prefetch: { from: 'A' } }] }, /^\/do\/0\/prefetch: must have required properties maximum/],
    [{ do: [{ stop: true }, { label: ['a'] }] }, /^\/do\/0: ends the rules, so it comes last/],
  ])('%j', (changes, expected) => {
    expect(problemsOf(changes)[0]).toMatch(expected);
  });

  test('all of it at once', () => {
    expect(problemsOf({ name: '', when: { all: [{ field: 'X', equals: 'x' }, 7] }, do: [{}] })).toHaveLength(4);
  });

  test('and no depth or number of conditions is too much to say so', () => {
    const deep = Array.from({ length: 20_000 }).reduce<object>((inner) => ({ not: inner }), { field: 'Modality' });
    expect(problemsOf({ when: deep })[0]).toMatch(/lies more than 8 conditions deep/);
    const many = Array.from({ length: 300 }, () => ({ field: 'Modality', equals: 'CT' }));
    expect(problemsOf({ when: { all: many } })).toEqual(['/when/all/199: has more than 200 conditions']);
  });
});

test.each([undefined, null, 'rule', [], 7])('%j is no rule', (given) => {
  expect(parseRule(given)).toEqual({ kind: 'problems', problems: [{ pointer: '', message: 'is not a rule' }] });
});
