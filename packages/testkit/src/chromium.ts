/**
 * Chromium for tests and screenshots of the web application, driven by playwright-core. It is no part of this project: a
 * test that needs it is skipped, with the reason, where the machine has none.
 */

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The one without a window's machinery first: the same engine for a fifth less CPU. */
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Absolute path of the browser, `CHROMIUM` first, or undefined where there is none. */
export const chromiumPath: string | undefined = [process.env.CHROMIUM, ...places].find(
  (path) => path !== undefined && existsSync(path),
);

/** The title suffix that reports a missing browser in the list of skipped tests; empty where there is one. */
export const chromiumAbsence = chromiumPath === undefined ? ' (skipped: chromium not installed)' : '';

/** Quiet: a browser that looks for updates would fail tests on machines without a network. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** Starts a browser without a window, with a profile of its own. @throws Error where the machine has none */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('chromium is not installed');
  // Chromium refuses to run as root inside its sandbox.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: chromiumPath, args: [...quiet, ...asRoot] });
}
