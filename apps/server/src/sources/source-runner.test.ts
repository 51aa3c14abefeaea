import type { Attributes } from '@isocenter/dicom/build';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deadPort } from '../../test/delivery-queue.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { openSmallArchive, type SmallArchive } from '../../test/small-archive.ts';
import { openSourceServer, type SourceServer } from '../../test/source-server.ts';
import { findConditions } from '../alerts/conditions.ts';
import { leaseMs } from './leases.ts';
import { pauseSource, resumeSource, retryStudies, runSource } from './repository.ts';

/** The node's clock stands at 2026-03-04, a Wednesday. */
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const whole = { order: 'newest', compareEveryDays: 7, sendBack: true } as const;
const mirror = { ...whole, since: '2020-01-01' };

let node: SourceServer;
let archive: SmallArchive;
/** Of the UIDs of a test, and, in its modality, of what its mirror looks at. */
let round = 0;

beforeAll(async () => {
  node = await openSourceServer();
});

afterAll(() => node.close());

beforeEach(async () => {
  round += 1;
  archive = await openSmallArchive();
});

afterEach(async () => {
  await node.forget();
  await archive.close();
});

const root = () => `2.25.${round}000`;
const modality = () => `T${round}`;
const held = async () => short(await node.held(root()));
const short = (uids: readonly string[]) => uids.map((uid) => uid.replace(root(), '2.25.'));
const long = (uid: string) => uid.replace('2.25.', root());
const states = async () => short(await node.states());

/** Image `2.25.STUDY.NUMBER` of study `2.25.STUDY`, as the tests say it. */
function image(study: number, number: number, changes: Attributes = {}): Attributes {
  return imageAttributes({
    SOPInstanceUID: `${root()}${study}.${number}`,
    StudyInstanceUID: `${root()}${study}`,
    SeriesInstanceUID: `${root()}${study}.0`,
    PatientID: `TEST-${round}-${study}`,
    Modality: modality(),
    StudyDate: '20260304',
    InstanceNumber: number,
    ...changes,
  });
}

const truncatedAt = async () => (await node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow()).truncated_at;

/** A mirror looks at nothing that other tests left here. */
const ofRound = () => ({ modalities: [modality()] });

const images = (study: number, count: number, changes: Attributes = {}) =>
  Array.from({ length: count }, (_, at) => image(study, at + 1, changes));

/** As the archive holds it from somebody else; settled at once. */
async function storeHere(...own: readonly Attributes[]): Promise<void> {
  for (const one of own) await node.server.store(one);
  await node.server.archive.reader.settled();
  await sql`update gateway.study set arriving_since = null`.execute(node.db);
}

const after = async (ms: number) => {
  node.pass(ms);
  await node.idle();
};
const studyOf = (study: number) =>
  node.db
    .selectFrom('source_study')
    .selectAll()
    .where('study_instance_uid', '=', `${root()}${study}`)
    .executeTakeFirstOrThrow();
/** Returns the trash. */
async function dispose(level: 'study' | 'instance', uid: string): Promise<string> {
  const { now } = change();
  const column = sql.ref(level === 'study' ? 'study_instance_uid' : 'sop_instance_uid');
  const { rows } = await sql<{ id: number }>`
    select id from ${sql.table(`gateway.${level}`)} where ${column} = ${long(uid)} order by id desc limit 1`.execute(
    node.db,
  );
  const made = { cause: 'user', deletedBy: 'user 1', reason: 'test', deletedAt: now(), purgeAfter: now() } as const;
  const target = { level, id: rows[0]?.id ?? 0 };
  return (await node.server.archive.trash.dispose(target, made, async () => undefined)).trashId;
}
const purge = (trashId: string) => node.server.archive.trash.purge(trashId, async () => undefined);
const settle = () => sql`update gateway.study set arriving_since = null`.execute(node.db);
/** What an administrator is told. */
const told = () =>
  findConditions({
    db: node.db,
    space: () => ({
      level: 'enough',
      diskBytes: 1,
      freeBytes: 1,
      reserveBytes: 0,
      roomBytes: 1,
      countedBytes: undefined,
    }),
    now: change().now(),
    silentAfterHours: 0,
    moves: () => undefined,
  });
const change = () => ({ db: node.db, now: node.server.server.deps.now });

describe('a poll', () => {
  test('copies what is new and only what is missing, and what is added, when its time has come', async () => {
    for (const one of images(100, 3)) archive.add(one);
    archive.add(image(101, 1, { StudyDate: '20260201' }));
    await storeHere(image(100, 2));
    await node.source(archive.port);
    await node.idle();
    expect(await held()).toEqual(['2.25.100.1', '2.25.100.2', '2.25.100.3']);
    expect(short(archive.sent)).toEqual(['2.25.100.1', '2.25.100.3']);
    archive.add(image(100, 4));
    await node.idle();
    expect(archive.sent).toHaveLength(2);
    await after(10 * minuteMs);
    expect(short(archive.sent)).toEqual(['2.25.100.1', '2.25.100.3', '2.25.100.4']);
    expect(await states()).toEqual(['2.25.100 done']);
    const asked = archive.questions.length;
    await after(10 * minuteMs);
    expect(archive.questions.slice(asked)).toEqual(['STUDY 20260302-']);
  });

  test('asks an archive in parts that answers only so often', async () => {
    for (const [at, StudyTime] of ['000100', '000101', '113000', '235959'].entries()) {
      archive.add(image(100 + at, 1, { StudyTime }));
    }
    archive.add(image(200, 1, { StudyDate: '20260303' }));
    archive.answerLimit = 3;
    await node.source(archive.port, { answerLimit: 3 });
    await node.idle();
    expect(await held()).toHaveLength(5);
    // A study of that day without a time is in none of its parts.
    expect(await truncatedAt()).not.toBeNull();
  });

  test('knows by a long answer for a whole day that it has all of it, also what has no time', async () => {
    for (let at = 0; at < 4; at += 1) archive.add(image(100 + at, 1, { StudyTime: `1${at}1100` }));
    archive.add(image(104, 1, { StudyTime: '' }));
    await node.source(archive.port, { answerLimit: 4 });
    await node.idle();
    expect([await truncatedAt(), (await held()).length]).toEqual([null, 5]);
    archive.answerLimit = 4;
    await after(10 * minuteMs);
    expect(await truncatedAt()).not.toBeNull();
  });

  test('says when there is more in one minute than the archive names', async () => {
    for (const study of [100, 101, 102]) archive.add(image(study, 1, { StudyTime: '101112' }));
    archive.answerLimit = 2;
    await node.source(archive.port, { answerLimit: 2 });
    await node.idle();
    expect(await held()).toHaveLength(2);
    expect(await truncatedAt()).not.toBeNull();
  });

  test('takes that back once a look from the same day on, or an earlier one, left nothing out', async () => {
    for (const study of [100, 101, 102]) archive.add(image(study, 1, { StudyTime: '101112' }));
    archive.answerLimit = 2;
    await node.source(archive.port, { answerLimit: 2 });
    await node.idle();
    const { truncated_from } = await node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
    archive.answerLimit = 500;
    // As if it had looked back one day further then.
    const further = { answer_limit: 500, truncated_from: String(Number(truncated_from) - 1) };
    await node.db.updateTable('source').set(further).execute();
    await after(10 * minuteMs);
    expect([(await held()).length, await truncatedAt()]).toEqual([3, expect.any(Date)]);
    await node.db.updateTable('source').set({ truncated_from }).execute();
    await after(10 * minuteMs);
    expect(await truncatedAt()).toBeNull();
  });

  test('is narrowed by modalities, and asks for each of them', async () => {
    for (const [at, Modality] of ['CT', 'MR', 'US'].entries()) archive.add(image(100 + at, 1, { Modality }));
    await node.source(archive.port, { modalities: ['CT', 'US'] });
    await node.idle();
    expect(await held()).toEqual(['2.25.100.1', '2.25.102.1']);
  });

  test('compares image by image where the archive counts nothing, less often the longer nothing changes', async () => {
    archive.hasCounts = false;
    for (const one of images(100, 2)) archive.add(one);
    await node.source(archive.port);
    await node.idle();
    archive.add(image(100, 3));
    await after(10 * minuteMs);
    expect(await held()).toEqual(['2.25.100.1', '2.25.100.2', '2.25.100.3']);
    const asked = () => archive.questions.filter((one) => one.startsWith('SERIES')).length;
    const before = asked();
    for (let times = 0; times < 6; times += 1) await after(10 * minuteMs);
    expect(asked() - before).toBe(2);
  });

  test('begins where the last one was, however long the node was away', async () => {
    await node.source(archive.port);
    await node.idle();
    archive.add(image(100, 1, { StudyDate: '20260303' }));
    await after(20 * dayMs);
    expect(await held()).toEqual(['2.25.100.1']);
  });

  test('names what the archive counts and does not send by number, and does not try for ever', async () => {
    for (const one of images(100, 4)) archive.add(one);
    archive.withheld.add(long('2.25.100.2')).add(long('2.25.100.3'));
    const id = await node.source(archive.port);
    for (let times = 0; times < 12; times += 1) await after(15 * minuteMs);
    expect(await held()).toEqual(['2.25.100.1', '2.25.100.4']);
    expect(await studyOf(100)).toMatchObject({ state: 'failed', code: 'status-b000', missing: 2, theirs: 4, held: 2 });
    expect(short(archive.sent)).toEqual(['2.25.100.1', '2.25.100.4']);
    const asked = archive.questions.filter((one) => one === 'SERIES').length;
    await after(hourMs);
    expect(archive.questions.filter((one) => one === 'SERIES')).toHaveLength(asked);
    expect(await told()).toMatchObject([{ kind: 'given-up-studies', subject: 'ARCHIVE', details: { studies: 1 } }]);
    archive.withheld.clear();
    expect(await retryStudies(change(), id)).toBe(1);
    await node.idle();
    expect(await studyOf(100)).toMatchObject({ state: 'done', missing: 0, fetched: 4 });
  });

  test('fetches a series whole of which the archive lists fewer images than it counts, and gives up what does not come', async () => {
    for (const one of [...images(100, 4), ...images(101, 4)]) archive.add(one);
    for (const uid of ['2.25.100.3', '2.25.101.3', '2.25.101.4']) archive.unlisted.add(long(uid));
    archive.withheld.add(long('2.25.101.4'));
    await storeHere(image(100, 1), image(100, 9), image(101, 1));
    await node.source(archive.port, { ...ofRound(), mirror });
    for (let times = 0; times < 8; times += 1) await after(15 * minuteMs);
    expect(await states()).toEqual(['2.25.100 done', '2.25.101 failed status-b000']);
    expect(await held()).toHaveLength(8);
    expect(await studyOf(101)).toMatchObject({ missing: 1, unsent: 0 });
    expect(archive.taken).toEqual([]);
  });

  test('leaves alone what it looked into, where the archive counts more of a study than of its series', async () => {
    for (const one of [...images(100, 2), ...images(101, 2)]) archive.add(one);
    archive.excess = 1;
    archive.withheld.add(long('2.25.101.2'));
    await node.source(archive.port, { ...ofRound(), mirror });
    for (let times = 0; times < 10; times += 1) await after(15 * minuteMs);
    expect(await states()).toEqual(['2.25.100 done', '2.25.101 failed status-b000']);
    const asked = () => archive.questions.filter((one) => one.startsWith('SERIES')).length;
    const before = asked();
    for (let times = 0; times < 3; times += 1) await after(10 * minuteMs);
    expect(asked()).toBe(before);
    await storeHere(image(100, 3), image(100, 4));
    await after(10 * minuteMs);
    expect(short(archive.taken)).toEqual(['2.25.100.3', '2.25.100.4']);
  });

  test('copies so many studies at a time and in an hour', async () => {
    for (let study = 100; study < 106; study += 1) archive.add(image(study, 1));
    let running = 0;
    archive.sending = async () => {
      const { studies } = await node.db
        .selectFrom('source_study')
        .select((eb) => eb.fn.countAll<number>().as('studies'))
        .where('state', '=', 'running')
        .executeTakeFirstOrThrow();
      running = Math.max(running, studies);
    };
    await node.source(archive.port, { maxConcurrent: 2, studiesPerHour: 4 });
    await node.idle();
    expect(archive.sent).toHaveLength(4);
    expect(running).toBe(2);
    await after(hourMs + 1);
    expect(archive.sent).toHaveLength(6);
  });

  test('does nothing outside its hours and while it is paused', async () => {
    archive.add(image(100, 1));
    const { now } = change();
    const hour = (at: number) => `${String((now().getHours() + at) % 24).padStart(2, '0')}:00`;
    const days = [1, 2, 3, 4, 5, 6, 7];
    const id = await node.source(archive.port, { hours: [{ days, from: hour(2), to: hour(4) }] });
    await node.idle();
    expect(archive.questions).toEqual([]);
    await pauseSource(change(), id);
    await after(3 * hourMs);
    expect(archive.questions).toEqual([]);
    await resumeSource(change(), id);
    await node.idle();
    expect(await held()).toEqual(['2.25.100.1']);
  });

  test('waits for an archive that is away, without an attempt of its studies, and copies when it is back', async () => {
    for (const one of [...images(100, 1), ...images(101, 1)]) archive.add(one);
    const { port } = archive;
    await node.source(port, { studiesPerHour: 1 });
    await node.idle();
    expect(archive.sent).toHaveLength(1);
    await archive.close();
    for (let times = 0; times < 8; times += 1) await after(hourMs);
    const source = () => node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
    expect(await source()).toMatchObject({ failure_code: 'connection-failed' });
    expect((await source()).failures).toBeGreaterThan(3);
    expect(await told()).toMatchObject([{ kind: 'failing-archive', details: { code: 'connection-failed' } }]);
    const [left] = await node.db.selectFrom('source_study').selectAll().where('state', '=', 'waiting').execute();
    expect(left?.attempts).toBe(0);
    const { images: kept } = archive;
    archive = await openSmallArchive(port);
    for (const [uid, one] of kept) archive.images.set(uid, one);
    await after(hourMs);
    expect(await held()).toHaveLength(2);
    expect(await source()).toMatchObject({ failures: 0, failing_since: null });
  });

  test('that fails in this node says so, and is tried again later and later', async () => {
    await node.source(archive.port);
    // As an earlier version let it be written down.
    await node.db.updateTable('source').set({ query_keys: '{"RequestAttributesSequence":"x"}' }).execute();
    for (let times = 0; times < 4; times += 1) await after(minuteMs);
    const source = await node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
    expect(source).toMatchObject({ failure_code: 'node-failed', lease_owner: null });
    expect(source.failures).toBeGreaterThan(2);
    expect(archive.questions).toEqual([]);
  });

  test('goes on after a kill in the middle of a study: what came is not sent again', async () => {
    for (const one of images(100, 5)) archive.add(one);
    await node.source(archive.port);
    const stopped = Promise.withResolvers<void>();
    archive.sending = async (uid) => {
      if (uid !== long('2.25.100.4')) return;
      archive.sending = () => undefined;
      await first.close();
      stopped.resolve();
    };
    const first = await node.start('mine');
    await stopped.promise;
    // As a kill leaves it: nobody gave the lease back.
    await node.db
      .updateTable('source_study')
      .set({ state: 'running', lease_owner: 'mine', lease_until: new Date(change().now().getTime() + leaseMs) })
      .execute();
    const sent = archive.sent.length;
    expect(await held()).toHaveLength(3);
    const again = await node.start('mine');
    await again.idle();
    await again.close();
    expect(await held()).toHaveLength(5);
    expect(archive.sent.slice(sent).filter((uid) => /\.[123]$/.test(uid))).toEqual([]);
    expect(await states()).toEqual(['2.25.100 done']);
  });

  test('of another node is left alone until its lease is over', async () => {
    archive.add(image(100, 1));
    await node.source(archive.port, { everyMinutes: 10_000 });
    const lease_until = new Date(change().now().getTime() + leaseMs);
    await node.db.updateTable('source').set({ lease_owner: 'another', lease_until }).execute();
    await node.idle();
    expect(archive.questions).toEqual([]);
    await after(leaseMs);
    expect(await held()).toEqual(['2.25.100.1']);
  });
});

describe('a mirror', () => {
  test('copies everything there is, newest first, also what has no date', async () => {
    const dates = ['20260304', '20260101', '20190707', '20030101', '19871224', ''];
    for (const [at, StudyDate] of dates.entries()) archive.add(image(100 + at, 1, { StudyDate }));
    await node.source(archive.port, { ...ofRound(), mirror: whole, maxConcurrent: 1 });
    await node.idle();
    expect(short(archive.sent)).toEqual([0, 1, 2, 3, 4, 5].map((at) => `2.25.${100 + at}.1`));
    expect(archive.questions.filter((one) => one.startsWith('STUDY')).length).toBeLessThan(40);
    const { back_filled_at, sweep_kind } = await node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
    expect([back_filled_at !== null, sweep_kind]).toEqual([true, null]);
  });

  test('walks from the oldest on where it is told to, in shorter steps where there is much', async () => {
    for (let at = 0; at < 12; at += 1) {
      archive.add(image(100 + at, 1, { StudyDate: `202501${String(at + 1).padStart(2, '0')}` }));
    }
    archive.answerLimit = 4;
    const since = '2024-12-01';
    await node.source(archive.port, {
      mirror: { ...mirror, order: 'oldest', since },
      answerLimit: 4,
      maxConcurrent: 1,
    });
    await node.idle();
    expect(short(archive.sent)).toEqual(Array.from({ length: 12 }, (_, at) => `2.25.${100 + at}.1`));
  });

  test('that is interrupted goes on with the day it had come to', async () => {
    archive.add(image(100, 1, { StudyDate: '20210101' }));
    archive.add(image(101, 1, { StudyDate: '19500101' }));
    await node.source(archive.port, { ...ofRound(), mirror: whole });
    const stopped = Promise.withResolvers<void>();
    archive.sending = async () => {
      await first.close();
      stopped.resolve();
    };
    const first = await node.start('mine');
    await stopped.promise;
    archive.sending = () => undefined;
    const { sweep_date } = await node.db.selectFrom('source').selectAll().executeTakeFirstOrThrow();
    const asked = archive.questions.length;
    const again = await node.start('mine');
    await again.idle();
    await again.close();
    expect(await held()).toHaveLength(2);
    const later = archive.questions
      .slice(asked)
      .filter((one) => one.startsWith('STUDY 1') || one.startsWith('STUDY 2'));
    expect(later.every((one) => sweep_date === null || one.slice(-8) <= sweep_date)).toBe(true);
  });

  test('finds by comparison what was added there with an old date', async () => {
    archive.add(image(100, 1, { StudyDate: '20210101' }));
    await node.source(archive.port, { ...ofRound(), mirror });
    await node.idle();
    // A walk over everything that leaves nothing out has the last word.
    await node.db.updateTable('source').set({ truncated_at: change().now() }).execute();
    archive.add(image(100, 2, { StudyDate: '20210101' }));
    archive.add(image(101, 1, { StudyDate: '20220101' }));
    await after(dayMs);
    expect(await held()).toHaveLength(1);
    await after(6 * dayMs);
    expect(await held()).toHaveLength(3);
    expect(await truncatedAt()).toBeNull();
    expect(short(archive.sent).toSorted()).toEqual(['2.25.100.1', '2.25.100.2', '2.25.101.1']);
  });

  test('looks into what it copied once, however lately that was', async () => {
    for (let at = 0; at < 5; at += 1) archive.add(image(100 + at, 1, { StudyDate: '20210101' }));
    await node.source(archive.port, { ...ofRound(), mirror, maxConcurrent: 1 });
    await node.idle();
    // The database's clock is another one here.
    await sql`update gateway.study set changed_at = ${change().now()}, arriving_since = null`.execute(node.db);
    const asked = () => archive.questions.filter((one) => one.startsWith('SERIES')).length;
    const before = asked();
    for (let times = 0; times < 3; times += 1) await after(10 * minuteMs);
    expect([await held(), asked() - before]).toEqual([expect.objectContaining({ length: 5 }), 0]);
    await storeHere(image(100, 2, { StudyDate: '20210101' }));
    await sql`update gateway.study set changed_at = ${change().now()}`.execute(node.db);
    await after(10 * minuteMs);
    expect(short(archive.taken)).toEqual(['2.25.100.2']);
  });

  test('sends back what came here, once and verified, and nothing that came from there', async () => {
    for (const one of images(100, 2)) archive.add(one);
    await storeHere(image(101, 1, { StudyDate: '20230101' }), image(100, 3));
    const id = await node.source(archive.port, { ...ofRound(), mirror });
    await node.idle();
    // What was copied is still arriving here.
    await settle();
    await after(2 * minuteMs);
    expect(short(archive.taken).toSorted()).toEqual(['2.25.100.3', '2.25.101.1']);
    expect(await states()).toEqual(['2.25.100 done', '2.25.101 done']);
    await storeHere(image(102, 1, { StudyDate: '20230102' }));
    await after(10 * minuteMs);
    expect(archive.taken).toHaveLength(3);
    await runSource(change(), id, { compare: true });
    await after(hourMs);
    expect(archive.taken).toHaveLength(3);
  });

  test('sends nothing where that is not wanted', async () => {
    await storeHere(...images(101, 2));
    await node.source(archive.port, { ...ofRound(), mirror: { ...mirror, sendBack: false } });
    await node.idle();
    expect(short(archive.taken)).toEqual([]);
    expect(await states()).toEqual(['2.25.101 done']);
  });

  test('keeps what comes while the archive is away, and sends it when it is back', async () => {
    const port = await deadPort();
    await storeHere(...images(101, 2));
    await node.source(port, { ...ofRound(), mirror });
    await node.idle();
    await after(hourMs);
    expect(await held()).toHaveLength(2);
    await archive.close();
    archive = await openSmallArchive(port);
    await after(hourMs);
    expect(short(archive.taken)).toEqual(['2.25.101.1', '2.25.101.2']);
    expect(await states()).toEqual(['2.25.101 done']);
  });

  test('gives up an image that the archive takes and does not list', async () => {
    await storeHere(...images(101, 2));
    archive.swallowed.add(long('2.25.101.2'));
    const id = await node.source(archive.port, { ...ofRound(), mirror });
    for (let times = 0; times < 10; times += 1) await after(15 * minuteMs);
    expect(short(archive.taken)).toEqual(['2.25.101.1', '2.25.101.2']);
    expect(await studyOf(101)).toMatchObject({ state: 'failed', code: 'not-verified', unsent: 1 });
    archive.swallowed.clear();
    const { id: study } = await studyOf(101);
    await retryStudies(change(), id, study);
    await node.idle();
    expect(await studyOf(101)).toMatchObject({ state: 'done', unsent: 0 });
  });

  test('does not bring back what was deleted here, in the trash or for good, unless a person wants it', async () => {
    for (const one of [...images(100, 2), ...images(101, 3)]) archive.add(one);
    const id = await node.source(archive.port, { ...ofRound(), mirror });
    await node.idle();
    const gone = [await dispose('study', '2.25.100'), await dispose('instance', '2.25.101.2')];
    const sent = archive.sent.length;
    const compareAgain = async () => {
      await runSource(change(), id, { compare: true });
      await after(hourMs);
      expect(archive.sent).toHaveLength(sent);
      expect(await held()).toEqual(['2.25.101.1', '2.25.101.3']);
      expect(await states()).toEqual(['2.25.100 deleted-here', '2.25.101 done']);
    };
    await compareAgain();
    for (const trashId of gone) await purge(trashId);
    await compareAgain();
    await retryStudies(change(), id, (await studyOf(100)).id);
    await node.idle();
    expect(await held()).toHaveLength(4);
  });

  test('obeys a person who wants a study all the same once: later deletions hold, and what the archive gains comes', async () => {
    for (const one of images(100, 2)) archive.add(one);
    const id = await node.source(archive.port, { ...ofRound(), mirror });
    await node.idle();
    const gone = await dispose('study', '2.25.100');
    const compareAgain = async () => {
      await settle();
      await runSource(change(), id, { compare: true });
      await after(hourMs);
    };
    await compareAgain();
    expect(await states()).toEqual(['2.25.100 deleted-here']);
    await retryStudies(change(), id, (await studyOf(100)).id);
    await node.idle();
    expect(await studyOf(100)).toMatchObject({ state: 'done', is_forced: false, held: 2 });
    // The first deletion, in the trash and then gone for good, says nothing of what comes later.
    archive.add(image(100, 3));
    await compareAgain();
    await purge(gone);
    archive.add(image(100, 4));
    await compareAgain();
    expect(await held()).toHaveLength(4);
    archive.images.delete(long('2.25.100.1'));
    await compareAgain();
    expect(archive.taken).toEqual([]);
    const sent = archive.sent.length;
    const again = await dispose('study', '2.25.100');
    await compareAgain();
    await purge(again);
    await compareAgain();
    expect([archive.sent.length, await states()]).toEqual([sent, ['2.25.100 deleted-here']]);
    await retryStudies(change(), id, (await studyOf(100)).id);
    await node.idle();
    archive.add(image(100, 5));
    await compareAgain();
    expect(await held()).toHaveLength(4);
  });

  test('holds what was deleted for good and comes again from a scanner, with what the archive gains later', async () => {
    for (const one of images(100, 2)) archive.add(one);
    const id = await node.source(archive.port, { ...ofRound(), mirror });
    await node.idle();
    await purge(await dispose('study', '2.25.100'));
    await storeHere(...images(100, 2));
    archive.add(image(100, 3));
    await runSource(change(), id, { compare: true });
    await after(hourMs);
    expect(await held()).toEqual(['2.25.100.1', '2.25.100.2', '2.25.100.3']);
  });

  test('that is told to try again what was given up brings nothing back that was deleted in it', async () => {
    for (const one of images(100, 4)) archive.add(one);
    archive.withheld.add(long('2.25.100.2'));
    const id = await node.source(archive.port, { ...ofRound(), mirror });
    await node.idle();
    await dispose('instance', '2.25.100.1');
    for (let times = 0; times < 10; times += 1) await after(15 * minuteMs);
    expect(await states()).toEqual(['2.25.100 failed status-b000']);
    archive.withheld.clear();
    await retryStudies(change(), id, (await studyOf(100)).id);
    await node.idle();
    expect(await held()).toEqual(['2.25.100.2', '2.25.100.3', '2.25.100.4']);
  });

  test('neither deletes here what is deleted there, nor sends it there again', async () => {
    for (const one of [...images(100, 2), ...images(101, 2)]) archive.add(one);
    const id = await node.source(archive.port, { ...ofRound(), mirror });
    await storeHere(...images(102, 2));
    await node.idle();
    for (const uid of ['2.25.100.1', '2.25.100.2', '2.25.101.1', '2.25.102.2']) archive.images.delete(long(uid));
    const taken = archive.taken.length;
    await settle();
    await runSource(change(), id, { compare: true });
    await after(hourMs);
    expect(await held()).toHaveLength(6);
    expect(archive.taken).toHaveLength(taken);
    expect(await states()).toEqual(['2.25.100 deleted-there', '2.25.101 done', '2.25.102 done']);
  });
});
