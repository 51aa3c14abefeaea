/**
 * People in a browser: an organisation and its members, an emergency from its opening to its review, what a privacy officer
 * sees, and the page of a patient. Joining care teams is `joining.test.ts`.
 */

import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowsedNode, browsingAbsence, canBrowse, desk, telephone } from './browsed-node.ts';

describe.skipIf(!canBrowse)(`people${browsingAbsence}`, () => {
  let browsed: BrowsedNode;

  beforeAll(async () => {
    browsed = await BrowsedNode.start();
    await sendPhantom(buildPhantomStudy({ seed: 21, ctSlices: 3, usFrames: 2 }), browsed.dicomTarget);
    await sendPhantom(buildPhantomStudy({ seed: 22, ctSlices: 2, usFrames: 1 }), browsed.dicomTarget);
  });

  afterEach(() => browsed.leave());

  afterAll(() => browsed?.close());

  /** Adds a user, and signs in as them in a browser of their own. */
  async function addPerson(admin: Page, name: string, role = 'Member'): Promise<Page> {
    await admin.goto('/settings/users');
    await admin.getByRole('button', { name: 'Add a user' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('E-mail').fill(`${name.toLowerCase()}@hospital.example`);
    await dialog.getByText(role, { exact: true }).click();
    await dialog.getByRole('button', { name: /link/i }).click();
    const link = await admin.getByText(/\/setup#/).textContent();
    const person = await browsed.visitAsStranger(new URL(link ?? '').hash.replace('#', '/setup#'), desk);
    await person.getByLabel('Password', { exact: true }).fill(`${name} walks along the quiet river`);
    await person.getByRole('button', { name: 'Save password' }).click();
    await person.waitForURL((url) => url.pathname === '/studies');
    return person;
  }

  test('an organisation is added with members, sees what is new, and is closed', async () => {
    const page = await browsed.open(desk);
    await page.goto('/settings/organisations');
    await page.getByText('There is no organisation yet.').waitFor();
    await page.getByRole('button', { name: 'Add an organisation' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Test hospital');
    await dialog.getByRole('combobox', { name: 'Members' }).click();
    await page.getByRole('option', { name: /test@isocenter/ }).click();
    await page.keyboard.press('Escape');
    await browsed.look(page, 'organisation-form');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row', { name: /Test hospital/ });
    await row.getByText('Only what is granted to it').waitFor();
    await page.getByRole('radio', { name: 'Organisations that see new studies' }).check();
    await page.getByText('No organisation is marked so yet').waitFor();
    await row.getByRole('button', { name: 'Change…' }).click();
    await dialog.getByRole('switch', { name: 'Sees new studies' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.getByText('Sees them').waitFor();
    await page.getByRole('button', { name: 'Save the choice' }).click();
    await page.getByText('The choice is saved').waitFor();
    await page.reload();
    expect(await page.getByRole('radio', { name: 'Organisations that see new studies' }).isChecked()).toBe(true);
    await browsed.look(page, 'organisations');
    await page.getByRole('radio', { name: 'Everyone who signs in' }).check();
    await page.getByRole('button', { name: 'Save the choice' }).click();
    await page.getByText('The choice is saved').waitFor();
    await row.getByRole('button', { name: 'Close…' }).click();
    await page.getByRole('button', { name: 'Close the organisation' }).click();
    await page.getByText('There is no organisation yet.').waitFor();
  });

  test('a patient is opened in an emergency, and a privacy officer reviews it', async () => {
    const page = await browsed.open(desk);
    await page
      .getByRole('link', { name: /PHANTOM/ })
      .first()
      .click();
    const patientId = (await page.getByText(/^TEST-\d+ ·/).textContent())?.split(' ')[0] ?? '';
    await page.getByRole('button', { name: 'Who can see this, and why' }).click();
    const access = page.getByRole('table', { name: 'Who can see this, and why' });
    await access.getByText('Seen by them since it arrived').waitFor();
    await browsed.look(page, 'access');
    await page.getByRole('button', { name: 'Revoke' }).first().click();
    await page.getByRole('dialog', { name: 'Take this access away?' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The access is revoked').waitFor();
    await page.getByText('Who has looked').click();
    await page.getByRole('table', { name: 'Who has looked' }).getByText('Looked at it').waitFor();
    await browsed.look(page, 'access-history');

    const doctor = await addPerson(page, 'Doctor');
    await doctor.getByLabel('Search studies').fill(patientId);
    await doctor.getByText('No study matches').waitFor();
    await doctor.getByRole('link', { name: 'Emergency access' }).click();
    await doctor.getByLabel('Patient ID', { exact: true }).last().fill(patientId);
    await doctor.getByLabel('Date of birth').fill('1970-01-02');
    expect(await doctor.getByRole('button', { name: 'Open the images' }).getAttribute('aria-disabled')).toBe('true');
    await doctor.getByLabel('Why is it an emergency?').fill('unconscious after a fall');
    await doctor.getByRole('button', { name: 'Open the images' }).click();
    await doctor.getByText('Nothing was found').waitFor();
    await browsed.look(doctor, 'emergency-nothing');
    await doctor.getByLabel('Date of birth').fill('1970-01-01');
    await doctor.getByRole('button', { name: 'Open the images' }).click();
    await doctor.getByText('One study is open to you').waitFor();
    await browsed.look(doctor, 'emergency-opened');
    await doctor.getByRole('link', { name: 'Show the study' }).click();
    await doctor.getByRole('toolbar', { name: 'Viewer' }).waitFor();

    // The page was not loaded again.
    await page.getByRole('link', { name: /^Notices, \d+ unread$/ }).waitFor();
    await page.goto('/notices');
    const notice = page.getByRole('row', { name: /Doctor.* opened a study in an emergency/ });
    await notice.waitFor();
    await browsed.look(page, 'notices-emergency');
    await notice.getByRole('link', { name: 'Open' }).click();
    await page.waitForURL('/settings/emergencies');
    const row = page.getByRole('row', { name: /unconscious after a fall/ });
    await row.getByText('Waits for a review').waitFor();
    await browsed.look(page, 'emergencies');
    await row.getByRole('button', { name: 'What they did' }).click();
    const deeds = page.getByRole('dialog');
    await deeds.getByText('Looked at a study').first().waitFor();
    await browsed.look(page, 'emergency-deeds');
    await deeds.getByRole('button', { name: 'Close' }).click();
    await row.getByRole('button', { name: 'Review…' }).click();
    await page.getByLabel('Remark').fill('was on duty, asked the ward');
    await page.getByRole('button', { name: 'Mark as reviewed' }).click();
    await row.getByText('was on duty, asked the ward').waitFor();
    await page.getByText('Everything is reviewed').waitFor();
    await page.goto('/notices');
    await notice.waitFor();
    expect(await notice.getByText('New').count()).toBe(0);
  });

  test('a privacy officer is told what a study consists of, and the page asks for nothing that the role is refused', async () => {
    const admin = await browsed.open(desk);
    const page = await addPerson(admin, 'Officer', 'Privacy officer');
    const refused: string[] = [];
    const asked: string[] = [];
    page.on('response', (response) => {
      asked.push(new URL(response.url()).pathname);
      if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
    });
    await page
      .getByRole('link', { name: /PHANTOM/ })
      .first()
      .click();
    await page.getByText('No images for this role').waitFor();
    await page.getByRole('list', { name: 'Series' }).getByRole('button').first().click();
    await browsed.look(page, 'study-officer');
    expect(await page.getByRole('button', { name: 'Header', exact: true }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'Comments of the team' }).click();
    await page.getByRole('dialog', { name: 'Comments of the team' }).getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Who can see this, and why' }).click();
    const access = page.getByRole('dialog', { name: 'Who can see this, and why' });
    await access.getByText('Administrators see everything.').waitFor();
    for (const button of await access.getByRole('button', { name: /^(Revoke|Grant)$/ }).all()) {
      expect(await button.getAttribute('aria-disabled')).toBe('true');
    }
    await access.getByText('Who has looked').click();
    const looked = access.getByRole('table', { name: 'Who has looked' });
    await looked.getByText('officer@hospital.example').waitFor();
    await looked.getByText('Officer', { exact: true }).waitFor();
    await browsed.look(page, 'access-history-officer');
    await access.getByRole('button', { name: 'Close' }).click();
    await page.setViewportSize(telephone);
    await browsed.look(page, 'study-officer-360');
    expect(asked.filter((path) => path.startsWith('/dicom-web/') || path.includes('/elements'))).toEqual([]);
    expect(refused).toEqual([]);
  });

  test('a patient has a guardian, consents and withdraws, and asks for a correction', async () => {
    const page = await browsed.open(desk);
    await page
      .getByRole('link', { name: /PHANTOM/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Guardians and consent…' }).click();
    await page.getByRole('heading', { name: 'TEST, PHANTOM' }).waitFor();

    const proxies = page.getByRole('region', { name: 'Who acts for the patient' });
    await proxies.getByLabel('Let somebody act for the patient').first().waitFor();
    await proxies.getByRole('combobox', { name: 'Let somebody act for the patient' }).selectOption({ index: 1 });
    await proxies.getByLabel('Shown by').fill('birth certificate, folder 12');
    await proxies.getByRole('button', { name: 'Add' }).click();
    const guardian = proxies.getByRole('row', { name: /birth certificate/ });
    await guardian.getByText('Until somebody ends it').waitFor();
    await guardian.getByRole('button', { name: 'End…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
    await guardian.getByText(/^Ended by/).waitFor();

    const consents = page.getByRole('region', { name: 'Consent' });
    await consents.getByRole('combobox', { name: 'Record a consent' }).selectOption('Research');
    await consents.getByLabel('Given on').fill('2026-01-05');
    const access = page.getByRole('region', { name: 'Who can see this patient’s images, and why' });
    const toPatient = access.getByRole('row', { name: /The patient, or who acts for the patient/ });
    await toPatient.getByText('All of this patient').waitFor();
    expect(await access.getByRole('link').first().getAttribute('href')).toMatch(/^\/studies\/\d+$/);
    await consents.getByRole('combobox', { name: 'Access that rests on it' }).click();
    await page.getByRole('option', { name: /The patient, or who acts for the patient/ }).click();
    await page.keyboard.press('Escape');
    await consents.getByRole('button', { name: 'Record' }).click();
    const research = consents.getByRole('row', { name: /Research/ });
    await research.getByText('In force').waitFor();
    await research.getByRole('button', { name: 'Withdraw…' }).click();
    await toPatient.getByText(/^Rests on a consent: Research/).waitFor();
    await browsed.look(page, 'patient-consent');
    await page.getByText('One access that rests on it ends at once.').waitFor();
    await page.getByRole('button', { name: 'Withdraw the consent' }).click();
    await research.getByText(/^Withdrawn/).waitFor();
    await expect.poll(() => toPatient.count()).toBe(0);

    const corrections = page.getByRole('region', { name: 'Requests for correction' });
    await corrections.getByLabel('What is wrong').fill('the date of birth');
    await corrections.getByRole('button', { name: 'Record' }).click();
    const request = corrections.getByRole('row', { name: /the date of birth/ });
    await request.getByRole('button', { name: 'Answer…' }).click();
    await page.getByRole('dialog').getByLabel('Answer').fill('checked with the registry');
    await page.getByRole('button', { name: 'Keep the answer' }).click();
    await request.getByText('checked with the registry').waitFor();
    await browsed.look(page, 'patient');
    await page.setViewportSize(telephone);
    await browsed.look(page, 'patient-360');
  });
});
