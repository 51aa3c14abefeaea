/**
 * Rules of a whole node with real peers: what Orthanc sends is complete only when Orthanc says so, what settles is sent to
 * DCMTK's storescp once although the node is killed, and earlier studies are fetched by C-GET and by C-MOVE.
 */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMissingOrthanc, type OrthancProcess, startOrthancProcess } from '@isocenter/testkit/orthanc-process';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';
import { absenceOf, findMissingPrograms } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { buildSmallObject, newUid, type SmallObject, storeOverDimse } from './small-object.ts';

const missing = [...findMissingOrthanc(), ...findMissingPrograms('storescp')];
const waiting = { interval: 200 };

describe.skipIf(missing.length > 0)(`rules with Orthanc and DCMTK${absenceOf(missing)}`, () => {
  const received = mkdtempSync(join(tmpdir(), 'isocenter-storescp-'));
  let node: RunningNode;
  let orthanc: OrthancProcess;
  let storescp: Awaited<ReturnType<typeof startPeerListener>>;

  beforeAll(async () => {
    const [port, destination] = [await findFreePort(), await findFreePort()];
    const settling = { ISOCENTER__SETTLING__QUIET_SECONDS: '1', ISOCENTER__SETTLING__LONGEST_WAIT_SECONDS: '60' };
    node = await startNode({ env: { ISOCENTER__DICOM__PORT: String(port), ...settling } });
    orthanc = await startOrthancProcess({ node: { aeTitle: node.aet, port } });
    storescp = await startPeerListener('storescp', ['-od', received, String(destination)], destination);
    await addPeer('ORTHANC', orthanc.dicomPort, ['find', 'get']);
    await addPeer('MOVES', orthanc.dicomPort, ['find', 'move']);
    await addPeer('READING', destination, []);
  });

  afterAll(async () => {
    storescp?.kill('SIGKILL');
    await orthanc?.stop();
    await node?.close();
    rmSync(received, { recursive: true, force: true });
  });

  async function addPeer(aeTitle: string, port: number, answers: readonly string[]): Promise<void> {
    const peer = { name: aeTitle, aeTitle, host: '127.0.0.1', port, answers, verbs: ['echo', 'store'], note: '' };
    const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true };
    expect((await node.api('POST', '/api/peers', { ...peer, ...rest })).status).toBe(201);
  }

  const addRule = async (rule: object): Promise<string> => {
    const { status, body } = await node.api('POST', '/api/rules', { enabled: true, trigger: 'study', ...rule });
    expect([status, body]).toMatchObject([201, {}]);
    return body.id;
  };

  async function studyOf({ studyInstanceUid }: Pick<SmallObject, 'studyInstanceUid'>) {
    const { body } = await node.api('GET', `/api/studies?q=${studyInstanceUid}`);
    return body.studies[0];
  }

  async function measures(): Promise<string> {
    const headers = { authorization: `Bearer ${node.token}` };
    return (await fetch(`${node.httpUrl}/metrics`, { headers })).text();
  }

  const putInOrthanc = async (object: SmallObject): Promise<string> =>
    (await orthanc.ask('POST', '/instances', object.file)).ID;

  test('a study of which its sender holds more is arriving until the rest has come', async () => {
    const StudyInstanceUID = newUid();
    const SeriesInstanceUID = newUid();
    const images = [1, 2, 3].map((InstanceNumber) =>
      buildSmallObject({ StudyInstanceUID, SeriesInstanceUID, InstanceNumber }),
    );
    const ids: string[] = [];
    for (const image of images) ids.push(await putInOrthanc(image));
    await orthanc.ask('POST', '/modalities/node/store', ids.slice(0, 2));
    const [first] = images;
    if (first === undefined) throw new Error('there are three');
    await expect.poll(async () => (await studyOf(first))?.instanceCount, waiting).toBe(2);
    await expect.poll(measures, waiting).toMatch(/isocenter_sender_answers_total\{answer="differs"\} [1-9]/);
    expect((await studyOf(first)).state).toBe('arriving');
    await orthanc.ask('POST', '/modalities/node/store', ids.slice(2));
    await expect.poll(async () => (await studyOf(first))?.state, waiting).toBe('complete');
  });

  test('what settles is sent once, although the node is killed meanwhile', async () => {
    const id = await addRule({
      name: 'To the reading room',
      when: { field: 'StudyDescription', matches: 'send*' },
      do: [{ send: ['READING'] }, { label: ['sent on'] }],
    });
    const object = buildSmallObject({ StudyDescription: 'Send this' });
    await storeOverDimse(node, [object], 'READING');
    process.kill(node.pid, 'SIGKILL');
    node = await node.startAgain();
    await expect.poll(() => readdirSync(received).length, waiting).toBe(1);
    await expect.poll(async () => (await studyOf(object)).labels, waiting).toEqual(['sent on']);
    process.kill(node.pid, 'SIGKILL');
    node = await node.startAgain();
    const { body } = await node.api('GET', '/api/rules');
    expect(body.rules).toMatchObject([{ id, fired: 1 }]);
    expect(readdirSync(received)).toHaveLength(1);
  });

  test.each(['ORTHANC', 'MOVES'])(
    'earlier studies are fetched from %s, and fetch nothing themselves',
    async (from) => {
      const PatientID = `TEST-${from}`;
      const prior = (StudyDate: string, Modality: string) => buildSmallObject({ PatientID, StudyDate, Modality });
      const priors = [
        prior('20240101', 'MR'),
        prior('20230101', 'MR'),
        prior('20220101', 'MR'),
        prior('20250101', 'SC'),
      ];
      for (const object of priors) await putInOrthanc(object);
      const id = await addRule({
        name: `Priors from ${from}`,
        when: { all: [{ field: 'PatientID', equals: PatientID }] },
        do: [{ prefetch: { from, modality: 'same', maximum: 2 } }],
      });
      await storeOverDimse(node, [buildSmallObject({ PatientID, StudyDate: '20260102' })], 'READING');
      const found = async () => {
        const { body } = await node.api('GET', `/api/studies?q=${PatientID}`);
        return body.studies.map((study: { studyDate: string }) => study.studyDate).sort();
      };
      await expect.poll(found, waiting).toEqual(['2023-01-01', '2024-01-01', '2026-01-02']);
      const fired = async () =>
        (await node.api('GET', '/api/rules')).body.rules.find((rule: { id: string }) => rule.id === id).fired;
      // Each of the three settles; the two that were fetched ask for nothing.
      await expect.poll(fired, waiting).toBe(3);
      expect(await found()).toHaveLength(3);
      expect(await measures()).toMatch(/isocenter_prefetch_total\{outcome="fetched"\} \d/);
    },
    90_000,
  );
});
