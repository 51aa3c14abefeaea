/** Projects of de-identification and the look at what they do, over HTTP, with real PostgreSQL, archive and worker. */

import { createSecretKey } from 'node:crypto';
import type { DeidPreview, DeidProject } from '@isocenter/contract/deid-projects';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../test/access-server.ts';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { identityKeyOf } from '../identity/identity-key.ts';
import { createDeidPreviewer, type DeidPreviewer } from './previewer.ts';
import { openDeidProject } from './projects.ts';
import { registerDeidProjects } from './routes.ts';

let node: DicomwebServer;
let previewer: DeidPreviewer;
let admin: Person;
let studyId: string;

const patient = {
  ...{ PatientName: 'TEST^Marked', PatientID: 'TEST-51', PatientBirthDate: '19300102', PatientAge: '095Y' },
  ...{ StudyInstanceUID: '2.25.5100', SeriesInstanceUID: '2.25.5101', StudyDescription: 'seen by TEST^Marked' },
  SeriesDescription: 'Zetaflux chest',
};

beforeAll(async () => {
  previewer = createDeidPreviewer();
  node = await openDicomwebServer({
    register(app, deps, { reader }) {
      registerDeidProjects(app, { ...deps, reader, previewer });
    },
  });
  await node.store(imageAttributes({ ...patient, SOPInstanceUID: '2.25.5102', InstanceNumber: '1' }));
  const capture = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', ConversionType: 'WSD', SOPInstanceUID: '2.25.5103' };
  await node.store(imageAttributes({ ...patient, ...capture, InstanceNumber: '2' }));
  await node.archive.reader.settled();
  admin = await node.server.person('admin');
  const rows = node.server.database.db.selectFrom('study').select('id').where('study_instance_uid', '=', '2.25.5100');
  studyId = String((await rows.executeTakeFirstOrThrow()).id);
});
beforeEach(async () => {
  await node.server.database.db.deleteFrom('deid_project').execute();
  await node.server.database.db.deleteFrom('deid_term').execute();
});
afterAll(async () => {
  await node.close();
  await previewer.close();
});

const input = { name: 'Lung study', profile: { dates: 'modified' }, pictures: 'hold' };

async function create(fields: object = {}): Promise<DeidProject> {
  const made = await admin.ask('POST', '/api/deid-projects', { ...input, ...fields });
  expect(made.statusCode).toBe(201);
  return made.json();
}

async function preview({ id }: DeidProject, body: object = {}): Promise<DeidPreview> {
  const answer = await admin.ask('POST', `/api/deid-projects/${id}/preview`, { studyId, ...body });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

function rowOf(tried: DeidPreview, tag: string) {
  if (tried.kind === 'held') throw new Error('the object is held back');
  return tried.rows.find(({ path }) => path === tag);
}

describe('a project', () => {
  test('is made, listed, changed and removed, each noted in the audit trail', async () => {
    const made = await create();
    expect(made).toMatchObject({ ...input, createdAt: '2026-03-04T05:06:07.000Z' });
    const changed = { name: 'Lungs', profile: { retainPatientCharacteristics: true }, pictures: 'accept' };
    const answer = await admin.ask('PUT', `/api/deid-projects/${made.id}`, changed);
    expect(answer.json()).toMatchObject({ id: made.id, ...changed });
    expect((await admin.ask('GET', '/api/deid-projects')).json()).toMatchObject({ projects: [changed] });
    expect((await admin.ask('DELETE', `/api/deid-projects/${made.id}`)).statusCode).toBe(204);
    expect((await admin.ask('DELETE', `/api/deid-projects/${made.id}`)).statusCode).toBe(404);
    expect((await admin.ask('PUT', `/api/deid-projects/${made.id}`, changed)).statusCode).toBe(404);
    const trail = await node.server.database.db
      .selectFrom('audit_entry')
      .select(['details', 'object_id'])
      .where('action', '=', 'deid-project:write')
      .where('object_id', '=', made.id)
      .orderBy('sequence')
      .execute();
    expect(trail.map(({ details }) => details)).toEqual([
      { change: 'create', options: ['dates: modified'], pictures: 'hold' },
      { change: 'update', options: ['retainPatientCharacteristics'], pictures: 'accept' },
      { change: 'delete' },
    ]);
  });

  test('has a name of its own, whatever its case, also of two at the same moment', async () => {
    const ask = () => admin.ask('POST', '/api/deid-projects', { ...input, name: ' LUNG study ' });
    const codes = (await Promise.all([ask(), ask()])).map(({ statusCode }) => statusCode);
    expect(codes.sort()).toEqual([201, 409]);
    const again = await admin.ask('POST', '/api/deid-projects', input);
    expect(again.json()).toMatchObject({ status: 409, code: 'deid-project-taken' });
    const other = await create({ name: 'Other' });
    const renamed = await admin.ask('PUT', `/api/deid-projects/${other.id}`, { ...input, name: 'lung STUDY' });
    expect(renamed.json()).toMatchObject({ code: 'deid-project-taken' });
    expect((await admin.ask('PUT', `/api/deid-projects/${other.id}`, { ...input, name: 'OTHER' })).statusCode).toBe(
      200,
    );
  });

  test('has a key of 32 bytes that is another than any other’s, and is nowhere in the database as it is', async () => {
    const { db } = node.server.database;
    const { identityKey } = node.server.deps;
    const [one, other] = [await create(), await create({ name: 'Other' })];
    const keys = await Promise.all([one, other].map(({ id }) => openDeidProject({ db, identityKey }, Number(id))));
    expect(keys.map((opened) => opened?.key.length)).toEqual([32, 32]);
    expect(keys[0]?.key.equals(keys[1]?.key ?? Buffer.alloc(0))).toBe(false);
    const { rows } = await sql<{ row: string }>`select t::text as row from gateway.deid_project t`.execute(db);
    for (const { row } of rows) for (const opened of keys) expect(row).not.toContain(opened?.key.toString('hex'));
    // Sealed for this project: the row of another does not open it.
    await sql`update gateway.deid_project set sealed_key = (
      select sealed_key from gateway.deid_project where id = ${one.id}) where id = ${other.id}`.execute(db);
    await expect(openDeidProject({ db, identityKey }, Number(other.id))).rejects.toThrow();
  });

  test('takes options that there are, and nothing else', async () => {
    for (const wrong of [
      { profile: { dates: 'some' } },
      { profile: { keepEverything: true } },
      { name: ' ' },
      { pictures: 'draw' },
    ]) {
      const answer = await admin.ask('POST', '/api/deid-projects', { ...input, ...wrong });
      expect(answer.json()).toMatchObject({ status: 400, code: 'invalid-request' });
    }
  });
});

describe('words that all projects go by', () => {
  const add = (list: string, term: string) => admin.ask('POST', '/api/deid-terms', { list, term, source: 'case' });
  const described = async (project: DeidProject) => rowOf(await preview(project), '(0008,103E)')?.after;

  test('stay, go, or move to another list, in each project, without the word in the trail', async () => {
    const project = await create({ profile: { cleanDescriptors: true } });
    expect(await described(project)).not.toContain('Zetaflux');
    const allowed = (await add('allow', ' Zetaflux ')).json();
    expect(allowed).toMatchObject({ list: 'allow', term: 'Zetaflux', source: 'case', addedBy: 'Test Person 1' });
    expect(await described(project)).toBe('Zetaflux chest');
    await add('block', 'chest');
    expect(await described(project)).toMatch(/^Zetaflux %/);
    expect((await add('block', 'ZETAFLUX')).json()).toMatchObject({ id: allowed.id, list: 'block' });
    expect(await described(project)).not.toMatch(/Zetaflux|chest/);
    const { terms } = (await admin.ask('GET', '/api/deid-terms')).json();
    expect(terms).toMatchObject([{ term: 'chest' }, { term: 'ZETAFLUX', list: 'block' }]);
    for (const { id } of terms) expect((await admin.ask('DELETE', `/api/deid-terms/${id}`)).statusCode).toBe(204);
    expect((await admin.ask('DELETE', `/api/deid-terms/${allowed.id}`)).statusCode).toBe(404);
    expect(await described(project)).not.toContain('Zetaflux');
    const trail = await node.server.database.db
      .selectFrom('audit_entry')
      .select('details')
      .where('object_kind', '=', 'deid term')
      .orderBy('sequence')
      .execute();
    expect(trail[0]?.details).toEqual({ change: 'create', list: 'allow', source: 'case' });
    expect(JSON.stringify(trail)).not.toMatch(/zetaflux|chest/i);
  });

  test('give way to those of the rules of a project', async () => {
    await add('block', 'Zetaflux');
    const rules = 'lists: { allow: [zetaflux] }';
    const project = await create({ profile: { cleanDescriptors: true }, rules });
    expect(await described(project)).toBe('Zetaflux chest');
  });
});

describe('rules of the site', () => {
  const rules = 'rules:\n  - { name: trial ids, attributes: PatientID, action: { hash: TRIAL7- } }\n';

  test('decide before the options, are named, and are tried before they are saved', async () => {
    const project = await create();
    expect(project).not.toHaveProperty('rules');
    const settings = { profile: {}, pictures: 'hold', rules };
    const row = { action: 'pseudonym', rule: 'trial ids', after: expect.stringMatching(/^TRIAL7-/) };
    expect(rowOf(await preview(project, { settings }), '(0010,0020)')).toMatchObject(row);
    expect(rowOf(await preview(project), '(0010,0020)')).not.toHaveProperty('rule');
    const saved = await admin.ask('PUT', `/api/deid-projects/${project.id}`, { ...input, rules });
    expect(saved.json()).toMatchObject({ rules });
    expect(rowOf(await preview(project), '(0010,0020)')).toMatchObject(row);
    expect((await admin.ask('PUT', `/api/deid-projects/${project.id}`, input)).json()).not.toHaveProperty('rules');
  });

  test('that are wrong are told by line and column, and not taken', async () => {
    const project = await create();
    const wrong = 'rules:\n  - { name: a, attributes: PatientNam, action: remove }\n';
    const errors = [{ pointer: '/body/rules', message: expect.stringMatching(/^2:28 .*PatientNam/) }];
    const problem = { status: 422, code: 'deid-rules-invalid', errors };
    const settings = { profile: {}, pictures: 'hold', rules: wrong };
    for (const answer of [
      await admin.ask('POST', '/api/deid-projects', { ...input, name: 'Other', rules: wrong }),
      await admin.ask('PUT', `/api/deid-projects/${project.id}`, { ...input, rules: wrong }),
      await admin.ask('POST', `/api/deid-projects/${project.id}/preview`, { studyId, settings }),
    ])
      expect(answer.json()).toMatchObject(problem);
    expect((await admin.ask('GET', '/api/deid-projects')).json().projects).toHaveLength(1);
  });
});

test('a key that was sealed by another data folder is told of as that', async () => {
  const project = await create();
  const other = identityKeyOf(createSecretKey(Buffer.alloc(32, 7)));
  const sealed_key = other.seal(Buffer.alloc(32), `deid project ${project.id}`);
  await sql`update gateway.deid_project set sealed_key = ${sealed_key}`.execute(node.server.database.db);
  const answer = await admin.ask('POST', `/api/deid-projects/${project.id}/preview`, { studyId });
  expect(answer.json()).toMatchObject({ status: 409, code: 'deid-key-elsewhere' });
});

describe('the look at an object', () => {
  test('shows each attribute before and after with its action, and the same pseudonyms each time', async () => {
    const project = await create();
    const tried = await preview(project);
    expect(tried).toMatchObject({ kind: 'done', sopInstanceUid: '2.25.5102' });
    const [name, id, birth] = ['(0010,0010)', '(0010,0020)', '(0010,0030)'].map((tag) => rowOf(tried, tag));
    expect(name).toMatchObject({ change: 'changed', action: 'pseudonym', before: 'TEST^Marked' });
    expect(id?.after).toBe(name?.after);
    expect(birth?.before).toBe('19300102');
    expect(birth?.after).not.toBe('19300102');
    expect(rowOf(tried, '(0012,0062)')).toMatchObject({ change: 'added', after: 'YES' });
    expect(rowOf(tried, '(0028,0010)')).toMatchObject({ change: 'same' });
    expect(rowOf(await preview(project), '(0010,0020)')?.after).toBe(id?.after);
    const other = await create({ name: 'Other' });
    expect(rowOf(await preview(other), '(0010,0020)')?.after).not.toBe(id?.after);
  });

  test('tries settings that are not saved yet, and saves nothing', async () => {
    const project = await create();
    const settings = { profile: { retainPatientCharacteristics: true }, pictures: 'hold' };
    expect(rowOf(await preview(project, { settings }), '(0010,1010)')).toMatchObject({ before: '095Y', after: '090Y' });
    expect(rowOf(await preview(project), '(0010,1010)')?.after).toBeUndefined();
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from gateway.instance`.execute(node.server.database.db);
    expect(rows).toEqual([{ count: 2 }]);
  });

  test('says why an object would be held back, or shows it where pictures are accepted', async () => {
    const project = await create();
    const { db } = node.server.database;
    const capture = db.selectFrom('instance').select('id').where('sop_instance_uid', '=', '2.25.5103');
    const instanceId = String((await capture.executeTakeFirstOrThrow()).id);
    expect(await preview(project, { instanceId })).toEqual({
      ...{ kind: 'held', reason: 'capture', findings: [], instanceId, sopInstanceUid: '2.25.5103' },
    });
    const settings = { profile: {}, pictures: 'accept' };
    expect(await preview(project, { instanceId, settings })).toMatchObject({ kind: 'done', instanceId });
  });

  test('looks at the picture for text where the project says so', async () => {
    const tried = await preview(await create({ pictures: 'clean' }));
    expect(rowOf(tried, '(0028,0301)')).toMatchObject({ change: 'added', after: 'NO' });
    expect(rowOf(tried, '(0012,0064)[1].(0008,0100)')).toMatchObject({ after: '113101' });
  });

  test('is noted as a look at the study, with no value of it in log or trail', async () => {
    const project = await create();
    await preview(project);
    const { db } = node.server.database;
    const entry = await db
      .selectFrom('audit_entry')
      .select(['object_id', 'outcome', 'details'])
      .where('action', '=', 'study:read')
      .orderBy('sequence', 'desc')
      .executeTakeFirst();
    const details = { what: 'deid-preview', project: Number(project.id) };
    expect(entry).toEqual({ object_id: studyId, outcome: 'success', details });
    const trail = JSON.stringify(await db.selectFrom('audit_entry').selectAll().execute());
    for (const text of [trail, ...node.server.log]) expect(text).not.toMatch(/Marked|TEST-51/);
  });

  test('is for administrators, of objects that there are', async () => {
    const project = await create();
    const url = `/api/deid-projects/${project.id}/preview`;
    const member = await node.server.person('member');
    expect((await member.ask('POST', url, { studyId })).statusCode).toBe(403);
    expect((await member.ask('GET', '/api/deid-projects')).statusCode).toBe(403);
    expect((await admin.ask('GET', `/api/deid-projects/${project.id}/statistics`)).json()).toMatchObject({ days: [] });
    expect((await admin.ask('GET', '/api/deid-projects/999999/statistics')).statusCode).toBe(404);
    expect((await admin.ask('POST', url, { studyId: '999999' })).statusCode).toBe(404);
    expect((await admin.ask('POST', url, { studyId, instanceId: '999999' })).statusCode).toBe(404);
    expect((await admin.ask('POST', '/api/deid-projects/999999/preview', { studyId })).statusCode).toBe(404);
  });
});
