/**
 * Erasure with two gateways over one database and one store, by attack: a patient whose images came over both is erased
 * through the one that does not lead. Both have read everything of the patient before, and remember keys; from then on neither answers anything of it,
 * also where somebody puts the rows of the database back.
 */

import { makeDataDir, runIsocenter, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../apps/server/test/database.ts';
import { buildSmallObject, newUid, type SmallObject } from './small-object.ts';

const patientId = 'TEST-ERASED';
const uids = { StudyInstanceUID: newUid(), SeriesInstanceUID: newUid() };
/** In everything of the patient, and in nothing else. */
const marks = ['ERASED', uids.StudyInstanceUID, uids.SeriesInstanceUID];

type Gateway = Awaited<ReturnType<typeof startIsocenterProcess>>;
type Answer = {
  readonly status: number;
  readonly text: string;
  readonly etag: string | null;
  readonly isPart: boolean;
};

const data = makeDataDir();
let database: TestDatabase;
const gateways: Gateway[] = [];
let token = '';
let studyId = '';
/** One came over each gateway, and lies in its spool. */
let erased: readonly SmallObject[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  const env = { ISOCENTER__DATABASE__URL: database.url };
  for (const name of ['a', 'b']) {
    const named = { ...env, ISOCENTER__GATEWAY__NAME: name };
    gateways.push(await startIsocenterProcess({ dataDir: data.path, env: named, keepOutput: true }));
  }
  token = runIsocenter({ dataDir: data.path, env }, ['user', 'token', '--role', 'admin']).trim();
  erased = gateways.map(() => buildSmallObject({ PatientID: patientId, PatientName: 'TEST^ERASED', ...uids }));
  const kept = gateways.map(() => buildSmallObject({ PatientID: 'TEST-KEPT', PatientName: 'TEST^KEPT' }));
  for (const [at, gateway] of gateways.entries()) {
    for (const { file } of [erased[at], kept[at]].filter((one) => one !== undefined)) {
      expect((await store(gateway, file)).status).toBe(200);
    }
  }
  const listed = await ask(first(), `/api/studies?q=${patientId}`);
  studyId = JSON.parse(listed.text).studies[0].id;
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await database?.close();
  data.remove();
});

const first = (): Gateway => nth(0);
/** The first one leads. */
const follower = (): Gateway => nth(1);

function nth(at: number): Gateway {
  const gateway = gateways[at];
  if (gateway === undefined) throw new Error('no gateway was started');
  return gateway;
}

async function ask({ ready }: Gateway, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${ready.http}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    text: bytes.toString('latin1'),
    etag: response.headers.get('etag'),
    isPart: bytes.byteLength > 0,
  };
}

async function post({ ready }: Gateway, path: string, body: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${ready.http}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text(), etag: null, isPart: true };
}

function store({ ready }: Gateway, file: Uint8Array): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/dicom' };
  return fetch(`${ready.http}/dicom-web/studies`, { method: 'POST', headers, body: Buffer.from(file) });
}

const study = () => `/dicom-web/studies/${uids.StudyInstanceUID}`;
const objects = () =>
  erased.map(({ sopInstanceUid }) => `${study()}/series/${uids.SeriesInstanceUID}/instances/${sopInstanceUid}`);

/** What is made of the bytes of objects. */
const madeOfObjects = () => [
  study(),
  `${study()}/metadata`,
  `${study()}/rendered`,
  `${study()}/thumbnail`,
  `${study()}?accept=application/zip`,
  `/api/studies/${studyId}/patient.zip`,
  ...objects().flatMap((path) => ['', '/metadata', '/rendered', '/thumbnail', '/frames/1'].map((end) => path + end)),
];

/** What is read from rows. */
const lists = () => [
  `/api/studies?q=${patientId}`,
  `/api/studies/${studyId}`,
  `/api/studies/${studyId}/wishes`,
  `/api/studies/${studyId}/erasure`,
  `/api/grants?studyId=${studyId}`,
  '/api/changes',
  `/api/audit?about=${patientId}`,
  '/fhir/AuditEvent?_count=500',
  `/dicom-web/studies?PatientID=${patientId}`,
  `/dicom-web/instances?StudyInstanceUID=${uids.StudyInstanceUID}`,
];

const isMarked = ({ text }: Answer) => marks.some((mark) => text.includes(mark));

test('what one gateway has erased, no gateway answers, whatever it remembers of it', async () => {
  const tags = new Map<string, string>();
  for (const gateway of gateways) {
    for (const path of madeOfObjects()) {
      const answer = await ask(gateway, path);
      expect([path, answer.status, answer.isPart]).toEqual([path, 200, true]);
      if (answer.etag !== null) tags.set(path, answer.etag);
    }
    const marked: string[] = [];
    for (const path of lists()) if (isMarked(await ask(gateway, path))) marked.push(path);
    expect(marked.length).toBeGreaterThan(6);
  }
  expect(tags.size).toBeGreaterThan(4);
  const rows = await rowsOfPatient();

  const asked = await post(follower(), '/api/erasures', { studyId, reason: 'court-order', instances: 2 });
  expect(asked.status).toBeLessThan(300);
  const state = async () => JSON.parse((await ask(first(), '/api/erasures')).text).erasures[0].state;
  await expect.poll(state).toBe('done');

  // At once, and at the other one first.
  const answered: string[] = [];
  for (const gateway of gateways.toReversed()) {
    for (const path of [...madeOfObjects(), ...lists()]) {
      const answer = await ask(gateway, path);
      if (isMarked(answer)) answered.push(`${path} ${answer.status} marked`);
    }
    for (const path of madeOfObjects()) {
      const etag = tags.get(path);
      const answer = await ask(gateway, path, etag === undefined ? {} : { 'if-none-match': etag });
      if (answer.status !== 404) answered.push(`${path} ${answer.status}`);
    }
  }
  expect(answered).toEqual([]);

  // Whoever puts the rows back finds that no gateway has the keys any more.
  await putBack(rows);
  for (const gateway of gateways) {
    const given = async () => {
      const answers = await Promise.all(
        objects().flatMap((path) => [ask(gateway, path), ask(gateway, `${path}/frames/1`)]),
      );
      return answers.filter(({ status }) => status === 200).length;
    };
    await expect.poll(given).toBe(0);
  }
  await takeAway(rows);

  // Who comes under the same number is a new patient, whichever gateway it comes over.
  for (const [at, gateway] of gateways.entries()) {
    const again = buildSmallObject({ PatientID: patientId, PatientName: 'TEST^AGAIN', StudyInstanceUID: newUid() });
    expect((await store(gateway, again.file)).status).toBe(200);
    const other = gateways[1 - at] ?? gateway;
    const path = `/dicom-web/studies/${again.studyInstanceUid}/series/${again.seriesInstanceUid}/instances/${again.sopInstanceUid}`;
    expect((await ask(other, path)).status).toBe(200);
  }
});

const tables = ['patient', 'patient_key', 'study', 'series', 'instance'] as const;
type Rows = Readonly<Record<(typeof tables)[number], readonly string[]>>;

async function rowsOfPatient(): Promise<Rows> {
  const of = async (table: string, key: string, ids: string): Promise<readonly string[]> => {
    const text = `select to_jsonb(t)::text as row from gateway.${table} as t where ${key} in (${ids})`;
    return (await database.pool.query<{ row: string }>(text)).rows.map(({ row }) => row);
  };
  const patients = `select id from gateway.patient where patient_id = '${patientId}'`;
  const studies = `select id from gateway.study where patient_id in (${patients})`;
  const series = `select id from gateway.series where study_id in (${studies})`;
  return {
    patient: await of('patient', 'id', patients),
    patient_key: await of('patient_key', 'patient_id', patients),
    study: await of('study', 'id', studies),
    series: await of('series', 'id', series),
    instance: await of('instance', 'series_id', series),
  };
}

async function putBack(rows: Rows): Promise<void> {
  expect(rows.instance).toHaveLength(2);
  for (const table of tables) {
    const name = `gateway.${table}`;
    const text = `insert into ${name} overriding system value select * from jsonb_populate_record(null::${name}, $1::jsonb)`;
    for (const row of rows[table]) await database.pool.query(text, [row]);
  }
}

async function takeAway(rows: Rows): Promise<void> {
  for (const table of tables.toReversed()) {
    const key = table === 'patient_key' ? 'patient_id' : 'id';
    const ids = rows[table].map((row) => Number(JSON.parse(row)[key]));
    await database.pool.query(`delete from gateway.${table} where ${key} = any($1::bigint[])`, [ids]);
  }
}
