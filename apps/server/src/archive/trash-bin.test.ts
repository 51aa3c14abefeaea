import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import type { ConflictPolicy } from './index-entry.ts';
import { relocateInstances } from './instance-rows.ts';
import { type Archive, openArchive } from './open-archive.ts';
import { listServedBefore } from './trash-rows.ts';

let database: TestDatabase;
let dataDir: string;
let archive: Archive;

const decoder = { decodeToNative: () => Promise.reject(new Error('no test compares compressed pixels')) };
const open = (options: { rebuild?: boolean } = {}) =>
  openArchive({
    dataDir,
    db: database.db,
    logger: silentLogger,
    decoder,
    sopClasses: { refused: [], acceptPrivate: true },
    // Each record begins a segment of its own, so that each can be compacted away.
    segmentBytes: 1,
    ...options,
  });

beforeEach(async () => {
  database = await openTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'isocenter-trash-'));
  archive = await open();
});

afterEach(async () => {
  await archive.close(5000);
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function send(changes: Attributes, policy: ConflictPolicy = 'first'): Promise<string> {
  const intake = archive.ingest.open({
    transferSyntax: explicitVrLittleEndian,
    provenance: { source: 'dimse', callingAet: 'TEST', receivedAt: '2026-01-02T03:04:05.000Z' },
    policy,
  });
  await intake.write(encodeDataSet(buildDataSet(imageAttributes(changes)), explicitVrLittleEndian));
  const result = await intake.finish();
  if (result.kind === 'refused') return result.code;
  archive.index.flush();
  return result.outcome;
}

const nobodyMinds = () => Promise.resolve();
const disposal = {
  cause: 'user',
  deletedBy: 'user 1',
  reason: 'sent to the wrong archive',
  deletedAt: new Date('2026-02-01T00:00:00Z'),
  purgeAfter: new Date('2026-03-03T00:00:00Z'),
} as const;

async function studyId(uid = '2.25.100'): Promise<number> {
  await archive.reader.settled();
  const row = await database.db
    .selectFrom('study')
    .select('id')
    .where('study_instance_uid', '=', uid)
    .executeTakeFirst();
  if (row === undefined) throw new Error('there is no such study');
  return row.id;
}

const deleteStudy = async (uid?: string) =>
  (await archive.trash.dispose({ level: 'study', id: await studyId(uid) }, disposal, nobodyMinds)).trashId;

/** What lists and counts say, without what differs between two builds of the same index. */
async function answers() {
  await archive.reader.settled();
  const { db } = database;
  const instances = await db
    .selectFrom('instance')
    .select(['sop_instance_uid', 'state', 'trash_id', 'position', 'object_id'])
    .orderBy('position')
    .execute();
  const studies = await db
    .selectFrom('study')
    .select(['study_instance_uid', 'instance_count', 'series_count', 'modalities'])
    .orderBy('study_instance_uid')
    .execute();
  const conflicts = await db.selectFrom('conflict').select('sop_instance_uid').orderBy('sop_instance_uid').execute();
  const trash = await db
    .selectFrom('trash')
    .select(['trash_id', 'reason', 'deleted_by', 'level', 'is_purging', 'position'])
    .orderBy('id')
    .execute();
  return { instances, studies, conflicts, trash };
}

async function startAgain(options: { rebuild?: boolean } = {}): Promise<void> {
  await archive.close(5000);
  archive = await open(options);
}

const statesOf = async (uid: string) =>
  (await answers()).instances.filter((row) => row.sop_instance_uid === uid).map((row) => row.state);

describe('what is deleted', () => {
  test('is out of every count at once, and stays in the trash after a start and after a reindex', async () => {
    await send({});
    await send({ SOPInstanceUID: '2.25.2', SeriesInstanceUID: '2.25.201', Modality: 'SR' });
    await deleteStudy();
    const before = await answers();
    expect(before.studies).toMatchObject([{ instance_count: 0, series_count: 0, modalities: [] }]);
    expect(before.instances.map((row) => row.state)).toEqual(['trashed', 'trashed']);
    expect(before.trash).toMatchObject([{ reason: 'sent to the wrong archive', deleted_by: 'user 1', level: 'study' }]);
    await startAgain();
    expect(await answers()).toEqual(before);
    await startAgain({ rebuild: true });
    expect(await answers()).toEqual(before);
  });

  test('can be one series or one instance', async () => {
    await send({});
    await send({ SOPInstanceUID: '2.25.2' });
    await send({ SOPInstanceUID: '2.25.3', SeriesInstanceUID: '2.25.201', Modality: 'SR' });
    await archive.reader.settled();
    const one = await database.db.selectFrom('instance').select(['id', 'series_id']).orderBy('id').execute();
    await archive.trash.dispose({ level: 'instance', id: one[0]?.id ?? 0 }, disposal, nobodyMinds);
    expect((await answers()).studies).toMatchObject([{ instance_count: 2, series_count: 2 }]);
    await archive.trash.dispose({ level: 'series', id: one[2]?.series_id ?? 0 }, disposal, nobodyMinds);
    expect((await answers()).studies).toMatchObject([{ instance_count: 1, series_count: 1, modalities: ['CT'] }]);
  });

  test('stays where it is when the guard minds, and when there is nothing', async () => {
    await send({});
    const id = await studyId();
    const guard = () => Promise.reject(new Error('held'));
    await expect(archive.trash.dispose({ level: 'study', id }, disposal, guard)).rejects.toThrow('held');
    expect(await statesOf('2.25.1')).toEqual(['served']);
    await deleteStudy();
    await expect(deleteStudy()).rejects.toMatchObject({ code: 'nothing-to-delete' });
  });

  test('lets a copy that was kept beside it be served', async () => {
    await send({});
    await send({ StudyInstanceUID: '2.25.101', InstanceNumber: 9 });
    expect(await statesOf('2.25.1')).toEqual(['served', 'kept']);
    const trashId = await deleteStudy();
    expect(await statesOf('2.25.1')).toEqual(['trashed', 'served']);
    expect((await answers()).conflicts).toEqual([]);
    const deleted = await answers();
    await startAgain({ rebuild: true });
    expect(await answers()).toEqual(deleted);
    await archive.trash.restore(trashId);
    expect(await statesOf('2.25.1')).toEqual(['served', 'kept']);
    expect((await answers()).conflicts).toHaveLength(1);
  });
});

describe('of several copies under one UID', () => {
  test.each([
    { policies: ['first', 'first', 'first'], before: ['served', 'kept', 'kept'], chosen: 3, after: [3] },
    { policies: ['first', 'first', 'first'], before: ['served', 'kept', 'kept'], chosen: 2, after: [2, 3] },
    { policies: ['first', 'newest', 'newest'], before: ['kept', 'kept', 'served'], chosen: 1, after: [1] },
    { policies: ['first', 'newest', 'first'], before: ['kept', 'served', 'kept'], chosen: 3, after: [3] },
  ] as const)(
    '$policies.length of $policies, number $chosen is served once what comes before it is deleted',
    async (one) => {
      for (const [index, policy] of one.policies.entries()) await send({ InstanceNumber: index + 1 }, policy);
      expect(await statesOf('2.25.1')).toEqual(one.before);
      const { db } = database;
      const left = async () => {
        await archive.reader.settled();
        const rows = await db
          .selectFrom('instance')
          .select(['id', 'number', 'state'])
          .where('state', '<>', 'trashed')
          .orderBy('state', 'desc')
          .orderBy('number')
          .execute();
        return rows;
      };
      const chosen = (await left()).find(({ number }) => number === one.chosen)?.id ?? 0;
      const find = () => listServedBefore(db, chosen);
      const { trashId } = await archive.trash.disposeFound('instance', find, disposal);
      const numbers = async () =>
        (await left()).map(({ number, state }) => (state === 'served' ? number : `${number}`));
      const expected = one.after.map((number, place) => (place === 0 ? number : `${number}`));
      expect(await numbers()).toEqual(expected);
      const decided = await answers();
      await startAgain();
      expect(await answers()).toEqual(decided);
      await startAgain({ rebuild: true });
      expect(await answers()).toEqual(decided);
      expect(await numbers()).toEqual(expected);
      await archive.trash.restore(trashId);
      expect(await statesOf('2.25.1')).toEqual(one.before);
    },
  );
});

describe('what is restored', () => {
  test('is as it was, also after a reindex', async () => {
    await send({});
    await send({ SOPInstanceUID: '2.25.2' });
    const before = await answers();
    const trashId = await deleteStudy();
    await archive.trash.restore(trashId);
    expect(await answers()).toEqual(before);
    await startAgain({ rebuild: true });
    expect(await answers()).toEqual(before);
    await expect(archive.trash.restore(trashId)).rejects.toMatchObject({ code: 'not-in-trash' });
  });

  test('stands back behind what was sent again meanwhile', async () => {
    await send({});
    await send({ SOPInstanceUID: '2.25.2' });
    await send({ SOPInstanceUID: '2.25.3' });
    const trashId = await deleteStudy();
    // The same again, other content, other content that refuses to be beside another.
    expect(await send({})).toBe('stored');
    expect(await send({ SOPInstanceUID: '2.25.2', InstanceNumber: 9 })).toBe('stored');
    expect(await send({ SOPInstanceUID: '2.25.3', InstanceNumber: 9 }, 'refuse')).toBe('stored');
    const meanwhile = await answers();
    expect(meanwhile.studies).toMatchObject([{ instance_count: 3 }]);
    await startAgain({ rebuild: true });
    expect(await answers()).toEqual(meanwhile);
    await archive.trash.restore(trashId);
    expect(await statesOf('2.25.1')).toEqual(['served']);
    expect(await statesOf('2.25.2')).toEqual(['served', 'kept']);
    expect(await statesOf('2.25.3')).toEqual(['served', 'kept']);
    const restored = await answers();
    expect(restored.conflicts).toHaveLength(2);
    await startAgain({ rebuild: true });
    expect(await answers()).toEqual(restored);
  });
});

describe('what is restored while the log is compacted', () => {
  test('stays restored, though its record is copied behind the end of its trash', async () => {
    await send({});
    const trashId = await deleteStudy();
    await send({ SOPInstanceUID: '2.25.2', StudyInstanceUID: '2.25.101' });
    let restoring: Promise<void> | undefined;
    await archive.log.compact({
      minDeadShare: 0,
      moved: async (objects) => {
        const locations = objects.map(({ location }) => location);
        await relocateInstances(database.db, locations);
        restoring ??= archive.trash.restore(trashId);
        await restoring;
        // Moves the index beyond the end of the trash.
        await send({ SOPInstanceUID: `2.25.3${locations[0]?.segment}`, StudyInstanceUID: '2.25.102' });
        await archive.reader.settled();
      },
    });
    const before = await answers();
    expect(await statesOf('2.25.1')).toEqual(['served']);
    await startAgain();
    expect(await answers()).toEqual(before);
  });
});

describe('what is purged', () => {
  test('is gone with its study, its patient and their key, whatever is built anew', async () => {
    await send({});
    await send({ SOPInstanceUID: '2.25.2', PatientID: 'TEST-2', StudyInstanceUID: '2.25.101' });
    await archive.reader.settled();
    const { key_id } = await database.db
      .selectFrom('patient')
      .select('key_id')
      .where('patient_id', '=', 'TEST-1')
      .executeTakeFirstOrThrow();
    const trashId = await deleteStudy();
    await archive.trash.purge(trashId, nobodyMinds);
    const after = await answers();
    expect(after).toMatchObject({ instances: [{ sop_instance_uid: '2.25.2' }], trash: [] });
    expect(after.studies.map((row) => row.study_instance_uid)).toEqual(['2.25.101']);
    expect(await database.db.selectFrom('patient').select('patient_id').execute()).toEqual([{ patient_id: 'TEST-2' }]);
    await startAgain();
    expect(() => archive.log.keys.assertUsable(key_id)).toThrow(expect.objectContaining({ code: 'key-destroyed' }));
    await startAgain({ rebuild: true });
    expect((await answers()).instances.map((row) => row.sop_instance_uid)).toEqual(['2.25.2']);
    // The patient can come back, under a key of their own.
    expect(await send({})).toBe('stored');
  });

  test('leaves no record of it in the log once that is compacted', async () => {
    await send({});
    await send({ SOPInstanceUID: '2.25.2', StudyInstanceUID: '2.25.101' });
    const restored = await deleteStudy('2.25.101');
    await archive.trash.restore(restored);
    const kept = await deleteStudy('2.25.101');
    await archive.trash.purge(await deleteStudy(), nobodyMinds);
    const before = await answers();
    for (let run = 0; run < 4; run += 1) {
      await archive.log.compact({ minDeadShare: 0, moved: () => Promise.resolve() });
      await startAgain({ rebuild: true });
      expect((await answers()).instances).toMatchObject([{ sop_instance_uid: '2.25.2', state: 'trashed' }]);
    }
    expect((await answers()).trash).toEqual(before.trash);
    const kinds: string[] = [];
    for await (const entry of archive.log.entriesSince(0)) kinds.push(entry.kind);
    expect(kinds.filter((kind) => kind === 'trashed')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'moved' || kind === 'instance')).toHaveLength(1);
    await archive.trash.restore(kept);
    expect(await statesOf('2.25.2')).toEqual(['served']);
  });

  test('goes on where a node was killed in the middle of it', async () => {
    await send({});
    await send({ SOPInstanceUID: '2.25.2' });
    const trashId = await deleteStudy();
    const [first] = (await database.db.selectFrom('instance').select('location').orderBy('id').execute()).map(
      ({ location }) => location,
    );
    if (first === undefined) throw new Error('nothing is there');
    // As far as the log gets before the rows follow.
    await archive.log.beginPurge(trashId);
    await archive.log.markDeleted(first, 'user');
    await startAgain();
    await expect(archive.trash.restore(trashId)).rejects.toMatchObject({ code: 'trash-purging' });
    expect(await archive.trash.finishPurge(trashId)).toBe(true);
    expect(await archive.trash.finishPurge(trashId)).toBe(false);
    expect(await answers()).toMatchObject({ instances: [], studies: [], trash: [] });
  });
});

describe('what is deleted', () => {
  test('is in the trash, also where a node was killed before its rows were changed, and the next one while it caught up', async () => {
    await send({});
    await archive.reader.settled();
    const { object_id } = await database.db.selectFrom('instance').select('object_id').executeTakeFirstOrThrow();
    const before = await indexState();
    await archive.log.trash(
      {
        trashId: '5'.repeat(32),
        deletedAt: '2026-02-01T00:00:00Z',
        purgeAfter: '2026-03-03T00:00:00Z',
        cause: 'user',
        level: 'study',
        deletedBy: 'user 1',
      },
      [object_id],
    );
    await archive.close(5000);
    // While the rows cannot be changed, the start has noted from where it reads.
    await sql`
      create function gateway.refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$`.execute(
      database.db,
    );
    await sql`
      create trigger refuse before update on gateway.instance for each row execute function gateway.refuse()`.execute(
      database.db,
    );
    const opening = open();
    await vi.waitFor(async () => expect(await indexState()).toMatchObject({ unapplied_from: before.position }));
    await sql`drop trigger refuse on gateway.instance`.execute(database.db);
    archive = await opening;
    expect(await statesOf('2.25.1')).toEqual(['trashed']);
    expect(await indexState()).toMatchObject({ unapplied_from: null });

    // As a kill after the last batch leaves it: the index has passed the record, and its rows are as they were.
    await archive.close(5000);
    await database.db
      .updateTable('index_state')
      .set({ position: archive.log.position(), unapplied_from: before.position })
      .execute();
    await database.db.updateTable('instance').set({ state: 'served', trash_id: null, trashed_at: null }).execute();
    archive = await open();
    expect(await statesOf('2.25.1')).toEqual(['trashed']);
  });
});

const indexState = () =>
  database.db.selectFrom('index_state').select(['position', 'unapplied_from']).executeTakeFirstOrThrow();

describe('what is being purged', () => {
  test('goes with its study, its patient and their key, where a node was killed before the end of it', async () => {
    await send({});
    await send({ SOPInstanceUID: '2.25.2' });
    await archive.reader.settled();
    const { key_id } = await database.db.selectFrom('patient').select('key_id').executeTakeFirstOrThrow();
    const trashId = await deleteStudy();
    const rows = await database.db.selectFrom('instance').select('location').execute();
    await archive.log.beginPurge(trashId);
    for (const { location } of rows) await archive.log.markDeleted(location, 'user');
    await startAgain();
    await archive.trash.finishPurge(trashId);
    expect(await answers()).toMatchObject({ instances: [], studies: [], trash: [] });
    expect(await database.db.selectFrom('patient').select('id').execute()).toEqual([]);
    await startAgain();
    expect(() => archive.log.keys.assertUsable(key_id)).toThrow(expect.objectContaining({ code: 'key-destroyed' }));
  });

  test('does not come in anew beside what was sent again', async () => {
    await send({});
    const trashId = await deleteStudy();
    await send({ InstanceNumber: 9 });
    await archive.log.beginPurge(trashId);
    await startAgain();
    const before = await answers();
    await expect(archive.trash.restore(trashId)).rejects.toMatchObject({ code: 'trash-purging' });
    expect(await answers()).toEqual(before);
    expect(await statesOf('2.25.1')).toEqual(['trashed', 'served']);
  });
});

describe('a start that finds in the log what its rows lack', () => {
  test('puts into the trash, and takes out of it, what was acknowledged', async () => {
    await send({});
    await send({ SOPInstanceUID: '2.25.2', StudyInstanceUID: '2.25.101' });
    await archive.reader.settled();
    const rows = await database.db.selectFrom('instance').select('object_id').orderBy('id').execute();
    const trash = {
      trashId: '0'.repeat(32),
      deletedAt: '2026-02-01T00:00:00.000Z',
      purgeAfter: '2026-03-03T00:00:00.000Z',
      cause: 'user',
      level: 'study',
      deletedBy: 'user 1',
    } as const;
    await archive.log.trash(trash, [rows[0]?.object_id ?? '']);
    await startAgain();
    expect(await statesOf('2.25.1')).toEqual(['trashed']);
    expect((await answers()).trash).toMatchObject([{ trash_id: trash.trashId, reason: '' }]);
    await archive.log.endTrash(trash.trashId);
    await startAgain();
    expect(await statesOf('2.25.1')).toEqual(['served']);
    expect((await answers()).trash).toEqual([]);
  });
});
