/**
 * The joining ceremony in a browser: somebody outside asks to hand in an image, is admitted, confirms address and telephone,
 * and is in the team. Wrong turns on the way: another browser, a wrong number, a wrong code, a link that was used. Mail goes
 * to a real SMTP server, text messages to a real gateway.
 */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Page } from 'playwright-core';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';

describe.skipIf(!canBrowse)(`joining a care team${browsingAbsence}`, () => {
  const mails: string[] = [];
  const texts: string[] = [];
  const outsider = { name: 'Out Sider', email: 'outside@clinic.example', password: 'a lantern over quiet water' };
  let browsed: BrowsedNode;

  const mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, _session, done) {
      // Long lines of a mail are broken as RFC 2045 §6.7 says.
      mails.push((await text(stream)).replace(/=\r\n/g, '').replace(/=3D/g, '='));
      done();
    },
  });
  const gateway = createServer(async (request, response) => {
    texts.push(JSON.parse(await text(request)).text);
    response.writeHead(202).end();
  });

  beforeAll(async () => {
    mailServer.listen(0, '127.0.0.1');
    gateway.listen(0, '127.0.0.1');
    await Promise.all([once(mailServer.server, 'listening'), once(gateway, 'listening')]);
    const portOf = (address: AddressInfo | string | null) => String((address as AddressInfo).port); // listening on TCP
    browsed = await BrowsedNode.start({
      ISOCENTER__MAIL__HOST: '127.0.0.1',
      ISOCENTER__MAIL__PORT: portOf(mailServer.server.address()),
      ISOCENTER__MAIL__SECURITY: 'none',
      ISOCENTER__SMS__URL: `http://127.0.0.1:${portOf(gateway.address())}/send`,
      ISOCENTER__SMS__ALLOWPRIVATE: 'true',
    });
    await sendPhantom(buildPhantomStudy({ seed: 21, ctSlices: 3, usFrames: 2 }), browsed.dicomTarget);
    await sendPhantom(buildPhantomStudy({ seed: 22, ctSlices: 2, usFrames: 1 }), browsed.dicomTarget);
  });

  afterEach(() => browsed.leave());

  afterAll(async () => {
    await browsed?.close();
    mailServer.close();
    gateway.close();
  });

  const linkOf = (mail: string | undefined) => /\/join#[\w-]+/.exec(mail ?? '')?.[0] ?? '';
  const codeOf = (sms: string | undefined) => /\d{6}/.exec(sms ?? '')?.[0] ?? '';
  const arrived = (list: readonly string[], count: number) =>
    expect.poll(() => list.length, { timeout: 15_000 }).toBe(count);

  async function confirm(page: Page, link: string, phone: string): Promise<void> {
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByLabel('Mobile telephone').fill(phone);
    await page.getByRole('button', { name: 'Confirm and send me the code' }).click();
  }

  test('goes from a request to a member who sees the one patient', async () => {
    const page = await browsed.open(desk);
    await page
      .getByRole('link', { name: /TEST|PHANTOM/i })
      .first()
      .click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Make a care team' }).click();
    await page.getByLabel('Name of the team').fill('Test team');
    await page.getByRole('dialog').getByRole('button', { name: 'Make a care team' }).click();
    await page.getByRole('heading', { name: 'Test team' }).waitFor();
    await browsed.look(page, 'team');
    const lines = page.getByRole('region', { name: 'For people outside' }).locator('code');
    const code = (await lines.last().textContent()) ?? '';

    const outside = await browsed.visitAsStranger('/hand-in', telephone);
    await outside.getByLabel('Code of the team').fill(code);
    await outside.getByLabel('Your name').fill(outsider.name);
    await outside.getByLabel('E-mail').fill(outsider.email);
    await outside.getByLabel('What do you want to hand in?').fill('A CD of last week');
    await browsed.look(outside, 'hand-in');
    await outside.getByRole('button', { name: 'Ask the team' }).click();
    await outside.getByRole('heading', { name: 'Thank you' }).waitFor();

    await page.reload();
    await page.getByText('A CD of last week').waitFor();
    await browsed.look(page, 'team-asked');
    expect(mails).toEqual([]);
    await page.getByRole('button', { name: 'Admit' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Admit' }).click();
    await page.getByText('Link sent').waitFor();
    await arrived(mails, 1);
    const link = linkOf(mails[0]);

    const elsewhere = await browsed.visitAsStranger('/sign-in', desk);
    await confirm(elsewhere, link, '+49 151 00000077');
    await elsewhere.getByText('Go on in the browser in which you began').waitFor();

    await confirm(outside, link, '0151 77');
    await outside.getByText('Type the telephone number with its country').waitFor();
    await browsed.look(outside, 'join');
    await outside.getByLabel('Mobile telephone').fill('+49 151 00000077');
    await outside.getByRole('button', { name: 'Confirm and send me the code' }).click();
    await outside.getByRole('heading', { name: 'Type the code' }).waitFor();
    await arrived(texts, 1);
    const sent = codeOf(texts[0]);
    await outside.getByLabel('Code', { exact: true }).fill(String((Number(sent) + 1) % 1_000_000).padStart(6, '0'));
    await outside.getByRole('button', { name: 'Join', exact: true }).click();
    await outside.getByText('This is not the code').waitFor();
    await browsed.look(outside, 'join-code');
    await outside.getByLabel('Code', { exact: true }).fill(sent);
    await outside.getByRole('button', { name: 'Join', exact: true }).click();
    await outside.getByLabel('Password', { exact: true }).fill(outsider.password);
    await outside
      .getByRole('button', { name: /password/i })
      .last()
      .click();
    await outside.waitForURL((url) => url.pathname === '/studies');
    await expect.poll(() => outside.getByRole('link', { name: /PHANTOM|TEST/i }).count()).toBe(1);
    await outside.getByRole('link', { name: 'Teams' }).click();
    await outside.getByRole('link', { name: 'Test team' }).click();
    await outside.getByRole('heading', { name: 'Test team' }).waitFor();
    expect(await outside.getByRole('button', { name: 'Invite somebody' }).getAttribute('aria-disabled')).toBe('true');
    await browsed.look(outside, 'team-guest');

    await confirm(elsewhere, link, '+49 151 00000077');
    await elsewhere.getByText('The link has expired or was used already').waitFor();
    await page.getByRole('table', { name: 'Members' }).getByText(outsider.name).waitFor();
  });
});
