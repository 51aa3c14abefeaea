/**
 * Rules in a browser, against a node as a user starts it: one is made in the form, tried on a study, fires when a study is
 * settled, and is moved, switched off and removed; on a desk and on a telephone of 360 pixels.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumAbsence, chromiumPath, launchChromium } from '@isocenter/testkit/chromium';
import { type IsocenterProcess, makeDataDir, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, openPage, overflowOf, signIn, type WatchedPage } from './browser-page.ts';

const isBuilt = existsSync(join(import.meta.dirname, '../dist/index.html'));
const canRun = isBuilt && chromiumPath !== undefined;
const absence = isBuilt ? chromiumAbsence : ' (skipped: the web application is not built)';

const account = { email: 'test@isocenter.example', password: 'a sentence of several words' };
const shots = process.env.ISOCENTER_SHOTS;

describe.skipIf(!canRun)(`rules in a browser${absence}`, () => {
  const data = makeDataDir();
  let node: IsocenterProcess;
  let browser: Browser;
  let watched: WatchedPage | undefined;

  beforeAll(async () => {
    const env = { ISOCENTER__SETTLING__QUIET_SECONDS: '2', ISOCENTER__SETTLING__SERIES_QUIET_SECONDS: '1' };
    [node, browser] = await Promise.all([
      startIsocenterProcess({ dataDir: data.path, env, keepOutput: true }),
      launchChromium(),
    ]);
    await sendPhantom(buildPhantomStudy({ seed: 11, ctSlices: 4, usFrames: 2 }), {
      port: node.dicomPort,
      aet: node.ready.aet,
    });
  });

  afterEach(async () => {
    expect(watched?.complaints ?? []).toEqual([]);
    await watched?.page.context().close();
    watched = undefined;
  });

  afterAll(async () => {
    await browser?.close();
    await node?.stop();
    data.remove();
  });

  async function open(size: { readonly width: number; readonly height: number }): Promise<Page> {
    watched = await openPage(browser, node.ready.http, size);
    return watched.page;
  }

  async function show(page: Page, name: string): Promise<void> {
    expect(await findBarriers(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`) });
  }

  const desk = { width: 1280, height: 1000 };
  const telephone = { width: 360, height: 740 };

  test('one is made in the form, and tried on a study before it is saved', async () => {
    const page = await open(desk);
    await page.goto(node.ready.setupLink ?? '');
    await page.getByLabel('Name').fill('Test Administrator');
    await page.getByLabel('E-mail').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: 'Create administrator' }).click();
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
    await form.getByLabel('Label the study').fill('To Read, chest');
    await form.getByRole('button', { name: /TEST, PHANTOM/ }).click();
    await form.getByRole('button', { name: 'Try', exact: true }).click();
    await form.getByText('when all 2 any 1 field').waitFor();
    await form.getByLabel('Field', { exact: true }).nth(1).fill('AccessionNumber');
    await form.getByRole('button', { name: 'Try', exact: true }).click();
    await form.getByText('Does not fire').waitFor();
    await form.getByText('AccessionNumber is not there').waitFor();
    await form.getByText(/Modality is CT/).waitFor();
    await show(page, 'rule-form');
    await form.getByRole('button', { name: 'Remove the group' }).click();
    await form.getByRole('button', { name: 'Try', exact: true }).click();
    await form.getByText('Fires', { exact: true }).waitFor();
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('when Modality is CT').waitFor();
    await page.getByText('label to read, chest').waitFor();
  });

  test('a study that settles is labelled, and says so', async () => {
    const study = buildPhantomStudy({ seed: 12, ctSlices: 3, usFrames: 2 });
    await sendPhantom(study, { port: node.dicomPort, aet: node.ready.aet });
    const page = await open(desk);
    await signIn(page, account);
    await page.getByText('to read').waitFor();
    await show(page, 'studies');
    await page.getByLabel('Search studies').fill('chest');
    await page.getByText('1 study').waitFor();
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByText('Complete', { exact: true }).waitFor();
    await page.getByText('to read').waitFor();
    if (shots !== undefined) await page.screenshot({ path: join(shots, 'study.png') });
  });

  test('they are put in order, switched off and removed', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.goto('/settings/rules');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill('Everything else');
    await form.getByLabel('Stop: apply no further rules').check();
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Everything else').waitFor();
    await page.getByRole('button', { name: 'Move Everything else up' }).click();
    await page.getByRole('row').nth(1).getByText('Everything else').waitFor();
    await page.getByLabel('Chest CT is on').click();
    await expect.poll(() => page.getByLabel('Chest CT is on').isChecked()).toBe(false);
    await show(page, 'rules');
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
    const page = await open(telephone);
    await page.emulateMedia({ colorScheme });
    await signIn(page, account);
    await page.goto('/settings/rules');
    await page.getByText('Chest CT').waitFor();
    await show(page, `rules-360-${colorScheme}`);
    await page.getByRole('button', { name: 'Change Chest CT' }).click();
    await page.getByRole('dialog').getByLabel('Label the study').waitFor();
    await show(page, `rule-form-360-${colorScheme}`);
    await page.goto('/studies');
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).first().click();
    await page.getByText('Complete', { exact: true }).waitFor();
    if (shots !== undefined) await page.screenshot({ path: join(shots, `study-360-${colorScheme}.png`) });
  });
});
