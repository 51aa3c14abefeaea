import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRules } from './parse-rules.ts';

/** A rule on one attribute with an action. */
const rule = (attributes: string, action: string, more = ''): string =>
  `rules:\n  - name: one\n    attributes: ${attributes}\n    action: ${action}\n${more}`;

const problemsOf = (text: string): readonly string[] => {
  const parsed = parseRules(text);
  if (parsed.kind === 'rules') return [];
  return parsed.problems.map(({ line, column, code }) => `${line}:${column} ${code}`);
};

const messageOf = (text: string): string | undefined => {
  const parsed = parseRules(text);
  return parsed.kind === 'problems' ? parsed.problems[0]?.message : undefined;
};

const because = '    because: it was checked\n';

describe('a file that is right', () => {
  test.each([
    ['a keyword', 'PatientID', "{ hash: 'T1-' }"],
    ['a tag', '(0008,1030)', 'remove'],
    ['eight digits', '00081030', 'remove'],
    ['a path into items', 'ReferencedSeriesSequence/*', 'remove'],
    ['a path from the data set', '/ContentSequence/TextValue', 'remove'],
    ['any depth below a sequence', "'ReferencedSeriesSequence/**'", 'empty'],
    ['a pattern', '60xx,xxxx', 'remove'],
    ['a private element by its creator', `'(0019,"SIEMENS MR HEADER",0c)'`, 'remove'],
    ['every private element of a creator', `'(0019,"ACME 1/2",*)'`, 'remove'],
    ['a VR', 'VR:PN', '{ fiducial: other-person }'],
    ['several', '[StudyDescription, SeriesDescription]', '{ replace: TEXT }'],
    ['holding back what is always there', 'SOPClassUID', 'hold'],
    ['a pseudonym of the same ids', 'StudyID', '{ pseudonym: accession-number }'],
  ])('%s', (_, attributes, action) => {
    expect(problemsOf(rule(attributes, action))).toEqual([]);
  });

  test('conditions, a reason and lists', () => {
    const text = `
rules:
  - name: dates of the scanner in Room 1
    attributes: AcquisitionDate
    when:
      all:
        - { field: modality, in: [CT, 'MR'] }
        - { field: sopClass, equals: CT Image Storage }
        - not: { field: RequestAttributesSequence/RequestedProcedureID, matches: 'X*' }
        - any: [{ field: value, exists: true }, { field: '(0008,0070)', equals: ACME }]
    action: shift
    because: the dynamic series need it
lists:
  block: [Testville]
  allow: [Zeta 7]
  gray: []
`;
    const parsed = parseRules(text);
    expect(parsed).toMatchObject({
      kind: 'rules',
      site: { lists: { block: ['Testville'], allow: ['Zeta 7'], gray: [] }, digest: /^[0-9a-f]{12}$/ },
    });
  });

  test('the example of the documentation', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/deidentification.md'), 'utf8');
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    expect(example).toContain('rules:');
    expect(problemsOf(example)).toEqual([]);
  });

  test('no rules at all', () => {
    expect(problemsOf('rules:\n')).toEqual([]);
  });
});

describe('a message names line and column of', () => {
  test.each([
    ['an unknown keyword', rule('StudyDescripton', 'remove'), '3:17 attribute-unknown'],
    ['an unknown tag', rule('(0008,7777)', 'remove'), '3:17 attribute-unknown'],
    ['what is no attribute', rule('"study description"', 'remove'), '3:17 attribute-unknown'],
    ['a tag in brackets without quotes', rule('[(0008,1030)]', 'remove'), '3:18 attribute-invalid'],
    ['a path through what is no sequence', rule('PatientID/StudyID', 'remove'), '3:17 path-not-a-sequence'],
    ['a private tag without its creator', rule('(0019,100c)', 'remove'), '3:17 private-without-creator'],
    ['an unknown action', rule('StudyID', 'delete'), '4:13 action-unknown'],
    ['an action without its value', rule('StudyID', 'hash'), '4:13 value-invalid'],
    ['a shift of what is no date', rule('PatientID', 'shift', because), '3:17 action-impossible'],
    ['a shift of a time of day', rule('StudyTime', 'shift', because), '3:17 action-impossible'],
    ['a text that is no date', rule('StudyDate', '{ replace: TEXT }'), '4:13 action-impossible'],
    ['a fiducial longer than the VR', rule('StudyID', '{ fiducial: accession-number }'), '4:13 action-impossible'],
    ['a prefix longer than the VR', rule('AccessionNumber', '{ hash: TRIAL7- }'), '4:13 action-impossible'],
    ['what de-identification writes', rule('DeidentificationMethod', 'remove'), '3:17 attribute-protected'],
    ['what the object is none without', rule('SOPInstanceUID', 'keep', because), '3:17 attribute-protected'],
    ['keeping without a reason', rule('PatientName', 'keep'), '2:5 because-missing'],
    ['a reason of one word', rule('PatientName', 'keep', '    because: yes\n'), '5:14 value-invalid'],
    ['keeping what no table knows', rule(`'(0019,"ACME",01)'`, 'keep'), '2:5 because-missing'],
    [
      'inside of what the profile removes',
      rule('OtherPatientIDsSequence/TypeOfPatientID', 'remove'),
      '3:17 sequence-removed',
    ],
    ['an unknown key', rule('StudyID', 'remove', '    wen: x\n'), '5:5 key-unknown'],
    ['a key that is there twice', rule('StudyID', 'remove', '    name: x\n'), '5:5 yaml-invalid'],
    ['an alias', rule('*StudyID', 'remove'), '3:17 yaml-invalid'],
    ['no test', rule('StudyID', 'remove', '    when: { field: Modality }\n'), '5:11 condition-invalid'],
    [
      'an unknown field',
      rule('StudyID', 'remove', '    when: { field: Modalty, equals: CT }\n'),
      '5:20 attribute-unknown',
    ],
    [
      'an unknown SOP Class',
      rule('StudyID', 'remove', '    when: { field: sopClass, equals: CT Storage }\n'),
      '5:38 condition-invalid',
    ],
    ['a word in two lists', 'lists: { block: [Zeta], allow: [zeta] }', '1:33 value-invalid'],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(text)[0]).toBe(problem);
  });

  test('a name that is there twice, and a rule that an earlier one makes idle', () => {
    const two = (first: string, second: string): string =>
      `rules:\n  - ${first}\n  - ${second.replace('name: a', 'name: b')}\n`;
    const all = '{ name: a, attributes: VR:LO, action: remove }';
    const one = '{ name: a, attributes: [StudyID, StudyDescription], action: remove }';
    expect(problemsOf(two(all, one))).toEqual(['3:38 rule-unreachable']);
    expect(problemsOf(two(one, all))).toEqual([]);
    expect(problemsOf(`rules:\n  - ${one}\n  - ${one}\n`)).toContain('3:13 name-repeated');
    const ct = '{ name: a, attributes: StudyID, action: remove, when: { field: modality, equals: CT } }';
    const mr = ct.replace('equals: CT', 'equals: MR');
    expect(problemsOf(two(ct, mr))).toEqual([]);
    expect(problemsOf(two(ct, ct))).toEqual(['3:28 rule-unreachable']);
    // What an action cannot be done to is left to the next rule.
    const uids = '{ name: a, attributes: "*", action: { replace: TEXT } }';
    expect(problemsOf(two(uids, '{ name: a, attributes: FrameOfReferenceUID, action: remove }'))).toEqual([]);
    const inItems = '{ name: a, attributes: ContentSequence/TextValue, action: remove }';
    const anywhere = '{ name: a, attributes: TextValue, action: remove }';
    expect(problemsOf(two(anywhere, inItems))).toEqual(['3:28 rule-unreachable']);
    expect(problemsOf(two(inItems, anywhere))).toEqual([]);
  });
});

test('messages say what may have been meant, and repeat no text of a condition', () => {
  expect(messageOf(rule('StudyDescripton', 'remove'))).toContain('did you mean StudyDescription?');
  const secret = rule('StudyID', 'remove', `    when: { field: PatientName, equals: ${'TEST'.repeat(100)} }\n`);
  expect(messageOf(secret)).not.toContain('TEST');
});

describe('a file that was made to do harm is refused:', () => {
  test.each([
    ['too large', `# ${'x'.repeat(300_000)}`, '1:1 file-too-large'],
    ['brackets', '['.repeat(200_000), '1:1 yaml-invalid'],
    ['lists in lists', '- '.repeat(100_000), '1:1 yaml-invalid'],
    ['mappings in mappings', '{a: '.repeat(50_000), '1:1 yaml-invalid'],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});
