import { expect, test } from 'vitest';
import { absenceOf, findMissingPrograms } from '../peer-program.ts';
import { withGdcmanon } from './gdcmanon.ts';
import { buildPlantedStudies, plantedTemplates } from './planted-studies.ts';
import { scorePlanted } from './score.ts';

const few = { seed: 7, patients: 1, templates: ['CT', 'ultrasound', 'enhanced report', 'PDF'] };

test('whoever changes nothing fails every removal, keeps everything, and every token is listed as leaked', async () => {
  let tokens = 0;
  const counted = async function* () {
    for await (const instance of buildPlantedStudies(few)) {
      tokens += new Set([...instance.tokens.map(({ text }) => text), ...instance.uids]).size;
      yield instance;
    }
  };
  const score = await scorePlanted(counted(), async ({ bytes }) => ({ kind: 'done', bytes }));
  expect(score.instances).toBe(4);
  for (const action of ['text_removed', 'date_shifted', 'uid_changed', 'pixels_hidden'])
    expect([action, score.byAction[action]?.passed]).toEqual([action, 0]);
  for (const action of [
    'tag_retained',
    'text_notnull',
    'text_retained',
    'pixels_retained',
    'uid_consistent',
    'patid_consistent',
  ])
    expect([action, score.byAction[action]?.failed]).toEqual([action, 0]);
  expect(score.identityFailures).toBeGreaterThan(500);
  expect(score.leaks.reduce((sum, leak) => sum + leak.tokens, 0)).toBeGreaterThan(0.8 * tokens);
  expect(score.shifts).toMatchObject({ lost: 0, torn: 0 });
});

test('what is held back or missing fails what should have been kept, and is listed', async () => {
  const score = await scorePlanted(buildPlantedStudies(few), async ({ modality }) =>
    modality === 'CT' ? { kind: 'missing' } : { kind: 'held', reason: 'not-sure' },
  );
  expect(score.identityFailures).toBe(0);
  expect(score.pooled).toBeLessThan(0.8);
  expect(score.byAction).toMatchObject({
    text_retained: { passed: 0 },
    tag_retained: { passed: 0 },
    uid_consistent: { passed: 0 },
  });
  expect(score.missing).toEqual(['CT']);
  expect(score.held).toEqual({ 'ultrasound: not-sure': 1, 'enhanced report: not-sure': 1, 'PDF: not-sure': 1 });
  expect(score.leaks).toEqual([]);
});

test('what is no file any more is listed', async () => {
  const only = buildPlantedStudies({ ...few, templates: ['CT'] });
  const score = await scorePlanted(only, async () => ({ kind: 'done', bytes: new Uint8Array(9) }));
  expect(score.unreadable).toEqual(['CT']);
});

const missing = findMissingPrograms('gdcmanon');
test.skipIf(missing.length > 0)(`leaks of gdcmanon are found${absenceOf(missing)}`, async () => {
  const score = await withGdcmanon((deidentify) => scorePlanted(buildPlantedStudies(few), deidentify));
  expect(score.missing.length + score.unreadable.length).toBeLessThan(4);
  expect(score.byAction.text_removed?.passed).toBeGreaterThan(0);
  expect(score.leaks.map(({ position }) => position)).toEqual(
    expect.arrayContaining(['text that no table lists', 'private OB, ASCII']),
  );
});

test('each position that peers forget is planted, in 25 SOP Classes and more', async () => {
  const positions = new Set<string>();
  const classes = new Set<string>();
  for await (const { sopClassUid, checks } of buildPlantedStudies({ seed: 1, patients: 1 })) {
    classes.add(sopClassUid);
    for (const { position } of checks) positions.add(position);
  }
  expect(classes.size).toBeGreaterThanOrEqual(35);
  expect(plantedTemplates.length).toBeGreaterThanOrEqual(classes.size);
  expect([...positions].sort()).toMatchInlineSnapshot(`
    [
      "AE titles of the file",
      "JPEG application segment",
      "JPEG comment",
      "PDF information",
      "SOP common module",
      "SR PNAME",
      "SR TEXT",
      "UID",
      "UID in private OB",
      "UID in private text",
      "URL",
      "acquisition context",
      "after the padding",
      "any retired text attribute",
      "any text attribute",
      "author observer",
      "behind the end of the data set",
      "burned in",
      "capture device",
      "code meaning",
      "code string",
      "content creator",
      "content description",
      "contributing equipment",
      "curve",
      "custodial organization",
      "date",
      "description of the series",
      "description of the study",
      "detector",
      "digital signature",
      "document identifier",
      "encapsulated CDA",
      "encapsulated PDF",
      "equipment module",
      "free text of the patient module",
      "icon image",
      "image texts",
      "kept",
      "kept beside identity",
      "kept, nested",
      "known of the patient",
      "names in radiotherapy",
      "nested AE title",
      "nested SR TEXT",
      "nested UID",
      "nested date",
      "nested derivation",
      "nested frame comments",
      "nested issuer",
      "nested person",
      "nested private text",
      "original attributes",
      "other patient IDs",
      "overlay",
      "patient module",
      "preamble",
      "private OB, ASCII",
      "private OB, UTF-16",
      "private UID",
      "private UN",
      "private UN, a sequence",
      "private XML",
      "private information of the file",
      "private text",
      "private without a creator",
      "raw data",
      "referenced request",
      "request attributes",
      "safe private",
      "segment label",
      "series module",
      "series texts",
      "specimen",
      "study module",
      "study texts",
      "text of a presentation state",
      "text that no table lists",
      "tracking identifier",
      "trailing padding",
      "unused high bits",
      "verifying observer",
      "waveform annotation",
    ]
  `);
});

test('the same seed plants the same in the same bytes, another seed other things', async () => {
  const build = async (seed: number) => {
    for await (const instance of buildPlantedStudies({ seed, patients: 1, templates: ['CT'] })) return instance;
    return undefined;
  };
  const [one, again, other] = [await build(1), await build(1), await build(2)];
  expect(again).toEqual(one);
  expect(other?.tokens).not.toEqual(one?.tokens);
});
