/**
 * People who join care teams, each in a browser of their own, and what they do on the pages; with the mail server and the gateway
 * of text messages by which the node reaches them.
 */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Client, createClient } from '@isocenter/contract/client';
import type { Page } from 'playwright-core';
import { SMTPServer } from 'smtp-server';
import { expect } from 'vitest';
import { BrowsedNode, telephone } from './browsed-node.ts';

type Message = { readonly to: string; readonly text: string };

const link = /\/join#[\w-]+/;
const code = /\d{6}/;

export class JoiningPeople {
  readonly browsed: BrowsedNode;
  readonly #receivers: Receivers;
  /** How many messages to somebody have been read. */
  readonly #read = new Map<string, number>();

  private constructor(browsed: BrowsedNode, receivers: Receivers) {
    this.browsed = browsed;
    this.#receivers = receivers;
  }

  static async start(): Promise<JoiningPeople> {
    const receivers = await openReceivers();
    return new JoiningPeople(await BrowsedNode.start(receivers.env), receivers);
  }

  async close(): Promise<void> {
    await this.browsed.close();
    this.#receivers.close();
  }

  /** How many links have gone to somebody. */
  linksTo(email: string): number {
    return sentTo(this.#receivers.mails, email, link).length;
  }

  codesTo(phone: string): number {
    return sentTo(this.#receivers.texts, phone, code).length;
  }

  /** Waits for the next mail with a link to somebody; returns the address on this node. */
  linkTo(email: string): Promise<string> {
    return this.#next(this.#receivers.mails, email, link);
  }

  /** Waits for the next code to a telephone. */
  codeTo(phone: string): Promise<string> {
    return this.#next(this.#receivers.texts, phone, code);
  }

  /** Makes a care team from the menu of the first study, and returns the code for people outside. */
  async makeTeam(page: Page, name: string): Promise<string> {
    await page
      .getByRole('link', { name: /PHANTOM/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Make a care team' }).click();
    await page.getByLabel('Name of the team').fill(name);
    await page.getByRole('dialog').getByRole('button', { name: 'Make a care team' }).click();
    await page.getByRole('heading', { name }).waitFor();
    const lines = page.getByRole('region', { name: 'For people outside' }).locator('code');
    return (await lines.last().textContent()) ?? '';
  }

  /** Somebody outside asks to hand in an image; returns their browser. */
  async askToHandIn(teamCode: string, email: string): Promise<Page> {
    const outside = await this.browsed.visitAsStranger('/hand-in', telephone);
    await outside.getByLabel('Code of the team').fill(teamCode);
    await outside.getByLabel('Your name').fill('Out Sider');
    await outside.getByLabel('E-mail').fill(email);
    await outside.getByLabel('What do you want to hand in?').fill('A CD of last week');
    await outside.getByRole('button', { name: 'Ask the team' }).click();
    await outside.getByRole('heading', { name: 'Thank you' }).waitFor();
    return outside;
  }

  /** Opens a link and names a telephone. */
  async openLink(page: Page, address: string, phone: string): Promise<void> {
    // What differs in its fragment only would not be loaded.
    await page.goto('about:blank');
    await page.goto(address);
    await page.getByLabel('Mobile telephone').fill(phone);
  }

  async confirm(page: Page, address: string, phone: string): Promise<void> {
    await this.openLink(page, address, phone);
    await page.getByRole('button', { name: 'Confirm and send me the code' }).click();
  }

  async typeCode(page: Page, typed: string): Promise<void> {
    await page.getByLabel('Code', { exact: true }).fill(typed);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
  }

  /** The last step of who had no account: they are signed in with it. */
  async choosePassword(page: Page, password: string): Promise<void> {
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Save password' }).click();
    await page.waitForURL((url) => url.pathname === '/studies');
  }

  /** The API as the session of a page may use it, or as its browser may where nobody is signed in. */
  clientOf(page: Page): Client {
    const { request } = page.context();
    return createClient({
      baseUrl: this.browsed.base,
      fetch: async (url, { method = 'GET', headers = {}, body } = {}) => {
        // What the client sends are plain headers, and texts or buffers.
        const sent = { method, headers: headers as Record<string, string> };
        const data = body === undefined || body === null ? {} : { data: bytesOf(body as string | ArrayBuffer) };
        const answer = await request.fetch(String(url), { ...sent, ...data });
        const isEmpty = answer.status() === 204;
        return new Response(isEmpty ? null : await answer.text(), {
          status: answer.status(),
          headers: answer.headers(),
        });
      },
    });
  }

  async #next(messages: readonly Message[], to: string, pattern: RegExp): Promise<string> {
    const read = this.#read.get(to) ?? 0;
    const found = () => sentTo(messages, to, pattern)[read];
    await expect.poll(found, { timeout: 20_000 }).toBeDefined();
    this.#read.set(to, read + 1);
    return found() ?? '';
  }
}

function sentTo(messages: readonly Message[], to: string, pattern: RegExp): readonly string[] {
  return messages.flatMap((message) => (message.to === to ? (pattern.exec(message.text)?.[0] ?? []) : []));
}

function bytesOf(body: string | ArrayBuffer): string | Buffer {
  return typeof body === 'string' ? body : Buffer.from(body);
}

type Receivers = {
  readonly mails: readonly Message[];
  readonly texts: readonly Message[];
  /** What makes a node send to them. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
};

async function openReceivers(): Promise<Receivers> {
  const mails: Message[] = [];
  const texts: Message[] = [];
  const mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, { envelope }, done) {
      // Long lines of a mail are broken as RFC 2045 §6.7 says.
      const body = (await text(stream)).replace(/=\r\n/g, '').replace(/=3D/g, '=');
      mails.push(...envelope.rcptTo.map(({ address }) => ({ to: address, text: body })));
      done();
    },
  });
  const gateway = createServer(async (request, response) => {
    texts.push(JSON.parse(await text(request)));
    response.writeHead(202).end();
  });
  mailServer.listen(0, '127.0.0.1');
  gateway.listen(0, '127.0.0.1');
  await Promise.all([once(mailServer.server, 'listening'), once(gateway, 'listening')]);
  const portOf = (address: AddressInfo | string | null) => String((address as AddressInfo).port); // listening on TCP
  const env = {
    ISOCENTER__MAIL__HOST: '127.0.0.1',
    ISOCENTER__MAIL__PORT: portOf(mailServer.server.address()),
    ISOCENTER__MAIL__SECURITY: 'none',
    ISOCENTER__SMS__URL: `http://127.0.0.1:${portOf(gateway.address())}/send`,
    ISOCENTER__SMS__ALLOWPRIVATE: 'true',
  };
  const close = () => {
    mailServer.close();
    gateway.close();
  };
  return { mails, texts, env, close };
}
