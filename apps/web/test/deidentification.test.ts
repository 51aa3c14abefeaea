/**
 * Projects of de-identification in a browser, against a node as a user starts it: one is made, its options are tried on a
 * study side by side before they are saved, a rule sends by it, what is held back is decided about, and it is removed with its
 * key; on a desk, on a telephone, and in Arabic.
 */

import { buildDataSet } from '@isocenter/dicom/build';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { listenDimse } from '@isocenter/dimse/server';
import { buildPhantomStudy, type PhantomSeries, type PhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../src/languages/language.ts';
import { BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';

/** A screen of the study, as a workstation captures it. */
function captureOf({ studyInstanceUid, series }: PhantomStudy): PhantomSeries {
  const sopClassUid = '1.2.840.10008.5.1.4.1.1.7';
  const sopInstanceUid = `${studyInstanceUid.slice(0, 56)}.98.1`;
  const [first] = series[0]?.instances() ?? [];
  if (first === undefined) throw new Error('The study has no instance.');
  const patient = first.dataSet.elements.filter(({ tag }) => tag >>> 16 === 0x0010);
  const own = buildDataSet({
    SOPClassUID: sopClassUid,
    SOPInstanceUID: sopInstanceUid,
    Modality: 'OT',
    ConversionType: 'WSD',
    SeriesDescription: 'Screen, generated',
    StudyInstanceUID: studyInstanceUid,
    SeriesInstanceUID: `${studyInstanceUid.slice(0, 56)}.98`,
    SeriesNumber: 9,
  });
  const elements = [...own.elements, ...patient].sort((one, other) => one.tag - other.tag);
  function* instances() {
    yield { sopClassUid, sopInstanceUid, dataSet: { ...own, elements } };
  }
  return { modality: 'US', sopClassUid, numberOfInstances: 1, instances };
}

/** An image whose maker is called by the number of its order, which no profile takes out. */
function leakingOf({ studyInstanceUid, series }: PhantomStudy): PhantomSeries {
  const [first] = series;
  const [image] = first?.instances() ?? [];
  if (first === undefined || image === undefined) throw new Error('The study has no instance.');
  const sopInstanceUid = `${studyInstanceUid.slice(0, 56)}.97.1`;
  const own = buildDataSet({
    AccessionNumber: 'TEST-51',
    Manufacturer: 'Works of TEST-51, Test City',
    SOPInstanceUID: sopInstanceUid,
    SeriesInstanceUID: `${studyInstanceUid.slice(0, 56)}.97`,
  });
  const tags = new Set(own.elements.map(({ tag }) => tag));
  const kept = image.dataSet.elements.filter(({ tag }) => !tags.has(tag));
  const elements = [...own.elements, ...kept].sort((one, other) => one.tag - other.tag);
  const leaking = { ...image, sopInstanceUid, dataSet: { ...image.dataSet, elements } };
  function* instances() {
    yield leaking;
  }
  return { ...first, numberOfInstances: 1, instances };
}

/** A peer that keeps what it is sent. */
async function openReceiver() {
  const received: Buffer[] = [];
  const server = await listenDimse<undefined>({
    host: '127.0.0.1',
    port: 0,
    accept: acceptAll,
    verbs: {
      echo: () => 0,
      store() {
        const chunks: Buffer[] = [];
        return {
          // A chunk is the association's own.
          write: (chunk) => void chunks.push(Buffer.from(chunk)),
          end: async () => {
            received.push(Buffer.concat(chunks));
            return { status: 0 };
          },
          abort: async () => undefined,
        };
      },
    },
  });
  return { port: server.port, received, close: () => server.close(0) };
}

describe.skipIf(!canBrowse)(`projects of de-identification in a browser${browsingAbsence}`, () => {
  let browsed: BrowsedNode;

  beforeAll(async () => {
    const settling = { ISOCENTER__SETTLING__QUIET_SECONDS: '1', ISOCENTER__SETTLING__SERIES_QUIET_SECONDS: '1' };
    browsed = await BrowsedNode.start(settling);
    const study = buildPhantomStudy({ seed: 11, ctSlices: 4, usFrames: 2 });
    await sendPhantom({ ...study, series: [...study.series, captureOf(study)] }, browsed.dicomTarget);
  });

  afterEach(() => browsed.leave());

  afterAll(() => browsed?.close());

  test('one is made, tried on a study before it is saved, and saved', async () => {
    const page = await browsed.open({ width: 1280, height: 1000 });
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).waitFor();
    await page.goto('/settings/deidentification');
    await page.getByText('There are no projects yet').waitFor();
    await browsed.look(page, 'deid-none');
    await page.getByRole('button', { name: 'Add a project' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Chest study');
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { name: 'Chest study' }).waitFor();
    await expect.poll(() => page.getByLabel('Paint over text in pictures').isChecked()).toBe(true);
    await page.getByLabel('Hold back what may name the patient in its picture').check();
    await page.getByRole('button', { name: /TEST, PHANTOM/ }).click();
    const rows = page.getByRole('region', { name: 'Try it on a study' });
    const name = rows.getByRole('listitem').filter({ hasText: '(0010,0010)' });
    await name.getByText('Pseudonym').waitFor();
    await name.getByText('TEST^PHANTOM').waitFor();
    const birth = rows.getByRole('listitem').filter({ hasText: '(0010,0030)' });
    await page.getByLabel('Search attributes').fill('0010');
    await birth.waitFor();
    await browsed.look(page, 'deid-tried');
    const sex = rows.getByRole('listitem').filter({ hasText: '(0010,0040)' });
    await sex.waitFor();
    await page.getByLabel('Patient characteristics').check();
    await page.getByText('Not saved yet').waitFor();
    await expect.poll(() => sex.count()).toBe(0);
    await page.getByText(/^All \(/).click();
    await sex.getByText('Stays', { exact: true }).waitFor();
    await page.getByLabel('Descriptions and comments').check();
    await page.getByLabel('Moved', { exact: true }).check();
    await page.getByLabel('Move by whole weeks, so that the day of the week stays').check();
    await page.getByLabel('Search attributes').fill('Study Date');
    await rows.getByText('Date moved').first().waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the ledger' }).click();
    expect((await download).suggestedFilename()).toBe('ledger.json');
    await browsed.look(page, 'deid-moved');
    await page.getByLabel('Rules of the site').fill('rules:\n  - { name: a, attributes: PatientNam, action: remove }');
    await page.getByText(/^2:28 .*did you mean PatientName/).waitFor();
    await browsed.look(page, 'deid-rules-wrong');
    await page
      .getByLabel('Rules of the site')
      .fill('rules:\n  - { name: trial ids, attributes: PatientID, action: { hash: TRIAL7- } }');
    await page.getByLabel('Search attributes').fill('00100020');
    await rows.getByText(/^TRIAL7-/).waitFor();
    await rows.getByText('trial ids').waitFor();
    await browsed.look(page, 'deid-rules');
    await page.getByLabel('Rules of the site').fill('');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The project is saved.').waitFor();
    await page.getByRole('link', { name: 'All projects' }).click();
    await page.getByText('moved dates, patient characteristics, and cleaned descriptions').waitFor();
    await browsed.look(page, 'deid-projects');
  });

  test('an object that would be held back says why', async () => {
    const page = await browsed.open(desk);
    await page.goto('/settings/deidentification');
    await page.getByRole('link', { name: 'Chest study' }).click();
    await page.getByRole('button', { name: /TEST, PHANTOM/ }).click();
    await page.getByRole('region', { name: 'Try it on a study' }).waitFor();
    await page.getByRole('combobox', { name: 'Series' }).click();
    await page.getByRole('option', { name: /^OT/ }).click();
    await page.getByText('This object would be held back').waitFor();
    await page.getByText(/A capture of a screen or of paper/).waitFor();
    await browsed.look(page, 'deid-held');
    await page.getByLabel('Let all pictures pass').check();
    await page.getByRole('region', { name: 'Try it on a study' }).waitFor();
  });

  test('a rule sends by it, and what is held back is decided about', async () => {
    const peer = await openReceiver();
    try {
      const entry = { name: 'Research', aeTitle: 'RESEARCH', host: '127.0.0.1', port: peer.port, verbs: [], note: '' };
      const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true };
      expect(await browsed.post('/api/peers', { ...entry, ...rest })).toBe(201);
      const page = await browsed.open({ width: 1280, height: 1000 });
      await page.goto('/settings/rules');
      await page.getByRole('button', { name: 'Add a rule' }).click();
      const form = page.getByRole('dialog');
      await form.getByLabel('Name', { exact: true }).fill('To research');
      await form.getByLabel('RESEARCH').check();
      await form.getByRole('combobox', { name: 'De-identified by' }).click();
      await page.getByRole('option', { name: 'Chest study' }).click();
      await browsed.look(page, 'rule-deidentified');
      await form.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByText('send to RESEARCH, de-identified by Chest study').waitFor();
      const study = buildPhantomStudy({ seed: 12, ctSlices: 2, usFrames: 0 });
      const series = [...study.series, captureOf(study), leakingOf(study)];
      await sendPhantom({ ...study, series }, browsed.dicomTarget);
      await expect.poll(() => peer.received.length, { timeout: 60_000 }).toBe(2);
      await page.goto('/settings/deidentification');
      await page.getByRole('link', { name: 'Held back' }).click();
      const row = page.getByRole('row').filter({ hasText: 'A capture of a screen or of paper' });
      await row.getByText('Nobody has decided yet').waitFor();
      await browsed.look(page, 'deid-held-list');
      await row.getByRole('button', { name: 'Decide…' }).click();
      await page.getByRole('dialog').getByLabel('Reason').fill('Looked at, nothing on it');
      await page.getByRole('dialog').getByRole('button', { name: 'Let it pass' }).click();
      await row.getByText('Let pass', { exact: true }).waitFor();
      await expect.poll(() => peer.received.length, { timeout: 60_000 }).toBe(3);
      expect(Buffer.concat(peer.received).includes('PHANTOM')).toBe(false);
      const leak = page.getByRole('row').filter({ hasText: 'Identity of the original was found' });
      await leak.getByRole('button', { name: 'Decide…' }).click();
      await page
        .getByRole('dialog')
        .getByText(/^Works of •+, Test City$/)
        .waitFor();
      await page.getByRole('dialog').getByText('(0008,0070)').waitFor();
      await browsed.look(page, 'deid-decide-leak');
      await page.getByRole('dialog').getByLabel('Reason').fill('Not for others');
      await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
      await leak.getByText('Not for others').waitFor();
      expect(peer.received).toHaveLength(3);
      await page.goto('/settings/deidentification');
      await page.getByRole('link', { name: 'Chest study' }).click();
      await page.getByRole('list', { name: 'What was done to attributes and pictures' }).scrollIntoViewIfNeeded();
      await page.getByRole('table', { name: 'By day' }).waitFor();
      await browsed.look(page, 'deid-statistics');
      await page.goto('/queue');
      await page.getByText('De-identified by Chest study').first().waitFor();
      await browsed.look(page, 'queue-deidentified');
    } finally {
      await peer.close();
    }
  });

  test('words are put into the lists of all projects, moved, and taken out', async () => {
    const page = await browsed.open(desk);
    await page.goto('/settings/deidentification');
    await page.getByRole('link', { name: 'Lists of words' }).click();
    await page.getByText('The lists are empty.').waitFor();
    const word = page.getByLabel('Word or phrase');
    await word.fill('Zetaflux');
    await page.getByRole('button', { name: 'Add to the list' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Zetaflux' });
    await row.getByText('Never replaced').waitFor();
    await word.fill('zetaflux');
    await page.getByRole('combobox', { name: 'List' }).click();
    await page.getByRole('option', { name: /gray/ }).click();
    await page.getByRole('button', { name: 'Add to the list' }).click();
    const moved = page.getByRole('row').filter({ hasText: 'zetaflux' });
    await moved.getByText('By context').waitFor();
    await browsed.look(page, 'deid-terms');
    await moved.getByRole('button', { name: 'Take out' }).click();
    await page.getByText('The lists are empty.').waitFor();
    await word.fill('Parkinson');
    await page.getByRole('button', { name: 'Add to the list' }).click();
    await page.getByRole('row').filter({ hasText: 'Parkinson' }).waitFor();
  });

  test('one is removed with its key, after a question', async () => {
    const page = await browsed.open(desk, 'dark');
    await page.goto('/settings/deidentification');
    await page.getByRole('button', { name: 'Add a project' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('A trial');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'All projects' }).click();
    const row = page.getByRole('row').filter({ hasText: 'A trial' });
    await row.getByRole('button', { name: 'Remove…' }).click();
    await page.getByRole('dialog').getByText('Its key is destroyed').waitFor();
    await browsed.look(page, 'deid-remove-dark');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove and destroy the key' }).click();
    await page.getByText('The project has been removed').waitFor();
    await expect.poll(() => row.count()).toBe(0);
  });

  test.each([
    ['light', 'en'],
    ['dark', 'ar'],
  ] as const)('on a telephone, %s, in %s', async (colorScheme, language) => {
    const page = await browsed.open(telephone, colorScheme);
    if (language !== 'en') {
      await page.getByRole('button', { name: 'Language', exact: true }).click();
      await page.getByRole('menuitemradio', { name: languages[language].name }).click();
      await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
    }
    await page.goto('/settings/deidentification');
    await page.getByRole('link', { name: 'Chest study' }).waitFor();
    await browsed.look(page, `deid-projects-360-${colorScheme}-${language}`);
    await page.goto('/settings/deidentification/held');
    await page.getByRole('row').first().waitFor();
    await browsed.look(page, `deid-held-360-${colorScheme}-${language}`);
    const leak = page.getByRole('row').filter({ hasText: '(0008,0070)' });
    await leak.getByRole('button').last().click();
    await page
      .getByRole('dialog')
      .getByText(/^Works of •+, Test City$/)
      .waitFor();
    await browsed.look(page, `deid-decide-360-${colorScheme}-${language}`);
    await page.goto('/settings/deidentification');
    await page.getByRole('link', { name: 'Chest study' }).click();
    await page
      .getByRole('button', { name: /TEST, PHANTOM/ })
      .first()
      .click();
    await page.getByText('TEST^PHANTOM').scrollIntoViewIfNeeded();
    await browsed.look(page, `deid-tried-360-${colorScheme}-${language}`);
    await page.getByRole('table').last().scrollIntoViewIfNeeded();
    await browsed.look(page, `deid-statistics-360-${colorScheme}-${language}`);
    await page.goto('/settings/deidentification/lists');
    await page.getByText('Parkinson').waitFor();
    await browsed.look(page, `deid-terms-360-${colorScheme}-${language}`);
  });
});
