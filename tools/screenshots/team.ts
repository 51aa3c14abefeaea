/** The pictures of a care team: it is made, people are asked in, and one who asks by themselves waits to be admitted. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { SMTPServer } from 'smtp-server';
import { type Shot, telephone } from './camera.ts';

/** Made by the first picture that needs it, and found by all others. */
const team = 'Treatment of Anna Test';

const invited = [
  { name: 'Dr. Lena Hofer', email: 'hofer@practice.example' },
  { name: 'Dr. Marc Duval', email: 'duval@clinic.example' },
];

const outsider = { name: 'Dr. Ines Rocha', email: 'rocha@hospital.example', note: 'The CT of 2024, on a CD' };

/** Starts what takes the mails of the node in the pictures; text messages are never sent. */
export async function openPostbox() {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      stream.resume().once('end', () => done());
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const env = {
    ISOCENTER__MAIL__HOST: '127.0.0.1',
    ISOCENTER__MAIL__PORT: String((server.server.address() as AddressInfo).port), // listening on TCP
    ISOCENTER__MAIL__SECURITY: 'none',
    ISOCENTER__SMS__URL: 'https://sms.example/send',
  };
  return { env, close: () => server.close() };
}

/** @param baseUrl of the node, where somebody outside asks to hand in an image */
export function teamShots(baseUrl: string): readonly Shot[] {
  return [
    { name: 'care-team', path: '/teams', inEveryLanguage: true, prepare: (page) => teamShown(page, baseUrl) },
    { name: 'hand-in', path: '/hand-in', size: telephone, prepare: handInFilled },
  ];
}

async function teamShown(page: Page, baseUrl: string): Promise<void> {
  await page.getByRole('main').waitFor();
  await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
  const made = page.getByRole('link', { name: new RegExp(team) });
  if ((await made.count()) > 0) await made.first().click();
  else await makeTeam(page, baseUrl);
  await page.getByRole('heading', { name: team }).waitFor();
  await page.getByText(outsider.name).first().waitFor();
}

async function makeTeam(page: Page, baseUrl: string): Promise<void> {
  await page.goto('/studies');
  await page.getByRole('link', { name: /TEST, ANNA/ }).click();
  await page.getByText('1 / 40').waitFor();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Make a care team' }).click();
  await page.getByLabel('Name of the team').fill(team);
  await page.getByRole('dialog').getByRole('button', { name: 'Make a care team' }).click();
  await page.getByRole('heading', { name: team }).waitFor();
  for (const { name, email } of invited) {
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('E-mail').fill(email);
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(email).first().waitFor();
  }
  const code = await page.getByRole('region', { name: 'For people outside' }).locator('code').last().textContent();
  const answer = await fetch(`${baseUrl}/api/hand-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...outsider, code }),
  });
  if (!answer.ok) throw new Error(`the request to hand in was answered ${answer.status}`);
  await page.reload();
}

async function handInFilled(page: Page): Promise<void> {
  await page.getByLabel('Code of the team').fill('K7QM-2WXP');
  await page.getByLabel('Your name').fill(outsider.name);
  await page.getByLabel('E-mail').fill(outsider.email);
  await page.getByLabel('What do you want to hand in?').fill(outsider.note);
}
