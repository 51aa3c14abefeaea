/**
 * A walk through the application in a browser, against a node as a user starts it: set-up link, sign-in, import, search,
 * viewer, sign-out; on a desk and on a telephone of 360 pixels.
 */

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumAbsence, chromiumPath, launchChromium } from '@isocenter/testkit/chromium';
import { type IsocenterProcess, makeDataDir, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom, writePhantom } from '@isocenter/testkit/phantom-delivery';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, hasPicture, openPage, overflowOf, signIn, type WatchedPage } from './browser-page.ts';
import { writeTextReport } from './text-report.ts';

const isBuilt = existsSync(join(import.meta.dirname, '../dist/index.html'));
const canRun = isBuilt && chromiumPath !== undefined;
const absence = isBuilt ? chromiumAbsence : ' (skipped: the web application is not built)';

const account = { email: 'test@isocenter.example', password: 'a sentence of several words' };
const slices = 6;
/** The same study each time; its identifiers are drawn while its instances are built. */
const buildPhantom = () => buildPhantomStudy({ seed: 11, ctSlices: slices, usFrames: 5 });
const settings = [
  'about',
  'peers',
  'users',
  'tokens',
  'conflicts',
  'alerts',
  'storage',
  'retention',
  'trash',
  'holds',
  'audit',
].map((name) => `/settings/${name}`);

describe.skipIf(!canRun)(`a walk through the application${absence}`, () => {
  const data = makeDataDir();
  const disc = mkdtempSync(join(tmpdir(), 'isocenter-disc-'));
  let node: IsocenterProcess;
  let browser: Browser;
  let watched: WatchedPage | undefined;

  beforeAll(async () => {
    writePhantom(buildPhantom(), disc);
    writeTextReport(buildPhantom(), join(disc, 'DICOM', 'REPORT'));
    mkdirSync(join(disc, 'VIEWER'));
    writeFileSync(join(disc, 'VIEWER', 'readme.html'), '<!doctype html><p>Not an image.');
    [node, browser] = await Promise.all([
      startIsocenterProcess({ dataDir: data.path, keepOutput: true }),
      launchChromium(),
    ]);
  });

  afterEach(async () => {
    // Whatever a test was about, nothing on its way may have failed or gone elsewhere.
    expect(watched?.complaints ?? []).toEqual([]);
    await watched?.page.context().close();
    watched = undefined;
  });

  afterAll(async () => {
    await browser?.close();
    await node?.stop();
    data.remove();
    rmSync(disc, { recursive: true, force: true });
  });

  async function open(size: { readonly width: number; readonly height: number }): Promise<Page> {
    watched = await openPage(browser, node.ready.http, size);
    return watched.page;
  }

  const desk = { width: 1280, height: 800 };
  const telephone = { width: 360, height: 740 };

  test('from the set-up link to the empty archive', async () => {
    const page = await open(desk);
    await page.goto('/studies');
    await page.getByText('This node is new').waitFor();
    await page.goto(node.ready.setupLink ?? '');
    await page.getByLabel('Name').fill('Test Administrator');
    await page.getByLabel('E-mail').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
    expect(page.url()).not.toContain('#');
    await page.getByText(`${node.ready.aet} localhost ${node.dicomPort}`).waitFor();
    await page.getByText('From other machines: set dicom.host').waitFor();
  });

  test('a folder is imported, and what is no image says why', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.getByLabel('Folder').setInputFiles(disc);
    await page.getByText(`${slices + 2} of ${slices + 3} files are here`).waitFor();
    await page.getByText('Not taken 1').click();
    await page.getByText('readme.html').waitFor();
    await page.getByText('Not a DICOM file').waitFor();
    await page.getByRole('link', { name: 'Open the study' }).click();
    await page.getByText('TEST, PHANTOM').first().waitFor();
  });

  test('a study is found by typing, opened and looked through', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.getByLabel('Search studies').fill('nobody has this name');
    await page.getByText('No study matches').waitFor();
    await page.getByLabel('Search studies').fill('phantom');
    await page.getByText('1 study').waitFor();
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText(`1 / ${slices}`).waitFor();
    await expect.poll(() => hasPicture(page)).toBe(true);
    const viewport = page.getByRole('region', { name: /^Viewport/ });
    for (const text of ['TEST, PHANTOM', '1970-01-01', 'C 40 W 400']) await viewport.getByText(text).first().waitFor();
    for (const letter of ['A', 'R', 'L', 'P']) await viewport.getByText(letter, { exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByText(`2 / ${slices}`).waitFor();
    await page.keyboard.press('2');
    await viewport.getByText('C -600 W 1500').waitFor();
    await page.keyboard.press('h');
    await page.getByLabel('Search the header').fill('0010,0010');
    await page.getByText('TEST^PHANTOM').waitFor();
  });

  test('keys belong to the viewer while the focus is there, and to what else has it', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByText(`1 / ${slices}`).waitFor();
    const viewport = page.getByRole('region', { name: /^Viewport/ });
    await viewport.getByText('C 40 W 400').waitFor();
    await page.keyboard.press('h');
    const elements = page.getByRole('region', { name: 'Elements' });
    await elements.focus();
    for (const key of ['PageDown', 'End', '2', 'r']) await page.keyboard.press(key);
    await expect.poll(() => elements.evaluate((list) => list.scrollTop)).toBeGreaterThan(0);
    await viewport.getByText('C 40 W 400').waitFor();
    await page.getByText(`1 / ${slices}`).waitFor();
    await page.getByRole('button', { name: /Chest, generated/ }).focus();
    await page.keyboard.press('2');
    await viewport.getByText('C 40 W 400').waitFor();
    await viewport.focus();
    const picture = () => page.evaluate(() => document.querySelector('canvas')?.toDataURL());
    const before = await picture();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(async () => (await picture()) !== before).toBe(true);
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(async () => (await picture()) === before).toBe(true);
    await page.getByText(`1 / ${slices}`).waitFor();
  });

  test('measurements go one by one, and all of them only when that is confirmed', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByText(`1 / ${slices}`).waitFor();
    await page.keyboard.press('l');
    const lengths = page.locator('svg text', { hasText: / mm$/ });
    for (const [index, y] of [250, 350, 450].entries()) {
      await page.mouse.move(600, y);
      await page.mouse.down();
      await page.mouse.move(700, y, { steps: 4 });
      await page.mouse.up();
      await expect.poll(() => lengths.count()).toBe(index + 1);
    }
    await page.keyboard.press('Delete');
    await expect.poll(() => lengths.count()).toBe(2);
    await page.keyboard.press('Delete');
    await page.getByRole('dialog', { name: 'Remove all measurements?' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await lengths.count()).toBe(2);
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Remove all' }).click();
    await expect.poll(() => lengths.count()).toBe(0);
  });

  test('a damaged image keeps its place in the stack, and nothing else is seen there', async () => {
    const damaged = [...(buildPhantom().series[0]?.instances() ?? [])][2]?.sopInstanceUid;
    const page = await open(desk);
    const frames = `**/instances/${damaged}/frames/**`;
    await page.route(frames, (route) => route.fulfill({ contentType: 'multipart/related; boundary=x', body: 'x' }));
    await signIn(page, account);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    const canvas = page.locator('canvas').first();
    await page.getByText(`1 / ${slices}`).waitFor();
    for (const place of [2, 3]) {
      await page.keyboard.press('ArrowDown');
      await page.getByText(`${place} / ${slices}`).waitFor();
    }
    await page.getByText('Image 3 cannot be shown').waitFor();
    expect(await canvas.isVisible()).toBe(false);
    // A stack that is turned or zoomed is drawn again: the picture before must not come back with it.
    for (const key of ['r', '+', 'i']) await page.keyboard.press(key);
    await page.mouse.move(640, 300);
    await page.mouse.wheel(0, 120);
    await page.getByText(`5 / ${slices}`).waitFor();
    expect(await canvas.isVisible()).toBe(true);
    for (const place of [4, 3]) {
      await page.keyboard.press('ArrowUp');
      await page.getByText(`${place} / ${slices}`).waitFor();
    }
    await page.getByText('Image 3 cannot be shown').waitFor();
    await page.getByRole('button', { name: / fps$/ }).click();
    await page.getByRole('menuitemradio', { name: '2 per second', exact: true }).click();
    await page.getByRole('button', { name: 'Play' }).click();
    // Once from the damaged image on, and once over it.
    for (const place of [4, 2, 4]) await page.getByText(`${place} / ${slices}`).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.getByText('Image 3 cannot be shown').waitFor();
    await page.unroute(frames);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(`3 / ${slices}`).waitFor();
    await expect.poll(() => canvas.isVisible()).toBe(true);
  });

  test('images that cannot be shown are counted over those that can', async () => {
    const page = await open(desk);
    await page.route('**/metadata', async (route) => {
      const answer = await route.fetch();
      const [first, ...others] = await answer.json();
      const { '00280010': _, ...withoutRows } = first;
      await route.fulfill({ response: answer, json: [withoutRows, ...others] });
    });
    await signIn(page, account);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByText(`1 / ${slices - 1}`).waitFor();
    await page.getByText('1 image cannot be shown').waitFor();
  });

  test('a series without pictures shows nothing of the one before it', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    const canvas = page.locator('canvas').first();
    await page.getByText(`1 / ${slices}`).waitFor();
    expect(await canvas.isVisible()).toBe(true);
    await page.getByRole('button', { name: /Report, generated/ }).click();
    await page.getByText('This series holds no pictures').waitFor();
    expect(await canvas.isVisible()).toBe(false);
    expect(await hasPicture(page)).toBe(false);
    await page.getByRole('button', { name: /Chest, generated/ }).click();
    await page.getByText(`1 / ${slices}`).waitFor();
    expect(await canvas.isVisible()).toBe(true);
  });

  test('what arrives while the list is open appears in it', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.getByText('1 study').waitFor();
    await sendPhantom(buildPhantomStudy({ seed: 12, ctSlices: 1, usFrames: 0 }), {
      port: node.dicomPort,
      aet: node.ready.aet,
    });
    await page.getByText('2 studies').waitFor();
  });

  test('a list that cannot be brought up to date stays, and says so', async () => {
    const page = await open(desk);
    let asked = 0;
    await page.route('**/api/studies?*', (route) => {
      asked += 1;
      return asked === 1 ? route.continue() : route.fulfill({ status: 400, body: '' });
    });
    await page.route('**/api/events', (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: 'event: studies\ndata: {"studyIds":[]}\n\n' }),
    );
    await signIn(page, account);
    await page.getByText('Not everything here is up to date').waitFor();
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).first().waitFor();
    await page.unroute('**/api/studies?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => page.getByText('Not everything here is up to date').count()).toBe(0);
  });

  test('a viewer that could not be loaded is loaded by another try', async () => {
    const page = await open(desk);
    await page.route('**/assets/viewer-*.js', (route) => route.abort());
    await signIn(page, account);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).first().click();
    await page.getByText('A part of this page could not be loaded').waitFor();
    await page.unroute('**/assets/viewer-*.js');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(/^1 \/ \d/).waitFor();
  });

  test('the audit trail is narrowed down to one action and leads to its study', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.goto('/settings/audit');
    await page.getByRole('combobox', { name: 'Action' }).click();
    await page.getByRole('option', { name: 'Looked at a study', exact: true }).click();
    await expect.poll(() => page.locator('td', { hasText: 'session:sign-in' }).count()).toBe(0);
    await page.getByLabel('Last day').fill('2000-01-01');
    await page.getByText('No entry matches').waitFor();
    await page.getByLabel('Last day').fill('');
    await page.getByLabel('Who', { exact: true }).fill('nobody of this name');
    await page.getByText('No entry matches').waitFor();
    await page.getByLabel('Who', { exact: true }).fill(account.email);
    await page.getByText(/^\d+ entr(y|ies)$/).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^audit-.*\.csv$/);
    expect(await findBarriers(page)).toEqual([]);
    await page
      .getByRole('link', { name: /^study \d+$/ })
      .first()
      .click();
    await page.getByText(/^1 \/ \d/).waitFor();
  });

  test('signing out leaves nothing behind, and comes back to where it was wanted', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.getByLabel('Account').click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto('/settings/audit');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(page, account, '/settings/audit');
    await page.getByText('session:sign-out').first().waitFor();
  });

  test('news of a study that do not come leave its pictures where they are', async () => {
    const page = await open(desk);
    // A stream that says at once that everything may have changed.
    await page.route('**/api/events', (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: 'event: studies\ndata: {"studyIds":[]}\n\n' }),
    );
    let asked = 0;
    await page.route('**/api/studies/*', (route) => {
      asked += 1;
      return asked === 1 ? route.continue() : route.fulfill({ status: 400, body: '' });
    });
    await signIn(page, account);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).first().click();
    await page.getByRole('button', { name: 'Not up to date' }).waitFor();
    await page.getByText(/^1 \/ \d/).waitFor();
    expect(await page.locator('canvas').first().isVisible()).toBe(true);
    await page.unroute('**/api/studies/*');
    await page.getByRole('button', { name: 'Not up to date' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Not up to date' }).count()).toBe(0);
  });

  test('a session that has ended leads to sign-in and back, and nothing of it stays on the page', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).first().click();
    await page.getByText(/^1 \/ \d/).waitFor();
    const { pathname } = new URL(page.url());
    await page.context().clearCookies();
    // Also where the node does not speak of it any more.
    await page.route('**/api/session', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    );
    await page.keyboard.press('h');
    await expect.poll(() => page.url()).toContain('/sign-in');
    await expect.poll(() => page.content()).not.toContain('PHANTOM');
    await page.unroute('**/api/session');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(page, account, pathname);
    await page.getByText(/^1 \/ \d/).waitFor();
  });

  test('signing out where the node does not hear of it says so, from the study page too', async () => {
    const page = await open(desk);
    await signIn(page, account);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).first().click();
    await page.getByText(/^1 \/ \d/).waitFor();
    await page.route('**/api/session', (route) =>
      route.request().method() === 'DELETE' ? route.abort() : route.continue(),
    );
    await page.getByLabel('Account').click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByText('The session may still be open').waitFor();
    expect(await page.content()).not.toContain('PHANTOM');
  });

  test.each([
    ['light', desk],
    ['dark', desk],
    ['light', telephone],
  ] as const)('every page can be used without eyes and hands, %s %o', async (colorScheme, size) => {
    const page = await open(size);
    await page.emulateMedia({ colorScheme });
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').waitFor();
    expect(await findBarriers(page), 'sign-in').toEqual([]);
    await signIn(page, account);
    const study = await page
      .getByRole('link', { name: /PHANTOM/ })
      .first()
      .getAttribute('href');
    for (const path of ['/studies', '/import', ...settings, study ?? '']) {
      await page.goto(path);
      await page.getByRole('main').waitFor();
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
      expect(await findBarriers(page), path).toEqual([]);
    }
  });

  test.each([
    ['desk', desk],
    ['telephone', telephone],
  ] as const)('every menu of the list and of a study can be used by keyboard and read aloud, %s', async (_, size) => {
    const page = await open(size);
    await signIn(page, account);
    const menus = page.locator('[aria-haspopup="menu"]:not([aria-disabled="true"]):visible');
    const menu = page.getByRole('menu');
    const opened: string[] = [];
    for (const isStudy of [false, true]) {
      if (isStudy) {
        await page.goto('/studies?q=phantom&sort=instances');
        await page
          .getByRole('link', { name: /PHANTOM/ })
          .first()
          .click();
        await page.getByText(`1 / ${slices}`).waitFor();
      }
      for (const button of await menus.all()) {
        await button.focus();
        await page.keyboard.press('Enter');
        await menu.waitFor();
        // What was opened by keyboard is gone through by keyboard.
        await menu.locator('[data-menu-item]:focus').waitFor();
        expect(await findBarriers(page)).toEqual([]);
        opened.push((await menu.locator('[data-menu-item]').first().textContent()) ?? '');
        await page.keyboard.press('Escape');
        await menu.waitFor({ state: 'hidden' });
      }
    }
    // Of both pages that of the account, and of each its own.
    expect(opened.length).toBeGreaterThanOrEqual(5);
  });

  test('on a telephone every page fits, and pictures are reached with a thumb', async () => {
    const page = await open(telephone);
    await signIn(page, account);
    for (const path of ['/studies', '/import', ...settings]) {
      await page.goto(path);
      await page.getByRole('main').waitFor();
      expect(await overflowOf(page), path).toBe(0);
    }
    await page.goto('/studies?q=phantom&sort=instances');
    await page
      .getByRole('link', { name: /PHANTOM/ })
      .first()
      .click();
    await page.getByText(`1 / ${slices}`).waitFor();
    await page.getByRole('button', { name: '3 series' }).click();
    await page.getByRole('button', { name: /Heart with flow/ }).click();
    await page.getByText('Frame 1 / 5').waitFor();
    await page.getByText('No scale').waitFor();
    expect(await overflowOf(page)).toBe(0);
  });
});
