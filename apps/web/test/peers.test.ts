/** Peers in a browser: added with networks, TLS and limits, tried, and seen with their traffic. The node is its own peer. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumAbsence, chromiumPath, launchChromium } from '@isocenter/testkit/chromium';
import { type IsocenterProcess, makeDataDir, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, openPage, overflowOf, signIn, type WatchedPage } from './browser-page.ts';

const isBuilt = existsSync(join(import.meta.dirname, '../dist/index.html'));
const canRun = isBuilt && chromiumPath !== undefined;
const absence = isBuilt ? chromiumAbsence : ' (skipped: the web application is not built)';

const account = { email: 'test@isocenter.example', password: 'a sentence of several words' };
const desk = { width: 1280, height: 800 };
const telephone = { width: 360, height: 740 };

describe.skipIf(!canRun)(`the page of peers${absence}`, () => {
  const data = makeDataDir();
  let node: IsocenterProcess;
  let browser: Browser;
  let watched: WatchedPage | undefined;

  beforeAll(async () => {
    [node, browser] = await Promise.all([
      startIsocenterProcess({ dataDir: data.path, keepOutput: true, env: { ISOCENTER__DICOM__HOST: '0.0.0.0' } }),
      launchChromium(),
    ]);
    const page = await open(desk);
    await page.goto(node.ready.setupLink ?? '');
    await page.getByLabel('Name').fill('Test Administrator');
    await page.getByLabel('E-mail').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.waitForURL((url) => url.pathname === '/studies');
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

  async function addPeer(page: Page, name: string, aeTitle: string, port: number): Promise<void> {
    await page.getByRole('button', { name: 'Add a peer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('AE title', { exact: true }).fill(aeTitle);
    await dialog.getByLabel('Host', { exact: true }).fill('127.0.0.1');
    await dialog.getByLabel('Port', { exact: true }).fill(String(port));
    await dialog.getByLabel('Search', { exact: true }).check();
  }

  const save = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

  test('a peer is tried with one click each, a picture is sent only after a question, and traffic shows', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.goto('/settings/peers');
    await addPeer(page, 'Ourselves', node.ready.aet, node.dicomPort);
    await save(page, 'Add');
    const row = page.getByRole('row', { name: /Ourselves/ });
    await row.getByText('none yet').waitFor();
    await row.getByRole('button', { name: 'Echo Ourselves' }).click();
    await page.getByText(/It answered in \d+ ms/).waitFor();
    await row.getByRole('button', { name: 'Find Ourselves' }).click();
    await page.getByText(/0 studies of the test patient/).waitFor();
    await row.getByRole('button', { name: 'Store Ourselves' }).click();
    const question = page.getByRole('dialog');
    await question.getByText(/ISOCENTER-TEST/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await question.getByRole('button', { name: 'Send it' }).click();
    await page.getByText(/It took the test picture/).waitFor();
    // Both ends of the association are this node's.
    await row.getByText(/In 1 \(.*Out 1 \(/s).waitFor();
    await page.goto('/studies');
    await page.getByRole('link', { name: 'TEST, ISOCENTER CONNECTION' }).waitFor();
  });

  test('an entry keeps its networks, TLS and limits when something else is changed', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.goto('/settings/peers');
    await addPeer(page, 'Ward', 'WARD', 1);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Addresses and TLS' }).click();
    await dialog.getByLabel('It also calls from').fill('10.1.0.0/16');
    await dialog.getByLabel('It also calls from').press('Enter');
    await dialog.getByLabel('It must use TLS').check();
    await dialog.getByRole('button', { name: 'Limits' }).click();
    await dialog.getByLabel('Associations at a time').fill('3');
    expect(await findBarriers(page)).toEqual([]);
    await save(page, 'Add');
    const row = page.getByRole('row', { name: /Ward/ });
    await row.getByText('TLS in').waitFor();
    await row.getByRole('button', { name: 'Change Ward' }).click();
    await page.getByRole('dialog').getByText('10.1.0.0/16', { exact: true }).waitFor();
    await page.getByRole('dialog').getByLabel('Note').fill('beds 1 to 12');
    await save(page, 'Save');
    await page.getByText('The peer has been changed.').waitFor();
    await row.getByRole('button', { name: 'Change Ward' }).click();
    const again = page.getByRole('dialog');
    await again.getByText('10.1.0.0/16', { exact: true }).waitFor();
    expect(await again.getByLabel('It must use TLS').isChecked()).toBe(true);
    expect(await again.getByLabel('Associations at a time').inputValue()).toBe('3');
  });

  test('what fails is said in words, and stays with the peer', async () => {
    const page = await open(telephone);
    await signIn(page, account);
    await page.goto('/settings/peers');
    await page.getByRole('button', { name: 'Echo Ward' }).click();
    await page
      .getByRole('alert')
      .getByText(/Nobody answers at this host and port/)
      .waitFor();
    await page.getByRole('row', { name: /Ward/ }).getByText('connection-failed').waitFor();
    expect(await overflowOf(page)).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
  });

  test('dangerous set-ups are told on the page about the node', async () => {
    const page = await open(desk);
    await signIn(page, account);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto('/settings/about');
      await page.getByText('DICOM without TLS can be reached from outside').waitFor();
      expect(await findBarriers(page)).toEqual([]);
    }
  });
});
