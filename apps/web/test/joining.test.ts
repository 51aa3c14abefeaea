/**
 * Joining a care team in a browser, with a real SMTP server and a real gateway of text messages: the way from a request to a
 * member who hands in an image, each wrong turn with what is read then, and what each privilege shows and offers. The same over
 * the API alone is `apps/server/src/joining/joining.test.ts`.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, ProblemError } from '@isocenter/contract/client';
import { apiRoutes, paths } from '@isocenter/contract/paths';
import type { Privilege } from '@isocenter/contract/privilege';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom, writePhantom } from '@isocenter/testkit/phantom-delivery';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';
import { JoiningPeople } from './joining-people.ts';

// Much happens in each, in several browsers.
describe.skipIf(!canBrowse)(`joining a care team${browsingAbsence}`, () => {
  const disc = mkdtempSync(join(tmpdir(), 'isocenter-hand-in-'));
  const password = 'a lantern over quiet water';
  let people: JoiningPeople;
  let browsed: BrowsedNode;

  beforeAll(async () => {
    people = await JoiningPeople.start();
    browsed = people.browsed;
    await sendPhantom(buildPhantomStudy({ seed: 21, ctSlices: 3, usFrames: 2 }), browsed.dicomTarget);
    await sendPhantom(buildPhantomStudy({ seed: 22, ctSlices: 2, usFrames: 1 }), browsed.dicomTarget);
  });

  afterEach(() => browsed.leave());

  afterAll(async () => {
    await people?.close();
    rmSync(disc, { recursive: true });
  });

  let count = 0;
  /** Somebody outside whom nobody has heard of. */
  function newcomer() {
    count += 1;
    return { email: `outside-${count}@clinic.example`, phone: `+49151000${String(count).padStart(5, '0')}` };
  }

  type Team = { readonly id: string; readonly studyId: string; readonly page: Page; readonly api: Client };

  /** A care team of the administrator, whose page stands in a browser. */
  async function newTeam(name: string): Promise<Team> {
    const page = await browsed.open(desk);
    const api = people.clientOf(page);
    const { studies } = await api.listStudies();
    const studyId = studies.find(({ patientName }) => patientName.display === 'TEST, PHANTOM')?.id ?? '';
    const { id } = await api.createTeam({ body: { studyId, name } });
    return { id, studyId, page, api };
  }

  const invite = ({ api, id }: Team, email: string, privileges: Privilege[] = ['view', 'see-identity']) =>
    api.inviteToTeam({ params: { id }, body: { email, name: 'Out Sider', privileges } });

  /** Invites, and opens the link in a browser up to the code. */
  async function invited(team: Team, page: Page) {
    const somebody = newcomer();
    await invite(team, somebody.email);
    await people.confirm(page, await people.linkTo(somebody.email), somebody.phone);
    await page.getByRole('heading', { name: 'Type the code' }).waitFor();
    return { ...somebody, page, code: await people.codeTo(somebody.phone) };
  }

  const joiningOf = async ({ api, id }: Team, email: string) =>
    (await api.getTeam({ params: { id } })).joinings.find((joining) => joining.email === email)?.id ?? '';

  const nextTo = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  /** Waits until the page says what is the matter and what to do next, without a code of ours. */
  async function reads(page: Page, matter: string, next: string | RegExp): Promise<void> {
    const alert = page.getByRole('alert');
    await expect.poll(() => alert.allTextContents(), { timeout: 20_000 }).toEqual([expect.stringContaining(matter)]);
    await alert.getByText(next).waitFor();
    expect(await alert.textContent()).not.toMatch(/[a-z]-(invalid|wrong|browser|exhausted|limited)/);
  }

  const linkIsOver = (page: Page) =>
    reads(page, 'The link has expired or was used already', 'ask the care team for another invitation');
  const codeIsOver = (page: Page) =>
    reads(page, 'The code has expired, or was tried too often', 'Have another one sent');

  /** The last page of an invitation that came to nothing. */
  async function isEnded(page: Page): Promise<void> {
    await page.getByRole('heading', { name: 'This invitation has ended' }).waitFor();
    await page.getByText('ask the care team for another invitation').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
  }

  async function expectNothingGranted({ api, id }: Team, email: string): Promise<void> {
    expect((await api.getTeam({ params: { id } })).teamMembers).toHaveLength(1);
    const account = (await api.listUsers()).users.find((user) => user.email === email);
    expect(account?.status ?? 'invited').toBe('invited');
  }

  const pass = (what: 'one_time_token' | 'one_time_code') =>
    browsed.change(`update gateway.${what} set expires_at = now() - interval '1 second'`);

  /** The pause that the throttle asks for is over. */
  const pause = () => browsed.change('delete from gateway.sign_in_throttle');

  test('it goes from a request to a member who sees the one patient and hands in an image', async () => {
    const outsider = { name: 'Out Sider', ...newcomer() };
    const page = await browsed.open(desk);
    const code = await people.makeTeam(page, 'Test team');
    await browsed.look(page, 'team');

    const outside = await browsed.visitAsStranger('/hand-in', telephone);
    await outside.getByLabel('Code of the team').fill(code);
    await outside.getByLabel('Your name').fill(outsider.name);
    await outside.getByLabel('E-mail').fill(outsider.email);
    await outside.getByLabel('What do you want to hand in?').fill('A CD of last week');
    await browsed.look(outside, 'hand-in');
    await outside.getByRole('button', { name: 'Ask the team' }).click();
    await outside.getByRole('heading', { name: 'Thank you' }).waitFor();

    // The page was not loaded again.
    await page.getByText('A CD of last week').waitFor();
    await browsed.look(page, 'team-asked');
    expect(people.linksTo(outsider.email)).toBe(0);
    await page.getByRole('button', { name: 'Admit' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Admit' }).click();
    await page.getByText('Link sent').waitFor();

    await people.confirm(outside, await people.linkTo(outsider.email), '0151 77');
    await outside.getByText('Type the telephone number with its country').waitFor();
    await browsed.look(outside, 'join');
    await outside.getByLabel('Mobile telephone').fill(outsider.phone);
    await outside.getByRole('button', { name: 'Confirm and send me the code' }).click();
    await outside.getByRole('heading', { name: 'Type the code' }).waitFor();
    await people.typeCode(outside, await people.codeTo(outsider.phone));
    await people.choosePassword(outside, password);
    await expect.poll(() => outside.getByRole('link', { name: /PHANTOM|TEST/i }).count()).toBe(1);
    await outside.getByRole('link', { name: 'Teams' }).click();
    await outside.getByRole('link', { name: 'Test team' }).click();
    await outside.getByRole('heading', { name: 'Test team' }).waitFor();
    await page.getByRole('table', { name: 'Members' }).getByText(outsider.name).waitFor();
    await browsed.look(outside, 'team-guest');

    const handedIn = outside.getByRole('table', { name: 'What you have handed in' });
    writePhantom(buildPhantomStudy({ seed: 23, ctSlices: 2, usFrames: 1 }), disc);
    renamePatient(disc);
    await outside.getByLabel('Folder').setInputFiles(disc);
    await handedIn.getByText('Waits for you').waitFor();
    await browsed.look(outside, 'team-hand-in');
    await handedIn.getByRole('button', { name: 'It is the same person' }).click();
    await outside.getByRole('dialog').getByRole('button', { name: 'It is the same person' }).click();
    await handedIn.getByText('Waits for the hospital').waitFor();
    await browsed.look(outside, 'team-referred');
    await page.goto('/teams');
    const referred = page.getByRole('region', { name: 'Handed in, to be decided on' });
    await referred.getByText('Nobody here has this number').waitFor();
    await browsed.look(page, 'teams-referred');
    await page.setViewportSize(telephone);
    await browsed.look(page, 'teams-referred-360');
    await page.setViewportSize(desk);
    await referred.getByRole('button', { name: 'Take', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take', exact: true }).click();
    await expect.poll(() => referred.count()).toBe(0);
    await handedIn.getByText('The team has it').waitFor();
    await browsed.look(outside, 'team-handed-in');
    await handedIn.getByRole('link', { name: 'Open the study' }).click();
    await outside.waitForURL(/\/studies\/\d+$/);
    await outside.getByRole('heading', { level: 1 }).waitFor();

    await page.goto(outside.url());
    await page.getByRole('button', { name: 'Comments of the team' }).click();
    const panel = page.getByRole('dialog', { name: 'Comments of the team' });
    await panel.getByLabel('Comment', { exact: true }).fill('Compare with the earlier one.');
    await panel.getByText('The image on the screen').click();
    await panel.getByRole('button', { name: 'Comment', exact: true }).click();
    await panel.getByText(/On image \d+ of series \d+/).waitFor();
    await browsed.look(page, 'comments');
    await outside.getByRole('button', { name: 'More' }).click();
    await outside.getByRole('menuitem', { name: /omments? of the team/ }).click();
    const read = outside.getByRole('dialog', { name: 'Comments of the team' });
    await read.getByText('Compare with the earlier one.').waitFor();
    await browsed.look(outside, 'comments-phone');
    await panel.getByRole('button', { name: 'Withdraw' }).click();
    await page
      .getByRole('dialog', { name: 'Withdraw this comment?' })
      .getByRole('button', { name: 'Withdraw' })
      .click();
    await panel.getByText('Withdrawn by').waitFor();
  });

  test('a link that is invented, replaced, expired, used or of another browser says so, and what to do', async () => {
    const team = await newTeam('Links');
    const { email, phone } = newcomer();
    const here = await browsed.visitAsStranger('/join', desk);
    await here.getByText('ask the care team to send you another one').waitFor();
    await browsed.look(here, 'join-no-link');

    await people.confirm(here, `/join#${'x'.repeat(43)}`, phone);
    await linkIsOver(here);
    await here.getByRole('link', { name: 'Go to sign-in' }).waitFor();
    await here.getByRole('button', { name: 'Send me a new link' }).click();
    await here.getByText('If none comes, ask the care team for one').waitFor();

    await invite(team, email);
    const replaced = await people.linkTo(email);
    const params = { id: team.id, joiningId: await joiningOf(team, email) };
    await team.api.resendInvitation({ params });
    const expired = await people.linkTo(email);
    await people.confirm(here, replaced, phone);
    await linkIsOver(here);

    await people.openLink(here, expired, phone);
    await pass('one_time_token');
    await here.getByRole('button', { name: 'Confirm and send me the code' }).click();
    await linkIsOver(here);
    await browsed.look(here, 'join-link-over');
    await here.getByRole('button', { name: 'Send me a new link' }).click();
    const good = await people.linkTo(email);
    expect(people.linksTo(email)).toBe(3);
    await expectNothingGranted(team, email);

    // It stands in the tab of the old one, as when it is pasted there.
    await here.evaluate((address) => window.location.assign(address), good);
    await here.getByLabel('Mobile telephone').fill(phone);
    await here.getByRole('button', { name: 'Confirm and send me the code' }).click();
    await here.getByRole('heading', { name: 'Type the code' }).waitFor();
    const there = await browsed.visitAsStranger('/sign-in', desk);
    await people.confirm(there, good, phone);
    await linkIsOver(there);
    expect(await there.getByRole('button', { name: 'Go on with the code' }).count()).toBe(0);
    await people.confirm(here, good, phone);
    await linkIsOver(here);
    expect(people.codesTo(phone)).toBe(1);
    await here.getByRole('button', { name: 'Go on with the code' }).click();
    await here.getByRole('heading', { name: 'Type the code' }).waitFor();
    await here.reload();
    await people.typeCode(here, await people.codeTo(phone));
    await here.getByLabel('Password', { exact: true }).waitFor();

    const { handInCode = '' } = await team.api.getTeam({ params: { id: team.id } });
    const other = newcomer();
    const asking = await people.askToHandIn(handInCode, other.email);
    const joiningId = await joiningOf(team, other.email);
    await team.api.admitToTeam({ params: { id: team.id, joiningId }, body: { privileges: ['view'] } });
    const bound = await people.linkTo(other.email);
    // In the browser of somebody else who was invited, and in one that nobody knows.
    for (const page of [here, there]) {
      await people.confirm(page, bound, other.phone);
      await reads(page, 'Go on in the browser in which you began', 'ask the care team to withdraw the invitation');
    }
    await there.setViewportSize(telephone);
    await there.getByRole('button', { name: 'Language' }).click();
    await there.getByRole('menuitemradio', { name: 'العربية' }).click();
    await there.getByRole('alert').getByText('تابع في المتصفح الذي بدأت فيه', { exact: true }).waitFor();
    await browsed.look(there, 'join-other-browser-ar');
    expect(people.codesTo(other.phone)).toBe(0);
    await people.confirm(asking, bound, other.phone);
    await asking.getByRole('heading', { name: 'Type the code' }).waitFor();
    expect((await team.api.getTeam({ params: { id: team.id } })).teamMembers).toHaveLength(2);
  });

  test('a code that is swapped, late, guessed, used or of another browser says so, and what to do', async () => {
    const team = await newTeam('Codes');
    const mine = await invited(team, await browsed.visitAsStranger('/join', desk));
    const { page, phone } = mine;
    const theirs = await invited(team, await page.context().newPage());
    await people.typeCode(page, theirs.code);
    await reads(page, 'This is not the code', 'You may try 4 more times');

    // What a page knows of a joining is of no use without the cookie of its browser.
    const there = await browsed.visitAsStranger('/join', desk);
    const kept = await page.evaluate(() => Object.entries(localStorage));
    await there.evaluate((entries) => {
      for (const [key, value] of entries) localStorage.setItem(key, value);
    }, kept);
    await there.reload();
    await people.typeCode(there, theirs.code);
    await codeIsOver(there);
    await there.getByRole('button', { name: 'Send another code' }).click();
    await isEnded(there);
    await browsed.look(there, 'join-ended');

    await pass('one_time_code');
    await people.typeCode(page, mine.code);
    await codeIsOver(page);
    await page.getByRole('button', { name: 'Send another code' }).click();
    const second = await people.codeTo(phone);

    await pause();
    await guess(page, second);
    await reads(page, 'This is not the code', 'It cannot be tried any more: have another one sent');
    await browsed.look(page, 'join-code-guessed');
    await people.typeCode(page, second);
    await reads(page, 'Too many attempts', /Try again in \d+ seconds?/);
    await pause();
    await people.typeCode(page, second);
    await codeIsOver(page);
    await page.getByRole('button', { name: 'Send another code' }).click();
    const third = await people.codeTo(phone);
    await page.getByText('No more codes are sent: ask to be invited again').waitFor();
    expect(await page.getByRole('button', { name: 'Send another code' }).getAttribute('aria-disabled')).toBe('true');
    await expectNothingGranted(team, mine.email);
    await pause();
    await guess(page, third);
    await isEnded(page);
    await expectNothingGranted(team, mine.email);
    expect(await joiningOf(team, mine.email)).toBe('');
    await pause();

    // Of two tabs with the right code one joins, and the code is used up.
    const twin = await page.context().newPage();
    await pass('one_time_code');
    await codeIsGoneIn(theirs.page, theirs.code);
    await theirs.page.getByRole('button', { name: 'Send another code' }).click();
    const last = await people.codeTo(theirs.phone);
    await twin.goto('/join');
    const tabs = [theirs.page, twin];
    for (const tab of tabs) await tab.getByLabel('Code', { exact: true }).fill(last);
    await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Join', exact: true }).click()));
    const joined = await whoFinds(tabs, (tab) => tab.getByLabel('Password', { exact: true }));
    expect(joined).toHaveLength(1);
    const late = tabs.filter((tab) => !joined.includes(tab));
    for (const tab of late) {
      await codeIsOver(tab);
      await tab.getByRole('button', { name: 'Send another code' }).click();
      await isEnded(tab);
    }
    expect((await team.api.getTeam({ params: { id: team.id } })).teamMembers).toHaveLength(2);
  });

  async function codeIsGoneIn(page: Page, code: string): Promise<void> {
    await people.typeCode(page, code);
    await codeIsOver(page);
  }

  /** Five tries, each of which was answered. */
  async function guess(page: Page, code: string): Promise<void> {
    for (let at = 0; at < 5; at += 1) {
      const answered = page.waitForResponse((response) => response.url().endsWith(apiRoutes.verifyJoining.path));
      await people.typeCode(page, nextTo(code));
      await answered;
    }
  }

  /** Waits until each page shows what is looked for or why not. */
  async function whoFinds(
    pages: readonly Page[],
    wanted: (page: Page) => ReturnType<Page['locator']>,
  ): Promise<Page[]> {
    const found = await Promise.all(
      pages.map(async (page) => {
        await wanted(page).or(page.getByRole('alert')).first().waitFor();
        return (await wanted(page).isVisible()) ? [page] : [];
      }),
    );
    return found.flat();
  }

  test('of two tabs and another browser that confirm a link at once one goes on, and the others read why not', async () => {
    const team = await newTeam('At once');
    const { email, phone } = newcomer();
    await invite(team, email);
    const link = await people.linkTo(email);
    const here = await browsed.visitAsStranger('/sign-in', desk);
    const pages = [here, await here.context().newPage(), await browsed.visitAsStranger('/sign-in', desk)];
    for (const page of pages) await people.openLink(page, link, phone);
    await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Confirm and send me the code' }).click()));
    const through = await whoFinds(pages, (page) => page.getByRole('heading', { name: 'Type the code' }));
    expect(through).toHaveLength(1);
    for (const page of pages.filter((one) => !through.includes(one))) await linkIsOver(page);
    await expectNothingGranted(team, email);
    const [winner = here] = through;
    await people.typeCode(winner, await people.codeTo(phone));
    await winner.getByLabel('Password', { exact: true }).waitFor();
    expect(people.codesTo(phone)).toBe(1);
  });

  test('who is declined or withdrawn, or whose team closes meanwhile, reads that it has ended', async () => {
    const team = await newTeam('Ends');
    const { handInCode = '' } = await team.api.getTeam({ params: { id: team.id } });
    const declined = newcomer();
    const waiting = await people.askToHandIn(handInCode, declined.email);
    const list = team.page.getByRole('table', { name: 'About to join' });
    await team.page.goto(`/teams/${team.id}`);
    await list.getByRole('row', { name: declined.email }).getByRole('button', { name: 'Decline' }).click();
    await expect.poll(() => list.count()).toBe(0);
    await waiting.getByText('A request that nobody answers ends after 14 days.').waitFor();
    expect(people.linksTo(declined.email)).toBe(0);
    expect((await team.api.listUsers()).users.map(({ email }) => email)).not.toContain(declined.email);

    const early = newcomer();
    await invite(team, early.email);
    const atLink = await browsed.visitAsStranger('/join', desk);
    await people.openLink(atLink, await people.linkTo(early.email), early.phone);
    const withdrawn = await invited(team, await browsed.visitAsStranger('/join', telephone));
    for (const { email } of [early, withdrawn]) {
      await list.getByRole('row', { name: email }).getByRole('button', { name: 'Withdraw' }).click();
      await expect.poll(() => list.getByRole('row', { name: email }).count()).toBe(0);
      await expectNothingGranted(team, email);
    }
    await atLink.getByRole('button', { name: 'Confirm and send me the code' }).click();
    await linkIsOver(atLink);
    await atLink.getByRole('button', { name: 'Send me a new link' }).click();
    await atLink.getByText('If none comes, ask the care team for one').waitFor();
    expect([people.linksTo(early.email), people.codesTo(early.phone)]).toEqual([1, 0]);

    const left = await invited(team, await browsed.visitAsStranger('/join', telephone));
    await team.page.getByRole('button', { name: 'Close the team' }).click();
    await team.page.getByRole('dialog').getByRole('button', { name: 'Close the team' }).click();
    await team.page.getByText('The care team is closed.').waitFor();
    for (const { page, code, email } of [withdrawn, left]) {
      await codeIsGoneIn(page, code);
      await page.getByRole('button', { name: 'Send another code' }).click();
      await isEnded(page);
      await expectNothingGranted(team, email);
    }
  });

  /** What somebody may do of a team, and what they need for it. */
  const needs = {
    patient: ['see-identity'],
    images: ['view', 'see-identity'],
    files: ['view', 'see-identity', 'download'],
    handIn: ['upload'],
    comment: ['view', 'see-identity', 'comment'],
    invite: ['invite'],
    manage: ['manage'],
  } as const satisfies Record<string, readonly Privilege[]>;
  type Deed = keyof typeof needs;
  const deeds = Object.keys(needs) as readonly Deed[]; // Object.keys of a constant object: its own names.

  test('each privilege shows and offers what it allows and nothing else, and the API refuses the rest', async () => {
    const team = await newTeam('Privileges');
    const pair: readonly Privilege[] = ['view', 'see-identity'];
    const sets: readonly (readonly Privilege[])[] = [
      ['view'],
      ['see-identity'],
      pair,
      ...(['download', 'upload', 'comment', 'invite', 'manage'] as const).map((one) => [...pair, one]),
    ];
    const rows: object[] = [];
    const page = await browsed.visitAsStranger('/sign-in', desk);
    for (const privileges of sets) {
      await enter(page, team, privileges);
      const [offered, answered] = [await offersOf(page, team), await answersTo(page, team)];
      rows.push({ privileges: privileges.join(' '), offered, answered });
    }
    const allowed = (privileges: readonly Privilege[]) =>
      deeds.filter((deed) => needs[deed].every((one) => privileges.includes(one)));
    expect(rows).toEqual(
      sets.map((privileges) => ({
        privileges: privileges.join(' '),
        offered: allowed(privileges),
        answered: allowed(privileges),
      })),
    );
  });

  /** Brings a member in over the API, up to the password, which they choose on the page; nothing is left of the one before. */
  async function enter(page: Page, team: Team, privileges: readonly Privilege[]): Promise<void> {
    const { email, phone } = newcomer();
    await invite(team, email, [...privileges]);
    const token = (await people.linkTo(email)).replace('/join#', '');
    await page.goto('about:blank');
    await page.context().clearCookies();
    const api = people.clientOf(page);
    const { joiningId } = await api.confirmJoining({ body: { token, phone } });
    const { setupToken = '' } = await api.verifyJoining({ body: { joiningId, code: await people.codeTo(phone) } });
    await page.goto(paths.setupPage(setupToken));
    await people.choosePassword(page, password);
  }

  /** What the pages offer: what is not allowed has a reason, and is not pressed. */
  async function offersOf(page: Page, { id, studyId }: Team): Promise<readonly Deed[]> {
    const isOn = async (name: string) =>
      (await page.getByRole('button', { name, exact: true }).first().getAttribute('aria-disabled')) !== 'true';
    const shown: Partial<Record<Deed, boolean>> = {};
    const images = page.getByRole('main').getByRole('link', { name: /PHANTOM/ });
    await images
      .or(page.getByRole('heading', { name: 'Nothing here yet' }))
      .first()
      .waitFor();
    shown.images = (await images.count()) > 0;
    if (shown.images) {
      await page.goto(`/studies/${studyId}`);
      await page.getByRole('button', { name: /omments? of the team/ }).click();
      const panel = page.getByRole('dialog', { name: 'Comments of the team' });
      shown.comment = await panel.getByLabel('Comment', { exact: true }).isEnabled();
      await panel.getByRole('button', { name: 'Close' }).click();
      await page.getByRole('button', { name: 'More' }).click();
      shown.files = await page.getByRole('menuitem', { name: 'Download all files (ZIP)' }).isEnabled();
      expect(await page.getByRole('menuitem', { name: 'Make a care team' }).isEnabled()).toBe(false);
    }
    await page.goto(`/teams/${id}`);
    await page.getByRole('table', { name: 'Members' }).waitFor();
    shown.patient = (await page.getByText('TEST, PHANTOM').count()) > 0;
    shown.handIn = await isOn('Choose files');
    shown.invite = await isOn('Invite somebody');
    expect(await page.getByRole('region', { name: 'For people outside' }).count()).toBe(shown.invite ? 1 : 0);
    shown.manage = await isOn('Close the team');
    expect(await isOn('Remove')).toBe(shown.manage);
    return deeds.filter((deed) => shown[deed] === true);
  }

  /** What the API answers to the session of the page. */
  async function answersTo(page: Page, { id, studyId, api: owner }: Team): Promise<readonly Deed[]> {
    const api = people.clientOf(page);
    const team = await api.getTeam({ params: { id } });
    const { study } = await owner.getStudy({ params: { id: studyId } });
    const { userId = '' } = team;
    const ways: Record<Deed, () => Promise<unknown>> = {
      patient: async () => team.patient ?? refuse(),
      images: () => api.getStudy({ params: { id: studyId } }),
      files: async () => {
        const archive = await page.context().request.get(paths.dicomWeb.studyArchive(study.studyInstanceUid));
        return archive.ok() || refuse();
      },
      handIn: () => api.uploadToTeam({ params: { id }, body: new TextEncoder().encode('no image').buffer }),
      comment: () => api.writeComment({ params: { id: studyId }, body: { teamId: id, text: 'Seen.' } }),
      invite: () =>
        api.inviteToTeam({ params: { id }, body: { email: newcomer().email, name: 'Test', privileges: ['view'] } }),
      manage: () => api.setMemberPrivileges({ params: { id, userId }, body: { privileges: [...team.privileges] } }),
    };
    const answers: Deed[] = [];
    for (const deed of deeds) if (await isAnswered(ways[deed])) answers.push(deed);
    return answers;
  }

  async function isAnswered(ask: () => Promise<unknown>): Promise<boolean> {
    try {
      await ask();
      return true;
    } catch (error) {
      if (error instanceof ProblemError && [403, 404].includes(error.status)) return false;
      throw error;
    }
  }

  function refuse(): never {
    throw new ProblemError({ title: 'refused', status: 403, code: 'forbidden' });
  }
});

/** All phantoms have one name: gives the files another of the same length. */
function renamePatient(dir: string): void {
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    bytes.write('TEST^OUTSIDE', bytes.indexOf('TEST^PHANTOM'), 'latin1');
    writeFileSync(path, bytes);
  }
}
