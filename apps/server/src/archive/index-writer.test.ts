import { buildDataSet } from '@isocenter/dicom/build';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { whileLocked } from '../../test/locked-table.ts';
import type { Logger } from '../logging.ts';
import type { IndexEntry } from './index-entry.ts';
import { IndexWriter } from './index-writer.ts';
import { summariseHeader } from './summary.ts';

let database: TestDatabase;
let index: IndexWriter;
/** Objects that were marked deleted in the log. */
let discarded: string[];
/** How often the log was read again. */
let rereads: number;

beforeEach(async () => {
  database = await openTestDatabase();
  discarded = [];
  rereads = 0;
  index = openIndex();
});

function openIndex(logger: Logger = silentLogger): IndexWriter {
  return new IndexWriter({
    spool: 1,
    db: database.db,
    logger,
    position: 0,
    comparison: { sameObject: async () => false, isIntact: async () => true },
    reread: () => {
      rereads += 1;
      return emptyLog();
    },
    discard: async ({ objectId }) => {
      discarded.push(objectId);
    },
  });
}

afterEach(async () => {
  await index.close(5_000);
  await database.close();
});

async function* emptyLog(): AsyncGenerator<IndexEntry> {}

/** An object whose record ends at a position of the log. */
function entryAt(position: number): IndexEntry {
  const header = buildDataSet({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: `2.25.${position}`,
    PatientID: 'TEST-1',
    StudyInstanceUID: '2.25.100',
    SeriesInstanceUID: '2.25.200',
  });
  return {
    location: {
      objectId: position.toString(16).padStart(32, '0'),
      segment: 1,
      offset: position,
      bodyOffset: 0,
      lengthBytes: 1,
      chunkBytes: 1,
      wrappedKey: '',
      patientKeyId: '0.0000000000000000',
    },
    position,
    sha256: Buffer.alloc(32, position),
    lengthBytes: 1,
    transferSyntaxUid: explicitVrLittleEndian.uid,
    pixelDataOffset: undefined,
    findings: [],
    source: 'dimse',
    sender: 'TEST',
    receivedAt: new Date('2026-01-02T03:04:05Z'),
    policy: 'first',
    summary: summariseHeader(header, explicitVrLittleEndian.uid),
  };
}

/** What a node would find that was killed now. */
async function committed() {
  const { position } = await database.db.selectFrom('index_state').select('position').executeTakeFirstOrThrow();
  const rows = await database.db.selectFrom('instance').select('position').orderBy('position').execute();
  return { position, rows: rows.map((row) => row.position) };
}

test('no position is committed before what lies in front of it, however entries of one sync arrive', async () => {
  const late = index.enqueue(entryAt(3));
  // Somebody waits already, as where the batch is full.
  index.flush();
  await Promise.resolve();
  const early = index.enqueue(entryAt(2));
  const first = index.enqueue(entryAt(1));
  const [whenFirstSettled] = await Promise.all([late.then(committed), early, first]);
  expect(whenFirstSettled).toEqual({ position: 3, rows: [1, 2, 3] });
});

test('a reader waits for what was enqueued before it asked, and for nothing else', async () => {
  void index.enqueue(entryAt(1));
  await index.reached(1);
  expect(await committed()).toEqual({ position: 1, rows: [1] });
  await index.reached(1);
  expect(index.queued).toBe(0);
});

test('a batch that was committed without its answer is decided again, and no copy is taken for its own duplicate', async () => {
  const copy = { ...entryAt(2), location: { ...entryAt(2).location, objectId: 'f'.repeat(32) }, position: 3 };
  const entries = [entryAt(1), entryAt(2), copy];
  const settled = Promise.all(entries.map((entry) => index.enqueue(entry)));
  index.flush();
  expect(await settled).toEqual(['stored', 'stored', 'duplicate']);
  await index.close(5_000);
  expect(discarded).toEqual([copy.location.objectId]);
  // To a writer whose connection was lost, the database is ahead: it still has the whole batch.
  index = openIndex();
  const again = Promise.all(entries.map((entry) => index.enqueue(entry)));
  await index.reached(3);
  expect(await again).toEqual(['stored', 'stored', 'duplicate']);
  expect(await committed()).toEqual({ position: 3, rows: [1, 2] });
  await index.close(5_000);
  expect(discarded).toEqual([copy.location.objectId, copy.location.objectId]);
  index = openIndex();
});

test('readers that come while batches are committed take no batch for lost', async () => {
  const reading: Promise<void>[] = [];
  const outcomes: Promise<string>[] = [];
  for (let position = 1; position <= 300; position += 1) {
    outcomes.push(index.enqueue(entryAt(position)));
    reading.push(index.reached(position));
    if (position % 10 === 0) await reading.at(-5);
  }
  await Promise.all(reading);
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['stored']));
  expect(rereads).toBe(0);
  expect(discarded).toEqual([]);
});

test('who waits for what is not indexed when the index is closed is told so, and who comes after that as well', async () => {
  const locked = await whileLocked(database, 'index_state', async () => {
    void index.enqueue(entryAt(200));
    const waiting = Promise.allSettled([index.caughtUp(200), index.caughtUp(300)]);
    // The batch waits for the row: the grace is over before it has it.
    const closing = index.close(0);
    return { waiting, closing };
  });
  await locked.closing;
  for (const answer of [...(await locked.waiting), ...(await Promise.allSettled([index.caughtUp(999)]))]) {
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'closed' });
  }
  void index.enqueue(entryAt(400));
  await expect(index.caughtUp(400)).rejects.toMatchObject({ code: 'closed' });
  await expect(index.reached(400)).rejects.toMatchObject({ code: 'closed' });
});

test('a change that comes after the end is refused, and leaves no record', async () => {
  await index.close(5_000);
  let records = 0;
  const late = index.change({
    record: async () => {
      records += 1;
    },
    apply: async () => [],
  });
  await expect(late).rejects.toMatchObject({ code: 'closed' });
  expect(records).toBe(0);
});

test('an object whose values the database refuses is indexed by its identifiers, and holds up no other', async () => {
  const told: object[] = [];
  await index.close(5_000);
  index = openIndex({ ...silentLogger, error: (details: object) => told.push(details) });
  // What no header of ours contains, the real database refuses here.
  await sql`alter table gateway.instance add constraint no_seventh check (number <> 7)`.execute(database.db);
  const entries = Array.from({ length: 20 }, (_, at) => {
    const { summary, ...entry } = entryAt(at + 1);
    return { ...entry, summary: { ...summary, instance: { ...summary.instance, number: at + 1 } } };
  });
  const settled = Promise.all(entries.map((entry) => index.enqueue(entry)));
  await index.reached(20);
  expect(new Set(await settled)).toEqual(new Set(['stored']));
  const rows = await database.db.selectFrom('instance').select(['number', 'findings']).orderBy('position').execute();
  expect(rows.map(({ number }) => number)).toEqual(entries.map((_, at) => (at === 6 ? null : at + 1)));
  expect(rows[6]?.findings).toEqual(['indexed-by-identifiers']);
  expect(told).toEqual([{ code: 'indexed-by-identifiers', segment: 1, offset: 7 }]);
});
