/** The pages in Arabic, from right to left, and in Spanish, on a telephone: nothing bars anybody, everything fits. */

import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ar } from '../src/languages/ar.ts';
import { en } from '../src/languages/en.ts';
import { es } from '../src/languages/es.ts';
import { languages } from '../src/languages/language.ts';
import { pagePaths } from '../src/pages/page-paths.ts';
import { BrowsedNode, browsingAbsence, canBrowse, telephone } from './browsed-node.ts';

const settings = Object.values(pagePaths).filter((path) => path.startsWith('/settings/') && !path.includes('$'));
const pages = [
  pagePaths.studies,
  pagePaths.notices,
  pagePaths.emergency,
  pagePaths.import,
  pagePaths.queue,
  ...settings,
];

const february = { es: /feb/, ar: /فبراير|شباط/ } as const;

describe.skipIf(!canBrowse)(`the pages in other languages${browsingAbsence}`, () => {
  let browsed: BrowsedNode;

  beforeAll(async () => {
    browsed = await BrowsedNode.start();
    await sendPhantom(buildPhantomStudy({ seed: 12, ctSlices: 2, usFrames: 2 }), browsed.dicomTarget);
  });

  afterEach(() => browsed.leave());

  afterAll(() => browsed?.close());

  test.each([
    ['es', es, en],
    ['ar', ar, es],
  ] as const)('%s', async (language, texts, before) => {
    const page = await browsed.open(telephone);
    // What was chosen in the browser before is kept with the account.
    await page.getByRole('button', { name: before.shell.language, exact: true }).click();
    await page.getByRole('menuitemradio', { name: languages[language].name }).click();
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
    for (const path of pages) {
      await page.goto(path);
      await page.getByRole('main').waitFor();
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
      expect(await page.evaluate(() => document.documentElement.dir), path).toBe(languages[language].direction);
      expect(await page.evaluate(widerThanShown), path).toEqual([]);
      // What bars anybody in Spanish does so in English, which other walks look at.
      if (languages[language].direction === 'rtl') {
        await browsed.look(page, `${language}-360${path.replaceAll('/', '-')}`);
      }
    }
    // The browser writes days in its own language; the page says which day it is in that of the page.
    await page.goto(pagePaths.emergency);
    await page.getByLabel(texts.emergencies.birthDate).fill('1970-02-03');
    await page.getByText(february[language]).waitFor();
    await browsed.look(page, `${language}-360-day`);
    await page.goto(pagePaths.studies);
    await page
      .getByRole('link', { name: /PHANTOM/ })
      .first()
      .click();
    await page.getByRole('toolbar', { name: texts.viewer.viewer }).waitFor();
    await page.getByText('1 / 2').waitFor();
    expect(await sideOf(page, 'PHANTOM')).toBe('left');
    const isCut = (name: Element) => name.scrollWidth > name.clientWidth || name.scrollHeight > name.clientHeight + 1;
    expect(await page.getByRole('heading', { level: 1 }).evaluate(isCut)).toBe(false);
    await browsed.look(page, `${language}-360-study`);
  });

  test('a person who has chosen nothing gets the language of the browser, also before signing in', async () => {
    const page = await browsed.open(telephone);
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'languages', { get: () => ['ar-EG', 'en'] });
    });
    await page.context().clearCookies();
    await page.goto(pagePaths.signIn);
    await page.getByRole('button', { name: ar.entrance.signIn, exact: true }).waitFor();
    await browsed.look(page, 'ar-360-sign-in');
  });
});

/** Parts of the page that reach beyond its window and can be scrolled to by nobody. */
function widerThanShown(): readonly string[] {
  const isReached = (element: Element) => {
    for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
      if (parent.id !== 'content' && /auto|scroll/.test(getComputedStyle(parent).overflowX)) return true;
    }
    return false;
  };
  return [...document.querySelectorAll('main button, main a, main h1, main p, main input')]
    .filter((element) => !isReached(element))
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 2 && (left < -1 || right > window.innerWidth + 1);
    })
    .map((element) => element.outerHTML.slice(0, 120));
}

/** On which half of its pane the patient's name stands over the picture: the left one in every language. */
function sideOf(page: Page, name: string): Promise<'left' | 'right' | undefined> {
  return page.evaluate((wanted) => {
    const pane = document.querySelector('section[dir="ltr"]');
    const lines = [...(pane?.querySelectorAll('div') ?? [])].filter((line) => line.textContent?.includes(wanted));
    const line = lines.at(-1)?.getBoundingClientRect();
    const box = pane?.getBoundingClientRect();
    if (line === undefined || box === undefined) return undefined;
    return line.left - box.left < box.right - line.right ? 'left' : 'right';
  }, name);
}
