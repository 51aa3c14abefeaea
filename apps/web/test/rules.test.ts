/**
 * Rules in a browser, against a node as a user starts it: one is made in the form, tried on a study, fires when a study is
 * settled, and is moved, switched off and removed; on a desk and on a telephone of 360 pixels.
 */

import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';

describe.skipIf(!canBrowse)(`rules in a browser${browsingAbsence}`, () => {
  let browsed: BrowsedNode;

  beforeAll(async () => {
    const env = { ISOCENTER__SETTLING__QUIET_SECONDS: '2', ISOCENTER__SETTLING__SERIES_QUIET_SECONDS: '1' };
    browsed = await BrowsedNode.start(env);
    await sendPhantom(buildPhantomStudy({ seed: 11, ctSlices: 4, usFrames: 2 }), browsed.dicomTarget);
  });

  afterEach(() => browsed.leave());

  afterAll(() => browsed?.close());

  test('one is made in the form, and tried on a study before it is saved', async () => {
    const peer = { name: 'Reading room', aeTitle: 'READING', host: '127.0.0.1', port: 104, verbs: [], note: '' };
    const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true };
    expect(await browsed.post('/api/peers', { ...peer, ...rest })).toBe(201);
    const page = await browsed.open({ width: 1280, height: 1000 });
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).waitFor();
    await page.goto('/settings/rules');
    await page.getByText('There are no rules yet').waitFor();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill('Chest CT');
    await form.getByRole('button', { name: 'Condition', exact: true }).click();
    await form.getByLabel('Field', { exact: true }).fill('Modality');
    await form.getByLabel('Value', { exact: true }).fill('CT');
    await form.getByRole('button', { name: 'Group', exact: true }).click();
    await form.getByLabel('Field', { exact: true }).nth(1).fill('StudyDescripton');
    await form.getByLabel('Test', { exact: true }).nth(1).click();
    await page.getByRole('option', { name: 'is not there' }).click();
    await form.getByLabel('READING').check();
    await form.getByText('High', { exact: true }).click();
    await form.getByLabel('Label the study').fill('To Read, chest');
    await form.getByRole('button', { name: /TEST, PHANTOM/ }).click();
    await form.getByRole('button', { name: 'Try', exact: true }).click();
    await form.getByText('when all 2 any 1 field').waitFor();
    await form.getByLabel('Field', { exact: true }).nth(1).fill('AccessionNumber');
    await form.getByRole('button', { name: 'Try', exact: true }).click();
    await form.getByText('Does not fire').waitFor();
    await form.getByText('AccessionNumber is not there').waitFor();
    await form.getByText(/Modality is CT/).waitFor();
    await browsed.look(page, 'rule-form');
    await form.getByRole('button', { name: 'Remove the group' }).click();
    await form.getByRole('button', { name: 'Try', exact: true }).click();
    await form.getByText('Fires', { exact: true }).waitFor();
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('when Modality is CT').waitFor();
    await page.getByText('send to READING, high priority · label to read, chest').waitFor();
  });

  test('a study that settles is labelled, and says so', async () => {
    const study = buildPhantomStudy({ seed: 12, ctSlices: 3, usFrames: 2 });
    await sendPhantom(study, browsed.dicomTarget);
    const page = await browsed.open(desk);
    await page.getByText('to read').waitFor();
    await browsed.look(page, 'studies');
    await page.getByLabel('Search studies').fill('chest');
    await page.getByText('1 study').waitFor();
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByText('Complete', { exact: true }).waitFor();
    await page.getByText('to read').waitFor();
  });

  test('they are put in order, switched off and removed', async () => {
    const page = await browsed.open(desk);
    await page.goto('/settings/rules');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill('Everything else');
    await form.getByLabel('Stop: apply no further rules').check();
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Everything else').waitFor();
    await page.getByRole('button', { name: 'Move Everything else up' }).click();
    await page.getByRole('row').nth(1).getByText('Everything else').waitFor();
    await page.getByLabel('Chest CT is on').press('Space');
    await expect.poll(() => page.getByLabel('Chest CT is on').isChecked()).toBe(false);
    await browsed.look(page, 'rules');
    await page.getByRole('button', { name: 'Try on a study' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /TEST, PHANTOM/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByRole('dialog').getByText('Not reached').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove Everything else' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('The rule has been removed.').waitFor();
  });

  test.each(['light', 'dark'] as const)('on a telephone, %s', async (colorScheme) => {
    const page = await browsed.open(telephone, colorScheme);
    await page.goto('/settings/rules');
    await page.getByText('Chest CT').waitFor();
    await browsed.look(page, `rules-360-${colorScheme}`);
    await page.getByRole('button', { name: 'Change Chest CT' }).click();
    await page.getByRole('dialog').getByLabel('Label the study').waitFor();
    await browsed.look(page, `rule-form-360-${colorScheme}`);
    await page.goto('/studies');
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).first().click();
    await page.getByText('Complete', { exact: true }).waitFor();
  });
});
