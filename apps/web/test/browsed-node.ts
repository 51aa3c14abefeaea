/**
 * A node and a browser for one file of tests, with an administrator. Pages are watched for what they must never do: an
 * error of a script, a breach of the security policy, a request elsewhere.
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { chromiumAbsence, chromiumPath, launchChromium } from '@isocenter/testkit/chromium';
import {
  type IsocenterProcess,
  makeDataDir,
  runIsocenter,
  startIsocenterProcess,
} from '@isocenter/testkit/isocenter-process';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBarriers, givePassword, openPage, overflowOf, signIn, type WatchedPage } from './browser-page.ts';

const statementScript = resolve(import.meta.dirname, '../../server/test/node-statement.ts');

const isBuilt = existsSync(join(import.meta.dirname, '../dist/index.html'));

/** Whether there is something to look at, and something to look with. */
export const canBrowse = isBuilt && chromiumPath !== undefined;

/** The title suffix that says why not; empty where it can. */
export const browsingAbsence = isBuilt ? chromiumAbsence : ' (skipped: the web application is not built)';

export const desk = { width: 1280, height: 800 };
export const telephone = { width: 360, height: 740 };

const account = { email: 'test@isocenter.example', password: 'a sentence of several words' };

/** Pictures for whoever wants to look at the pages. */
const pictures = process.env.ISOCENTER_TEST_PICTURES;

type Size = { readonly width: number; readonly height: number };

type Parts = {
  readonly node: IsocenterProcess;
  readonly browser: Browser;
  readonly data: ReturnType<typeof makeDataDir>;
};

export class BrowsedNode {
  readonly #parts: Parts;
  #watched: WatchedPage | undefined;
  readonly #visits: WatchedPage[] = [];
  #statements: ChildProcessByStdio<Writable, Readable, null> | undefined;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @param env configuration keys besides as `ISOCENTER__SECTION__KEY` */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<BrowsedNode> {
    const data = makeDataDir();
    const passwordFile = join(dirname(data.path), 'password');
    writeFileSync(passwordFile, account.password, { mode: 0o600 });
    const admin = { ISOCENTER__ADMIN__EMAIL: account.email, ISOCENTER__ADMIN__PASSWORD_FILE: passwordFile };
    const [node, browser] = await Promise.all([
      startIsocenterProcess({ dataDir: data.path, env: { ...admin, ...env }, keepOutput: true }),
      launchChromium(),
    ]);
    return new BrowsedNode({ node, browser, data });
  }

  get dicomTarget(): { readonly port: number; readonly aet: string } {
    const { dicomPort: port, ready } = this.#parts.node;
    return { port, aet: ready.aet };
  }

  /** Asks the API by a token of an administrator and returns the status. */
  async post(path: string, body: unknown): Promise<number> {
    const token = runIsocenter({ dataDir: this.#parts.data.path }, ['user', 'token', '--role', 'admin']).trim();
    const response = await fetch(`${this.#parts.node.ready.http}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.text();
    return response.status;
  }

  /** Runs a statement on the node's database, one at a time: what has expired there has expired. */
  async change(statement: string): Promise<void> {
    this.#statements ??= spawn(process.execPath, [statementScript, this.#parts.data.path], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#statements.stdin.write(`${statement}\n`);
    const done = once(this.#statements.stdout, 'data');
    const ended = once(this.#statements, 'exit').then(() => Promise.reject(new Error('the statement failed')));
    await Promise.race([done, ended]);
  }

  /** Opens a page as the administrator, on the list of studies. One at a time. */
  async open(size: Size, colorScheme?: 'light' | 'dark'): Promise<Page> {
    this.#watched = await openPage(this.#parts.browser, this.#parts.node.ready.http, size);
    const { page } = this.#watched;
    if (colorScheme !== undefined) await page.emulateMedia({ colorScheme });
    await signIn(page, account);
    return page;
  }

  /**
   * Opens the page of sign-in by the name `localhost`, for which browsers make passkeys, and gives address and password;
   * what comes next is the caller's. One at a time.
   */
  async enter(size: Size, colorScheme?: 'light' | 'dark'): Promise<Page> {
    const base = this.#parts.node.ready.http.replace('127.0.0.1', 'localhost');
    this.#watched = await openPage(this.#parts.browser, base, size);
    const { page } = this.#watched;
    if (colorScheme !== undefined) await page.emulateMedia({ colorScheme });
    await page.goto('/sign-in');
    await givePassword(page, account);
    return page;
  }

  /** Opens the page of sign-in, from where the browser may go to another origin and back. One at a time. */
  async visit(size: Size, also: string): Promise<Page> {
    this.#watched = await openPage(this.#parts.browser, this.#parts.node.ready.http, size, [also]);
    const { page } = this.#watched;
    await page.goto('/sign-in');
    return page;
  }

  /** Base of the node's addresses. */
  get base(): string {
    return this.#parts.node.ready.http;
  }

  /** Opens a page in a browser of its own in which nobody has signed in. */
  async visitAsStranger(path: string, size: Size): Promise<Page> {
    const visit = await openPage(this.#parts.browser, this.#parts.node.ready.http, size);
    this.#visits.push(visit);
    await visit.page.goto(path);
    return visit.page;
  }

  /** Gives address and password once more, on the page of sign-in. */
  async enterAgain(page: Page): Promise<void> {
    await givePassword(page, account);
  }

  /** Asserts that nothing bars anybody from the page, and that it fits its window. */
  async look(page: Page, name: string): Promise<void> {
    expect(await findBarriers(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  /** Call it after each test: whatever it was about, nothing on its way may have failed or gone elsewhere. */
  async leave(): Promise<void> {
    const watched = this.#watched;
    this.#watched = undefined;
    const all = [...(watched === undefined ? [] : [watched]), ...this.#visits.splice(0)];
    await Promise.all(all.map(({ page }) => page.context().close()));
    expect(all.flatMap(({ complaints }) => complaints)).toEqual([]);
  }

  async close(): Promise<void> {
    const { node, browser, data } = this.#parts;
    if (this.#statements !== undefined) {
      this.#statements.stdin.end();
      await once(this.#statements, 'exit');
    }
    await browser.close();
    await node.stop();
    data.remove();
  }
}
