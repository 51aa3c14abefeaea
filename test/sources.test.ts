/**
 * Copying from real archives, by a whole node: Orthanc by C-GET, with kills of the node and of Orthanc in the middle, and
 * DCMTK's dcmqrscp, which counts nothing, by C-MOVE.
 */

import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runIsocenter } from '@isocenter/testkit/isocenter-process';
import { findMissingOrthanc, type OrthancProcess, startOrthancProcess } from '@isocenter/testkit/orthanc-process';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';
import { absenceOf, findMissingPrograms } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { buildSmallObject, newUid, type SmallObject, storeOverDimse } from './small-object.ts';

const missing = [...findMissingOrthanc(), ...findMissingPrograms('dcmqrscp')];
const waiting = { interval: 50 };

describe.skipIf(missing.length > 0)(`copying from Orthanc and DCMTK${absenceOf(missing)}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-sources-'));
  let node: RunningNode;
  let orthanc: OrthancProcess;
  let qrscp: ChildProcess;
  let qrscpPort: number;
  let orthancPeer: string;

  beforeAll(async () => {
    const port = await findFreePort();
    const settling = { ISOCENTER__SETTLING__QUIET_SECONDS: '1' };
    node = await startNode({ env: { ISOCENTER__DICOM__PORT: String(port), ...settling } });
    orthanc = await startOrthancProcess({ node: { aeTitle: node.aet, port } });
    qrscpPort = await findFreePort();
    const tables = [
      `HostTable BEGIN\nnode = (${node.aet}, localhost, ${port})\nHostTable END`,
      'VendorTable BEGIN\nVendorTable END',
      `AETable BEGIN\nQRSCP ${folder} RW (99, 1024mb) ANY\nAETable END\n`,
    ];
    const limits = `NetworkTCPPort = ${qrscpPort}\nMaxPDUSize = 16384\nMaxAssociations = 16`;
    writeFileSync(join(folder, 'dcmqrscp.cfg'), [limits, ...tables].join('\n'));
    qrscp = await startPeerListener('dcmqrscp', ['-c', join(folder, 'dcmqrscp.cfg')], qrscpPort);
    orthancPeer = await addPeer('ORTHANC', orthanc.dicomPort, ['find', 'get'], { confirmByCommitment: true });
  });

  afterAll(async () => {
    qrscp?.kill('SIGKILL');
    await orthanc?.stop();
    await node?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function addPeer(
    aeTitle: string,
    port: number,
    answers: readonly string[],
    more: object = {},
  ): Promise<string> {
    const peer = { name: aeTitle, aeTitle, host: '127.0.0.1', port, answers, verbs: ['echo', 'store'], note: '' };
    const rest = { conflictPolicy: 'first', checkAddress: true, enabled: true, ...more };
    return (await node.api('POST', '/api/peers', { ...peer, ...rest })).body.id;
  }

  async function addSource(peerId: string, more: object = {}): Promise<string> {
    const input = { name: `From ${peerId}`, peerId, everyMinutes: 60, hours: [], lookBackDays: 3650, modalities: [] };
    const { status, body } = await node.api('POST', '/api/sources', {
      ...{ ...input, keys: {}, answerLimit: 500, maxConcurrent: 1 },
      ...more,
    });
    expect([status, body]).toMatchObject([201, {}]);
    return body.id;
  }

  const source = async (id: string) => (await node.api('GET', `/api/sources/${id}`)).body;
  const remove = (id: string) => node.api('DELETE', `/api/sources/${id}`);
  const put = (object: SmallObject) => orthanc.ask('POST', '/instances', object.file);
  const count = async ({ studyInstanceUid }: Pick<SmallObject, 'studyInstanceUid'>): Promise<number> =>
    (await node.api('GET', `/api/studies?q=${studyInstanceUid}`)).body.studies[0]?.instanceCount ?? 0;

  function buildStudy(images: number): [SmallObject, ...SmallObject[]] {
    const uids = { StudyInstanceUID: newUid(), SeriesInstanceUID: newUid() };
    const build = (InstanceNumber: number) => buildSmallObject({ ...uids, InstanceNumber });
    return [build(1), ...Array.from({ length: images - 1 }, (_, at) => build(at + 2))];
  }

  test('what is missing comes by C-GET, a kill of the node in the middle loses and repeats nothing', async () => {
    const study = buildStudy(120);
    const [first] = study;
    await storeOverDimse(node, study.slice(0, 20), 'SCANNER');
    for (const object of study) await put(object);
    const id = await addSource(orthancPeer);
    let seen = 0;
    const look = async () => {
      seen = await count(first);
      return seen;
    };
    await expect.poll(look, { ...waiting, interval: 5 }).toBeGreaterThan(20);
    process.kill(node.pid, 'SIGKILL');
    node = await node.startAgain();
    await expect
      .poll(async () => (await source(id)).studies, waiting)
      .toMatchObject({ done: 1, waiting: 0, running: 0 });
    expect(await count(first)).toBe(120);
    // What had come before the kill was not sent again.
    const headers = { authorization: `Bearer ${node.token}` };
    const measures = await (await fetch(`${node.httpUrl}/metrics`, { headers })).text();
    const received = [...measures.matchAll(/^isocenter_objects_total\{.*\} (\d+)$/gm)].map(([, value]) =>
      Number(value),
    );
    expect(received.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(120 - seen);
    await remove(id);
  });

  test('a mirror serves while Orthanc is down, and gives it what it missed, to which it commits', async () => {
    const [old] = buildStudy(1);
    await put(old);
    const mirror = { order: 'newest', since: '2020-01-01', compareEveryDays: 1, sendBack: true };
    const id = await addSource(orthancPeer, { mirror });
    await expect.poll(async () => (await source(id)).backFilledAt, waiting).toBeDefined();
    await expect.poll(() => count(old), waiting).toBe(1);
    await orthanc.halt();
    const missed = buildStudy(3);
    await storeOverDimse(node, missed, 'SCANNER');
    expect((await node.dicomweb.search(`/studies?StudyInstanceUID=${old.studyInstanceUid}`)).length).toBe(1);
    await node.api('POST', `/api/sources/${id}/run`, {});
    await expect.poll(async () => (await source(id)).failing?.code, waiting).toBe('connection-failed');
    await orthanc.startAgain();
    await expect
      .poll(
        async () => (await node.api('GET', `/api/studies?q=${missed[0].studyInstanceUid}`)).body.studies[0].state,
        waiting,
      )
      .toBe('complete');
    await node.api('POST', `/api/sources/${id}/run`, {});
    const query = { Level: 'Instance', Query: { StudyInstanceUID: missed[0].studyInstanceUid } };
    await expect.poll(async () => (await orthanc.ask('POST', '/tools/find', query)).length, waiting).toBe(3);
    const verified = async () => (await node.api('GET', `/api/sources/${id}/studies?state=done`)).body.studies;
    await expect
      .poll(verified, waiting)
      .toContainEqual(expect.objectContaining({ studyInstanceUid: missed[0].studyInstanceUid, theirs: 3, held: 3 }));
    const reports = async () => (await node.api('GET', '/api/audit?action=dimse:report')).body.entries;
    await expect.poll(reports, waiting).toMatchObject([{ details: { committed: 3, failed: 0 } }]);
    await remove(id);
  });

  test('an archive that counts nothing is compared image by image, and sends by C-MOVE', async () => {
    const study = buildStudy(4);
    await storeOverDimse({ dicomPort: qrscpPort, aet: 'QRSCP' }, study, 'SCANNER');
    await storeOverDimse(node, study.slice(0, 2), 'SCANNER');
    const id = await addSource(await addPeer('QRSCP', qrscpPort, ['find', 'move']));
    await expect
      .poll(async () => (await source(id)).studies, waiting)
      .toMatchObject({ done: 1, waiting: 0, running: 0 });
    expect(await count(study[0])).toBe(4);
    expect((await source(id)).fetchedInstances).toBe(2);
    const run = (...args: string[]) => runIsocenter(node, ['source', ...args, '--json']);
    const [listed] = run('list').trim().split('\n');
    expect(JSON.parse(listed ?? '')).toMatchObject({
      event: 'source',
      peer: { aeTitle: 'QRSCP' },
      studies: { done: 1 },
    });
    expect(JSON.parse(run('pause', 'QRSCP'))).toMatchObject({ event: 'pause' });
    expect((await source(id)).waitsFor).toEqual({ what: 'paused' });
  });
});
