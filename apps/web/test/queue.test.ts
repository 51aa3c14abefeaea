/**
 * The outgoing queue in a browser: a study is sent to storescp, which first refuses, and sent again when it does not. And
 * the other direction: an archive that is copied from.
 */

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';

const hasStorescp = (process.env.PATH ?? '').split(':').some((dir) => existsSync(`${dir}/storescp`));
const canRun = canBrowse && hasStorescp;
const absence = hasStorescp ? browsingAbsence : ' (skipped: DCMTK is not installed)';

describe.skipIf(!canRun)(`the outgoing queue${absence}`, () => {
  const inbox = mkdtempSync(join(tmpdir(), 'isocenter-inbox-'));
  let browsed: BrowsedNode;
  let scp: ChildProcess | undefined;
  let port: number;

  beforeAll(async () => {
    mkdirSync(inbox, { recursive: true });
    port = await findFreePort();
    browsed = await BrowsedNode.start();
    const study = buildPhantomStudy({ seed: 11, ctSlices: 3, usFrames: 2 });
    await sendPhantom(study, browsed.dicomTarget);
  });

  afterEach(() => browsed.leave());

  afterAll(async () => {
    await stopScp();
    await browsed?.close();
    rmSync(inbox, { recursive: true, force: true });
  });

  async function startScp(...more: readonly string[]): Promise<void> {
    await stopScp();
    scp = await startPeerListener('storescp', ['+xa', '-od', inbox, ...more, String(port)], port);
  }

  async function stopScp(): Promise<void> {
    if (scp === undefined) return;
    const exited = once(scp, 'exit');
    scp.kill();
    await exited;
    scp = undefined;
  }

  test('says where can be sent to, and disables what cannot be done', async () => {
    const page = await browsed.open(desk);
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByText('There is nowhere to send to yet').waitFor();
    await browsed.look(page, 'queue-empty');
    const peer = { name: 'Test archive', aeTitle: 'STORESCP', host: '127.0.0.1', port, verbs: [] };
    const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true, note: '' };
    expect(await browsed.post('/api/peers', { ...peer, ...rest })).toBe(201);
    await page.reload();
    const row = page.getByRole('row', { name: /Test archive/ });
    await row.getByText('Ready').waitFor();
    expect(await row.getByRole('button', { name: 'Resubmit' }).getAttribute('aria-disabled')).toBe('true');
    await row.getByRole('button', { name: 'Limits' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Associations').fill('2');
    await dialog.getByRole('switch').press('Space');
    await dialog.getByLabel('From').waitFor();
    await browsed.look(page, 'queue-limits');
    await dialog.getByRole('switch').press('Space');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The limits have been saved.').waitFor();
  });

  test('a study that is refused is a dead letter with the reason, and is sent again when it can be', async () => {
    await startScp('--refuse');
    const page = await browsed.open(desk);
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByRole('button', { name: 'Send to…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Send', exact: true }).getAttribute('aria-disabled')).toBe('true');
    await dialog.getByLabel('Destination').selectOption('Test archive (STORESCP)');
    await browsed.look(page, 'study-send');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('The study is in the queue.').waitFor();

    await page.goto('/queue');
    const dead = page.getByRole('region', { name: 'Dead letters' });
    await dead.getByText('The destination does not let this node in').waitFor();
    await dead.getByText('0 of 4 images sent').waitFor();
    await browsed.look(page, 'queue-dead');
    await page.emulateMedia({ colorScheme: 'dark' });
    await browsed.look(page, 'queue-dead-dark');

    await startScp();
    await dead.getByRole('button', { name: 'Send again' }).click();
    const destination = page.getByRole('region', { name: 'Destinations' });
    // It is tried again by itself within seconds, and the button is off then; whoever does not want to wait presses it.
    await destination.getByRole('button', { name: 'Try now' }).click({ force: true });
    await page.getByRole('region', { name: 'Sent and cancelled' }).getByText('4 of 4 images sent').waitFor();
    expect(readdirSync(inbox)).toHaveLength(4);
  });

  test('what waits for a paused destination is cancelled, on a telephone too', async () => {
    const page = await browsed.open(telephone);
    await page.goto('/queue');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.goto('/studies');
    await page.getByRole('link', { name: 'TEST, PHANTOM' }).click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Send to…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Destination').selectOption('Test archive (STORESCP)');
    await dialog.getByText('This destination is paused').waitFor();
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('The study is in the queue.').waitFor();
    await page.goto('/queue');
    const onTheWay = page.getByRole('region', { name: 'On the way' });
    await onTheWay.getByText('The destination is paused.').waitFor();
    await browsed.look(page, 'queue-telephone');
    await onTheWay.getByRole('button', { name: 'Cancel' }).click();
    await onTheWay.getByText('Nothing waits and nothing is being sent.').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Ready', { exact: true }).waitFor();
  });

  test('an archive is added as a source, says that it is away, is paused, and removed', async () => {
    const peer = { name: 'Old PACS', aeTitle: 'PACS', host: '127.0.0.1', port: await findFreePort(), verbs: ['store'] };
    const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true, note: '', answers: ['find', 'get'] };
    expect(await browsed.post('/api/peers', { ...peer, ...rest })).toBe(201);
    const page = await browsed.open(desk);
    await page.goto('/settings/sources');
    await page.getByText('There are no sources').waitFor();
    await page.getByRole('button', { name: 'Add a source' }).click();
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: 'Save' });
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    await dialog.getByLabel('Name').fill('Everything of the old PACS');
    await dialog.getByRole('combobox', { name: 'Archive' }).click();
    const option = page.getByRole('option', { name: /Test archive .* answers no C-FIND/ });
    expect(await option.getAttribute('data-combobox-disabled')).toBe('true');
    await page.getByRole('option', { name: 'Old PACS (PACS)' }).click();
    await dialog.getByRole('switch', { name: 'Mirror' }).press('Space');
    await dialog.getByRole('switch', { name: 'Send back' }).waitFor();
    await browsed.look(page, 'source-form');
    await save.click();
    // The dialog fades, and what fades has too little contrast.
    await dialog.waitFor({ state: 'hidden' });
    const row = page.getByRole('row', { name: /Everything of the old PACS/ });
    await row.getByText('Away').waitFor();
    await row.getByText('mirror of PACS').waitFor();
    await browsed.look(page, 'sources');
    await page.emulateMedia({ colorScheme: 'dark' });
    await browsed.look(page, 'sources-dark');
    await row.getByRole('button', { name: 'Pause' }).click();
    await row.getByText('Paused').waitFor();
    expect(await row.getByRole('button', { name: 'Ask now' }).getAttribute('aria-disabled')).toBe('true');
    await row.getByRole('button', { name: /More about/ }).click();
    await page.getByRole('menuitem', { name: 'Studies…' }).click();
    await dialog.getByText('There are none.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.setViewportSize(telephone);
    await browsed.look(page, 'sources-telephone');
    await row.getByRole('button', { name: /More about/ }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('There are no sources').waitFor();
  });
});
