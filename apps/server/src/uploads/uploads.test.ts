/**
 * Handing images in to a care team, over the API on a real archive, with a real program as the scanner: what waits, for whom,
 * what is stored and granted, and what is refused.
 */

import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReferredUpload, UploadGroup } from '@isocenter/contract/team-uploads';
import type { Attributes } from '@isocenter/dicom/build';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AccessServer, openAccessServer, type Person } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { buildGrant } from '../../test/grants.ts';
import { membershipsOfUser } from '../access/memberships.ts';
import { readableStudies } from '../access/readable-studies.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import { careTeamProblems } from '../care-teams/problems.ts';
import { registerCareTeamRoutes } from '../care-teams/routes.ts';
import { registerGrantRoutes } from '../grants/routes.ts';
import { registerImports } from '../imports/routes.ts';
import { MasterKeys } from '../storage/master-keys.ts';
import { QuarantineFiles } from './quarantine-files.ts';
import { registerUploadRoutes } from './routes.ts';
import { UploadKeeper, type UploadKeeperOptions } from './upload-keeper.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const maxFileBytes = 100_000;
const sopClasses = { refused: [], acceptPrivate: true };
/** Lets pass what has no such text: 1 is found, 2 an error, as of `grep`, whose 0 and 1 are the other way round. */
const grep = ['/bin/sh', '-c', 'grep -q "$0"; case $? in 0) exit 1;; 1) exit 0;; *) exit 2;; esac', 'TEST-VIRUS'];
const dataDir = mkdtempSync(join(tmpdir(), 'isocenter-uploads-'));
const folder = join(dataDir, 'quarantine', 'test');

const newKey = () => createSecretKey(randomBytes(32));
const masterKeys = new MasterKeys([newKey()]);
let server: AccessServer;
let archive: Archive;
let keeper: UploadKeeper;
let keeperOptions: UploadKeeperOptions;
let full = false;
let owner: Person;
let giver: Person;
let teamId: string;

beforeAll(async () => {
  server = await openAccessServer(
    async (app, { db, audit, now }) => {
      const decoder = { decodeToNative: () => Promise.reject(new Error('this test has no codecs')) };
      archive = await openArchive({ dataDir, db, logger: silentLogger, decoder, sopClasses });
      const { reader, ingest } = archive;
      const files = await QuarantineFiles.open(dataDir, 'test', masterKeys);
      const scanner = { command: grep, timeoutMs: 10_000 };
      keeperOptions = {
        ...{ db, files, owner: 'test', ingest, reader, sopClasses, scanner, audit, logger: silentLogger, now },
        changed: () => undefined,
        // Looks when the test says so.
        intervalMs: day,
      };
      registerCareTeamRoutes(app, { db, audit, now });
      registerGrantRoutes(app, { db, audit, now, changed: () => undefined });
      registerImports(app, { db, ingest, reader, audit, logger: silentLogger, now });
      const limits = { maxFileBytes, maxWaitingBytes: 300_000, waitDays: 14 };
      registerUploadRoutes(app, {
        ...{ db, files, owner: 'test', limits, isFull: () => full, audit, now },
        keeper: { wake: () => undefined },
      });
    },
    { problemMappings: [careTeamProblems] },
  );
  keeper = await restart();
  owner = await server.person('admin');
  expect((await importFile(fileOf({ SOPInstanceUID: '2.25.1' }))).statusCode).toBe(201);
});

beforeEach(async () => {
  full = false;
  owner = await server.person('admin');
  teamId = await newTeam();
  giver = await newMember(['view', 'see-identity', 'upload']);
});

afterAll(async () => {
  await keeper.close();
  await archive.close(5000);
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function restart(): Promise<UploadKeeper> {
  await keeper?.close();
  return UploadKeeper.start(keeperOptions);
}

async function newTeam(): Promise<string> {
  const { db } = server.deps;
  const query = db.selectFrom('study').select('id').where('study_instance_uid', '=', '2.25.100');
  const { id } = await query.executeTakeFirstOrThrow();
  const made = await owner.ask('POST', '/api/teams', { studyId: String(id), name: 'Test' });
  return made.json().id;
}

async function newMember(privileges: ('view' | 'see-identity' | 'upload')[]): Promise<Person> {
  const person = await server.person('guest');
  await server.deps.db
    .insertInto('care_team_member')
    .values({ team_id: Number(teamId), user_id: person.id, privileges })
    .execute();
  return person;
}

function fileOf(changes: Attributes): Buffer {
  const attributes = imageAttributes(changes);
  const meta = encodeFileMeta({
    sopClassUid: String(attributes.SOPClassUID),
    sopInstanceUid: String(attributes.SOPInstanceUID),
    transferSyntaxUid: explicitVrLittleEndian.uid,
  });
  return Buffer.concat([meta, encodeDataSet(buildDataSet(attributes), explicitVrLittleEndian)]);
}

let uids = 1000;
const newUid = () => {
  uids += 1;
  return `2.25.${uids}`;
};
const binary = { 'content-type': 'application/octet-stream' };
const importFile = (payload: Buffer) => owner.ask('POST', '/api/imports', undefined, { payload, headers: binary });
const uploads = () => `/api/teams/${teamId}/uploads`;
const handIn = (payload: Buffer, as = giver) => as.ask('POST', uploads(), undefined, { payload, headers: binary });
const listOf = async (as = giver): Promise<UploadGroup[]> => (await as.ask('GET', uploads())).json().uploads;
const outcomeOf = (answer: { statusCode: number; json(): { code: string } }) => [answer.statusCode, answer.json().code];

/** Hands one in, looks at it, and returns what became of it. */
async function checked(file: Buffer): Promise<UploadGroup | undefined> {
  expect((await handIn(file)).statusCode).toBe(201);
  await keeper.run();
  return (await listOf())[0];
}

const decide = (as: Person, person: object, decision = 'confirm') =>
  as.ask('POST', `${uploads()}/decision`, { ...person, decision });
const referred = async (): Promise<ReferredUpload[]> =>
  (await owner.ask('GET', '/api/referred-uploads')).json().uploads;

/** Says as an administrator what becomes of all that was referred. */
async function decideReferred(decision: 'take' | 'decline'): Promise<void> {
  for (const { id } of await referred()) {
    expect((await owner.ask('POST', `/api/referred-uploads/${id}/decision`, { decision })).statusCode).toBe(204);
  }
  await keeper.run();
}

async function seesStudy(as: Person, uid: string): Promise<boolean> {
  const { db } = server.deps;
  const subject = { kind: 'user', userId: as.id, role: 'guest', email: as.email } as const;
  const user = db.selectFrom('user_account').select(membershipsOfUser().as('memberships')).where('id', '=', as.id);
  const { memberships } = await user.executeTakeFirstOrThrow();
  const row = await db
    .selectFrom('study')
    .select('id')
    .where('study_instance_uid', '=', uid)
    .where(readableStudies({ ...subject, memberships }))
    .executeTakeFirst();
  return row !== undefined;
}

test('what names the patient of the team is stored by itself, and was encrypted until then', async () => {
  const [StudyInstanceUID, SOPInstanceUID] = [newUid(), newUid()];
  expect((await handIn(fileOf({ StudyInstanceUID, SOPInstanceUID }))).statusCode).toBe(201);
  const [name] = readdirSync(folder);
  expect(readFileSync(join(folder, name ?? '')).includes(SOPInstanceUID)).toBe(false);
  expect(await listOf()).toMatchObject([{ state: 'checking', files: 1 }]);
  expect(await listOf(owner)).toEqual([]);
  await keeper.run();
  expect(await listOf()).toMatchObject([{ state: 'stored', studyId: expect.any(String) }]);
  expect(readdirSync(folder)).toEqual([]);
  const grants = server.deps.db.selectFrom('access_grant').select('id').where('reason', 'like', 'handed in%');
  expect(await grants.execute()).toEqual([]);
});

/** What somebody was told, the oldest first. */
async function toldTo(as: Person): Promise<unknown[]> {
  const notices = server.deps.db.selectFrom('notice').select(['kind', 'count', 'read_at']).where('user_id', '=', as.id);
  const rows = await notices.orderBy('id').execute();
  return rows.map(({ kind, count, read_at }) => [kind, count, read_at === null ? 'new' : 'read']);
}

async function activityOf(team: string): Promise<unknown[]> {
  const events = server.deps.db.selectFrom('team_event').select(['kind', 'count', 'study_id']).orderBy('id');
  const rows = await events.where('team_id', '=', Number(team)).where('kind', '<>', 'made').execute();
  return rows.map(({ kind, count, study_id }) => [kind, count, study_id === null ? 'no study' : 'a study']);
}

test('who handed something in is told what becomes of it, the team how much passed, and nobody whose it says it is', async () => {
  const colleague = await newMember(['view', 'see-identity']);
  const other = { PatientID: `OUT-${newUid()}`, PatientName: 'TEST^OUTSIDE' };
  const uid = newUid();
  for (let file = 0; file < 2; file += 1) {
    await handIn(fileOf({ ...other, StudyInstanceUID: uid, SOPInstanceUID: newUid() }));
  }
  const waiting = await checked(fileOf({ ...other, PatientName: 'TEST^WRONG', SOPInstanceUID: newUid() }));
  expect(waiting).toMatchObject({ state: 'unconfirmed' });
  expect(await toldTo(giver)).toEqual([['upload-waiting', 3, 'new']]);
  const decide = (name: string, decision: string) =>
    giver.ask('POST', `${uploads()}/decision`, { ...waiting?.patient, name, decision });
  await decide('TEST^OUTSIDE', 'confirm');
  expect(await toldTo(giver)).toEqual([['upload-waiting', 3, 'new']]);
  await decide('TEST^WRONG', 'discard');
  await keeper.run();
  await decideReferred('take');
  expect(await toldTo(giver)).toEqual([
    ['upload-waiting', 3, 'read'],
    ['upload-refused', 1, 'new'],
    ['upload-released', 2, 'new'],
  ]);
  expect(await toldTo(colleague)).toEqual([['upload-released', 2, 'new']]);
  expect(await activityOf(teamId)).toEqual([
    ['handed-in', 3, 'no study'],
    ['refused', 1, 'no study'],
    ['released', 2, 'a study'],
  ]);
});

test('what names somebody else waits until it is confirmed and an administrator takes it; then the team sees it', async () => {
  const colleague = await newMember(['view', 'see-identity']);
  const StudyInstanceUID = newUid();
  const outside = { PatientID: `OUT-${newUid()}`, PatientName: 'TEST^OUTSIDE', StudyInstanceUID };
  const upload = await checked(fileOf({ ...outside, SOPInstanceUID: newUid() }));
  expect(upload).toMatchObject({ state: 'unconfirmed', patient: { name: 'TEST^OUTSIDE' } });
  expect(await seesStudy(colleague, StudyInstanceUID)).toBe(false);
  const person = { name: 'TEST^OUTSIDE', birthDate: upload?.patient?.birthDate ?? '' };
  expect(outcomeOf(await decide(colleague, person))).toEqual([403, 'forbidden']);
  await decide(owner, person);
  await keeper.run();
  expect(await listOf()).toMatchObject([{ state: 'unconfirmed' }]);
  // A new master key, after which the earlier one is destroyed.
  masterKeys.replace([newKey(), ...masterKeys.all]);
  server.pass(2 * minute);
  await keeper.run();
  masterKeys.replace(masterKeys.all.slice(0, 1));
  expect((await decide(giver, person)).statusCode).toBe(204);
  await keeper.run();
  expect(await listOf()).toMatchObject([{ state: 'referred' }]);
  expect(await seesStudy(colleague, StudyInstanceUID)).toBe(false);
  expect(await referred()).toEqual([
    expect.objectContaining({ teamId, files: 1, patient: person, handedInBy: expect.stringContaining('Test Person') }),
  ]);
  expect((await referred())[0]).not.toHaveProperty('filedWith');
  await decideReferred('take');
  expect(await listOf()).toMatchObject([{ state: 'stored', studyId: expect.any(String) }]);
  const { db } = server.deps;
  const granted = await db.selectFrom('access_grant').selectAll().where('grantee', '=', `team ${teamId}`).execute();
  expect(granted.filter(({ study_id }) => study_id !== null)).toHaveLength(1);
  expect(await seesStudy(giver, StudyInstanceUID)).toBe(true);
  // The second file of the same study goes where the first went.
  await handIn(fileOf({ ...outside, SOPInstanceUID: newUid() }));
  await keeper.run();
  await decide(giver, person);
  await keeper.run();
  expect(await listOf()).toMatchObject([{ state: 'stored', files: 2 }]);
  await server.audit.flush();
  const trail = await db.selectFrom('audit_entry').selectAll().where('object_id', '=', teamId).execute();
  expect(trail.map(({ action }) => action)).toContain('team:upload');
  expect(`${server.log.join('\n')}${JSON.stringify(trail)}`).not.toContain('TEST^OUTSIDE');
});

test('nobody learns of, adds to, or is shown a patient of somebody else by knowing a number', async () => {
  const [PatientID, StudyInstanceUID] = [`SECRET-${newUid()}`, newUid()];
  const hidden = { PatientID, PatientName: 'TEST^HIDDEN', StudyInstanceUID };
  await importFile(fileOf({ ...hidden, SOPInstanceUID: newUid() }));
  const { db } = server.deps;
  await db
    .updateTable('access_grant')
    .set({ revoked_at: server.deps.now(), revoked_by: 'test' })
    .where('grantee_kind', '=', 'everyone')
    .execute();
  // What the giver is told of a number that somebody has here, of a study that is here, and of a number that nobody has.
  const told: string[] = [];
  const guesses = [
    { ...hidden, StudyInstanceUID: newUid() },
    hidden,
    { ...hidden, StudyInstanceUID: newUid(), PatientID: `NOBODY-${newUid()}` },
  ];
  for (const guess of guesses) {
    const person = await checked(fileOf({ ...guess, SOPInstanceUID: newUid() }));
    await decide(giver, person?.patient ?? {});
    await keeper.run();
    told.push(JSON.stringify((await listOf()).map(({ at: _at, until: _until, bytes: _bytes, ...rest }) => rest)));
    await db.deleteFrom('team_upload').where('user_id', '=', giver.id).where('state', '=', 'refused').execute();
    await decideReferred('decline');
    expect(await listOf()).toMatchObject([{ state: 'refused', reason: 'declined', files: 1 }]);
    await db.deleteFrom('team_upload').where('user_id', '=', giver.id).execute();
  }
  expect(told[0]).toContain('"state":"referred"');
  expect(new Set(told).size).toBe(1);
  const ofStudy = db.selectFrom('study').select('instance_count').where('study_instance_uid', '=', StudyInstanceUID);
  expect(await ofStudy.execute()).toEqual([{ instance_count: 1 }]);
  // Who decides sees with whom it would be filed; what is taken shows the team nothing of what was there.
  const person = await checked(fileOf({ ...hidden, SOPInstanceUID: newUid() }));
  await decide(giver, person?.patient ?? {});
  await keeper.run();
  const filedWith = { name: 'TEST^HIDDEN', birthDate: expect.any(String), patientId: PatientID, studies: 1 };
  expect(await referred()).toMatchObject([{ filedWith }]);
  expect((await giver.ask('GET', '/api/referred-uploads')).statusCode).toBe(403);
  await decideReferred('take');
  const [listed] = await listOf();
  expect(listed).toMatchObject({ state: 'stored' });
  expect(listed).not.toHaveProperty('studyId');
  expect(await ofStudy.execute()).toEqual([{ instance_count: 2 }]);
  expect(await seesStudy(giver, StudyInstanceUID)).toBe(false);
});

test('a study of the patient that the team does not reach takes nothing from it, and a new one is shared in it', async () => {
  const { db } = server.deps;
  const StudyInstanceUID = newUid();
  await importFile(fileOf({ StudyInstanceUID, SOPInstanceUID: newUid() }));
  // As of a team whose maker sees other studies of the patient.
  await db
    .deleteFrom('access_grant')
    .where('grantee', 'in', ['everyone', `team ${teamId}`])
    .execute();
  await checked(fileOf({ StudyInstanceUID, SOPInstanceUID: newUid() }));
  expect(await listOf()).toMatchObject([{ state: 'referred' }]);
  const ofStudy = db.selectFrom('study').select('instance_count').where('study_instance_uid', '=', StudyInstanceUID);
  expect(await ofStudy.execute()).toEqual([{ instance_count: 1 }]);
  await checked(fileOf({ StudyInstanceUID: newUid(), SOPInstanceUID: newUid() }));
  expect(await listOf()).toMatchObject([{ state: 'referred' }, { state: 'stored', studyId: expect.any(String) }]);
  server.pass(14 * day);
  await keeper.run();
  const ended = db.selectFrom('team_upload').select('reason').where('user_id', '=', giver.id);
  expect(await ended.where('state', '=', 'refused').execute()).toEqual([{ reason: 'not-taken' }]);
});

test.each([
  ['the study', 'study_id'],
  ['all of the patient', 'patient_id'],
] as const)('a grant of %s that was taken away does not come back when a member hands in again', async (_, reach) => {
  const { db } = server.deps;
  const StudyInstanceUID = newUid();
  const outside = reach === 'study_id' ? { PatientID: `OUT-${newUid()}`, PatientName: 'TEST^OUTSIDE' } : {};
  const handInAgain = async () => {
    const upload = await checked(fileOf({ ...outside, StudyInstanceUID, SOPInstanceUID: newUid() }));
    if (upload?.state === 'unconfirmed') await decide(giver, upload.patient ?? {});
    await keeper.run();
  };
  await handInAgain();
  await decideReferred('take');
  // What everything that arrives is granted to.
  await db.deleteFrom('access_grant').where('granted_by', '=', 'system arrival').execute();
  expect(await seesStudy(giver, StudyInstanceUID)).toBe(true);
  const grantsOfTeam = db.selectFrom('access_grant').select('id').where('grantee', '=', `team ${teamId}`);
  const { id } = await grantsOfTeam.where(reach, 'is not', null).orderBy('id', 'desc').executeTakeFirstOrThrow();
  expect((await owner.ask('DELETE', `/api/grants/${id}`)).statusCode).toBe(204);
  expect(await seesStudy(giver, StudyInstanceUID)).toBe(false);

  // It is not the member's any more: an administrator is asked, and who takes the file gives nothing back with it.
  await handInAgain();
  expect(await seesStudy(giver, StudyInstanceUID)).toBe(false);
  expect(await listOf()).toEqual(expect.arrayContaining([expect.objectContaining({ state: 'referred' })]));
  await decideReferred('take');
  expect(await seesStudy(giver, StudyInstanceUID)).toBe(false);
  const ofStudy = db.selectFrom('study').select('instance_count').where('study_instance_uid', '=', StudyInstanceUID);
  expect(await ofStudy.execute()).toEqual([{ instance_count: 2 }]);
});

test('a team that is granted a series adds nothing to the study by itself, and is shown no more of it', async () => {
  const { db } = server.deps;
  const StudyInstanceUID = newUid();
  for (const SeriesInstanceUID of [`${StudyInstanceUID}.1`, `${StudyInstanceUID}.2`]) {
    await importFile(fileOf({ StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID: newUid() }));
  }
  await db
    .deleteFrom('access_grant')
    .where('grantee', 'in', ['everyone', `team ${teamId}`])
    .execute();
  const series = db.selectFrom('series').select('id').where('series_instance_uid', '=', `${StudyInstanceUID}.1`);
  const { id: series_id } = await series.executeTakeFirstOrThrow();
  const toTeam = { grantee_kind: 'team', grantee_id: Number(teamId) } as const;
  await db
    .insertInto('access_grant')
    .values(buildGrant({ ...toTeam, series_id }))
    .execute();
  const grants = () => db.selectFrom('access_grant').select('id').where('grantee', '=', `team ${teamId}`).execute();
  const before = await grants();
  await checked(fileOf({ StudyInstanceUID, SeriesInstanceUID: `${StudyInstanceUID}.2`, SOPInstanceUID: newUid() }));
  expect(await listOf()).toMatchObject([{ state: 'referred' }]);
  await decideReferred('take');
  // Who sees the study is led to it; of the series that is kept back they see nothing.
  expect(await listOf()).toMatchObject([{ state: 'stored', studyId: expect.any(String) }]);
  expect(await grants()).toEqual(before);
});

test('what is no DICOM, infected, too large, too much, or discarded is refused, and nothing of it stays', async () => {
  await handIn(Buffer.from('not DICOM'.repeat(50)));
  await handIn(fileOf({ SOPInstanceUID: newUid() }).subarray(0, -2));
  await handIn(fileOf({ SOPInstanceUID: newUid(), StationName: 'TEST-VIRUS' }));
  await keeper.run();
  const reasons = async () => (await listOf()).map(({ reason }) => reason);
  expect((await reasons()).sort()).toEqual(['not-dicom', 'truncated', 'virus-found']);
  const { db } = server.deps;
  const rows = () => db.selectFrom('team_upload').select('id').where('state', '=', 'receiving').execute();
  expect(outcomeOf(await handIn(randomBytes(maxFileBytes + 1)))).toEqual([413, 'payload-too-large']);
  full = true;
  expect(outcomeOf(await handIn(fileOf({})))).toEqual([507, 'disk-full']);
  full = false;
  for (let n = 0; n < 3; n += 1) expect((await handIn(randomBytes(maxFileBytes))).statusCode).toBe(201);
  expect(outcomeOf(await handIn(fileOf({})))).toEqual([409, 'too-much-waiting']);
  await keeper.run();
  const other = fileOf({ PatientID: `OUT-${newUid()}`, PatientName: 'TEST^WRONG', SOPInstanceUID: newUid() });
  const waiting = await checked(other);
  await decide(giver, waiting?.patient ?? {}, 'discard');
  expect(await reasons()).toContain('discarded');
  server.pass(2 * minute);
  await keeper.run();
  expect(readdirSync(folder)).toEqual([]);
  expect(await rows()).toEqual([]);
  server.pass(7 * day);
  await keeper.run();
  expect(await db.selectFrom('team_upload').select('id').where('user_id', '=', giver.id).execute()).toEqual([]);
});

test('a scanner that is missing, fails or hangs lets nothing pass', async () => {
  const file = fileOf({ StudyInstanceUID: newUid(), SOPInstanceUID: newUid() });
  const commands = [['/nowhere/scanner'], ['/bin/sh', '-c', 'cat >/dev/null; exit 2'], ['/bin/sh', '-c', 'sleep 60']];
  for (const command of commands) {
    await keeper.close();
    keeper = await UploadKeeper.start({ ...keeperOptions, scanner: { command, timeoutMs: 500 } });
    await handIn(file);
    await keeper.run();
    expect((await listOf())[0]).toMatchObject({ state: 'checking', reason: 'scanner-failed' });
  }
  // Once it answers, what waited goes on.
  keeper = await restart();
  server.pass(minute);
  await keeper.run();
  expect(await listOf()).toMatchObject([{ state: 'stored', files: 3 }]);
  await keeper.close();
  keeper = await UploadKeeper.start({ ...keeperOptions, scanner: { command: ['/nowhere'], timeoutMs: 500 } });
  await handIn(file);
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await keeper.run();
    server.pass(60 * minute);
  }
  const refused = server.deps.db.selectFrom('team_upload').select('reason').where('state', '=', 'refused');
  expect(await refused.where('user_id', '=', giver.id).execute()).toEqual([{ reason: 'scanner-failed' }]);
  keeper = await restart();
});

test('a start clears up after a process that was killed', async () => {
  const { db } = server.deps;
  const file = () => fileOf({ StudyInstanceUID: newUid(), SOPInstanceUID: newUid() });
  for (let n = 0; n < 3; n += 1) await handIn(file());
  const [half, lost, changed] = await db
    .selectFrom('team_upload')
    .select('id')
    .where('state', '=', 'received')
    .execute();
  await db
    .updateTable('team_upload')
    .set({ state: 'receiving' })
    .where('id', '=', half?.id ?? 0)
    .execute();
  rmSync(join(folder, String(lost?.id)));
  const path = join(folder, String(changed?.id));
  const bytes = readFileSync(path);
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  writeFileSync(join(folder, '999999'), 'nobody knows me');
  keeper = await restart();
  await keeper.run();
  expect(await listOf()).toMatchObject([{ state: 'refused', reason: 'lost', files: 2 }]);
  expect(readdirSync(folder)).toEqual([]);
});

test('an object that was stored before the process was killed is granted after it', async () => {
  const outside = { PatientID: `OUT-${newUid()}`, PatientName: 'TEST^KILLED', StudyInstanceUID: newUid() };
  const upload = await checked(fileOf({ ...outside, SOPInstanceUID: newUid() }));
  const { db } = server.deps;
  const row = await db
    .selectFrom('team_upload')
    .selectAll()
    .where('state', '=', 'unconfirmed')
    .executeTakeFirstOrThrow();
  const bytes = readFileSync(join(folder, String(row.id)));
  await decide(giver, upload?.patient ?? {});
  await keeper.run();
  await decideReferred('take');
  // As it was before the note that it is stored, and before the grant.
  await db.deleteFrom('access_grant').where('reason', 'like', 'handed in%').execute();
  const { state, wrapped_key, ended_at, study_id } = row;
  const before = { state: 'confirmed' as const, wrapped_key, ended_at, study_id, due_at: server.deps.now() };
  expect(state).toBe('unconfirmed');
  await db.updateTable('team_upload').set(before).where('id', '=', row.id).execute();
  writeFileSync(join(folder, String(row.id)), bytes);
  keeper = await restart();
  await keeper.run();
  expect(await listOf()).toMatchObject([{ state: 'stored', studyId: expect.any(String) }]);
  expect(await seesStudy(giver, outside.StudyInstanceUID)).toBe(true);
});

test('is for members with the privilege, until they lose it or the team closes, and not for ever', async () => {
  const viewer = await newMember(['view', 'see-identity']);
  const stranger = await server.person('member');
  const file = () => fileOf({ StudyInstanceUID: newUid(), SOPInstanceUID: newUid() });
  expect(outcomeOf(await handIn(file(), viewer))).toEqual([403, 'forbidden']);
  expect(outcomeOf(await handIn(file(), stranger))).toEqual([404, 'not-found']);
  await handIn(file());
  await giver.ask('DELETE', `/api/teams/${teamId}/members/${giver.id}`);
  await keeper.run();
  const { db } = server.deps;
  const reasons = () => db.selectFrom('team_upload').select('reason').where('user_id', '=', giver.id).execute();
  expect(await reasons()).toEqual([{ reason: 'not-allowed' }]);
  giver = await newMember(['upload']);
  const other = { PatientID: `OUT-${newUid()}`, PatientName: 'TEST^LATE', SOPInstanceUID: newUid() };
  await checked(fileOf(other));
  server.pass(14 * day);
  await keeper.run();
  expect(await reasons()).toEqual([{ reason: 'not-confirmed' }]);
  giver = await newMember(['upload']);
  owner = await server.person('admin');
  await handIn(file());
  await owner.ask('POST', `/api/teams/${teamId}/close`);
  expect(outcomeOf(await handIn(file()))).toEqual([409, 'team-closed']);
  await keeper.run();
  expect(await reasons()).toContainEqual({ reason: 'team-closed' });
});
