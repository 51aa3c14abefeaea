/** Peers in a browser: added with networks, TLS and limits, tried, and seen with their traffic. The node is its own peer. */

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';
import { findBarriers, overflowOf } from './browser-page.ts';

describe.skipIf(!canBrowse)(`the page of peers${browsingAbsence}`, () => {
  let browsed: BrowsedNode;

  beforeAll(async () => {
    browsed = await BrowsedNode.start({ ISOCENTER__DICOM__HOST: '0.0.0.0' });
  });

  afterEach(() => browsed.leave());

  afterAll(() => browsed?.close());

  async function addPeer(page: Page, name: string, aeTitle: string, port: number): Promise<void> {
    await page.getByRole('button', { name: 'Add a peer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('AE title', { exact: true }).fill(aeTitle);
    await dialog.getByLabel('Host', { exact: true }).fill('127.0.0.1');
    await dialog.getByLabel('Port', { exact: true }).fill(String(port));
    await dialog.getByLabel('Search', { exact: true }).check();
  }

  const save = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

  test('a peer is tried with one click each, a picture is sent only after a question, and traffic shows', async () => {
    const page = await browsed.open(desk);
    await page.goto('/settings/peers');
    const { aet, port } = browsed.dicomTarget;
    await addPeer(page, 'Ourselves', aet, port);
    await save(page, 'Add');
    const row = page.getByRole('row', { name: /Ourselves/ });
    await row.getByText('none yet').waitFor();
    await row.getByRole('button', { name: 'Echo Ourselves' }).click();
    await page.getByText(/It answered in \d+ ms/).waitFor();
    await row.getByRole('button', { name: 'Find Ourselves' }).click();
    await page.getByText(/0 studies of the test patient/).waitFor();
    await row.getByRole('button', { name: 'Store Ourselves' }).click();
    const question = page.getByRole('dialog');
    await question.getByText(/ISOCENTER-TEST/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await question.getByRole('button', { name: 'Send it' }).click();
    await page.getByText(/It took the test picture/).waitFor();
    // Both ends of the association are this node's.
    await row.getByText(/In 1 \(.*Out 1 \(/s).waitFor();
    await page.goto('/studies');
    await page.getByRole('link', { name: 'TEST, ISOCENTER CONNECTION' }).waitFor();
  });

  test('an entry keeps its networks, TLS and limits when something else is changed', async () => {
    const page = await browsed.open(desk);
    await page.goto('/settings/peers');
    await addPeer(page, 'Ward', 'WARD', 1);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Addresses and TLS' }).click();
    await dialog.getByLabel('It also calls from').fill('10.1.0.0/16');
    await dialog.getByLabel('It also calls from').press('Enter');
    await dialog.getByLabel('It must use TLS').check();
    await dialog.getByRole('button', { name: 'Limits' }).click();
    await dialog.getByLabel('Associations at a time').fill('3');
    await dialog.getByRole('button', { name: 'Asking and sending' }).click();
    await dialog.getByLabel('Associations for one C-MOVE').fill('4');
    await dialog.getByLabel(/Relational queries/).check();
    await dialog.getByLabel('Confirm by storage commitment').press('Space');
    await dialog.getByLabel('Minutes until it is asked again').fill('90');
    expect(await findBarriers(page)).toEqual([]);
    await save(page, 'Add');
    const row = page.getByRole('row', { name: /Ward/ });
    await row.getByText('TLS in').waitFor();
    await row.getByRole('button', { name: 'Change Ward' }).click();
    await page.getByRole('dialog').getByText('10.1.0.0/16', { exact: true }).waitFor();
    await page.getByRole('dialog').getByLabel('Note').fill('beds 1 to 12');
    await save(page, 'Save');
    await page.getByText('The peer has been changed.').waitFor();
    await row.getByRole('button', { name: 'Change Ward' }).click();
    const again = page.getByRole('dialog');
    await again.getByText('10.1.0.0/16', { exact: true }).waitFor();
    expect(await again.getByLabel('It must use TLS').isChecked()).toBe(true);
    expect(await again.getByLabel('Associations at a time').inputValue()).toBe('3');
    expect(await again.getByLabel('Associations for one C-MOVE').inputValue()).toBe('4');
    expect(await again.getByLabel(/Relational queries/).isChecked()).toBe(true);
    expect(await again.getByLabel('Confirm by storage commitment').isChecked()).toBe(true);
    expect(await again.getByLabel('Minutes until it is asked again').inputValue()).toBe('90');
  });

  test('what fails is said in words, and stays with the peer', async () => {
    const page = await browsed.open(telephone);
    await page.goto('/settings/peers');
    await page.getByRole('button', { name: 'Echo Ward' }).click();
    await page
      .getByRole('alert')
      .getByText(/Nobody answers at this host and port/)
      .waitFor();
    await page.getByRole('row', { name: /Ward/ }).getByText('connection-failed').waitFor();
    expect(await overflowOf(page)).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
  });

  test('dangerous set-ups are told on the page about the node and on that of peers', async () => {
    const page = await browsed.open(desk);
    for (const [colorScheme, name] of [['light', 'about'] as const, ['dark', 'peers'] as const]) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`/settings/${name}`);
      await page.getByText('DICOM without TLS can be reached from outside').waitFor();
      expect(await findBarriers(page)).toEqual([]);
    }
  });
});
