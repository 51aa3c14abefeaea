/**
 * `npm run screenshots`: takes the pictures of the documentation. Starts a node of its own, fills it with generated
 * studies, walks the pages in Chromium and writes `docs/images/*.png`, light and dark, desk and telephone.
 */

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '@isocenter/testkit/chromium';
import { makeDataDir, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { castStudies } from './cast.ts';

const root = join(import.meta.dirname, '../..');
const imagesDir = join(root, 'docs/images');
const account = {
  name: 'Test Administrator',
  email: 'admin@hospital.example',
  password: 'a sentence of several words',
};

const desk = { width: 1280, height: 800 };
const telephone = { width: 360, height: 740 };

if (!existsSync(join(root, 'apps/web/dist/index.html'))) {
  console.error('The web application is not built: run node tools/prepare.js first.');
  process.exit(1);
}
mkdirSync(imagesDir, { recursive: true });
const data = makeDataDir();
const node = await startIsocenterProcess({ dataDir: data.path, keepOutput: true });
const browser = await launchChromium();
try {
  await createAdministrator(browser, node.ready.setupLink ?? '');
  await take(browser, { name: 'empty-archive', path: '/studies' });
  for (const study of castStudies()) await sendPhantom(study, { port: node.dicomPort, aet: node.ready.aet });
  await takePages(browser);
} finally {
  await browser.close();
  await node.stop();
  data.remove();
}

type Shot = {
  readonly name: string;
  readonly path: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** Brings the page to what the picture is about. */
  readonly prepare?: (page: Page) => Promise<void>;
};

async function takePages(open: Browser): Promise<void> {
  await take(open, { name: 'studies', path: '/studies', prepare: listed });
  await take(open, { name: 'studies-dark', path: '/studies', dark: true, prepare: listed });
  await take(open, { name: 'studies-telephone', path: '/studies', size: telephone, prepare: listed });
  await take(open, { name: 'viewer', path: '/studies', prepare: viewed });
  await take(open, { name: 'viewer-layout', path: '/studies', prepare: compared });
  await take(open, { name: 'viewer-telephone', path: '/studies', size: telephone, prepare: viewed });
  await take(open, { name: 'header', path: '/studies', prepare: headerShown });
  await take(open, { name: 'import', path: '/import' });
  await take(open, {
    name: 'settings-audit',
    path: '/settings/audit',
    prepare: (page) => page.getByText('session:sign-in').first().waitFor(),
  });
}

async function take(open: Browser, { name, path, size = desk, dark = false, prepare }: Shot): Promise<void> {
  const context = await open.newContext({
    baseURL: node.ready.http,
    viewport: size,
    hasTouch: size === telephone,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-GB',
    deviceScaleFactor: size === telephone ? 2 : 1,
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/studies');
  await page.goto(path);
  await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined); // The event stream never ends.
  await prepare?.(page);
  const png = await page.screenshot({ animations: 'disabled' });
  // A palette of 256 colours is a third of the bytes and looks the same.
  const { size: bytes } = await sharp(png)
    .png({ palette: true, effort: 10 })
    .toFile(join(imagesDir, `${name}.png`));
  console.log(`${name}.png ${Math.round(bytes / 1000)} kB`);
  await context.close();
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
  await page.getByRole('slider', { name: 'Image' }).fill('17');
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
