/**
 * Deleting in a browser: with a reason into the trash, back from it, held, and for good after a second confirmation; and who is
 * told of what goes wrong.
 */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { buildPhantomStudy, type PhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';
import { findBarriers, overflowOf } from './browser-page.ts';

describe.skipIf(!canBrowse)(`the life of what is stored${browsingAbsence}`, () => {
  let browsed: BrowsedNode;

  let hook: Server;
  const posted: string[] = [];

  beforeAll(async () => {
    hook = createServer(async (request, response) => {
      posted.push(await text(request));
      response.writeHead(204).end();
    });
    hook.listen(0, '127.0.0.1');
    await once(hook, 'listening');
    const { port } = hook.address() as AddressInfo; // listening on TCP
    browsed = await BrowsedNode.start({
      ISOCENTER__STORAGE__MAX_BYTES: '5000000',
      ISOCENTER__ALERTS__WEBHOOK_URL: `http://127.0.0.1:${port}/`,
      ISOCENTER__ALERTS__WEBHOOK_SECRET: 'a secret of a test',
      ISOCENTER__ALERTS__WEBHOOK_ALLOW_PRIVATE: 'true',
      ISOCENTER__ALERTS__MAIL_TO: 'admin@hospital.example',
    });
    await sendPhantom(buildPhantomStudy({ seed: 11, ctSlices: 2, usFrames: 2 }), browsed.dicomTarget);
  });

  afterEach(() => browsed.leave());

  afterAll(async () => {
    hook.close();
    await browsed?.close();
  });

  async function choose(page: Page, item: string, name = 'TEST, PHANTOM'): Promise<void> {
    await page.goto('/studies');
    await page.getByRole('link', { name }).click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  }

  async function deleteStudy(page: Page, name?: string): Promise<void> {
    await choose(page, 'Delete the study', name);
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
    const page = await browsed.open(desk);
    await deleteStudy(page);
    await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
    await page.goto('/settings/trash');
    const row = page.getByRole('row', { name: /TEST, PHANTOM/ });
    for (const text of ['sent to the wrong archive', 'by test']) await row.getByText(text).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await row.getByRole('button', { name: 'Restore' }).click();
    await page.getByText('The trash is empty.').waitFor();
    await page.goto('/studies');
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).waitFor();
  });

  test('the series on the screen is deleted and comes back, and the only one is not', async () => {
    const page = await browsed.open(desk);
    await choose(page, 'Delete the series on the screen');
    const dialog = page.getByRole('dialog');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await dialog.getByLabel('Reason').fill('of another patient');
    expect(await findBarriers(page)).toEqual([]);
    const left = () => page.getByRole('list', { name: 'Series' }).getByRole('listitem').count();
    // The page hears of what was done before the answer to it comes.
    await page.route('**/api/trash', async (route) => {
      const response = await route.fetch();
      if (route.request().method() === 'POST') await expect.poll(left).toBe(1);
      await route.fulfill({ response });
    });
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The series is in the trash.').waitFor();
    await expect.poll(left).toBe(1);
    await page.getByRole('list', { name: 'Series' }).getByRole('button').click();
    await page.getByRole('button', { name: 'More' }).click();
    const item = page.getByRole('menuitem', { name: 'Delete the series on the screen' });
    await expect.poll(() => item.getAttribute('title')).toBe('It is the only series: delete the study');
    await page.goto('/settings/trash');
    await page
      .getByRole('row', { name: /TEST, PHANTOM/ })
      .getByRole('button', { name: 'Restore' })
      .click();
    await page.getByText('The trash is empty.').waitFor();
  });

  test('a study on hold cannot be deleted until the hold is released', async () => {
    const page = await browsed.open(desk);
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
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('claim settled').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  test('a retention rule says what it would do before it does anything', async () => {
    const page = await browsed.open(desk);
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
    const page = await browsed.open(telephone);
    await deleteStudy(page);
    await page.goto('/settings/trash');
    await page.getByRole('button', { name: 'Purge' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Number of images').fill('3');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('The trash is empty.').waitFor();
  });

  test('who is told of what goes wrong is tried, and a channel that lacks a setting says so', async () => {
    const page = await browsed.open(desk);
    await page.goto('/settings/alerts');
    await page.getByText('alerts.mailTo is set and mail.host is not').waitFor();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('The test was delivered.').waitFor();
    expect(posted.map((body) => JSON.parse(body))).toMatchObject([{ event: 'test', title: 'A test of alerts' }]);
    expect(await findBarriers(page)).toEqual([]);
    // Each is a mail to everybody.
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('Too many attempts').waitFor();
    expect(posted).toHaveLength(1);
    await page.goto('/settings/audit');
    await page.getByText('alert:test').first().waitFor();
  });

  test('two objects under one UID are compared, and the one that was kept is shown from then on', async () => {
    const study = buildPhantomStudy({ seed: 12, ctSlices: 1, usFrames: 0 });
    await sendPhantom(study, browsed.dicomTarget);
    const again = buildPhantomStudy({ seed: 12, ctSlices: 1, usFrames: 0 });
    await sendPhantom(changed(again, { SeriesDescription: 'Sent again' }), browsed.dicomTarget);
    const page = await browsed.open(desk);
    await page.goto('/settings/conflicts');
    const row = page.getByRole('row', { name: /TEST, PHANTOM/ });
    await row
      .getByText(/PHANTOM \(DICOM\)/)
      .first()
      .waitFor();
    await browsed.look(page, 'conflicts');
    await row.getByRole('link', { name: 'Compare' }).click();
    await page.getByText('The pixels are the same.').waitFor();
    const difference = page.getByRole('row', { name: /Series Description/ });
    for (const text of ['Chest, generated', 'Sent again']) await difference.getByText(text).waitFor();
    for (const name of ['Shown', 'Kept']) {
      const picture = page.getByRole('region', { name, exact: true }).getByRole('img');
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    }
    await browsed.look(page, 'conflict');
    await page.setViewportSize(telephone);
    await browsed.look(page, 'conflict-telephone');
    await page.getByRole('button', { name: 'Show this one instead' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('the second has the right description');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.getByText('There are no conflicts.').waitFor();
    await page.goto('/settings/trash');
    await page.getByText('the second has the right description').waitFor();
    await page.goto('/studies');
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByText('1 / 1').waitFor();
    await page.keyboard.press('h');
    await page.getByLabel('Search the header').fill('0008,103E');
    await page.getByText('Sent again', { exact: true }).waitFor();
  });

  test('little room is told on the page and by an alert, which closes when there is room again', async () => {
    const study = buildPhantomStudy({ seed: 13, ctSlices: 0, usFrames: 4 });
    await sendPhantom(changed(study, { PatientName: 'TEST^ROOM' }), browsed.dicomTarget);
    const page = await browsed.open(desk);
    await page.goto('/settings/storage');
    await page.getByText('More than 85 % is taken').waitFor();
    const modalities = page.getByRole('table', { name: 'By modality' });
    for (const name of [/^CT 1 /, /^US 1 /]) await modalities.getByRole('row', { name }).waitFor();
    await page
      .getByRole('table', { name: 'By sender' })
      .getByRole('row', { name: /^PHANTOM 2 / })
      .waitFor();
    await browsed.look(page, 'storage');
    const alertIs = (state: string) =>
      expect
        .poll(async () => {
          await page.goto('/settings/alerts');
          return page.getByRole('row', { name: /Little room for images is left/ }).textContent();
        })
        .toContain(state);
    await alertIs('Warning');
    await browsed.look(page, 'alerts');
    await page.setViewportSize(telephone);
    await browsed.look(page, 'alerts-telephone');
    await deleteStudy(page, 'TEST, ROOM');
    await page.goto('/settings/trash');
    await page
      .getByRole('row', { name: /TEST, ROOM/ })
      .getByRole('button', { name: 'Purge' })
      .click();
    await page.getByLabel('Number of images').fill('1');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByRole('row', { name: /TEST, ROOM/ }).waitFor({ state: 'detached' });
    await page.goto('/settings/storage');
    await page.getByText('By modality').waitFor();
    expect(await page.getByText('More than 85 % is taken').count()).toBe(0);
    await alertIs('Over');
  });

  test('every page fits a telephone', async () => {
    const page = await browsed.open(telephone);
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

  test('a page that has nothing to press is scrolled from the keyboard', async () => {
    const page = await browsed.open({ width: 360, height: 260 });
    await page.goto('/settings/storage');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const main = page.getByRole('main', { name: 'Page' });
    await main.evaluate((element) => {
      for (const control of element.querySelectorAll('a, button, input, [tabindex]')) control.remove();
    });
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await page.getByRole('link', { name: 'Skip to content' }).press('Enter');
    await page.keyboard.press('End');
    await expect.poll(() => main.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
  });
});

/** The same study with other values in each of its instances. */
function changed(study: PhantomStudy, changes: Attributes): PhantomStudy {
  const others = new Map(buildDataSet(changes).elements.map((element) => [element.tag, element]));
  return {
    ...study,
    series: study.series.map((series) => ({
      ...series,
      *instances() {
        for (const instance of series.instances()) {
          const elements = instance.dataSet.elements.map((element) => others.get(element.tag) ?? element);
          yield { ...instance, dataSet: { ...instance.dataSet, elements } };
        }
      },
    })),
  };
}
