/** A patient's whole data as a patient would receive it: unpacked by another program, and compared with what was stored. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { registerPatientExport } from './routes.ts';

let node: DicomwebServer;
let place: string;
const stored = new Map<string, Uint8Array>();

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'isocenter-export-'));
  node = await openDicomwebServer({
    register(app, { db, audit, now }, { reader }) {
      registerPatientExport(app, { db, inOrder: (locations) => reader.inOrder(locations), audit, now });
    },
  });
  const patient = {
    PatientName: 'TEST^Zoë <b>^^Dr.',
    PatientID: 'TEST-7',
    StudyDescription: '<script>alert(1)</script>',
  };
  for (const [study, series, instance] of [
    [1, 1, 1],
    [1, 1, 2],
    [1, 2, 3],
    [2, 3, 4],
  ] as const) {
    const uid = `2.25.70${instance}`;
    const ids = { StudyInstanceUID: `2.25.71${study}`, SeriesInstanceUID: `2.25.72${series}`, SOPInstanceUID: uid };
    stored.set(uid, await node.store(imageAttributes({ ...patient, ...ids, SpecificCharacterSet: 'ISO_IR 192' })));
  }
  await node.store(
    imageAttributes({
      PatientID: 'TEST-8',
      PatientName: 'TEST^OTHER',
      SOPInstanceUID: '2.25.799',
      StudyInstanceUID: '2.25.719',
    }),
  );
});
afterAll(async () => {
  await node.close();
  rmSync(place, { recursive: true });
});

test('holds every image as received, a FHIR bundle and pages, and nothing of anybody else', async () => {
  const { ask } = await node.server.person('admin');
  await node.archive.reader.settled();
  const { id } = await node.server.database.db
    .selectFrom('study')
    .select('id')
    .where('study_instance_uid', '=', '2.25.711')
    .executeTakeFirstOrThrow();
  const answer = await ask('GET', `/api/studies/${id}/patient.zip`);
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/zip']);
  expect(Number(answer.headers['content-length'])).toBe(answer.rawPayload.byteLength);
  const file = join(place, 'patient.zip');
  writeFileSync(file, answer.rawPayload);
  execFileSync('python3', [
    '-c',
    'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])',
    file,
    join(place, 'out'),
  ]);
  const names = readdirSync(join(place, 'out'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.\w+$/.test(name),
  );
  expect(names.toSorted()).toEqual([
    'fhir/bundle.json',
    'images/study-001/series-001/image-000001.dcm',
    'images/study-001/series-001/image-000002.dcm',
    'images/study-001/series-002/image-000001.dcm',
    'images/study-002/series-001/image-000001.dcm',
    'index.html',
  ]);
  const images = names.filter((name) => name.endsWith('.dcm')).map((name) => readFileSync(join(place, 'out', name)));
  for (const bytes of stored.values())
    expect(images.some((image) => image.subarray(-bytes.byteLength).equals(bytes))).toBe(true);
  const all = names.map((name) => readFileSync(join(place, 'out', name), 'latin1')).join('');
  expect(all).not.toMatch(/TEST-8|OTHER|2\.25\.719/);
  const page = readFileSync(join(place, 'out/index.html'), 'utf8');
  expect(page).toContain('Dr. Zoë');
  expect(page).not.toMatch(/<script|<b>/);
  const bundle = JSON.parse(readFileSync(join(place, 'out/fhir/bundle.json'), 'utf8'));
  expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
  const resources = bundle.entry.map(({ resource }: { resource: object }) => resource);
  expect(resources[0]).toMatchObject({
    resourceType: 'Patient',
    gender: 'other',
    birthDate: '1970-01-01',
    identifier: [{ value: 'TEST-7' }],
  });
  expect(resources.filter((one: { resourceType: string }) => one.resourceType === 'ImagingStudy')).toMatchObject([
    { identifier: [{ value: 'urn:oid:2.25.711' }, {}], numberOfSeries: 2, numberOfInstances: 3, started: '2026-01-02' },
    { identifier: [{ value: 'urn:oid:2.25.712' }, {}], numberOfSeries: 1, numberOfInstances: 1 },
  ]);
  // The next one says that this one was.
  const again = await ask('GET', `/api/studies/${id}/patient.zip`);
  const text = again.rawPayload.toString('latin1');
  expect(text).toContain('"resourceType": "AuditEvent"');
  expect(text).toMatch(/Test Person \d+/);
  expect(text).not.toContain('@example.invalid');
});

test('is for who may, and of whom there is', async () => {
  const { ask } = await node.server.person('member');
  expect((await ask('GET', '/api/studies/1/patient.zip')).statusCode).toBe(403);
  const admin = await node.server.person('admin');
  expect((await admin.ask('GET', '/api/studies/999999/patient.zip')).statusCode).toBe(404);
});

test('asks a session for a fresh proof, by an address that a page may ask first', async () => {
  const { ask } = await node.server.person('privacy-officer');
  const { id } = await node.server.database.db.selectFrom('study').select('id').executeTakeFirstOrThrow();
  const asks = async () =>
    (
      await Promise.all([ask('POST', `/api/studies/${id}/patient.zip`), ask('GET', `/api/studies/${id}/patient.zip`)])
    ).map(({ statusCode }) => statusCode);
  expect(await asks()).toEqual([204, 200]);
  node.server.pass(node.server.deps.policy.proofMs + 1);
  expect(await asks()).toEqual([403, 403]);
});
