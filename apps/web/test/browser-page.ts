/** A page of the walk: watched for what it must never do, and helped with what every test does. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';

/** Half as long as the script that may be read: each page that is looked at reads it anew. */
const axeScript = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

export type WatchedPage = {
  readonly page: Page;
  /** Errors of scripts, breaches of the security policy, and requests to other hosts. */
  readonly complaints: readonly string[];
};

export async function openPage(
  browser: Browser,
  baseURL: string,
  viewport: { readonly width: number; readonly height: number },
  /** Where else the page may go. */
  also: readonly string[] = [],
): Promise<WatchedPage> {
  const context = await browser.newContext({ baseURL, viewport, hasTouch: viewport.width < 500 });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (![baseURL, ...also].includes(origin) && !['data:', 'blob:'].includes(protocol))
      complaints.push(`request to ${origin}`);
  });
  return { page, complaints };
}

/** Fills the sign-in page, opening it unless it stands there already, and waits until it has let us in. */
export async function signIn(
  page: Page,
  account: { readonly email: string; readonly password: string },
  expectedPath = '/studies',
): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in');
  await givePassword(page, account);
  await page.waitForURL((url) => url.pathname === expectedPath);
}

/** Fills the sign-in page that stands there. */
export async function givePassword(
  page: Page,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Whether the first viewport shows something else than one colour. */
export function hasPicture(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const canvas = document.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (canvas === null || context === null || context === undefined || canvas.width === 0) return false;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const levels = new Set<number>();
    for (let at = 0; at < data.length; at += 4 * 97) levels.add(data[at] ?? 0);
    return levels.size > 8;
  });
}

/** What bars people with a screen reader, a keyboard or weak eyes: breaches of WCAG 2.2 A and AA that axe finds. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeScript);
  return page.evaluate(async () => {
    // The script of the line before has put it there.
    const { axe: engine } = window as unknown as { readonly axe: typeof axe };
    const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    // What fades in or out has colours of its own meanwhile; what turns for ever does not end.
    const ending = document
      .getAnimations()
      .filter((one) => one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(({ finished }) => finished));
    const { violations } = await engine.run(document, { runOnly: rules });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  });
}

/** By how many pixels the page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}
