import { buildDataSet } from '@isocenter/dicom/build';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import type { IndexEntry } from './index-entry.ts';
import { IndexWriter } from './index-writer.ts';
import { summariseHeader } from './summary.ts';

let database: TestDatabase;
let index: IndexWriter;

beforeEach(async () => {
  database = await openTestDatabase();
  index = new IndexWriter({
    db: database.db,
    logger: silentLogger,
    position: 0,
    sameObject: async () => false,
    reread: async function* () {},
    discard: async () => undefined,
  });
});

afterEach(async () => {
  await index.close(5_000);
  await database.close();
});

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
