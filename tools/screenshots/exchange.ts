/**
 * What goes on between the node in the pictures and others: peers, rules, a queue with a dead letter, an archive that is
 * copied from, a conflict, the trash. The archive is a second node; whoever cannot be reached is not there.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import { type IsocenterProcess, makeDataDir, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { findFreePort } from '@isocenter/testkit/peer-listener';
import type { PhantomStudy } from '@isocenter/testkit/phantom';
import { sendPhantom } from '@isocenter/testkit/phantom-delivery';
import type { Page } from 'playwright-core';
import type { Shot } from './camera.ts';
import { dressed, earlierStudies, namedByItsMaker } from './cast.ts';

/** Asks the API of the node as an administrator; rejects unless it is done. */
export type Api = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>;

/** As much of the answers as is needed. */
type Answer = {
  readonly id?: string;
  readonly studies?: readonly { readonly id: string; readonly state?: string }[];
  readonly destinations?: readonly { readonly id: string; readonly name: string }[];
  readonly projects?: readonly { readonly id: string }[];
  readonly held?: readonly unknown[];
};

type OldArchive = { readonly node: IsocenterProcess; close(): Promise<void> };

/** Starts the archive that is copied from, with studies of earlier years. */
export async function openOldArchive(): Promise<OldArchive> {
  const data = makeDataDir();
  const env = { ISOCENTER__DICOM__AET: 'OLDPACS' };
  const node = await startIsocenterProcess({ dataDir: data.path, env, keepOutput: true });
  for (const study of earlierStudies()) await sendPhantom(study, { port: node.dicomPort, aet: 'OLDPACS' });
  return {
    node,
    async close() {
      await node.stop();
      data.remove();
    },
  };
}

/** Before anything arrives: whom the node knows, and what it does with what comes. */
export async function setUpExchange(api: Api, archive: OldArchive): Promise<void> {
  const { dicomPort } = archive.node;
  await addPeer(api, {
    name: 'Scanner 1',
    aeTitle: 'SCANNER1',
    host: '10.0.0.21',
    port: 104,
    verbs: ['echo', 'store'],
  });
  await addPeer(api, {
    name: 'Scanner 2',
    aeTitle: 'SCANNER2',
    host: '10.0.0.22',
    port: 104,
    verbs: ['echo', 'store'],
  });
  await addPeer(api, {
    ...{ name: 'Old PACS', aeTitle: 'OLDPACS', host: '127.0.0.1', port: dicomPort, verbs: ['store'] },
    answers: ['find', 'get'],
  });
  await addPeer(api, {
    ...{ name: 'Reading room', aeTitle: 'READING', host: '127.0.0.1', port: await findFreePort() },
    verbs: ['find', 'move'],
  });
  // Lets in nobody who calls it by this title.
  await addPeer(api, { name: 'Cardiology', aeTitle: 'CARDIO', host: '127.0.0.1', port: dicomPort, verbs: [] });
  const rules = [
    {
      name: 'Chest CT to the reading room',
      when: {
        all: [
          { field: 'modality', equals: 'CT' },
          { field: 'StudyDescription', matches: '*chest*' },
        ],
      },
      do: [{ send: ['READING'] }, { label: ['to read'] }],
    },
    {
      name: 'Echocardiography to the cardiologists',
      when: { field: 'StudyDescription', equals: 'Echocardiography' },
      do: [{ send: ['CARDIO'] }, { label: ['echo'] }],
    },
    {
      name: 'A second copy of every MR to the old PACS',
      when: { all: [{ field: 'modality', equals: 'MR' }, { not: { field: 'source', equals: 'Old PACS' } }] },
      do: [{ send: ['OLDPACS'] }],
    },
  ];
  for (const rule of rules) await api('POST', '/api/rules', { enabled: true, trigger: 'study', ...rule });
  const profile = { dates: 'modified', retainPatientCharacteristics: true, cleanDescriptors: true };
  await api('POST', '/api/deid-projects', { name: 'Lung study', profile, pictures: 'clean' });
}

/** After the studies have come: what happens to some of them. */
export async function letThingsHappen(
  api: Api,
  to: { readonly port: number; readonly aet: string },
  cast: readonly PhantomStudy[],
) {
  const peers = (await api('GET', '/api/destinations')).destinations ?? [];
  const peerId = peers.find(({ name }) => name === 'Old PACS')?.id;
  const paced = { answerLimit: 500, maxConcurrent: 2, studiesPerHour: 4, everyMinutes: 15, lookBackDays: 2 };
  const mirror = { order: 'newest', compareEveryDays: 7, sendBack: false };
  await api('POST', '/api/sources', {
    name: 'Everything of the old PACS',
    peerId,
    hours: [],
    modalities: [],
    keys: {},
    ...paced,
    mirror,
  });
  const [first] = cast;
  if (first !== undefined) await sendPhantom(turned(first), { ...to, callingAet: 'SCANNER2' });
  await sendPhantom(namedByItsMaker(), to);
  await sendDeidentified(api, { name: 'ivana', destinationId: peerId });
  const unwanted = await studiesNamed(api, 'emilia');
  for (const { id } of unwanted) {
    await api('POST', '/api/trash', { level: 'study', id, reason: 'Sent to the wrong archive' });
  }
}

/** Sends a study by the project, of which an object is held back. */
async function sendDeidentified(
  api: Api,
  { name, destinationId }: { name: string; destinationId: string | undefined },
) {
  await untilSettled(api);
  const [study] = await studiesNamed(api, name);
  const [project] = (await api('GET', '/api/deid-projects')).projects ?? [];
  await api('POST', '/api/deliveries', { studyId: study?.id, destinationId, deidProjectId: project?.id });
  while (((await api('GET', '/api/deid-quarantine')).held ?? []).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 500));
}

/** Resolves when every study is settled, and rules have been applied. */
export async function untilSettled(api: Api): Promise<void> {
  for (;;) {
    const { studies = [] } = await api('GET', '/api/studies?limit=500');
    if (studies.length > 0 && !studies.some(({ state }) => state === undefined || state === 'arriving')) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

export const exchangeShots: readonly Shot[] = [
  {
    name: 'settings-peers',
    path: '/settings/peers',
    inEveryLanguage: true,
    prepare: (page) => page.getByText('Reading room').first().waitFor(),
  },
  {
    name: 'settings-rules',
    path: '/settings/rules',
    prepare: (page) => page.getByText('Chest CT to').first().waitFor(),
  },
  { name: 'rule-trial', path: '/settings/rules', prepare: ruleTried },
  { name: 'deid-project', path: '/settings/deidentification', prepare: projectTried },
  { name: 'deid-held', path: '/settings/deidentification/held', prepare: heldShown },
  { name: 'queue', path: '/queue', prepare: (page) => page.getByText('Dead letters').first().waitFor() },
  {
    name: 'settings-sources',
    path: '/settings/sources',
    prepare: (page) => page.getByText('Everything of').first().waitFor(),
  },
  {
    name: 'settings-conflicts',
    path: '/settings/conflicts',
    prepare: (page) => page.getByText('Compare').first().waitFor(),
  },
  { name: 'conflict', path: '/settings/conflicts', prepare: conflictCompared },
  { name: 'settings-trash', path: '/settings/trash', prepare: (page) => page.getByText('TEST, EMILIA').waitFor() },
  { name: 'settings-storage', path: '/settings/storage', prepare: (page) => page.getByText('By modality').waitFor() },
  {
    name: 'settings-alerts',
    path: '/settings/alerts',
    prepare: (page) => page.getByRole('row').nth(1).waitFor({ timeout: 150_000 }),
  },
];

/** A project with a study before and after. */
async function projectTried(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Lung study' }).click();
  await page.getByRole('button', { name: /CT/ }).first().click();
  await page.getByLabel('Search attributes').fill('0010');
  await page.getByText('(0010,0020)').waitFor();
  await page.getByRole('heading', { name: 'Try it on a study' }).evaluate((heading) => heading.scrollIntoView());
}

/** What was found in an object that is held back. */
async function heldShown(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Decide…' }).first().click();
  await page.getByText(/^Works of •+/).waitFor();
}

async function addPeer(api: Api, peer: object): Promise<void> {
  const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true, note: '' };
  await api('POST', '/api/peers', { ...rest, networks: ['127.0.0.1'], ...peer });
}

async function studiesNamed(api: Api, name: string) {
  return (await api('GET', `/api/studies?q=${name}`)).studies ?? [];
}

/** The first image of a study once more, upside down, as a device sends it that was set up wrongly. */
function turned(study: PhantomStudy): PhantomStudy {
  return {
    ...study,
    series: study.series.slice(0, 1).map((series) => ({
      ...series,
      *instances() {
        for (const instance of dressed(series, { SeriesDescription: 'Chest, turned', PatientPosition: 'HFP' })) {
          const elements = instance.dataSet.elements.map((element) => {
            const { tag, value } = element;
            if (tag !== tagOf('PixelData') || value.kind !== 'bytes') return element;
            return {
              ...element,
              value: { kind: 'bytes' as const, bytes: Buffer.from(value.bytes).swap16().reverse() },
            };
          });
          yield { ...instance, dataSet: { ...instance.dataSet, elements } };
          return;
        }
      },
    })),
  };
}

async function ruleTried(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try on a study' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /TEST, HIROSHI · 2026/ }).click();
  await dialog.getByRole('button', { name: 'Try', exact: true }).click();
  await dialog.getByText('Fires', { exact: true }).first().waitFor();
}

async function conflictCompared(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Compare' }).first().click();
  await page.getByText('The pixels differ.').waitFor();
  await page.getByRole('img', { name: 'Kept' }).waitFor();
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))');
}
