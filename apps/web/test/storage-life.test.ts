/** Deleting in a browser: with a reason into the trash, back from it, held, and for good after a second confirmation. */

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
const desk = { width: 1280, height: 800 };
const telephone = { width: 360, height: 740 };

describe.skipIf(!canRun)(`the life of what is stored${absence}`, () => {
  const data = makeDataDir();
  let node: IsocenterProcess;
  let browser: Browser;
  let watched: WatchedPage | undefined;

  beforeAll(async () => {
    [node, browser] = await Promise.all([
      startIsocenterProcess({ dataDir: data.path, keepOutput: true }),
      launchChromium(),
    ]);
    await sendPhantom(buildPhantomStudy({ seed: 11, ctSlices: 2, usFrames: 2 }), {
      port: node.dicomPort,
      aet: node.ready.aet,
    });
    const page = await open(desk);
    await page.goto(node.ready.setupLink ?? '');
    await page.getByLabel('Name').fill('Test Administrator');
    await page.getByLabel('E-mail').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).waitFor();
    await close();
  });

  afterEach(close);

  afterAll(async () => {
    await browser?.close();
    await node?.stop();
    data.remove();
  });

  async function open(size: { readonly width: number; readonly height: number }): Promise<Page> {
    watched = await openPage(browser, node.ready.http, size);
    return watched.page;
  }

  /** Whatever a test was about, nothing on its way may have failed or gone elsewhere. */
  async function close(): Promise<void> {
    expect(watched?.complaints ?? []).toEqual([]);
    await watched?.page.context().close();
    watched = undefined;
  }

  async function choose(page: Page, item: string): Promise<void> {
    await page.goto('/studies');
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  }

  async function deleteStudy(page: Page): Promise<void> {
    await choose(page, 'Delete the study');
    const dialog = page.getByRole('dialog');
    const button = dialog.getByRole('button', { name: 'Delete' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    // The menu that opened the dialog fades while it empties.
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await dialog.getByLabel('Reason').fill('sent to the wrong archive');
    expect(await findBarriers(page)).toEqual([]);
    await button.click();
    await page.waitForURL((url) => url.pathname === '/studies');
    await page.getByText(/in the trash until/).waitFor();
  }

  test('a study that is deleted with a reason is in the trash, and comes back', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await deleteStudy(page);
    await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
    await page.goto('/settings/trash');
    const row = page.getByRole('row', { name: /TEST, PHANTOM/ });
    for (const text of ['sent to the wrong archive', 'by Test Administrator']) await row.getByText(text).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await row.getByRole('button', { name: 'Restore' }).click();
    await page.getByText('The trash is empty.').waitFor();
    await page.goto('/studies');
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).waitFor();
  });

  test('a study on hold cannot be deleted until the hold is released', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await choose(page, 'Legal hold on the patient');
    await page.getByRole('dialog').getByLabel('Reason').fill('claim 2026-4');
    await page.getByRole('button', { name: 'Place the hold' }).click();
    await page.getByText('Everything of the patient is on legal hold.').waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    const item = page.getByRole('menuitem', { name: 'Delete the study' });
    await expect.poll(() => item.getAttribute('title')).toBe('A legal hold keeps it from being deleted');
    await page.goto('/settings/holds');
    await page.getByText('in force').waitFor();
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('claim settled');
    await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
    await page.getByText('claim settled').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  test('a retention rule says what it would do before it does anything', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.goto('/settings/retention');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Old studies');
    await dialog.getByRole('button', { name: 'What would go?' }).click();
    await dialog.getByText('Nothing would go now').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('3,650 days since the study date').waitFor();
    await page.getByText('Off', { exact: true }).waitFor();
  });

  test('a purge asks how many images go, and leaves nothing', async () => {
    const page = await open(telephone);
    await signIn(page, account);
    await deleteStudy(page);
    await page.goto('/settings/trash');
    await page.getByRole('button', { name: 'Purge' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Number of images').fill('3');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('The trash is empty.').waitFor();
  });

  test('every page fits a telephone', async () => {
    const page = await open(telephone);
    await signIn(page, account);
    for (const path of [
      '/settings/storage',
      '/settings/retention',
      '/settings/alerts',
      '/settings/trash',
      '/settings/holds',
    ]) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await overflowOf(page), path).toBe(0);
      expect(await findBarriers(page), path).toEqual([]);
    }
  });
});
