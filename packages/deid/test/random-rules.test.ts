import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { findDictionaryVr, findTag, type Keyword } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { tagFrom } from '@isocenter/dicom/tag';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deidentifyDataSet } from '../src/deidentify-data-set.ts';
import { createHeaderTexts } from '../src/header-text/header-texts.ts';
import { Ledger } from '../src/ledger.ts';
import { compilePlan } from '../src/plan.ts';
import { createPseudonyms } from '../src/pseudonyms.ts';
import { compileRules } from '../src/rules/compile-rules.ts';
import { parseRules } from '../src/rules/parse-rules.ts';
import { createWordLists, emptyTermLists } from '../src/text/word-lists.ts';

/** Kept by the profile, replaced by dummies of themselves, and removed or emptied with all that is in them. */
const sequences = [
  'ContentSequence',
  'SourceImageSequence',
  'PerformedSeriesSequence',
  'ReferencedImageSequence',
  'OtherPatientIDsSequence',
  'RequestAttributesSequence',
] as const satisfies readonly Keyword[];

const identifiers = [
  'PatientName',
  'PatientID',
  'PersonName',
  'OperatorsName',
  'TextValue',
  'StudyDescription',
  'SeriesDescription',
  'PatientComments',
  'InstitutionName',
  'AccessionNumber',
  'ClinicalTrialSubjectID',
] as const satisfies readonly Keyword[];

const creator = 'ACME HEADER';
const privateName = `(0019,"${creator}",0c)`;

/** `ContentSequence/PersonName` to what stands there and nowhere else. */
type Planted = ReadonlyMap<string, string>;

/** Returns an object with another identifier at each attribute of each item, three levels deep. */
function plantedObject(): { readonly object: DataSet; readonly planted: Planted } {
  const planted = new Map<string, string>();
  const plant = (path: string): string => {
    const digits = (planted.size + 26 ** 3)
      .toString(26)
      .replace(/./g, (one) => String.fromCharCode(65 + Number.parseInt(one, 26)));
    planted.set(path, `XQ${digits}Z`);
    return `XQ${digits}Z`;
  };
  const attributesAt = (place: string, depth: number): Attributes =>
    Object.fromEntries([
      ...identifiers.map((keyword) => [keyword, plant(place + keyword)]),
      ['00190010', { vr: 'LO', value: creator }],
      ['0019100C', { vr: 'LO', value: plant(place + privateName) }],
      ['0019100D', { vr: 'LO', value: plant(`${place}(0019,"${creator}",0d)`) }],
      ...(depth === 0 ? [] : sequences.map((keyword) => [keyword, [attributesAt(`${place}${keyword}/`, depth - 1)]])),
    ]);
  const attributes = { ...attributesAt('', 2), SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', Modality: 'CT' };
  return { object: buildDataSet(attributes), planted };
}

const step = fc.constantFrom<string>(...sequences, '*', '**');
const last = fc.constantFrom<string>(
  ...identifiers,
  ...sequences,
  '*',
  '**',
  'VR:PN',
  'VR:LO',
  'VR:SQ',
  '0010,xxxx',
  privateName,
);
const selector = fc
  .tuple(fc.boolean(), fc.array(step, { maxLength: 2 }), last)
  .map(([isAnchored, path, end]) => (isAnchored ? '/' : '') + [...path, end].join('/'));
const rule = fc.record({
  selectors: fc.array(selector, { minLength: 1, maxLength: 3 }),
  action: fc.constantFrom('keep', 'keep', 'remove', 'empty', '{ replace: TEXT }'),
  modality: fc.constantFrom(undefined, 'CT', 'MR'),
});

type RandomRule = typeof rule extends fc.Arbitrary<infer T> ? T : never;

/** Rules that are no rules by themselves are left out; what they do to one another is tried all the same. */
function rulesOf(drawn: readonly RandomRule[]) {
  return drawn.flatMap(({ selectors, action, modality }, number) => {
    const when = modality === undefined ? '' : `, when: { field: modality, equals: ${modality} }`;
    const attributes = `[${selectors.map((one) => `'${one}'`).join(', ')}]`;
    const line = `{ name: r${number}, attributes: ${attributes}, action: ${action}, because: a random one${when} }`;
    const parsed = parseRules(`rules: [${line}]`);
    const [parsedRule] = parsed.kind === 'rules' ? parsed.site.rules : [];
    return parsedRule === undefined ? [] : [{ parsedRule, selectors, action, holds: modality !== 'MR' }];
  });
}

/** The meaning of a selector told in another way than the code has it: as a form of the path. */
function names(written: string, path: string): boolean {
  const [end = '', ...before] = splitPath(written.replace(/^\//, '')).toReversed();
  const around = splitPath(path).slice(0, -1).join('/');
  const own = splitPath(path).at(-1) ?? '';
  const head = written.startsWith('/') || before.at(-1) === '**' ? '' : '(.+/)?';
  const form = before.toReversed().map((one) => (one === '**' ? '([^/]+/)*' : one === '*' ? '[^/]+/' : `${one}/`));
  const isPlaced = new RegExp(`^${head}${form.join('')}${end === '**' ? '([^/]+/)*' : ''}$`).test(
    around === '' ? '' : `${around}/`,
  );
  return isPlaced && namesLast(end, own);
}

function namesLast(end: string, own: string): boolean {
  if (own.startsWith('(') || end.startsWith('(')) return end === own;
  if (end === '*' || end === '**') return true;
  const tag = findTag(own) ?? tagFrom(0, 0);
  if (end.startsWith('VR:')) return findDictionaryVr(tag) === end.slice(3);
  return end === '0010,xxxx' ? tag >>> 16 === 0x0010 : end === own;
}

function splitPath(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

const pseudonyms = createPseudonyms(Buffer.alloc(32, 3));
const textsOf = createHeaderTexts({ lists: createWordLists(), profile: {} });

test('whatever the rules are, an identifier survives in no item but where the first rule that names it keeps it', () => {
  const { object, planted } = plantedObject();
  const plan = compilePlan('1.2.840.10008.5.1.4.1.1.2', {});
  let survivors = 0;
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 6 }), (drawn) => {
      const rules = rulesOf(drawn);
      const site = { rules: rules.map(({ parsedRule }) => parsedRule), lists: emptyTermLists, digest: '' };
      const cleaned = deidentifyDataSet(object, {
        ...{ plan, pseudonyms, ledger: new Ledger(), texts: textsOf(object, []), rules: compileRules(site)(object) },
        patient: { pseudonym: 'AAAABBBBCCCCDDDD', shiftDays: -30 },
      });
      const bytes = Buffer.from(encodeDataSet(cleaned, explicitVrLittleEndian));
      for (const [path, value] of planted) {
        if (!bytes.includes(value)) continue;
        survivors += 1;
        const first = rules.find(({ selectors, holds }) => holds && selectors.some((one) => names(one, path)));
        expect([path, first?.action]).toEqual([path, 'keep']);
      }
    }),
    { seed: 20_261_123, numRuns: 80 },
  );
  expect(survivors).toBeGreaterThan(500);
});

test('without rules none survives', () => {
  const { object, planted } = plantedObject();
  const cleaned = deidentifyDataSet(object, {
    ...{
      plan: compilePlan('1.2.840.10008.5.1.4.1.1.2', {}),
      pseudonyms,
      ledger: new Ledger(),
      texts: textsOf(object, []),
    },
    patient: { pseudonym: 'AAAABBBBCCCCDDDD', shiftDays: -30 },
  });
  const bytes = Buffer.from(encodeDataSet(cleaned, explicitVrLittleEndian));
  expect([...planted].filter(([, value]) => bytes.includes(value))).toEqual([]);
  expect(planted.size).toBeGreaterThan(500);
});
