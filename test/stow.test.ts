/** STOW-RS: many files in one request, each with a result of its own, and the same result that C-STORE has. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DicomJson } from '@isocenter/dicom/json';
import { splitFile } from '@isocenter/testkit/dicomweb-client';
import { absenceOf, findMissingPrograms, runPeer } from '@isocenter/testkit/peer-program';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { buildSmallObject, newUid, type SmallObject, storeOverDimse } from './small-object.ts';

/** Attributes of the Store Instances Response Module, PS3.18 Table I.1-1. */
const referencedSequence = '00081199';
const failedSequence = '00081198';
const otherFailuresSequence = '0008119A';
const failureReason = '00081197';
const referencedInstanceUid = '00081155';
const retrieveUrl = '00081190';

const missing = findMissingPrograms('curl');

let node: RunningNode;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node?.close());

describe('a request of many parts', () => {
  test('stores what is good and gives each of the others its reason', async () => {
    const study = newUid();
    const good = Array.from({ length: 40 }, (_, number) =>
      buildSmallObject({ StudyInstanceUID: study, InstanceNumber: number + 1 }),
    );
    const truncated = buildSmallObject({ StudyInstanceUID: study });
    const elsewhere = buildSmallObject();
    const nameless = buildSmallObject({ StudyInstanceUID: study, SOPInstanceUID: '' });
    const { status, response } = await node.dicomweb.store(
      [
        ...good.slice(0, 20).map(asPart),
        { body: Buffer.from('GIF89a, not DICOM') },
        { body: truncated.file.subarray(0, truncated.file.length - 100) },
        { body: new Uint8Array(0) },
        { body: Buffer.from('{}'), contentType: 'application/dicom+json' },
        asPart(elsewhere),
        asPart(nameless),
        ...good.slice(20).map(asPart),
      ],
      study,
    );
    expect(status).toBe(202);
    expect(instancesOf(response, referencedSequence)).toEqual(good.map(({ sopInstanceUid }) => sopInstanceUid));
    expect(textOf(response, retrieveUrl)).toBe(`${node.httpUrl}/dicom-web/studies/${study}`);
    expect(reasonsOf(response, failedSequence)).toEqual([0xa900]);
    expect(instancesOf(response, failedSequence)).toEqual([elsewhere.sopInstanceUid]);
    // Not DICOM, truncated, empty, another media type; and one without UID.
    expect(reasonsOf(response, otherFailuresSequence)).toEqual([0xc000, 0xc000, 0xc000, 0xc000, 0xa900]);

    const listed = await node.dicomweb.listInstances(study);
    expect(listed.map(({ sopInstanceUid }) => sopInstanceUid).toSorted()).toEqual(
      good.map(({ sopInstanceUid }) => sopInstanceUid).toSorted(),
    );
    expect(await node.dicomweb.listInstances(elsewhere.studyInstanceUid)).toEqual([]);
    const served = (await node.dicomweb.retrieve(`/studies/${study}`)).map(({ body }) => splitFile(body));
    for (const { sopInstanceUid, dataSet } of good) {
      expect(served.find((file) => file.sopInstanceUid === sopInstanceUid)?.dataSet.equals(dataSet)).toBe(true);
    }
  });

  test('that are all bad is answered 409, with nothing stored', async () => {
    const before = (await node.dicomweb.listInstances()).length;
    const { status, response } = await node.dicomweb.store([{ body: Buffer.from('no') }, { body: new Uint8Array(0) }]);
    expect(status).toBe(409);
    expect(reasonsOf(response, otherFailuresSequence)).toEqual([0xc000, 0xc000]);
    expect((await node.dicomweb.listInstances()).length).toBe(before);
  });

  test.skipIf(missing.length > 0)(`is taken from curl${absenceOf(missing)}`, async () => {
    const objects = [buildSmallObject(), buildSmallObject()];
    const dir = mkdtempSync(join(tmpdir(), 'isocenter-curl-'));
    const file = join(dir, 'body');
    writeFileSync(
      file,
      Buffer.concat([
        ...objects.flatMap((object) => [
          Buffer.from('--b\r\nContent-Type: application/dicom\r\n\r\n'),
          object.file,
          Buffer.from('\r\n'),
        ]),
        Buffer.from('--b--'),
      ]),
    );
    const header = (name: string, value: string) => ['-H', `${name}: ${value}`];
    const { output } = await runPeer('curl', [
      ...['-sS', '-w', '\n%{http_code}', '--data-binary', `@${file}`],
      ...header('Authorization', `Bearer ${node.token}`),
      ...header('Content-Type', 'multipart/related; type="application/dicom"; boundary=b'),
      `${node.httpUrl}/dicom-web/studies`,
    ]);
    rmSync(dir, { recursive: true });
    const [body = '', status] = output.split('\n');
    expect(status).toBe('200');
    expect(instancesOf(JSON.parse(body), referencedSequence)).toEqual(objects.map((object) => object.sopInstanceUid));
  });
});

describe('an object', () => {
  test('that is stored already is taken again and stored once', async () => {
    const object = buildSmallObject();
    expect((await node.dicomweb.store([asPart(object)])).status).toBe(200);
    expect((await node.dicomweb.store([asPart(object), asPart(object)])).status).toBe(200);
    expect(await storeOverDimse(node, [object])).toMatchObject([{ status: 0 }]);
    expect(await node.dicomweb.listInstances(object.studyInstanceUid)).toHaveLength(1);
    expect(await conflictsOf(object)).toEqual([]);
  });

  test('with other content under a known UID is kept as a conflict, and the first stays served', async () => {
    const first = buildSmallObject();
    const second = buildSmallObject({ ...identityOf(first), ImageComments: 'another' });
    expect((await node.dicomweb.store([asPart(first)])).status).toBe(200);
    const { status, response } = await node.dicomweb.store([asPart(second)]);
    expect([status, instancesOf(response, referencedSequence)]).toEqual([200, [first.sopInstanceUid]]);
    expect(await conflictsOf(first)).toMatchObject([{ served: { source: 'stow' }, kept: { source: 'stow' } }]);
    const [served] = await node.dicomweb.retrieve(`/studies/${first.studyInstanceUid}`);
    expect(splitFile(served?.body ?? Buffer.alloc(0)).dataSet.equals(first.dataSet)).toBe(true);
  });

  test('is listed, described and given out like one that came over C-STORE', async () => {
    const stowed = buildSmallObject({ PatientName: 'TEST^TWIN', SeriesDescription: 'Zwilling é' });
    const sent = buildSmallObject({ PatientName: 'TEST^TWIN', SeriesDescription: 'Zwilling é' });
    await node.dicomweb.store([asPart(stowed)]);
    await storeOverDimse(node, [sent]);
    expect(await describeObject(stowed)).toEqual(await describeObject(sent));
  });
});

function asPart({ file }: SmallObject) {
  return { body: file };
}

function identityOf({ sopInstanceUid, seriesInstanceUid, studyInstanceUid }: SmallObject) {
  return { SOPInstanceUID: sopInstanceUid, SeriesInstanceUID: seriesInstanceUid, StudyInstanceUID: studyInstanceUid };
}

/** Everything the node says of an object at all levels, with its UIDs replaced by words. */
async function describeObject({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: SmallObject): Promise<unknown> {
  const found = [
    await node.dicomweb.search(`/studies?StudyInstanceUID=${studyInstanceUid}&includefield=all`),
    await node.dicomweb.search(`/studies/${studyInstanceUid}/series?includefield=all`),
    await node.dicomweb.search(`/studies/${studyInstanceUid}/instances?includefield=all`),
    await fetch(`${node.httpUrl}/dicom-web/studies/${studyInstanceUid}/metadata`, {
      headers: { authorization: `Bearer ${node.token}` },
    }).then((response) => response.json()),
  ];
  const text = JSON.stringify(found)
    .replaceAll(studyInstanceUid, 'STUDY')
    .replaceAll(seriesInstanceUid, 'SERIES')
    .replaceAll(sopInstanceUid, 'INSTANCE');
  return JSON.parse(text);
}

async function conflictsOf({ sopInstanceUid }: SmallObject): Promise<readonly unknown[]> {
  const { body } = await node.api('GET', '/api/conflicts');
  return body.conflicts.filter((conflict: { sopInstanceUid: string }) => conflict.sopInstanceUid === sopInstanceUid);
}

function itemsOf(response: DicomJson, sequence: string): readonly DicomJson[] {
  return (response[sequence]?.Value ?? []) as readonly DicomJson[]; // values of a sequence are items
}

function textOf(item: DicomJson, key: string): string {
  return String(item[key]?.Value?.[0]);
}

function instancesOf(response: DicomJson, sequence: string): readonly string[] {
  return itemsOf(response, sequence).map((item) => textOf(item, referencedInstanceUid));
}

function reasonsOf(response: DicomJson, sequence: string): readonly number[] {
  return itemsOf(response, sequence).map((item) => Number(textOf(item, failureReason)));
}
