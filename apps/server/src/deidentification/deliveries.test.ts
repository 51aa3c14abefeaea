/**
 * Deliveries that leave de-identified, with real PostgreSQL, archive, workers and a DICOM peer: what arrives there, what is
 * held back, and what becomes of both when the node goes in between.
 */

import { tagOf } from '@isocenter/dicom/dictionary';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian as explicit, implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type DestinationOptions,
  openDestination,
  openQueueServer,
  type QueueServer,
} from '../../test/delivery-queue.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { buildGrant } from '../../test/grants.ts';
import { leaseMs } from '../delivery/leases.ts';
import { pruneDeliveries } from '../delivery/prune.ts';
import { createDeidProject, deleteDeidProject, updateDeidProject } from './projects.ts';
import { decideHeld } from './quarantine.ts';
import { readStatistics } from './statistics.ts';
import { addTerm } from './terms.ts';

let server: QueueServer;
const opened: { close(): unknown }[] = [];

beforeEach(async () => {
  server = await openQueueServer();
});
afterEach(async () => {
  await server.close();
  for (const one of opened.splice(0)) await one.close();
});

async function destination(options: DestinationOptions = {}) {
  const one = await openDestination(options);
  opened.push(one);
  return one;
}

async function project(fields: object = {}): Promise<number> {
  const input = { name: 'Test', profile: {}, pictures: 'hold', ...fields } as const;
  return Number((await createDeidProject(server.server.server.deps, input)).id);
}

const everything = ['view', 'see-identity', 'download'] as const;
const capture = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', ConversionType: 'WSD' };
const marked = { PatientName: 'TEST^Marked', PatientID: 'TEST-51', AccessionNumber: 'TEST-A51' };

async function store(name: number, fields: object = {}): Promise<void> {
  const uid = `2.25.${name}`;
  await server.server.store(imageAttributes({ ...marked, SOPInstanceUID: uid, InstanceNumber: name, ...fields }));
  await server.server.archive.reader.settled();
}

const text = (dataSet: Buffer | undefined, keyword: Parameters<typeof tagOf>[0], syntax = explicit) =>
  getString(parseDataSet(dataSet ?? Buffer.alloc(0), syntax).value, tagOf(keyword));

const held = () => server.db.selectFrom('deid_quarantine').selectAll().orderBy('id').execute();
const states = () => server.db.selectFrom('delivery_instance').select(['state', 'code']).orderBy('object_id').execute();

describe('a delivery by a project', () => {
  test('leaves de-identified, each object under the pseudonyms of the project, and the archive keeps what it has', async () => {
    await store(1);
    await store(2);
    const peer = await destination();
    const deidProjectId = await project();
    await server.enqueue((await server.peer(peer.port)).id, { deidProjectId });
    await server.queue.idle();
    expect(await server.delivery()).toMatchObject({ state: 'done', instances_sent: 2, instances_failed: 0 });
    expect(peer.received).toHaveLength(2);
    for (const uid of peer.received) expect(uid).toMatch(/^2\.25\.\d{20,}$/);
    expect(peer.dataSets.map((one) => text(one, 'SOPInstanceUID'))).toEqual(peer.received);
    const names = peer.dataSets.map((one) => text(one, 'PatientName'));
    expect(new Set(names).size).toBe(1);
    expect(new Set(peer.dataSets.map((one) => text(one, 'StudyInstanceUID'))).size).toBe(1);
    for (const bytes of peer.dataSets) {
      expect(bytes.toString('latin1')).not.toMatch(/Marked|TEST-51|TEST-A51|TEST\^REFERRER/);
      expect(text(bytes, 'PatientIdentityRemoved')).toBe('YES');
    }
    const { rows } = await sql<{ name: string }>`select name from gateway.patient`.execute(server.db);
    expect(rows).toEqual([{ name: 'TEST^Marked' }]);
    const entry = server.db.selectFrom('audit_entry').select('details').where('action', '=', 'delivery:send');
    expect((await entry.executeTakeFirst())?.details).toMatchObject({ deidProject: deidProjectId });
  });

  test('is turned into what the destination takes', async () => {
    await store(1);
    const { uid } = implicitVrLittleEndian;
    const peer = await destination({
      accept: ({ contexts }) => ({
        kind: 'accept',
        contexts: new Map(
          contexts.flatMap(({ id, transferSyntaxes }) =>
            transferSyntaxes.includes(uid) ? [[id, { transferSyntax: uid }] as const] : [],
          ),
        ),
        context: undefined,
      }),
    });
    await server.enqueue((await server.peer(peer.port)).id, { deidProjectId: await project() });
    await server.queue.idle();
    expect(await server.delivery()).toMatchObject({ state: 'done' });
    expect(text(peer.dataSets[0], 'PatientIdentityRemoved', implicitVrLittleEndian)).toBe('YES');
  });

  test('goes on with the others where one is held back, which lies in the quarantine without a value', async () => {
    await store(1);
    await store(2, capture);
    await store(3);
    const peer = await destination();
    const deidProjectId = await project();
    await server.enqueue((await server.peer(peer.port)).id, { deidProjectId });
    await server.queue.idle();
    expect(peer.received).toHaveLength(2);
    expect(await server.delivery()).toMatchObject({ state: 'dead', code: 'held-back', instances_sent: 2 });
    expect(await held()).toMatchObject([
      { reason: 'capture', findings: [], decision: null, project_id: deidProjectId },
    ]);
    expect(JSON.stringify(await held())).not.toMatch(/Marked|TEST-51/);
    expect((await states()).map(({ state, code }) => code ?? state).sort()).toEqual(['held-back', 'sent', 'sent']);
  });

  test('sends nothing once its project is gone', async () => {
    await store(1);
    const peer = await destination();
    const deidProjectId = await project();
    await server.enqueue((await server.peer(peer.port)).id, { deidProjectId });
    await deleteDeidProject(server.db, deidProjectId);
    await server.queue.idle();
    expect(peer.received).toEqual([]);
    expect(await server.delivery()).toMatchObject({ state: 'dead', code: 'project-removed' });
  });

  test('waits where its key is sealed by another data folder, and says so', async () => {
    await store(1);
    const peer = await destination();
    const deidProjectId = await project();
    await sql`update gateway.deid_project set sealed_key = set_byte(sealed_key, 20, get_byte(sealed_key, 20) # 1)`.execute(
      server.db,
    );
    await server.enqueue((await server.peer(peer.port)).id, { deidProjectId });
    await server.queue.idle();
    expect(peer.received).toEqual([]);
    expect(await server.delivery()).toMatchObject({ state: 'waiting', code: 'project-key-elsewhere' });
  });

  test('goes by the words of all projects', async () => {
    await store(1, { SeriesDescription: 'Zetaflux chest' });
    const peer = await destination();
    const term = { list: 'allow', term: 'zetaflux', source: 'person' } as const;
    await addTerm(server.db, term, { by: 'user 1', at: new Date() });
    const rules = 'rules: [{ name: a, attributes: PatientSex, action: keep, because: the trial needs it }]';
    const deidProjectId = await project({ profile: { cleanDescriptors: true }, rules });
    await server.enqueue((await server.peer(peer.port)).id, { deidProjectId });
    await server.queue.idle();
    expect(text(peer.dataSets[0], 'SeriesDescription')).toBe('Zetaflux chest');
    expect(text(peer.dataSets[0], 'PatientSex')).not.toBe('');
  });

  test('is done once: what was acknowledged before the node went is not sent again', async () => {
    for (const name of [1, 2, 3]) await store(name);
    let left = 2;
    const peer = await destination({
      answer: async () => {
        left -= 1;
        // The node goes while the third is under way.
        if (left < 0) await server.queue.close(0);
        return { status: 0 };
      },
    });
    await server.enqueue((await server.peer(peer.port)).id, { deidProjectId: await project() });
    await server.queue.idle();
    server.server.server.pass(leaseMs + 1);
    left = 10;
    await server.another().idle();
    expect(await server.delivery()).toMatchObject({ state: 'done', instances_sent: 3 });
    const counts = Map.groupBy(peer.received, (uid) => uid);
    expect(counts.size).toBe(3);
    // Only the one whose answer nobody wrote down, under the same pseudonymous UID.
    expect([...counts.values()].map(({ length }) => length).sort()).toEqual([1, 1, 2]);
  });

  test('and one as it is are two things, also after both are removed from the queue', async () => {
    await store(1);
    const peer = await destination();
    const { id } = await server.peer(peer.port);
    const deidProjectId = await project();
    await server.enqueue(id);
    await server.queue.idle();
    const rest = { onlyUnsent: true, deidProjectId };
    await server.enqueue(id, rest);
    await server.queue.idle();
    expect(peer.received).toHaveLength(2);
    await expect(server.enqueue(id, rest)).rejects.toThrow('nothing to send');
    await pruneDeliveries({ db: server.db, keepDays: 0, now: () => new Date('2030-01-01T00:00:00Z') });
    expect(await server.deliveries()).toEqual([]);
    await expect(server.enqueue(id, rest)).rejects.toThrow('nothing to send');
    await expect(server.enqueue(id, { onlyUnsent: true })).rejects.toThrow('nothing to send');
    await server.enqueue(id, { onlyUnsent: true, deidProjectId: await project({ name: 'Other' }) });
  });
});

describe('asked for by hand', () => {
  test('it is for administrators, says by which project it leaves, and needs one that there is', async () => {
    await store(1);
    const peer = await destination();
    const destinationId = String((await server.peer(peer.port)).id);
    const study = server.db.selectFrom('study').select('id');
    const studyId = String((await study.executeTakeFirstOrThrow()).id);
    const deidProjectId = String(await project());
    const [admin, member] = [await server.server.server.person('admin'), await server.server.server.person('member')];
    await server.db
      .insertInto('access_grant')
      .values(buildGrant({ study_id: Number(studyId), privileges: [...everything] }))
      .execute();
    const body = { studyId, destinationId, deidProjectId };
    expect((await member.ask('POST', '/api/deliveries', body)).statusCode).toBe(403);
    const none = await admin.ask('POST', '/api/deliveries', { ...body, deidProjectId: '999999' });
    expect(none.json()).toMatchObject({ status: 404 });
    const made = await admin.ask('POST', '/api/deliveries', body);
    expect(made.json()).toMatchObject({ deidentifiedBy: { id: deidProjectId, name: 'Test' } });
    await server.queue.idle();
    expect(peer.dataSets.map((one) => text(one, 'PatientIdentityRemoved'))).toEqual(['YES']);
    await deleteDeidProject(server.db, Number(deidProjectId));
    const shown = (await admin.ask('GET', `/api/deliveries/${made.json().id}`)).json();
    expect(shown).toMatchObject({ state: 'done', deidentifiedBy: { id: deidProjectId } });
    expect(shown.deidentifiedBy).not.toHaveProperty('name');
  });
});

describe('what was held back', () => {
  async function holdOne(fields: object = capture) {
    await store(1);
    await store(2, fields);
    const peer = await destination();
    const deidProjectId = await project();
    await server.enqueue((await server.peer(peer.port)).id, { deidProjectId });
    await server.queue.idle();
    expect(peer.received).toHaveLength(1);
    const admin = await server.server.server.person('admin');
    const list = async () => (await admin.ask('GET', '/api/deid-quarantine')).json().held;
    const [{ id }] = await list();
    const decide = (decision: string, reason = 'looked at it') =>
      admin.ask('POST', `/api/deid-quarantine/${id}/decision`, { decision, reason });
    const look = () => admin.ask('GET', `/api/deid-quarantine/${id}`);
    return { peer, list, decide, look, id: String(id), project: deidProjectId };
  }

  test('leaves, de-identified, when a person lets it pass, and nothing else leaves again', async () => {
    const { peer, list, decide } = await holdOne();
    expect(await list()).toMatchObject([
      {
        ...{ reason: 'capture', releasable: true, destination: 'TEST-ARCHIVE', project: { name: 'Test' } },
        study: { patientName: { display: 'TEST, Marked' } },
      },
    ]);
    expect((await decide('released')).statusCode).toBe(204);
    await server.queue.idle();
    expect(await server.delivery()).toMatchObject({ state: 'done', instances_sent: 2, instances_failed: 0 });
    expect(peer.received).toHaveLength(2);
    expect(peer.dataSets[1]?.toString('latin1')).not.toMatch(/Marked|TEST-51/);
    expect(await list()).toMatchObject([{ decision: 'released' }]);
    const entry = server.db.selectFrom('audit_entry').select('details').where('action', '=', 'deid-held:decide');
    expect((await entry.execute()).map(({ details }) => details)).toMatchObject([
      { decision: 'released', reason: 'looked at it', heldFor: 'capture' },
    ]);
  });

  test('stays when a person keeps it, also where the delivery is resubmitted', async () => {
    const { peer, list, decide } = await holdOne();
    expect((await decide('kept')).statusCode).toBe(204);
    const { id } = await server.delivery();
    const admin = await server.server.server.person('admin');
    expect((await admin.ask('POST', `/api/deliveries/${id}/resubmit`)).statusCode).toBeLessThan(300);
    await server.queue.idle();
    expect(peer.received).toHaveLength(1);
    expect(await list()).toMatchObject([{ decision: 'kept' }]);
  });

  const reason = 'looked at it';
  // A maker's name stays, and is none here.
  const leaking = { Manufacturer: 'of TEST-51, the maker', ManufacturerModelName: 'TEST-51' };

  test('for identity is shown with what stands around it, and without values in trail and rows', async () => {
    const { look, list } = await holdOne(leaking);
    const findings = [
      { path: '(0008,0070)', kind: 'patient-id' },
      { path: '(0008,1090)', kind: 'patient-id' },
    ];
    expect(await list()).toMatchObject([{ reason: 'leak-found', releasable: true, findings }]);
    expect((await look()).json()).toEqual({
      reason: 'leak-found',
      findings: [
        { ...findings[0], name: 'Manufacturer', context: 'of •••••••, the maker', words: ['TEST-51'] },
        { ...findings[1], name: "Manufacturer's Model Name", context: '•••••••', words: ['TEST-51'] },
      ],
    });
    const trail = await server.db.selectFrom('audit_entry').select(['action', 'details']).orderBy('sequence').execute();
    expect(trail).toContainEqual({ action: 'study:read', details: expect.objectContaining({ what: 'deid-held' }) });
    expect(JSON.stringify([trail, await held(), server.server.server.log])).not.toMatch(/Marked|TEST-51/);
  });

  test('for identity leaves with what was found when a person lets it pass, and with nothing found besides', async () => {
    const { peer, list, decide, project: projectId } = await holdOne(leaking);
    expect((await decide('released', reason)).statusCode).toBe(204);
    await server.queue.idle();
    expect(peer.dataSets[1]?.toString('latin1')).toContain('of TEST-51, the maker');
    expect(peer.dataSets[1]?.toString('latin1')).not.toContain('Marked');
    expect(await list()).toMatchObject([{ decision: 'released', decisionReason: reason, decidedBy: 'Test Person 1' }]);
    const { identityKey, now } = server.server.server.deps;
    // The same object by other options: what is found besides holds it back again.
    const options = { name: 'Test', profile: { retainDeviceIdentity: true }, pictures: 'hold' } as const;
    await updateDeidProject({ db: server.db, identityKey, now }, projectId, options);
    await server.db
      .updateTable('deid_quarantine')
      .set({ findings_released: JSON.stringify([{ path: '(0008,0070)', kind: 'patient-id' }]) })
      .execute();
    const { id } = await server.peer(peer.port, 'OTHER');
    await server.enqueue(id, { deidProjectId: projectId });
    await server.queue.idle();
    const [again] = await list();
    expect(again).toMatchObject({ reason: 'leak-found', findings: [{ path: '(0008,1090)', kind: 'patient-id' }] });
    expect(again).not.toHaveProperty('decision');
  });

  test('and damaged, or not to be decoded, cannot be let pass', async () => {
    const { decide } = await holdOne();
    await server.db.updateTable('deid_quarantine').set({ reason: 'picture-unreadable' }).execute();
    expect((await decide('released')).json()).toMatchObject({ status: 409, code: 'deid-not-releasable' });
  });

  test('is decided about with a reason', async () => {
    const { decide, list } = await holdOne();
    for (const none of ['', '   ', 'x']) expect((await decide('released', none)).statusCode).toBe(400);
    expect((await list())[0]).not.toHaveProperty('decision');
  });

  test('is for administrators; a study that is gone takes it along', async () => {
    const { list, id } = await holdOne();
    const member = await server.server.server.person('member');
    expect((await member.ask('GET', '/api/deid-quarantine')).statusCode).toBe(403);
    const url = `/api/deid-quarantine/${id}/decision`;
    expect((await member.ask('POST', url, { decision: 'released', reason })).statusCode).toBe(403);
    expect((await member.ask('GET', `/api/deid-quarantine/${id}`)).statusCode).toBe(403);
    await server.db.deleteFrom('instance').execute();
    expect(await list()).toEqual([]);
    const admin = await server.server.server.person('admin');
    expect((await admin.ask('POST', url, { decision: 'released', reason })).statusCode).toBe(404);
  });
});

test('what a project did is counted by day, each object once for each destination that took it', async () => {
  let refusals = 1;
  const peer = await destination({
    answer: async () => {
      refusals -= 1;
      // What is sent again after it counts once.
      return { status: refusals >= 0 ? 0xa700 : 0 };
    },
  });
  await store(1);
  await store(2, capture);
  await store(3, capture);
  const deidProjectId = await project({ profile: { dates: 'modified' } });
  const other = await project({ name: 'Other' });
  await server.enqueue((await server.peer(peer.port)).id, { deidProjectId });
  await server.queue.idle();
  server.server.server.pass(3_600_000);
  await server.queue.idle();
  const [first] = await held();
  const reason = { reason: 'looked at it', by: 'user 1', at: server.server.server.deps.now() };
  await server.db.transaction().execute((trx) => decideHeld(trx, first?.id ?? 0, { decision: 'kept', ...reason }));
  const statistics = await readStatistics(server.db, deidProjectId);
  const { days, actions, ...totals } = statistics;
  expect(totals).toEqual({ studies: 1, instances: 1, held: 2, released: 0, kept: 1, undecided: 1 });
  expect(days).toMatchObject([{ day: '2026-03-04', studies: 1, instances: 1, held: 2, kept: 1 }]);
  const counts = Object.fromEntries(actions.map(({ action, count }) => [action, count]));
  // Name and id; the days of study and birth, and what else has a date.
  expect(counts).toMatchObject({ uid: expect.any(Number), pseudonym: expect.any(Number), shift: expect.any(Number) });
  expect(counts.shift).toBeGreaterThan(0);
  expect(days[0]?.actions.map(({ action }) => action)).toEqual(Object.keys(counts).sort());
  expect((await readStatistics(server.db, other)).days).toEqual([]);
  await deleteDeidProject(server.db, deidProjectId);
  const { rows } = await sql`select from gateway.deid_daily union all select from gateway.deid_study`.execute(
    server.db,
  );
  expect(rows).toHaveLength(0);
});
