import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import type { StudyToSettle } from './repository.ts';
import type { SenderAnswer } from './sender-counts.ts';
import { Settler } from './settler.ts';

const times = { quietMs: 60_000, seriesQuietMs: 20_000, longestWaitMs: 600_000 };

let database: TestDatabase;
let dataDir: string;
let archive: Archive;
let settler: Settler;
let elapsed: number;
let wantsSeries: boolean;
/** What senders answer, and what happens meanwhile. */
let answer: (study: StudyToSettle) => Promise<SenderAnswer>;
let told: number[];

beforeEach(async () => {
  database = await openTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'isocenter-settling-'));
  elapsed = 0;
  wantsSeries = false;
  answer = async () => ({ kind: 'not-asked' });
  told = [];
  await open();
});

afterEach(async () => {
  await settler.close();
  await archive.close(5000);
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function open(rebuild = false): Promise<void> {
  const decoder = { decodeToNative: () => Promise.reject(new Error('no test compares compressed pixels')) };
  const sopClasses = { refused: [], acceptPrivate: true };
  archive = await openArchive({ dataDir, db: database.db, logger: silentLogger, decoder, sopClasses, rebuild });
  settler = new Settler({
    db: database.db,
    index: archive.index,
    logger: silentLogger,
    now: () => new Date('2026-01-02T03:04:05Z'),
    elapsedMs: () => elapsed,
    times,
    askSenders: (study) => answer(study),
    wantsSeries: async () => wantsSeries,
    settled: (studyId) => told.push(studyId),
  });
  await settler.start();
}

/** As after SIGKILL and a new start: nothing that was in memory is known. */
async function restart(rebuild = false): Promise<void> {
  await settler.close();
  await archive.close(5000);
  await open(rebuild);
}

async function send(changes: Attributes = {}, sender = 'TEST'): Promise<void> {
  const intake = archive.ingest.open({
    transferSyntax: explicitVrLittleEndian,
    provenance: { source: 'dimse', callingAet: sender, receivedAt: '2026-01-02T03:04:05.000Z' },
    policy: 'first',
  });
  await intake.write(encodeDataSet(buildDataSet(imageAttributes(changes)), explicitVrLittleEndian));
  expect((await intake.finish()).kind).not.toBe('refused');
  await archive.reader.settled();
}

async function pass(ms: number): Promise<void> {
  elapsed += ms;
  await settler.tick();
}

async function settlements() {
  const rows = await database.db
    .selectFrom('settlement')
    .select(['number', 'state', 'reason', 'instance_count', 'expected_count', 'series_instance_uid'])
    .orderBy('id')
    .execute();
  return rows.map((row) =>
    [row.series_instance_uid, row.number, row.state, row.reason, row.instance_count, row.expected_count ?? '']
      .filter((part) => part !== '')
      .join(' '),
  );
}

async function state(): Promise<string | null | undefined> {
  const row = await database.db.selectFrom('study').select(['arriving_since', 'completeness']).executeTakeFirst();
  return row?.arriving_since === null ? row.completeness : 'arriving';
}

describe('a study', () => {
  test('is settled when nothing came for the quiet time, and again after late images, once for all of them', async () => {
    await send();
    await pass(30_000);
    await send({ SOPInstanceUID: '2.25.2' });
    await pass(59_999);
    expect([await settlements(), await state()]).toEqual([[], 'arriving']);
    await pass(1);
    expect([await settlements(), await state()]).toEqual([['1 complete quiet 2'], 'complete']);
    expect(told).toHaveLength(1);
    await pass(1_000_000);
    await send({ SOPInstanceUID: '2.25.3' });
    expect(await state()).toBe('arriving');
    await pass(10_000);
    await send({ SOPInstanceUID: '2.25.4' });
    await pass(60_000);
    expect(await settlements()).toEqual(['1 complete quiet 2', '2 complete quiet 4']);
  });

  test('is not settled anew for duplicates, or copies that are kept beside what is served', async () => {
    await send();
    await pass(60_000);
    await send();
    await pass(60_000);
    await send({ StudyDescription: 'another' });
    expect(await state()).toBe('arriving');
    await pass(60_000);
    expect([await settlements(), await state()]).toEqual([['1 complete quiet 1'], 'complete']);
  });

  test('waits for what its sender holds besides, and is complete when that has come', async () => {
    answer = async ({ counts }) => {
      const held = counts.values().next().value ?? 0;
      return { kind: held < 2 ? 'differs' : 'agrees', expectedCount: 2 };
    };
    await send();
    await pass(60_000);
    await pass(60_000);
    expect(await state()).toBe('arriving');
    await send({ SOPInstanceUID: '2.25.2' });
    await pass(60_000);
    expect(await settlements()).toEqual(['1 complete counts-agree 2 2']);
  });

  test.each([
    ['differs', { kind: 'differs', expectedCount: 7 }, '1 incomplete counts-differ 1 7'],
    ['silent', { kind: 'silent' }, '1 incomplete sender-silent 1'],
  ] as const)('is incomplete after the longest wait where its sender %s', async (_, given, expected) => {
    answer = async () => given;
    await send();
    for (let at = 0; at < 599_000; at += 1000) await pass(1000);
    expect(await settlements()).toEqual([]);
    await pass(1000);
    expect([await settlements(), await state()]).toEqual([[expected], 'incomplete']);
  });

  test('that never becomes quiet is settled as incomplete after the longest wait', async () => {
    for (let n = 0; n <= 20; n += 1) {
      await send({ SOPInstanceUID: `2.25.5.${n}` });
      await pass(30_000);
    }
    expect(await settlements()).toEqual(['1 incomplete longest-wait 20']);
    expect(await state()).toBe('arriving');
  });

  test('is not settled for what it was when its sender was asked', async () => {
    answer = async () => {
      answer = async () => ({ kind: 'agrees', expectedCount: 2 });
      await send({ SOPInstanceUID: '2.25.2' });
      return { kind: 'agrees', expectedCount: 1 };
    };
    await send();
    await pass(60_000);
    expect(await settlements()).toEqual([]);
    await pass(60_000);
    expect(await settlements()).toEqual(['1 complete counts-agree 2 2']);
  });

  test('that a batch is being written to is left alone', async () => {
    await send();
    await database.db.transaction().execute(async (trx) => {
      await sql`update gateway.study set changed_at = now()`.execute(trx);
      await pass(60_000);
    });
    expect(await state()).toBe('arriving');
    await pass(1000);
    expect(await state()).toBe('complete');
  });

  test('is not settled on the ground of a batch that nobody told of yet', async () => {
    await send();
    await database.db
      .updateTable('index_state')
      .set((eb) => ({ position: eb('position', '+', 1) }))
      .execute();
    await pass(60_000);
    expect(await state()).toBe('arriving');
  });

  test('from which something is removed does not arrive', async () => {
    await send();
    await send({ SOPInstanceUID: '2.25.2' });
    await pass(60_000);
    const { removeInstances } = await import('../archive/instance-rows.ts');
    const { object_id } = await database.db.selectFrom('instance').select('object_id').executeTakeFirstOrThrow();
    await removeInstances(database.db, [object_id]);
    expect(await state()).toBe('complete');
  });
});

describe('after a restart', () => {
  test('a study goes on waiting where it was', async () => {
    await send();
    await sql`update gateway.study set changed_at = now() - interval '45 seconds'`.execute(database.db);
    await restart();
    await pass(14_000);
    expect(await settlements()).toEqual([]);
    await pass(2_000);
    expect(await settlements()).toEqual(['1 complete quiet 1']);
  });

  test('a clock that was set back makes a study wait one more quiet time, and not for ever', async () => {
    await send();
    await sql`update gateway.study set changed_at = now() + interval '1 day', arriving_since = now() + interval '1 day'`.execute(
      database.db,
    );
    await restart();
    await pass(59_999);
    expect(await settlements()).toEqual([]);
    await pass(1);
    expect(await settlements()).toEqual(['1 complete quiet 1']);
  });

  test('with a rebuilt index, what was settled stays so', async () => {
    await send();
    await pass(60_000);
    await send({ StudyInstanceUID: '2.25.900', SeriesInstanceUID: '2.25.901', SOPInstanceUID: '2.25.902' });
    await restart(true);
    await pass(60_000);
    expect(await settlements()).toEqual(['1 complete quiet 1', '1 complete quiet 1']);
    expect(await database.db.selectFrom('study').select('completeness').execute()).toEqual([
      { completeness: 'complete' },
      { completeness: 'complete' },
    ]);
  });
});

test('series are settled by themselves where a rule asks for them, and with their study at the latest', async () => {
  wantsSeries = true;
  await send({ SeriesInstanceUID: '2.25.31' });
  await pass(0);
  await pass(19_000);
  await send({ SeriesInstanceUID: '2.25.32', SOPInstanceUID: '2.25.2' });
  await pass(1_000);
  expect(await settlements()).toEqual(['2.25.31 1 complete quiet 1']);
  await send({ SeriesInstanceUID: '2.25.31', SOPInstanceUID: '2.25.3' });
  await pass(1_000);
  await pass(60_000);
  expect((await settlements()).sort()).toEqual([
    '1 complete quiet 3',
    '2.25.31 1 complete quiet 1',
    '2.25.31 2 complete quiet 2',
    '2.25.32 1 complete quiet 1',
  ]);
});
