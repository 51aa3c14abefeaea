/**
 * Service accounts in a browser: one is added, is granted a study, gets a token that is exchanged for another, and is disabled.
 * In the dark, on a telephone and in Arabic its page has no barriers and fits.
 */

import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ar } from '../src/languages/ar.ts';
import { en } from '../src/languages/en.ts';
import { languages } from '../src/languages/language.ts';
import { BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';

describe.skipIf(!canBrowse)(`service accounts${browsingAbsence}`, () => {
  let browsed: BrowsedNode;

  beforeAll(async () => {
    browsed = await BrowsedNode.start();
    await sendPhantom(buildPhantomStudy({ seed: 31, ctSlices: 2, usFrames: 1 }), browsed.dicomTarget);
  });
  afterEach(() => browsed.leave());
  afterAll(() => browsed?.close());

  const studiesBy = async (token: string) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/dicom+json' };
    const answer = await fetch(`${browsed.base}/dicom-web/studies`, { headers });
    return answer.status === 200 ? ((await answer.json()) as unknown[]).length : answer.status;
  };

  /** What fades in or out is waited for before it is looked at. */
  async function look(page: Page, name: string): Promise<void> {
    const isStill = () =>
      [...document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')].every(
        (one) => getComputedStyle(one).opacity === '1',
      );
    await page.waitForFunction(isStill);
    await browsed.look(page, name);
  }

  async function makeToken(page: Page, label: string): Promise<string> {
    const dialog = page.getByRole('dialog', { name: 'Tokens of Report system' });
    await dialog.getByLabel('Label').fill(label);
    await dialog.getByRole('button', { name: 'Make the token' }).click();
    const secret = (await dialog.getByText(/^isocenter_/).textContent()) ?? '';
    await look(page, `service-token-${label.toLowerCase().replace(' ', '-')}`);
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    await dialog.getByRole('cell', { name: new RegExp(`^${label}`) }).waitFor();
    return secret;
  }

  test('one is added, sees what is granted to it, changes its token, and is disabled', async () => {
    const page = await browsed.open(desk);
    await page.goto('/settings/services');
    await page.getByText('There is no service account yet.').waitFor();
    await page.getByRole('button', { name: 'Add a service account' }).click();
    const form = page.getByRole('dialog', { name: 'Add a service account' });
    const add = form.getByRole('button', { name: 'Add a service account' });
    expect(await add.getAttribute('aria-disabled')).toBe('true');
    await form.getByLabel('Name').fill('Report system');
    await form.getByLabel('What it is for').fill('Writes reports of CT studies');
    await form.getByLabel('Who answers for it').fill('ris@hospital.example');
    const networks = form.getByLabel('Speaks from').and(page.locator('input:visible'));
    await networks.fill('10.0.0.0/33');
    await networks.press('Enter');
    await look(page, 'service-form');
    await add.click();
    await form.getByText('One of the networks is neither an IP address nor a network').waitFor();
    await networks.press('Backspace');
    await networks.fill('127.0.0.0/8');
    await networks.press('Enter');
    await add.click();
    const row = page.getByRole('row', { name: /Report system/ });
    await row.getByText('127.0.0.0/8').waitFor();
    await row.getByText('none', { exact: true }).waitFor();

    await row.getByRole('button', { name: 'Tokens…' }).click();
    const first = await makeToken(page, 'Old key');
    expect(await studiesBy(first)).toBe(204);
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'Studies' }).first().click();
    await page
      .getByRole('link', { name: /PHANTOM/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Who can see this, and why' }).click();
    await page.getByRole('combobox', { name: 'Let somebody see this' }).selectOption('Report system (Service account)');
    await page.getByLabel('Reason').fill('writes the reports');
    await page.getByRole('button', { name: 'Grant', exact: true }).click();
    const granted = page
      .getByRole('table', { name: 'Who can see this, and why' })
      .getByRole('row', { name: /Report system/ });
    await granted.getByText('Service account').waitFor();
    await granted.getByText('writes the reports').waitFor();
    await look(page, 'service-granted');
    expect(await studiesBy(first)).toBe(1);
    await page.getByText('Who has looked').click();
    await page.getByRole('table', { name: 'Who has looked' }).waitFor();

    await page.goto('/settings/services');
    await row.getByRole('button', { name: 'Tokens…' }).click();
    const second = await makeToken(page, 'New key');
    await page
      .getByRole('dialog', { name: 'Tokens of Report system' })
      .getByRole('row', { name: /Old key/ })
      .getByRole('button', { name: 'Revoke' })
      .click();
    await page.getByRole('dialog', { name: 'Revoke Old key?' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The token has been revoked.').waitFor();
    expect([await studiesBy(first), await studiesBy(second)]).toEqual([401, 1]);
    await look(page, 'service-tokens');
    await page.keyboard.press('Escape');

    await row.getByRole('button', { name: 'Change Report system' }).click();
    await page.getByRole('menuitem', { name: 'Change…' }).click();
    const change = page.getByRole('dialog', { name: 'Change Report system' });
    await change.getByLabel('Ends on').fill('2099-12-31');
    await change.getByRole('button', { name: 'Save' }).click();
    await row.getByText(/2099/).waitFor();
    await look(page, 'services');
    await row.getByRole('button', { name: 'Change Report system' }).click();
    await page.getByRole('menuitem', { name: 'Disable…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable the account' }).click();
    await row.getByText('Disabled', { exact: true }).waitFor();
    expect(await studiesBy(second)).toBe(401);
    await row.getByRole('button', { name: 'Tokens…' }).click();
    const tokens = page.getByRole('dialog', { name: 'Tokens of Report system' });
    await tokens.getByText('It has no token: nothing can speak for it.').waitFor();
    expect(await tokens.getByRole('button', { name: 'Make the token' }).getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: 'Change Report system' }).click();
    await page.getByRole('menuitem', { name: 'Enable again' }).click();
    await row.getByText('Active', { exact: true }).waitFor();
  });

  test('belongs to an organisation, and the page fits a telephone, the dark and Arabic', async () => {
    const page = await browsed.open(telephone, 'dark');
    await page.goto('/settings/organisations');
    await page.getByRole('button', { name: 'Add an organisation' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Programs');
    await dialog.getByRole('combobox', { name: 'Service accounts' }).click();
    await page.getByRole('option', { name: 'Report system' }).click();
    await page.keyboard.press('Escape');
    await look(page, 'organisation-services-360');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page
      .getByRole('row', { name: /Programs/ })
      .getByText('Report system')
      .waitFor();
    await page.goto('/settings/services');
    await page.getByRole('row', { name: /Report system/ }).waitFor();
    await look(page, 'services-360-dark');
    await page.getByRole('button', { name: 'Tokens…' }).click();
    await page.getByRole('dialog', { name: 'Tokens of Report system' }).getByLabel('Label').waitFor();
    await look(page, 'service-tokens-360-dark');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: en.shell.language, exact: true }).click();
    await page.getByRole('menuitemradio', { name: languages.ar.name }).click();
    await page.getByRole('heading', { name: ar.services.title }).waitFor();
    await look(page, 'services-360-ar');
    await page.getByRole('button', { name: ar.services.showTokens }).click();
    await page.getByRole('dialog').getByLabel(ar.services.label).waitFor();
    await look(page, 'service-tokens-360-ar');
  });

  test('is deleted once it is disabled, and not before', async () => {
    // The language of the page is that of the account by now.
    const words = ar.services;
    const naming = (text: string) => text.replace('{name}', 'Report system');
    const page = await browsed.open(telephone, 'light');
    await page.goto('/settings/services');
    const row = page.getByRole('row', { name: /Report system/ });
    await row.getByRole('button', { name: naming(words.more) }).click();
    expect(await page.getByRole('menuitem', { name: words.remove }).isDisabled()).toBe(true);
    await page.getByRole('menuitem', { name: words.disable }).click();
    await page.getByRole('dialog').getByRole('button', { name: words.disableAction }).click();
    await row.getByText(words.disabled, { exact: true }).waitFor();
    await row.getByRole('button', { name: naming(words.more) }).click();
    await page.getByRole('menuitem', { name: words.remove }).click();
    await page.getByText(words.removeDetail).waitFor();
    await look(page, 'service-delete-360-ar');
    await page.getByRole('dialog').getByRole('button', { name: words.removeAction }).click();
    await page.getByText(naming(words.removedDone)).waitFor();
    await page.getByText(words.none).waitFor();
  });
});
