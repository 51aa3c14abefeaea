/**
 * The outgoing queue in a browser: a study is sent to storescp, which first refuses, and sent again when it does not. And
 * the other direction: an archive that is copied from.
 */

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumAbsence, chromiumPath, launchChromium } from '@isocenter/testkit/chromium';
import {
  type IsocenterProcess,
  makeDataDir,
  runIsocenter,
  startIsocenterProcess,
} from '@isocenter/testkit/isocenter-process';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, openPage, overflowOf, signIn, type WatchedPage } from './browser-page.ts';

const isBuilt = existsSync(join(import.meta.dirname, '../dist/index.html'));
const hasStorescp = (process.env.PATH ?? '').split(':').some((dir) => existsSync(`${dir}/storescp`));
const canRun = isBuilt && chromiumPath !== undefined && hasStorescp;
const absence = isBuilt
  ? hasStorescp
    ? chromiumAbsence
    : ' (skipped: DCMTK is not installed)'
  : ' (skipped: not built)';

const account = { email: 'test@isocenter.example', password: 'a sentence of several words' };
const desk = { width: 1280, height: 800 };
const telephone = { width: 360, height: 740 };
/** Pictures for whoever wants to look at the pages. */
const pictures = process.env.ISOCENTER_TEST_PICTURES;

describe.skipIf(!canRun)(`the outgoing queue${absence}`, () => {
  const data = makeDataDir();
  const inbox = mkdtempSync(join(tmpdir(), 'isocenter-inbox-'));
  let node: IsocenterProcess;
  let browser: Browser;
  let watched: WatchedPage | undefined;
  let scp: ChildProcess | undefined;
  let port: number;

  beforeAll(async () => {
    mkdirSync(inbox, { recursive: true });
    port = await findFreePort();
    [node, browser] = await Promise.all([
      startIsocenterProcess({ dataDir: data.path, keepOutput: true }),
      launchChromium(),
    ]);
    const study = buildPhantomStudy({ seed: 11, ctSlices: 3, usFrames: 2 });
    await sendPhantom(study, { port: node.dicomPort, aet: node.ready.aet });
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
    await stopScp();
    await browser?.close();
    await node?.stop();
    data.remove();
    rmSync(inbox, { recursive: true, force: true });
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

  async function startScp(...more: readonly string[]): Promise<void> {
    await stopScp();
    scp = await startPeerListener('storescp', ['+xa', '-od', inbox, ...more, String(port)], port);
  }

  async function stopScp(): Promise<void> {
    if (scp === undefined) return;
    const exited = once(scp, 'exit');
    scp.kill();
    await exited;
    scp = undefined;
  }

  async function look(page: Page, name: string): Promise<void> {
    expect(await findBarriers(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  test('says where can be sent to, and disables what cannot be done', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByText('There is nowhere to send to yet').waitFor();
    await look(page, 'queue-empty');
    const token = runIsocenter({ dataDir: data.path }, ['user', 'token', '--role', 'admin']).trim();
    const peer = { name: 'Test archive', aeTitle: 'STORESCP', host: '127.0.0.1', port, verbs: [] };
    const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true, note: '' };
    const answer = await fetch(`${node.ready.http}/api/peers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...peer, ...rest }),
    });
    expect(answer.status, await answer.text()).toBe(201);
    await page.reload();
    const row = page.getByRole('row', { name: /Test archive/ });
    await row.getByText('Ready').waitFor();
    expect(await row.getByRole('button', { name: 'Resubmit' }).getAttribute('aria-disabled')).toBe('true');
    await row.getByRole('button', { name: 'Limits' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Associations').fill('2');
    await dialog.getByRole('switch').press('Space');
    await dialog.getByLabel('From').waitFor();
    await look(page, 'queue-limits');
    await dialog.getByRole('switch').press('Space');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The limits have been saved.').waitFor();
  });

  test('a study that is refused is a dead letter with the reason, and is sent again when it can be', async () => {
    await startScp('--refuse');
    const page = await open(desk);
    await signIn(page, account);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByRole('button', { name: 'Send to…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Send', exact: true }).getAttribute('aria-disabled')).toBe('true');
    await dialog.getByLabel('Destination').selectOption('Test archive (STORESCP)');
    await look(page, 'study-send');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('The study is in the queue.').waitFor();

    await page.goto('/queue');
    const dead = page.getByRole('region', { name: 'Dead letters' });
    await dead.getByText('The destination does not let this node in').waitFor();
    await dead.getByText('0 of 4 images sent').waitFor();
    await look(page, 'queue-dead');
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(page, 'queue-dead-dark');

    await startScp();
    await dead.getByRole('button', { name: 'Send again' }).click();
    const destination = page.getByRole('region', { name: 'Destinations' });
    // It is tried again by itself within seconds, and the button is off then; whoever does not want to wait presses it.
    await destination.getByRole('button', { name: 'Try now' }).click({ force: true });
    await page.getByRole('region', { name: 'Sent and cancelled' }).getByText('4 of 4 images sent').waitFor();
    expect(readdirSync(inbox)).toHaveLength(4);
  });

  test('what waits for a paused destination is cancelled, on a telephone too', async () => {
    const page = await open(telephone);
    await signIn(page, account);
    await page.goto('/queue');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.goto('/studies');
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByRole('button', { name: 'Send to…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Destination').selectOption('Test archive (STORESCP)');
    await dialog.getByText('This destination is paused').waitFor();
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('The study is in the queue.').waitFor();
    await page.goto('/queue');
    const onTheWay = page.getByRole('region', { name: 'On the way' });
    await onTheWay.getByText('The destination is paused.').waitFor();
    await look(page, 'queue-telephone');
    await onTheWay.getByRole('button', { name: 'Cancel' }).click();
    await onTheWay.getByText('Nothing waits and nothing is being sent.').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Ready', { exact: true }).waitFor();
  });

  test('an archive is added as a source, says that it is away, is paused, and removed', async () => {
    const token = runIsocenter({ dataDir: data.path }, ['user', 'token', '--role', 'admin']).trim();
    const peer = { name: 'Old PACS', aeTitle: 'PACS', host: '127.0.0.1', port: await findFreePort(), verbs: ['store'] };
    const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true, note: '', answers: ['find', 'get'] };
    await fetch(`${node.ready.http}/api/peers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...peer, ...rest }),
    });
    const page = await open(desk);
    await signIn(page, account);
    await page.goto('/settings/sources');
    await page.getByText('There are no sources').waitFor();
    await page.getByRole('button', { name: 'Add a source' }).click();
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: 'Save' });
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    await dialog.getByLabel('Name').fill('Everything of the old PACS');
    await dialog.getByRole('combobox', { name: 'Archive' }).click();
    const option = page.getByRole('option', { name: /Test archive .* answers no C-FIND/ });
    expect(await option.getAttribute('data-combobox-disabled')).toBe('true');
    await page.getByRole('option', { name: 'Old PACS (PACS)' }).click();
    await dialog.getByRole('switch', { name: 'Mirror' }).press('Space');
    await dialog.getByRole('switch', { name: 'Send back' }).waitFor();
    await look(page, 'source-form');
    await save.click();
    const row = page.getByRole('row', { name: /Everything of the old PACS/ });
    await row.getByText('Away').waitFor();
    await row.getByText('mirror of PACS').waitFor();
    await look(page, 'sources');
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(page, 'sources-dark');
    await row.getByRole('button', { name: 'Pause' }).click();
    await row.getByText('Paused').waitFor();
    expect(await row.getByRole('button', { name: 'Ask now' }).getAttribute('aria-disabled')).toBe('true');
    await row.getByRole('button', { name: /More about/ }).click();
    await page.getByRole('menuitem', { name: 'Studies…' }).click();
    await dialog.getByText('There are none.').waitFor();
    await page.keyboard.press('Escape');
    await page.setViewportSize(telephone);
    await look(page, 'sources-telephone');
    await row.getByRole('button', { name: /More about/ }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('There are no sources').waitFor();
  });
});
