import type { RuleAction, RuleCondition, RuleDefinition } from '@isocenter/contract/rules';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyInOrder, evaluate, fieldsOf } from './evaluate.ts';

const values = new Map([
  ['Modality', ['CT', 'SR']],
  ['StudyDescription', ['Thorax nativ, Übersicht']],
  ['PatientName', ['MÜLLER^Jürgen=山田^太郎']],
  ['PatientAge', ['017M']],
  ['StudyDate', ['20260131']],
  ['StudyTime', ['083000.123']],
  ['SliceThickness', ['1.50', '5.0']],
  ['InstanceNumber', ['10']],
  ['AcquisitionDateTime', ['20260131083000.5+0100']],
  ['incomplete', ['no']],
]);

const holds = (condition: RuleCondition) => evaluate(condition, values).holds;

describe('a test', () => {
  test.each<[RuleCondition, boolean]>([
    [{ field: 'Modality', equals: 'ct' }, true],
    [{ field: 'Modality', equals: 'C' }, false],
    [{ field: 'Modality', equals: 'CT', each: true }, false],
    [{ field: 'Modality', in: ['CT', 'SR'], each: true }, true],
    [{ field: 'BodyPartExamined', in: ['CHEST'], each: true }, false],
    [{ field: 'StudyDescription', matches: '*ubersicht' }, true],
    [{ field: 'StudyDescription', matches: 'thorax' }, false],
    [{ field: 'StudyDescription', matches: 'THORAX?NATIV*' }, true],
    [{ field: 'PatientName', equals: 'muller^jurgen' }, true],
    [{ field: 'PatientName', matches: '山田*' }, true],
    [{ field: 'PatientAge', from: '001Y', to: '002Y' }, true],
    [{ field: 'PatientAge', to: '012M' }, false],
    [{ field: 'PatientAge', equals: '17M' }, true],
    [{ field: 'StudyDate', from: '2026', to: '2026' }, true],
    [{ field: 'StudyDate', from: '2026-01-31', to: '2026-01-31' }, true],
    [{ field: 'StudyDate', to: '20260130' }, false],
    [{ field: 'StudyDate', equals: '202601' }, true],
    [{ field: 'StudyTime', from: '08', to: '0830' }, true],
    [{ field: 'StudyTime', from: '0831' }, false],
    [{ field: 'AcquisitionDateTime', from: '20260131083001' }, false],
    [{ field: 'SliceThickness', equals: '1.5' }, true],
    [{ field: 'SliceThickness', to: '2', each: true }, false],
    [{ field: 'SliceThickness', from: '4' }, true],
    [{ field: 'InstanceNumber', from: '9' }, true],
    [{ field: 'PatientID', exists: false }, true],
    [{ field: 'PatientName', exists: true }, true],
    [{ field: 'incomplete', equals: 'no' }, true],
    [{ not: { field: 'Modality', equals: 'MR' } }, true],
    [
      {
        any: [
          { field: 'Modality', equals: 'MR' },
          { field: 'Modality', equals: 'SR' },
        ],
      },
      true,
    ],
    [
      {
        all: [
          { field: 'Modality', equals: 'MR' },
          { field: 'Modality', equals: 'SR' },
        ],
      },
      false,
    ],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  test('with a pattern costs no more than pattern times text', () => {
    const slow = new Map([['StudyDescription', ['a'.repeat(10_000)]]]);
    const start = performance.now();
    expect(evaluate({ field: 'StudyDescription', matches: `${'*a'.repeat(100)}*b` }, slow).holds).toBe(false);
    // Milliseconds as it should be; longer than the sun will shine where each star doubles the cost.
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test('with a pattern of letters, * and ? agrees with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(text, pattern, (value, matches) => {
        const expression = new RegExp(`^${matches.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        const found = evaluate({ field: 'StudyID', matches }, new Map([['StudyID', [value]]]));
        expect(found.holds).toBe(expression.test(value));
      }),
    );
  });
});

test('every condition has its reason, also where another one decided', () => {
  const { reasons } = evaluate(
    { any: [{ field: 'Modality', equals: 'CT' }, { not: { field: 'PatientID', exists: true } }] },
    values,
  );
  expect(reasons).toEqual([
    { depth: 0, kind: 'any', holds: true },
    {
      depth: 1,
      kind: 'test',
      holds: true,
      test: { field: 'Modality', equals: 'CT' },
      values: [
        { value: 'CT', passes: true },
        { value: 'SR', passes: false },
      ],
      valueCount: 2,
    },
    { depth: 1, kind: 'not', holds: true },
    { depth: 2, kind: 'test', holds: false, test: { field: 'PatientID', exists: true }, values: [], valueCount: 0 },
  ]);
});

describe('rules in order', () => {
  const rule = (name: string, more: Partial<Omit<RuleDefinition, 'do'>> & { readonly do?: readonly RuleAction[] }) => ({
    definition: { name, enabled: true, trigger: 'study', do: [{ label: ['a'] }], ...more } as const,
  });
  const outcomes = (...rules: readonly ReturnType<typeof rule>[]) =>
    applyInOrder(rules, values).map(({ outcome }) => outcome);
  const stop = { do: [{ stop: true }] } as const;

  test('fire until one of them stops', () => {
    expect(outcomes(rule('a', {}), rule('b', stop), rule('c', {}))).toEqual(['fires', 'fires', 'stopped']);
  });

  test('are not stopped by one that is disabled or does not hold', () => {
    const off = rule('a', { ...stop, enabled: false });
    const elsewhere = rule('b', { ...stop, when: { field: 'Modality', equals: 'MG' } });
    expect(outcomes(off, elsewhere, rule('c', {}))).toEqual(['disabled', 'does-not-hold', 'fires']);
  });
});

test('fields are listed once, however deep they stand', () => {
  const test = { field: 'Modality', equals: 'CT' } as const;
  const deep = { all: [{ not: test }, { any: [test, { field: 'source', exists: true }] }] };
  expect([...fieldsOf(deep)]).toEqual(['Modality', 'source']);
  expect([...fieldsOf(undefined)]).toEqual([]);
});
