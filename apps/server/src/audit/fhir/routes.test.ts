/** AuditEvent over FHIR: the elements that R4 and the IHE Basic Audit Log Patterns ask for, searches, pages. */

import type { AuditEvent, AuditEventAgent, AuditEventEntity, Bundle } from 'fhir/r4.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../../test/access-server.ts';
import type { AuditEvent as RecordedEvent } from '../event.ts';
import { registerFhirAudit } from './routes.ts';

const base = 'https://node.example';
let server: AccessServer;
let admin: Person;
let reader: Person;
let study: number;

beforeAll(async () => {
  server = await openAccessServer((app, { db, audit }) =>
    registerFhirAudit(app, { db, audit, publicUrl: () => base, version: '1.2.3', startedAt: new Date(0) }),
  );
  [admin, reader] = [await server.person('admin'), await server.person('member')];
  const { db } = server.database;
  await sql`
    insert into gateway.patient (id, identity_key, key_id, patient_id, issuer, name, names, birth_date, sex)
    overriding system value values (5, 'test-5', '', 'TEST-5', '', 'TEST^FIVE', '{}', '', '')`.execute(db);
  const { rows } = await sql<{ id: number }>`
    insert into gateway.study (patient_id, study_instance_uid, study_date, study_time, accession_number, study_id,
      description, referring_physician, institution, modalities, series_count, instance_count, attributes, search, names)
    values (5, '2.25.5', '', '', '', '', '', '', '', '{}', 1, 1, '{}', '', '{}') returning id`.execute(db);
  study = rows[0]?.id ?? 0;
  const subject = { kind: 'user', userId: reader.id } as const;
  const object = { kind: 'study', id: study } as const;
  const address = '192.0.2.7';
  const peer = { kind: 'peer', aet: 'CT1', peerId: undefined } as const;
  const events: RecordedEvent[] = [
    { action: 'study:read', outcome: 'success', subject, object, address },
    { action: 'study:search', outcome: 'success', subject, address, details: { keys: ['q'] } },
    { action: 'instance:store', outcome: 'success', subject, object, address },
    { action: 'dimse:get', outcome: 'success', subject: peer, object, address },
    { action: 'dimse:echo', outcome: 'success', subject: peer, address },
    { action: 'study:read', outcome: 'denied', subject, object, address, details: { reason: 'not-found' } },
    { action: 'node:start', outcome: 'success', subject: { kind: 'system', name: 'node' } },
  ];
  for (const event of events) await server.audit.record(event);
});
afterAll(() => server.close());

async function search(query: Readonly<Record<string, string>> | URLSearchParams = {}): Promise<Bundle<AuditEvent>> {
  const answer = await admin.ask('GET', `/fhir/AuditEvent?${new URLSearchParams(query)}`);
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.headers['content-type']).toBe('application/fhir+json; charset=utf-8');
  return answer.json();
}

const eventsOf = (bundle: Bundle<AuditEvent>) => (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
const actionsOf = (bundle: Bundle<AuditEvent>) => eventsOf(bundle).map(ownAction);
const ownAction = ({ subtype }: AuditEvent) =>
  subtype?.find(({ system }) => system === 'urn:isocenter:audit-action')?.code;

/** FHIR R4 AuditEvent: cardinalities and bindings of what this node sends. */
function assertAuditEvent(event: AuditEvent): void {
  expect(event.resourceType).toBe('AuditEvent');
  expect(event.id).toMatch(/^[A-Za-z0-9.-]{1,64}$/);
  expect(event.type).toMatchObject({ system: expect.stringMatching(/^(https?|urn):/), code: expect.any(String) });
  expect(event.action).toMatch(/^[CRUDE]$/);
  expect(event.outcome).toMatch(/^(0|4|8|12)$/);
  expect(event.recorded).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(event.agent.length).toBeGreaterThan(0);
  expect(event.agent.filter(({ requestor }) => requestor)).toHaveLength(1);
  for (const agent of event.agent) expect(agent.type?.coding?.[0]?.system).toBeDefined();
  expect(event.source.observer).toBeDefined();
  for (const entity of event.entity ?? []) {
    // FHIR R4 sev-1: either a name or a query, not both.
    expect(entity.name !== undefined && entity.query !== undefined).toBe(false);
    expect(entity.what ?? entity.query).toBeDefined();
    for (const { valueString, valueBase64Binary } of entity.detail ?? []) {
      expect([valueString, valueBase64Binary].filter((value) => value !== undefined)).toHaveLength(1);
    }
  }
}

const agentOf = (event: AuditEvent, code: string): AuditEventAgent | undefined =>
  event.agent.find(({ type }) => type?.coding?.[0]?.code === code);
const entityOf = (event: AuditEvent, role: string): AuditEventEntity | undefined =>
  event.entity?.find((entity) => entity.role?.code === role);

describe('an AuditEvent', () => {
  test('has what R4 asks for, whatever it tells of', async () => {
    const events = eventsOf(await search({ _count: '500' }));
    expect(events.length).toBeGreaterThan(6);
    for (const event of events) assertAuditEvent(event);
    const first = events.at(-1);
    const read = (await admin.ask('GET', `/fhir/AuditEvent/${first?.id}`)).json();
    expect(read).toEqual(first);
  });

  test('of a view is a Patient Read of BALP: client, server and user, study and patient', async () => {
    const [event] = eventsOf(await search({ entity: `ImagingStudy/${study}`, action: 'R', outcome: '0' }));
    if (event === undefined) throw new Error('there was a view');
    expect(event.meta?.profile).toEqual([
      'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead',
    ]);
    expect(event).toMatchObject({ type: { code: 'rest' }, action: 'R', outcome: '0' });
    expect(event.subtype?.map(({ code }) => code)).toEqual(['read', '110103', 'study:read']);
    const [client, serving, user] = [agentOf(event, '110152'), agentOf(event, '110153'), agentOf(event, 'IRCP')];
    expect(client).toMatchObject({ requestor: false, network: { address: '192.0.2.7', type: '2' } });
    expect(serving).toMatchObject({ requestor: false, network: { address: base, type: '5' } });
    expect(user).toMatchObject({
      requestor: true,
      who: { identifier: { value: `user:${reader.id}` } },
      name: reader.email,
    });
    expect(user?.network).toBeUndefined();
    expect(entityOf(event, '4')).toMatchObject({
      type: { code: '2' },
      what: { identifier: { value: 'urn:oid:2.25.5' } },
    });
    expect(entityOf(event, '1')).toMatchObject({ type: { code: '1' }, what: { identifier: { value: 'TEST-5' } } });
  });

  test('of a search goes the other way, tells keys and no values, and claims no pattern', async () => {
    const [event] = eventsOf(await search({ 'agent-name': reader.email, action: 'E', outcome: '0' }));
    expect(event?.meta?.profile).toBeUndefined();
    expect(event?.subtype?.map(({ code }) => code)).toEqual(['search', '110112', 'study:search']);
    expect(event === undefined ? undefined : agentOf(event, '110153')?.network?.address).toBe('192.0.2.7');
    const query = event === undefined ? undefined : entityOf(event, '24')?.query;
    expect(Buffer.from(query ?? '', 'base64').toString()).toBe('q');
  });

  test('over DICOM has the event id of PS3.15, and one that DICOM has not a code of ours', async () => {
    const [echo, get] = eventsOf(await search({ 'agent-name': 'CT1' }));
    expect(get?.type).toEqual({
      system: 'http://dicom.nema.org/resources/ontology/DCM',
      code: '110102',
      display: 'Begin Transferring DICOM Instances',
    });
    expect(echo?.type).toEqual({ system: 'urn:isocenter:audit-action', code: 'dimse:echo' });
  });

  test('names a study and its patient to those who may see them', async () => {
    // Who reads the trail without reaching any study is told by number alone.
    const { presentAuditEvent } = await import('./audit-event.ts');
    const { findEntry } = await import('../repository.ts');
    const row = await findEntry(server.database.db, 1);
    if (row === undefined) throw new Error('there is an entry');
    const told = JSON.stringify(presentAuditEvent(row, { baseUrl: base, facts: undefined }));
    expect(told).toContain(`study:${study}`);
    expect(told).not.toMatch(/TEST|2\.25\./);
  });
});

describe('a search', () => {
  test.each<[Record<string, string>, number]>([
    [{ 'patient:identifier': 'TEST-5' }, 4],
    [{ 'patient:identifier': '|TEST-5' }, 4],
    [{ 'patient:identifier': 'TEST-6' }, 0],
    [{ patient: 'Patient/5' }, 4],
    [{ 'entity:identifier': 'urn:dicom:uid|urn:oid:2.25.5' }, 4],
    [{ outcome: '8' }, 1],
    [{ address: '192.0.2.7' }, 6],
    [{ address: '192.0.2.7', action: 'C' }, 1],
    [{ address: '192.0.2.7', date: '2026' }, 6],
    [{ address: '192.0.2.7', date: '2026-03' }, 6],
    [{ address: '192.0.2.7', date: 'ge2026-03-04' }, 6],
    [{ address: '192.0.2.7', date: 'gt2026-03-04' }, 0],
    [{ address: '192.0.2.7', date: 'lt2026-03-04' }, 0],
    [{ address: '192.0.2.7', date: 'le2026-03-04T05:06:07Z' }, 6],
    [{ address: '192.0.2.7', date: '2026-03-04T06:06+01:00' }, 6],
    [{ 'agent:identifier': 'system' }, 1],
    [{ _id: '1' }, 1],
  ])('by %o finds %i', async (query, count) => {
    const bundle = await search(query);
    expect([bundle.total, eventsOf(bundle).length]).toEqual([count, count]);
  });

  test('by two dates finds what is between them', async () => {
    const query = new URLSearchParams({ address: '192.0.2.7', date: 'ge2026-03-04' });
    query.append('date', 'lt2026-03-05');
    expect((await search(query)).total).toBe(6);
  });

  test.each([
    { date: 'yesterday' },
    { date: '2026-13' },
    { 'agent:identifier': 'other|user:1' },
    { outcome: 'x' },
    { unknown: '1' },
    { _count: '-1' },
  ])('by %o is refused', async (query) => {
    const answer = await admin.ask('GET', `/fhir/AuditEvent?${new URLSearchParams(query as never)}`);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid-request']);
  });

  test('is read page by page along its links', async () => {
    const seen: (string | undefined)[] = [];
    let url: string | undefined = '/fhir/AuditEvent?address=192.0.2.7&_count=4';
    while (url !== undefined) {
      const bundle: Bundle<AuditEvent> = (await admin.ask('GET', url)).json();
      expect(bundle.link?.find(({ relation }) => relation === 'self')?.url).toMatch(`${base}/fhir/AuditEvent?`);
      seen.push(...actionsOf(bundle));
      url = bundle.link?.find(({ relation }) => relation === 'next')?.url.slice(base.length);
    }
    expect(seen).toEqual(['study:read', 'dimse:echo', 'dimse:get', 'instance:store', 'study:search', 'study:read']);
  });

  test('of none but the number answers no entry', async () => {
    const bundle = await search({ address: '192.0.2.7', _count: '0' });
    expect([bundle.total, bundle.entry, bundle.link?.length]).toEqual([6, undefined, 1]);
  });

  test('is for those who may read the trail, and is in it', async () => {
    expect((await reader.ask('GET', '/fhir/AuditEvent')).statusCode).toBe(403);
    expect((await reader.ask('GET', '/fhir/AuditEvent/1')).statusCode).toBe(403);
    expect((await admin.ask('GET', '/fhir/AuditEvent/99999')).statusCode).toBe(404);
    await search({ outcome: '8' });
    server.pass(1_000);
    const [entry] = eventsOf(await search({ 'agent-name': admin.email, _count: '1' }));
    expect(entry?.entity?.at(-1)?.detail).toContainEqual({ type: 'keys', valueString: '["outcome"]' });
  });
});

test('the CapabilityStatement says what there is', async () => {
  const statement = (await (await server.program('admin'))('GET', '/fhir/metadata')).json();
  expect(statement).toMatchObject({
    ...{ resourceType: 'CapabilityStatement', status: 'active', kind: 'instance', fhirVersion: '4.0.1' },
    rest: [
      { mode: 'server', resource: [{ type: 'AuditEvent', interaction: [{ code: 'read' }, { code: 'search-type' }] }] },
    ],
  });
});
