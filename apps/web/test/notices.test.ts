/**
 * Notices in two browsers: what one person does in a care team comes to the bell of the other without a reload, leads to its place,
 * is read and chosen; a page of a team that stays open follows, and asks for nothing while nothing happens.
 */

import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';
import { JoiningPeople } from './joining-people.ts';

describe.skipIf(!canBrowse)(`notices${browsingAbsence}`, () => {
  let people: JoiningPeople;
  let browsed: BrowsedNode;

  beforeAll(async () => {
    people = await JoiningPeople.start();
    browsed = people.browsed;
    await sendPhantom(buildPhantomStudy({ seed: 31, ctSlices: 2, usFrames: 1 }), browsed.dicomTarget);
  });

  afterEach(() => browsed.leave());

  afterAll(() => people?.close());

  /** Invites somebody, who joins in a browser of their own and signs in there. */
  async function letIn(admin: Page, name: string): Promise<Page> {
    const [email, phone] = [`${name.toLowerCase()}@clinic.example`, '+4915100000078'];
    await admin.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('E-mail').fill(email);
    await dialog.getByLabel('Comment').check();
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    const person = await browsed.visitAsStranger('/sign-in', desk);
    await people.confirm(person, await people.linkTo(email), phone);
    await people.typeCode(person, await people.codeTo(phone));
    await people.choosePassword(person, `${name} walks along the quiet river`);
    return person;
  }

  const bell = (page: Page, count: number) =>
    page.getByRole('link', { name: count === 0 ? 'Notices' : `Notices, ${count} unread`, exact: true });

  test('a request, a comment and a change come to the bell of the other browser, and lead to their place', async () => {
    const page = await browsed.open(desk);
    const code = await people.makeTeam(page, 'Test team');
    await people.askToHandIn(code, 'outside@clinic.example');
    // Neither page was loaded again.
    await page.getByText('A CD of last week').waitFor();
    await bell(page, 1).waitFor();
    await bell(page, 1).click();
    const own = page.getByRole('table', { name: 'Notices' });
    await own.getByText('Somebody asks to hand in an image and waits for you').waitFor();
    await browsed.look(page, 'notices');
    await own.getByRole('link', { name: 'Open' }).click();
    await page.getByRole('heading', { name: 'Test team' }).waitFor();
    await bell(page, 0).waitFor();

    const guest = await letIn(page, 'Guest');
    await page
      .getByRole('table', { name: 'Activity' })
      .getByText(/Guest.* joined/)
      .waitFor();
    await page.getByRole('table', { name: 'Activity' }).scrollIntoViewIfNeeded();
    await browsed.look(page, 'team-activity');
    await page.goto('/studies');
    await page
      .getByRole('link', { name: /PHANTOM/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Comments of the team' }).click();
    const panel = page.getByRole('dialog', { name: 'Comments of the team' });
    await panel.getByLabel('Comment', { exact: true }).fill('Compare with the earlier one.');
    await panel.getByRole('button', { name: 'Comment', exact: true }).click();
    await panel.getByRole('listitem').getByText('Compare with the earlier one.').waitFor();
    await bell(guest, 1).click();
    const theirs = guest.getByRole('table', { name: 'Notices' });
    await theirs.getByText(/wrote a comment/).waitFor();
    await browsed.look(guest, 'notices-guest');

    await page.goto('/teams');
    await page.getByRole('link', { name: 'Test team' }).click();
    const member = page.getByRole('table', { name: 'Members' }).getByRole('row', { name: /Guest/ });
    await member.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('dialog').getByLabel('Download').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    // The list follows while it stands open.
    await theirs.getByText(/changed what you may do/).waitFor();
    await guest.getByRole('button', { name: 'Mark all as read' }).click();
    await bell(guest, 0).waitFor();
    await guest.setViewportSize(telephone);
    await browsed.look(guest, 'notices-360');
    await theirs.getByRole('link', { name: 'Open' }).last().click();
    await guest.waitForURL(/\/studies\/\d+$/);
  });

  test('a page of a team that stays open asks for nothing of the team before something changes', async () => {
    const page = await browsed.open(desk);
    await page.clock.install();
    await page.goto('/teams');
    await page.getByRole('link', { name: 'Test team' }).click();
    await page.getByRole('table', { name: 'Activity' }).getByText('made the team').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const looked = page.waitForRequest(/\/api\/notices\/news$/);
    await page.clock.fastForward(10 * 60_000);
    await looked;
    expect(asked.filter((path) => path.startsWith('/api/teams'))).toEqual([]);
    const code = await page.getByRole('region', { name: 'For people outside' }).locator('code').last().textContent();
    await people.askToHandIn(code ?? '', 'outside@clinic.example');
    const ofTeam = () => asked.filter((path) => /^\/api\/teams\/\d+$/.test(path)).length;
    await expect.poll(ofTeam).toBe(1);
  });

  test('what is told is chosen on the account page, where mails lead, also in Arabic and on a telephone', async () => {
    const page = await browsed.open(telephone, 'dark');
    await page.goto('/account#notices');
    const choices = page.getByRole('region', { name: 'Notices and mails' });
    const comments = choices.getByRole('combobox', { name: 'Comments' });
    await comments.selectOption('On the pages and by mail');
    await comments.selectOption('Not at all');
    await page.getByText('Your choice is saved.').first().waitFor();
    await page.reload();
    expect(await comments.inputValue()).toBe('none');
    const emergencies = choices.getByRole('combobox', { name: 'Emergencies and their reviews' });
    expect(await emergencies.locator('option').allTextContents()).toEqual([
      'Here on the pages',
      'On the pages and by mail',
    ]);
    await browsed.look(page, 'notice-choices-360');
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitemradio', { name: 'العربية' }).click();
    await page.getByRole('region', { name: 'الإشعارات والبريد' }).waitFor();
    await browsed.look(page, 'notice-choices-ar');
    await page.goto('/notices');
    await page.getByRole('heading', { name: 'الإشعارات' }).waitFor();
    await browsed.look(page, 'notices-ar');
    await page.goto('/teams');
    await page.getByRole('link', { name: 'Test team' }).click();
    await page.getByRole('table', { name: 'النشاط' }).getByText(/انضم/).waitFor();
    await page.getByRole('table', { name: 'النشاط' }).scrollIntoViewIfNeeded();
    await browsed.look(page, 'team-activity-ar');
  });
});
