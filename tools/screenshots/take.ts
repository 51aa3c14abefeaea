/**
 * `npm run screenshots`: takes the pictures of the documentation. Starts two nodes of its own, fills them with generated
 * studies, lets them exchange some, walks the pages in Chromium and writes `docs/images/*.png`.
 *
 * `npm run screenshots -- DIR` also writes every page in both themes, at a desk and on a telephone, some in every language, into a folder; names of
 * pictures behind DIR leave out all others.
 */

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '@isocenter/testkit/chromium';
import { makeDataDir, runIsocenter, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Browser, Page } from 'playwright-core';
import { type Camera, openCamera, telephone } from './camera.ts';
import { castStudies } from './cast.ts';
import { type Api, exchangeShots, letThingsHappen, openOldArchive, setUpExchange, untilSettled } from './exchange.ts';
import { openPostbox, teamShots } from './team.ts';

const root = join(import.meta.dirname, '../..');
const imagesDir = join(root, 'docs/images');
const [lookDir, ...only] = process.argv.slice(2);
const account = {
  name: 'Test Administrator',
  email: 'admin@hospital.example',
  password: 'a sentence of several words',
};
const env = {
  ISOCENTER__SETTLING__QUIET_SECONDS: '3',
  ISOCENTER__SETTLING__SERIES_QUIET_SECONDS: '1',
  // Everybody is in the list of peers.
  ISOCENTER__DICOM__ALLOW_LOOPBACK: 'false',
  // A little more than what the pictures need, so that they show a warning.
  ISOCENTER__STORAGE__MAX_BYTES: '130000000',
};

if (!existsSync(join(root, 'apps/web/dist/index.html'))) {
  console.error('The web application is not built: run node tools/prepare.js first.');
  process.exit(1);
}
for (const dir of [imagesDir, ...(lookDir === undefined ? [] : [lookDir])]) mkdirSync(dir, { recursive: true });
const data = makeDataDir();
const postbox = await openPostbox();
const [node, archive] = await Promise.all([
  startIsocenterProcess({ dataDir: data.path, env: { ...env, ...postbox.env }, keepOutput: true }),
  openOldArchive(),
]);
const browser = await launchChromium();
try {
  await createAdministrator(browser, node.ready.setupLink ?? '');
  const camera = openCamera({ browser, baseUrl: node.ready.http, account, dir: imagesDir, lookDir, only });
  const api = openApi();
  await camera.take({ name: 'empty-archive', path: '/studies' });
  await setUpExchange(api, archive);
  const to = { port: node.dicomPort, aet: node.ready.aet, callingAet: 'SCANNER1' };
  for (const study of castStudies()) await sendPhantom(study, to);
  await untilSettled(api);
  await takePages(camera);
  for (const shot of teamShots(node.ready.http)) await camera.take(shot);
  await letThingsHappen(api, to, castStudies());
  await untilSettled(api);
  for (const shot of exchangeShots) await camera.take(shot);
} catch (error) {
  console.error(node.output());
  throw error;
} finally {
  await browser.close();
  await Promise.all([node.stop(), archive.close()]);
  postbox.close();
  data.remove();
}

async function takePages(camera: Camera): Promise<void> {
  await camera.take({ name: 'sign-in', path: '/sign-in', inEveryLanguage: true });
  await camera.take({ name: 'studies', path: '/studies', prepare: listed, inEveryLanguage: true });
  await camera.take({ name: 'studies-dark', path: '/studies', dark: true, prepare: listed });
  await camera.take({ name: 'studies-telephone', path: '/studies', size: telephone, prepare: listed });
  await camera.take({ name: 'viewer', path: '/studies', prepare: viewed, inEveryLanguage: true });
  await camera.take({ name: 'viewer-layout', path: '/studies', prepare: compared });
  await camera.take({ name: 'viewer-telephone', path: '/studies', size: telephone, prepare: viewed });
  await camera.take({ name: 'header', path: '/studies', prepare: headerShown });
  await camera.take({ name: 'access', path: '/studies', prepare: accessShown });
  await camera.take({ name: 'import', path: '/import', inEveryLanguage: true });
  await camera.take({
    name: 'settings-audit',
    path: '/settings/audit',
    prepare: (page) => page.getByText('Signed in').first().waitFor(),
  });
}

function openApi(): Api {
  const token = runIsocenter({ dataDir: data.path }, ['user', 'token', '--role', 'admin']).trim();
  return async (method, path, body) => {
    const response = await fetch(`${node.ready.http}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };
}

async function createAdministrator(open: Browser, link: string): Promise<void> {
  const page = await open.newPage();
  await page.goto(link);
  await page.getByLabel('Name').fill(account.name);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.waitForURL('**/studies');
  await page.close();
}

async function listed(page: Page): Promise<void> {
  await page.getByText('TEST, ANNA').first().waitFor();
}

async function opened(page: Page): Promise<void> {
  await page.getByRole('link', { name: /TEST, ANNA/ }).click();
  await page.getByText('1 / 40').waitFor();
}

async function viewed(page: Page): Promise<void> {
  await opened(page);
  await page.getByRole('slider').fill('17');
  await page.getByText('18 / 40').waitFor();
}

async function compared(page: Page): Promise<void> {
  await viewed(page);
  await page.getByRole('button', { name: 'Layout' }).click();
  await page.getByRole('menuitemradio', { name: 'Two side by side' }).click();
  await page.getByText('1 / 20').waitFor();
}

async function headerShown(page: Page): Promise<void> {
  await viewed(page);
  await page.keyboard.press('h');
  await page.getByText('Patient ID').waitFor();
}

async function accessShown(page: Page): Promise<void> {
  await opened(page);
  const name = 'Who can see this, and why';
  const button = page.getByRole('button', { name });
  if (await button.isVisible()) await button.click();
  else {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name }).click();
  }
  await page.getByText('Everyone who signs in').first().waitFor();
}
