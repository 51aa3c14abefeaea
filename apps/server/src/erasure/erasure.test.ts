/**
 * Erasure by attack: whoever has the disk, the database, a backup and its keys of before finds nothing of the patient.
 */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import { AuditTrail } from '../audit/trail.ts';
import { createBackup } from '../backup/create-backup.ts';
import { beginRestore, findBackup, restoreFiles, restoreTables } from '../backup/restore-backup.ts';
import { findOwnStudy } from '../sources/own-study.ts';
import { ledgerPath, readLedger } from '../storage/erasure-ledger.ts';
import type { ObjectLocation } from '../storage/log-entry.ts';
import { loadMasterKeys } from '../storage/master-key.ts';
import { Eraser, newLedgerId } from './eraser.ts';
import { findPatientOf, findSubject, insertErasure, listErasures, listRecipients } from './repository.ts';

const decoder = { decodeToNative: () => Promise.reject(new Error('this test has no codecs')) };
const sopClasses = { refused: [], acceptPrivate: true };
const now = () => new Date();
/** What an attacker looks for: each is in the patient's objects, and in nobody else's. */
const marks = [
  'TEST^MARKED',
  'TEST-MARKED-ID',
  'TEST-MARKED-ACC',
  'TEST MARKED STUDY',
  '2.25.77001',
  '2.25.77002',
  '2.25.77101',
];

let place: string;
let database: TestDatabase;
let archive: Archive;
const opened: { close(): Promise<void> }[] = [];
const dataDir = () => join(place, 'data');

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'isocenter-erasure-'));
  database = await openTestDatabase();
  opened.push(database);
  archive = await openNode(dataDir(), database);
  await store({ SOPInstanceUID: '2.25.1', StudyInstanceUID: '2.25.10' });
});

afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close();
  rmSync(place, { recursive: true, force: true });
});

async function openNode(dir: string, { db }: TestDatabase): Promise<Archive> {
  const node = await openArchive({ dataDir: dir, db, logger: silentLogger, decoder, sopClasses });
  opened.push({ close: () => node.close(5_000) });
  return node;
}

async function store(changes: Parameters<typeof imageAttributes>[0], node = archive) {
  const sink = node.ingest.open({
    transferSyntax: explicitVrLittleEndian,
    provenance: { source: 'dimse', receivedAt: '2026-01-02T03:04:05.000Z' },
    policy: 'first',
  });
  await sink.write(encodeDataSet(buildDataSet(imageAttributes(changes)), explicitVrLittleEndian));
  return sink.finish();
}

/** Two studies of the marked patient, one of them with a large image, and traces of them in every queue. */
async function storeMarked(): Promise<void> {
  const patient = { PatientName: 'TEST^MARKED', PatientID: 'TEST-MARKED-ID', AccessionNumber: 'TEST-MARKED-ACC' };
  const described = { ...patient, StudyDescription: 'TEST MARKED STUDY' };
  await store({ ...described, SOPInstanceUID: '2.25.77101', StudyInstanceUID: '2.25.77001' });
  const PixelData = { vr: 'OW', value: Buffer.alloc(1_500_000, 'TEST-MARKED-ID') } as const;
  await store({ ...described, SOPInstanceUID: '2.25.77102', StudyInstanceUID: '2.25.77002', PixelData });
  await archive.reader.settled();
  const { db } = database;
  const key = sql`(select identity_key from gateway.patient where patient_id = 'TEST-MARKED-ID')`;
  await sql`
    insert into gateway.study_label (study_instance_uid, patient_key, label, added_at)
    select '2.25.77001', ${key}, 'TEST MARKED STUDY', now()`.execute(db);
  await sql`
    insert into gateway.settlement (study_instance_uid, patient_key, series_instance_uid, number, state, reason, instance_count, digest, settled_at)
    select '2.25.77001', ${key}, '', 1, 'complete', 'quiet', 1, '\\x00', now()`.execute(db);
  await sql`insert into gateway.study_access (identity_key, study_instance_uid, accessed_on) select ${key}, '2.25.77002', now()`.execute(
    db,
  );
  await sql`insert into gateway.prefetched_study (study_instance_uid, prefetched_at) values ('2.25.77002', now())`.execute(
    db,
  );
  await sql`
    insert into gateway.user_account (email, email_key, name, role, created_at)
    values ('owner@test.example', 'owner@test.example', 'Owner', 'member', now())`.execute(db);
  await sql`
    insert into gateway.care_team (patient_id, name, owner)
    select patient.id, 'TEST^MARKED', user_account.id from gateway.patient, gateway.user_account
    where patient_id = 'TEST-MARKED-ID'`.execute(db);
  await sql`
    insert into gateway.care_team_joining
      (team_id, state, email, name, note, privileges, created_at, changed_at, expires_at)
    select id, 'asked', 'outsider@test.example', 'TEST^MARKED', 'TEST MARKED STUDY', '{view}', now(), now(), now() from gateway.care_team`.execute(
    db,
  );
  await sql`
    insert into gateway.correction_request (patient_id, study_id, request, recorded_by, recorded_at)
    select patient.id, study.id, 'TEST^MARKED', 'user 1', now() from gateway.patient
      join gateway.study on study.patient_id = patient.id where patient.patient_id = 'TEST-MARKED-ID'`.execute(db);
  await sql`
    insert into gateway.team_event (team_id, kind, study_id)
    select care_team.id, 'shared', study.id from gateway.care_team
      join gateway.study on study.patient_id = care_team.patient_id`.execute(db);
  await sql`
    insert into gateway.notice (user_id, kind, team_id, mail)
    select owner, 'team-closed', id, 'wanted' from gateway.care_team`.execute(db);
  await sql`
    insert into gateway.notice (user_id, kind, study_id, correction_id, mail)
    select user_account.id, 'correction-asked', study_id, correction_request.id, 'none'
    from gateway.correction_request, gateway.user_account`.execute(db);
  // One of the studies waits in the trash, with a reason that somebody wrote.
  const study = await studyOf('2.25.77002');
  const disposal = {
    cause: 'user',
    deletedBy: 'user 1',
    reason: 'TEST MARKED STUDY',
    deletedAt: now(),
    purgeAfter: now(),
  } as const;
  await archive.trash.dispose({ level: 'study', id: study }, disposal, () => Promise.resolve());
}

async function studyOf(uid: string, { db } = database): Promise<number> {
  const row = await db.selectFrom('study').select('id').where('study_instance_uid', '=', uid).executeTakeFirstOrThrow();
  return row.id;
}

function openEraser(node = archive, { db } = database, dir = dataDir()): Eraser {
  const audit = new AuditTrail({ db, logger: silentLogger });
  const { index, trash } = node;
  const eraser = new Eraser({ db, dataDir: dir, index, trash, spools: node, audit, logger: silentLogger, now });
  opened.push({ close: () => eraser.close() }, { close: () => audit.close() });
  return eraser;
}

async function request(): Promise<void> {
  const { db } = database;
  const patient = await findPatientOf(db, await studyOf('2.25.77001'));
  const subject = await findSubject(db, patient?.id ?? 0);
  if (subject === undefined) throw new Error('the patient is not there');
  const details = { reason: 'court-order', requestedBy: 'user 1', requestedAt: now(), instances: 2 };
  const recipients = await listRecipients(
    db,
    subject.studies.map(({ id }) => id),
  );
  await insertErasure(db, { ledgerId: newLedgerId(), subject, ...details, recipients }, 'waiting');
}

async function erase(): Promise<void> {
  await request();
  expect(await openEraser().run()).toBe(1);
}

/** Returns which marks can be read in any row of any table, as text. */
async function marksInTables({ db } = database): Promise<readonly string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'gateway' union select 'pg_catalog.pg_stats'`.execute(db);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ mark: string }>`
      select mark from unnest(${marks}::text[]) as mark
      where exists (select from ${sql.raw(name)} as t where t::text like '%' || mark || '%')`.execute(db);
    found.push(...rows.map(({ mark }) => `${name} ${mark}`));
  }
  return found;
}

/** Returns which marks can be read in any file below a folder. */
function marksInFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
    const file = join(folder, path);
    if (!statSync(file).isFile()) return [];
    const content = readFileSync(file);
    return marks.filter((mark) => content.includes(mark)).map((mark) => `${path} ${mark}`);
  });
}

const locations = async (): Promise<readonly ObjectLocation[]> => {
  const rows = await database.db
    .selectFrom('instance')
    .innerJoin('series', 'series.id', 'instance.series_id')
    .innerJoin('study', 'study.id', 'series.study_id')
    .innerJoin('patient', 'patient.id', 'study.patient_id')
    .select('instance.location')
    .where('patient.patient_id', '=', 'TEST-MARKED-ID')
    .execute();
  return rows.map(({ location }) => location);
};

async function readFirst(node: Archive, location: ObjectLocation): Promise<string> {
  for await (const piece of node.log.read(location)) return Buffer.from(piece).toString('latin1');
  return '';
}

describe('after an erasure', () => {
  test('nothing of the patient is in a table or a file, and no key opens what is left of the objects', async () => {
    await storeMarked();
    expect((await marksInTables()).length).toBeGreaterThan(8);
    const before = await locations();
    expect(before).toHaveLength(2);
    await erase();
    expect(await marksInTables()).toEqual([]);
    expect(marksInFiles(place)).toEqual([]);
    for (const table of ['team_event', 'notice'] as const) {
      expect(await database.db.selectFrom(table).selectAll().execute()).toEqual([]);
    }
    for (const location of before) {
      await expect(readFirst(archive, location)).rejects.toMatchObject({
        code: expect.stringMatching(/key-destroyed|not-found/),
      });
    }
    const [erasure] = await listErasures(database.db);
    expect(erasure).toMatchObject({ state: 'done', subject: null, studies: 2, instances: 2 });
    const tombstones = await database.db
      .selectFrom('audit_entry')
      .select('details')
      .where('action', '=', 'patient:erase')
      .execute();
    expect(tombstones.map(({ details }) => details)).toMatchObject([
      { ledger: erasure?.ledger_id, studies: 2, keys: 1 },
    ]);
    // Everybody else is there, and whoever comes under the same id is a new patient.
    expect((await store({ SOPInstanceUID: '2.25.2', StudyInstanceUID: '2.25.10' })).kind).toBe('durable');
    expect(
      (await store({ PatientID: 'TEST-MARKED-ID', SOPInstanceUID: '2.25.3', StudyInstanceUID: '2.25.11' })).kind,
    ).toBe('durable');
    await archive.reader.settled();
    const [again] = await locations();
    expect(again && (await readFirst(archive, again))).toContain('TEST-MARKED-ID');
    expect(again?.patientKeyId).not.toBe(before[0]?.patientKeyId);
    expect(await openEraser().replayLedger()).toBe(0);
    // A mirror whose source has the study still is told that it was deleted here.
    expect((await findOwnStudy(database.db, '2.25.77001')).deletions.isStudyDeleted).toBe(true);
  });

  test('copies of keys of before, put back by whoever has them, open nothing', async () => {
    await storeMarked();
    const before = await locations();
    const copies = join(dataDir(), 'blobs/key-backups');
    const keyFile = join(dataDir(), 'blobs/keys/patient-keys');
    cpSync(keyFile, join(place, 'stolen-keys'));
    await erase();
    for (const { spool = 1, patientKeyId } of before) {
      expect(readLedger(ledgerPath(dataDir()))[0]?.keys).toContainEqual({ spool, keyId: patientKeyId });
    }
    await opened.pop()?.close();
    const [copy = ''] = readdirSync(copies).filter((name) => name.startsWith('patient-keys'));
    for (const source of [join(copies, copy), join(place, 'stolen-keys')]) {
      while (opened.length > 1) await opened.pop()?.close();
      cpSync(source, keyFile);
      archive = await openNode(dataDir(), database);
      for (const location of before) {
        await expect(readFirst(archive, location)).rejects.toMatchObject({
          code: expect.stringMatching(/key-destroyed|key-missing|not-found/),
        });
      }
    }
  });

  test.each(['with the keys of then', 'with the keys of now'])(
    'a backup of before, restored %s, shows nothing',
    async (which) => {
      await storeMarked();
      const [dir, keysOfThen, keysOfNow] = ['backups', 'then', 'now'].map((name) => join(place, name));
      const common = { dataDir: dataDir(), withMasterKey: true, keyDays: 30, version: 'test', keep: undefined };
      const masterKeys = loadMasterKeys(join(dataDir(), 'blobs/master.key'));
      const backUp = (keysDir: string) =>
        createBackup({
          ...common,
          dir: dir ?? '',
          keysDir,
          masterKeys,
          pool: database.pool,
          now,
          onProgress: () => undefined,
        });
      const { name } = await backUp(keysOfThen ?? '');
      cpSync(keysOfThen ?? '', keysOfNow ?? '', { recursive: true });
      await erase();
      await backUp(keysOfNow ?? '');
      const keysDir = (which.endsWith('then') ? keysOfThen : keysOfNow) ?? '';
      const masterKeyFile = join(keysDir, 'master.key');
      const found = await findBackup(dir ?? '', { keysDir, masterKeyFile, named: name });
      const restored = join(place, 'restored');
      const ledger = ledgerPath(dataDir());
      const options = { ...found, dataDir: restored, keysDir, masterKeyFile, ledger, onBytes: () => undefined };
      const empty = await openTestDatabase();
      opened.push(empty);
      await restoreFiles(options, await beginRestore(options));
      await restoreTables(options, empty.pool);
      expect((await marksInTables(empty)).length).toBeGreaterThan(8);
      const node = await openNode(restored, empty);
      const { rows } = await sql<{ location: ObjectLocation }>`
      select location from gateway.instance join gateway.series on series.id = series_id
        join gateway.study on study.id = series.study_id where study_instance_uid like '2.25.7700%'`.execute(empty.db);
      expect(rows).toHaveLength(2);
      for (const { location } of rows) {
        await expect(readFirst(node, location)).rejects.toMatchObject({ code: 'key-destroyed' });
      }
      expect(await openEraser(node, empty, restored).replayLedger()).toBe(1);
      expect(await marksInTables(empty)).toEqual([]);
      expect(marksInFiles(restored)).toEqual([]);
      expect(await studyOf('2.25.10', empty)).toBeGreaterThan(0);
    },
  );
});

describe('an erasure', () => {
  test('is refused where a legal hold covers a study, and leaves everything as it was', async () => {
    await storeMarked();
    const { db } = database;
    await request();
    await sql`
      insert into gateway.legal_hold (kind, identity_key, reason, placed_by, placed_at)
      select 'patient', identity_key, 'a court', 'user 1', now() from gateway.patient where patient_id = 'TEST-MARKED-ID'`.execute(
      db,
    );
    await openEraser().run();
    expect(await listErasures(db)).toMatchObject([{ state: 'refused', failure: 'legal-hold', subject: null }]);
    expect(readLedger(ledgerPath(dataDir()))).toEqual([]);
    expect(await readFirst(archive, (await locations())[0] ?? never())).toContain('TEST^MARKED');
  });

  test('that stops at any step goes on at the next start', async () => {
    await storeMarked();
    await request();
    const stop = new Error('stopped');
    const { db } = database;
    const audit = new AuditTrail({ db, logger: silentLogger });
    opened.push({ close: () => audit.close() });
    const { index, trash } = archive;
    const calls = ['ledger', 'dispose', 'destroyKey', 'purgeOf', 'record'] as const;
    for (const stopAt of calls) {
      const failing = <T extends object>(target: T, name: string): T =>
        new Proxy(target, {
          get(of, property) {
            if (property === name) return () => Promise.reject(stop);
            const value: unknown = Reflect.get(of, property);
            return typeof value === 'function' ? value.bind(of) : value;
          },
        });
      const eraser = new Eraser({
        ...{ db, index, logger: silentLogger, now },
        dataDir: stopAt === 'ledger' ? join(place, 'nowhere') : dataDir(),
        trash: failing(trash, stopAt),
        spools: failing(archive, stopAt),
        audit: failing(audit, stopAt),
      });
      expect(await eraser.run()).toBe(0);
      await eraser.close();
    }
    expect(await openEraser().run()).toBe(1);
    expect(await marksInTables()).toEqual([]);
    expect(readLedger(ledgerPath(dataDir()))).toHaveLength(1);
  });

  test('refuses what is on its way, and loses nothing that it accepted', async () => {
    await storeMarked();
    const more = Array.from({ length: 30 }, (_, number) =>
      store({
        PatientID: 'TEST-MARKED-ID',
        PatientName: 'TEST^MARKED',
        StudyInstanceUID: '2.25.77001',
        SOPInstanceUID: `2.25.7710100${number}`,
      }),
    );
    await erase();
    const kinds = new Set((await Promise.all(more)).map(({ kind }) => kind));
    expect([...kinds].every((kind) => kind === 'durable' || kind === 'refused')).toBe(true);
    await archive.reader.settled();
    // Those that came after the patient had gone are of a new one, whole and readable; no other is left.
    for (const location of await locations()) expect(await readFirst(archive, location)).toContain('TEST-MARKED-ID');
  });
});

function never(): never {
  throw new Error('nothing is there');
}
