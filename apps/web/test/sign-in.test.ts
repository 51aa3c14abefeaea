/**
 * How people prove who they are, in a browser: authenticator application, recovery code, passkey (the virtual authenticator
 * of Chromium), fresh proof before something dangerous, open sessions, single sign-on; and the node that asks administrators for a second
 * factor. One node and one browser for all of it.
 */

import { createHmac } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { startIdentityProvider, type TestProvider } from '@isocenter/testkit/identity-provider';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';

describe.skipIf(!canBrowse)(`signing in${browsingAbsence}`, () => {
  let node: BrowsedNode;
  let provider: TestProvider;
  let secret = '';
  let codes: readonly string[] = [];

  beforeAll(async () => {
    provider = await startIdentityProvider(() => node.base);
    node = await BrowsedNode.start({
      ISOCENTER__ACCESS__REQUIRE_SECOND_FACTOR: 'administrators',
      ISOCENTER__OIDC__ISSUER: provider.issuer,
      ISOCENTER__OIDC__CLIENT_ID: provider.clientId,
      ISOCENTER__OIDC__CLIENT_SECRET: provider.clientSecret,
      ISOCENTER__OIDC__LABEL: 'the hospital',
    });
  });

  afterEach(() => node.leave());
  afterAll(async () => {
    await node?.close();
    await provider?.close();
  });

  test('leads an administrator without a second factor to setting one up, and nowhere else', async () => {
    const page = await node.enter(telephone);
    await page.getByRole('heading', { name: 'Make your account safer' }).waitFor();
    await node.look(page, 'enrol-telephone');
    await page.goto('/studies');
    await page.waitForURL('**/second-factor');
    await page.getByRole('button', { name: 'Authenticator app on your telephone' }).click();
    await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
    await node.look(page, 'enrol-totp-telephone');
    secret = ((await page.locator('code').first().textContent()) ?? '').replaceAll(' ', '');
    await page.getByLabel('Code of the authenticator app').fill('000000');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('The code is wrong').waitFor();
    await page.getByLabel('Code of the authenticator app').fill(codeNow(secret));
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'Recovery codes' }).waitFor();
    codes = (await page.locator('.mono').allTextContents()).filter((text) => text.includes('-'));
    expect(codes).toHaveLength(10);
    await node.look(page, 'recovery-codes-telephone');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.waitForURL('**/studies');
  });

  test('asks for a code after the password; a recovery code does as well', async () => {
    const page = await node.enter(desk, 'dark');
    await page.getByRole('heading', { name: 'One more step' }).waitFor();
    await node.look(page, 'second-step-dark');
    await page.getByLabel('Code of the authenticator app').fill('111111');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('The code is wrong').waitFor();
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[0]?.toLowerCase() ?? '');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/studies');
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
    await page.getByText('9 codes left.').waitFor();
    await node.look(page, 'account-dark');
  });

  test('with a passkey needs neither name nor password, and one that was copied is refused', async () => {
    const page = await node.enter(desk);
    const authenticator = await VirtualAuthenticator.add(page);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[1] ?? '');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/studies');
    await page.goto('/account');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name of the device').fill('Test key');
    await page.getByRole('button', { name: 'Make the passkey' }).click();
    await page.getByRole('cell', { name: 'Test key' }).waitFor();
    await node.look(page, 'account');
    const early = await authenticator.copy();

    await signOut(page);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
    await node.look(page, 'sign-in');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL('**/studies');

    await signOut(page);
    await node.enterAgain(page);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForURL('**/studies');

    await signOut(page);
    await authenticator.unverified(true);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('The browser was stopped').waitFor();
    await authenticator.unverified(false);
    await authenticator.replace(early);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('The passkey is not accepted').waitFor();
  });

  test('is asked again before something dangerous, and what was asked for is then done', async () => {
    const page = await node.enter(desk);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[2] ?? '');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/studies');
    await page.goto('/settings/users');
    await page.getByRole('button', { name: 'Add a user' }).click();
    await page.getByLabel('Name').fill('Nurse Test');
    await page.getByLabel('E-mail').fill('nurse@isocenter.example');
    await staleProof(page, '**/api/users');
    await page.getByRole('button', { name: 'Add and make a link' }).click();
    const dialog = page.getByRole('dialog', { name: 'Is it still you?' });
    await dialog.waitFor();
    await node.look(page, 'step-up');
    await dialog.getByRole('button', { name: 'Use the password' }).click();
    await dialog.getByRole('textbox', { name: 'Password' }).fill('wrong');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await dialog.getByText('E-mail address or password is wrong').waitFor();
    await dialog.getByRole('textbox', { name: 'Password' }).fill('a sentence of several words');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Set-up link for Nurse Test').waitFor();
  });

  test('is asked again before the trail is exported, and the file comes then', async () => {
    const page = await node.enter(desk);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[4] ?? '');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/studies');
    await page.goto('/settings/audit');
    await staleProof(page, '**/api/audit/export');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const dialog = page.getByRole('dialog', { name: 'Is it still you?' });
    await dialog.getByRole('button', { name: 'Use the password' }).click();
    await dialog.getByRole('textbox', { name: 'Password' }).fill('a sentence of several words');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Confirm' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^audit-.*\.csv$/);
    expect(await text(await download.createReadStream())).toContain('sequence,at,action');
  });

  test('shows where one is signed in, and ends it there with the next request', async () => {
    const page = await node.enter(telephone);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[3] ?? '');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/studies');
    await page.goto('/account');
    await page.getByText('Chromium on Linux').first().waitFor();
    await page.getByText('this one').waitFor();
    await node.look(page, 'account-telephone');
    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End all others' }).click();
    await page.getByText('All other sessions have ended.').waitFor();
    await expect.poll(() => page.getByText('Chromium on Linux').count()).toBe(1);
  });

  test('goes by the hospital’s own page, where that is configured, and out again', async () => {
    const page = await node.visit(desk, provider.issuer);
    provider.signInAs({ id: 'stranger', email: 'stranger@isocenter.example', emailVerified: true });
    await page.getByRole('link', { name: 'Sign in with the hospital' }).click();
    await page.getByText('Your account is not admitted here').waitFor();
    await node.look(page, 'sign-in-refused');
    await page.context().clearCookies();
    provider.signInAs({ id: 'known', email: 'test@isocenter.example', emailVerified: true });
    await page.getByRole('link', { name: 'Sign in with the hospital' }).click();
    await page.waitForURL('**/studies');
    // Before something dangerous the proof is that page's, and what was asked for goes on when it leads back, once.
    await page.goto('/settings/audit');
    await page.getByLabel('Who', { exact: true }).fill('test');
    await page.waitForResponse((response) => response.url().includes('who=test'));
    await staleProof(page, '**/api/audit/export');
    await page.getByRole('button', { name: 'Export as JSON Lines' }).click();
    const before = provider.signIns();
    await page.getByRole('link', { name: 'Confirm with the hospital' }).waitFor();
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage));
    expect(kept).toContain('isocenter-export');
    expect(kept).not.toContain('test');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Confirm with the hospital' }).click(),
    ]);
    expect(new URL(download.url()).search).toBe('?who=test&format=jsonl');
    expect((await text(await download.createReadStream())).split('\n').length).toBeGreaterThan(1);
    expect(page.url()).toBe(`${node.base}/settings/audit`);
    expect(provider.signIns()).toBe(before + 1);
    // A proof that the node does not take leads to the question again, and nowhere by itself.
    await staleProof(page, '**/api/audit/export', 2);
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    await page.getByRole('link', { name: 'Confirm with the hospital' }).click();
    await expect.poll(() => provider.signIns()).toBe(before + 2);
    await page.waitForURL(`${node.base}/settings/audit`);
    await page.getByRole('dialog', { name: 'Is it still you?' }).waitFor();
    expect(page.url()).toBe(`${node.base}/settings/audit`);
    expect(provider.signIns()).toBe(before + 2);
    await page.reload();
    await page.getByRole('button', { name: 'Export as CSV' }).waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('isocenter-export'))).toBe(null);
    await page.goto('/account');
    await page.getByText('this one').waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(`${provider.issuer}/**`);
    await page.getByRole('button', { name: /sign me out/i }).click();
    await page.waitForURL(`${node.base}/sign-in`);
    await page.getByLabel('E-mail').waitFor();
  });
});

/** What the node answers after ten minutes (`identity.test.ts`) comes at once; all else is its own doing. */
async function staleProof(page: Page, url: string, times = 1): Promise<void> {
  const problem = { title: 'Prove first that it is still you', status: 403, code: 'step-up-required' };
  const contentType = 'application/problem+json';
  await page.route(url, (route) => route.fulfill({ status: 403, contentType, json: problem }), { times });
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
}

/** RFC 6238, as an application on a telephone has it. */
function codeNow(base32: string): string {
  const bits = [...base32]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

type Credential = Awaited<ReturnType<VirtualAuthenticator['copy']>>;

/** Chromium's own: a device with a fingerprint sensor that always agrees. */
class VirtualAuthenticator {
  readonly #session: CDPSession;
  readonly #id: string;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
  }

  static async add(page: Page): Promise<VirtualAuthenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    return new VirtualAuthenticator(session, authenticatorId);
  }

  /** The one key as it is now, private half and counter. */
  async copy() {
    const { credentials } = await this.#session.send('WebAuthn.getCredentials', { authenticatorId: this.#id });
    const [credential] = credentials;
    if (credential === undefined) throw new Error('the authenticator has no key');
    return credential;
  }

  async replace(credential: Credential): Promise<void> {
    await this.#session.send('WebAuthn.clearCredentials', { authenticatorId: this.#id });
    await this.#session.send('WebAuthn.addCredential', { authenticatorId: this.#id, credential });
  }

  async unverified(isUnverified: boolean): Promise<void> {
    const authenticatorId = this.#id;
    await this.#session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: !isUnverified });
  }
}
