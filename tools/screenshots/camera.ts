/** Takes the pictures: signs in, brings the page to what it is about, and writes a PNG of few colours. */

import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';

const desk = { width: 1280, height: 800 };
export const telephone = { width: 360, height: 740 };

type Size = { readonly width: number; readonly height: number };

export type Shot = {
  readonly name: string;
  readonly path: string;
  readonly size?: Size;
  readonly dark?: boolean;
  /** Of the interface; English where there is none. */
  readonly language?: 'es' | 'ar';
  /** Whether it is looked at in the other languages as well. */
  readonly inEveryLanguage?: boolean;
  /** Brings the page to what the picture is about. */
  readonly prepare?: (page: Page) => Promise<void>;
};

type CameraOptions = {
  readonly browser: Browser;
  readonly baseUrl: string;
  readonly account: { readonly email: string; readonly password: string };
  /** Where the pictures of the documentation go. */
  readonly dir: string;
  /** Where each page goes in both themes at both sizes, for whoever wants to look at all of them. */
  readonly lookDir: string | undefined;
  /** The names of the pictures that are taken; all where there is none. */
  readonly only: readonly string[];
};

export type Camera = { take(shot: Shot): Promise<void> };

export function openCamera(options: CameraOptions): Camera {
  let state: BrowserContextOptions['storageState'];
  const open = async ({
    size = desk,
    dark = false,
    language,
  }: Pick<Shot, 'size' | 'dark' | 'language'>): Promise<Page> => {
    const context = await options.browser.newContext({
      baseURL: options.baseUrl,
      viewport: size,
      hasTouch: size === telephone,
      colorScheme: dark ? 'dark' : 'light',
      locale: 'en-GB',
      deviceScaleFactor: size === telephone ? 2 : 1,
      ...(state && { storageState: state }),
    });
    const page = await context.newPage();
    if (state === undefined) {
      await signIn(page, options.account);
      state = await context.storageState();
    }
    if (language !== undefined) {
      await context.addInitScript((chosen) => localStorage.setItem('isocenter-language', chosen), language);
    }
    return page;
  };
  const write = async (shot: Shot, dir: string): Promise<void> => {
    const page = await open(shot);
    await page.goto(shot.path);
    await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined); // The event stream never ends.
    await shot.prepare?.(page);
    const png = await page.screenshot({ animations: 'disabled' });
    // A palette of 256 colours is a third of the bytes and looks the same.
    const { size: bytes } = await sharp(png)
      .png({ palette: true, effort: 10 })
      .toFile(join(dir, `${shot.name}.png`));
    console.log(`${shot.name}.png ${Math.round(bytes / 1000)} kB`);
    await page.context().close();
  };
  return {
    async take(shot) {
      if (options.only.length > 0 && !options.only.includes(shot.name)) return;
      await write(shot, options.dir);
      if (options.lookDir === undefined || shot.size !== undefined || shot.dark !== undefined) return;
      for (const [word, size] of [['desk', desk] as const, ['telephone', telephone] as const]) {
        for (const dark of [false, true]) {
          const name = `${shot.name}-${word}${dark ? '-dark' : ''}`;
          await write({ ...shot, name, size, dark }, options.lookDir);
          for (const language of shot.inEveryLanguage === true ? (['es', 'ar'] as const) : []) {
            await write({ ...shot, name: `${name}-${language}`, size, dark, language }, options.lookDir);
          }
        }
      }
    },
  };
}

async function signIn(page: Page, { email, password }: CameraOptions['account']): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/studies');
}
