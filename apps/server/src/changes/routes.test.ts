import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangePage } from '@isocenter/contract/changes';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AccessServer, type Ask, openAccessServer, type Person } from '../../test/access-server.ts';
import { silentLogger } from '../../test/database-server.ts';
import { imageAttributes } from '../../test/dicomweb-server.ts';
import { endSession } from '../access/sessions.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import { findStudyToSettle, settleStudy } from '../settling/repository.ts';
import { StudyEvents } from '../studies/events.ts';
import { registerChanges } from './routes.ts';

let server: AccessServer;
let archive: Archive;
let events: StudyEvents;
let member: Person;
let dataDir: string;
/** Emits `wait` when a reader begins to. */
let waits: EventEmitter<{ wait: [] }>;

const decoder = { decodeToNative: () => Promise.reject(new Error('this test has no codecs')) };
const sopClasses = { refused: [], acceptPrivate: true };
const open = (options: { rebuild?: boolean } = {}) =>
  openArchive({ dataDir, db: server.database.db, logger: silentLogger, decoder, sopClasses, ...options });

beforeEach(async () => {
  waits = new EventEmitter();
  dataDir = mkdtempSync(join(tmpdir(), 'isocenter-changes-'));
  server = await openAccessServer((app, { db, audit, now }) => {
    const reader = { settled: () => archive.reader.settled() };
    const waiting = {
      nextChange: (...of: Parameters<StudyEvents['nextChange']>) => {
        waits.emit('wait');
        return events.nextChange(...of);
      },
    };
    registerChanges(app, { db, reader, events: waiting, audit, now });
  });
  archive = await open();
  events = new StudyEvents({ db: server.database.db, index: archive.index });
  member = await server.person('member');
});

afterEach(async () => {
  events.close();
  await archive.close(5000);
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Stores an image and waits until it can be seen. */
async function store(changes: Attributes = {}): Promise<void> {
  const intake = archive.ingest.open({
    transferSyntax: explicitVrLittleEndian,
    provenance: { source: 'dimse', callingAet: 'TEST', receivedAt: '2026-01-02T03:04:05.000Z' },
    policy: 'first',
  });
  await intake.write(encodeDataSet(buildDataSet(imageAttributes(changes)), explicitVrLittleEndian));
  await intake.finish();
  await archive.reader.settled();
}

async function read(ask: Ask, query = ''): Promise<ChangePage> {
  const answer = await ask('GET', `/api/changes${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<ChangePage>();
}

const kindsOf = ({ changes }: ChangePage) => changes.map(({ kind }) => kind);

async function firstStudy(): Promise<number> {
  const { id } = await server.database.db.selectFrom('study').select('id').orderBy('id').executeTakeFirstOrThrow();
  return id;
}

async function moveToTrash(level: 'study' | 'series' | 'instance', id: number): Promise<string> {
  const disposal = {
    ...({ cause: 'user', deletedBy: 'user 1', reason: 'test' } as const),
    ...{ deletedAt: new Date('2026-02-01T00:00:00Z'), purgeAfter: new Date('2026-03-03T00:00:00Z') },
  };
  const { trashId } = await archive.trash.dispose({ level, id }, disposal, () => Promise.resolve());
  return trashId;
}

/** Takes away from everybody what every study is granted at first. */
async function hide(studyId: number): Promise<void> {
  await server.database.db.deleteFrom('access_grant').where('study_id', '=', studyId).execute();
}

describe('what is told', () => {
  test('arrivals are numbered from the study down, and read in pages without a gap', async () => {
    await store();
    await store({ SOPInstanceUID: '2.25.2' });
    const all = await read(member.ask);
    expect(kindsOf(all)).toEqual([
      ...['study-arrived', 'series-arrived', 'instance-stored'],
      ...['study-changed', 'series-changed', 'instance-stored'],
    ]);
    expect(all.changes.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(all.changes[5]).toMatchObject({ sopInstanceUid: '2.25.2', studyInstanceUid: '2.25.100' });
    const paged = [];
    for (
      let page = await read(member.ask, '?limit=4');
      ;
      page = await read(member.ask, `?limit=4&since=${page.next}`)
    ) {
      paged.push(...page.changes);
      if (!page.more) break;
    }
    expect(paged).toEqual(all.changes);
  });

  test('nothing of the patient, not even on an error', async () => {
    await store({ PatientName: 'TEST^MARKED', PatientID: 'TEST-MARKED', AccessionNumber: 'MARKED' });
    const answer = await member.ask('GET', '/api/changes');
    expect(answer.body).not.toContain('MARKED');
    expect(server.log.join()).not.toContain('MARKED');
  });

  test('a duplicate changes nothing, a kept copy its study', async () => {
    await store();
    const { next } = await read(member.ask);
    await store();
    expect((await read(member.ask, `?since=${next}`)).changes).toEqual([]);
    await store({ InstanceNumber: '77' });
    expect(kindsOf(await read(member.ask, `?since=${next}`))).toEqual(['study-changed']);
  });

  test('a study that settles, with what was found', async () => {
    await store();
    const { next } = await read(member.ask);
    const verdict = { state: 'incomplete', reason: 'longest-wait' } as const;
    const { db, now } = server.deps;
    const studyId = await firstStudy();
    const { changedAt = '' } = (await findStudyToSettle(db, studyId)) ?? {};
    const guard = { spool: 1, position: () => archive.index.position, changedAt, isStillQuiet: () => true };
    await settleStudy(db, studyId, { verdict, withSeries: true, now: now(), guard });
    expect((await read(member.ask, `?since=${next}`)).changes).toMatchObject([
      { kind: 'series-settled', completeness: 'incomplete', seriesInstanceUid: expect.any(String) },
      { kind: 'study-settled', completeness: 'incomplete' },
    ]);
  });

  test('trash, restoration and the end, and nothing else of what lies in the trash', async () => {
    await store();
    const { next } = await read(member.ask);
    const id = await firstStudy();
    const trashId = await moveToTrash('study', id);
    expect(kindsOf(await read(member.ask, `?since=${next}`))).toEqual(['study-trashed']);
    expect(kindsOf(await read(member.ask))).toEqual(['study-trashed']);
    await archive.trash.restore(trashId);
    expect(kindsOf(await read(member.ask, `?since=${next}`))).toEqual(['study-trashed', 'study-restored']);
    const again = await moveToTrash('study', id);
    await archive.trash.purge(again, () => Promise.resolve());
    expect((await read(member.ask)).changes).toMatchObject([
      { kind: 'study-deleted', studyId: String(id), studyInstanceUid: '2.25.100' },
    ]);
  });
});

describe('the end of what came again meanwhile', () => {
  test.each(['study', 'series', 'instance'] as const)('is no deletion of the %s that is served', async (level) => {
    await store();
    const { id } = await server.database.db.selectFrom(level).select('id').executeTakeFirstOrThrow();
    const trashId = await moveToTrash(level, id);
    await store({ InstanceNumber: '77' });
    const { next } = await read(member.ask);
    await archive.trash.purge(trashId, () => Promise.resolve());
    expect((await read(member.ask, `?since=${next}`)).changes).toEqual([]);
  });
});

describe('who is told', () => {
  test('nobody who may not see the study, before or after it is gone', async () => {
    await store();
    const admin = await server.person('admin');
    const id = await firstStudy();
    await hide(id);
    const page = await read(member.ask);
    expect(page).toMatchObject({ changes: [], next: 3, more: false });
    expect(kindsOf(await read(admin.ask))).toHaveLength(3);
    await archive.trash.purge(await moveToTrash('study', id), () => Promise.resolve());
    expect((await read(member.ask)).changes).toEqual([]);
    expect(kindsOf(await read(admin.ask))).toEqual(['study-deleted']);
  });

  test('nobody who is not signed in', async () => {
    expect((await server.nobody('GET', '/api/changes')).statusCode).toBe(401);
  });
});

describe('waiting', () => {
  test('ends with the next change, or when the time is over', async () => {
    const waiting = read(member.ask, '?wait=60');
    await store();
    expect(kindsOf(await waiting)).toEqual(['study-arrived', 'series-arrived', 'instance-stored']);
    expect(await read(member.ask, '?since=3&wait=1')).toMatchObject({ changes: [], next: 3 });
  });

  test('ends with the session', async () => {
    const begun = once(waits, 'wait');
    const waiting = member.ask('GET', '/api/changes?wait=60');
    await begun;
    await endSession(server.database.db, member.secret);
    await store();
    expect((await waiting).statusCode).toBe(401);
  });

  test('ends when the node stops', async () => {
    const begun = once(waits, 'wait');
    const waiting = read(member.ask, '?wait=60');
    await begun;
    events.close();
    expect((await waiting).changes).toEqual([]);
  });
});

describe('what a reader holds on to', () => {
  test('goes on after a start, and after a rebuild of the index from numbers that are new', async () => {
    await store();
    const before = await read(member.ask);
    await archive.close(5000);
    archive = await open();
    expect(await read(member.ask)).toEqual(before);
    await archive.close(5000);
    archive = await open({ rebuild: true });
    const after = await read(member.ask, `?since=${before.next}`);
    expect(after.feed).not.toBe(before.feed);
    expect(kindsOf(after)).toEqual(kindsOf(before));
    const answer = await member.ask('GET', `/api/changes?since=${before.next}&feed=${before.feed}`);
    expect(answer.json()).toMatchObject({ status: 410, code: 'change-feed-restarted' });
  });

  test('a number that was never given is refused', async () => {
    const answer = await member.ask('GET', '/api/changes?since=99');
    expect(answer.json()).toMatchObject({ status: 410, code: 'change-feed-restarted' });
  });

  test('numbers come in the order of the commits: a later one waits for an earlier one', async () => {
    const { noteChanges } = await import('./note-changes.ts');
    const { db } = server.database;
    const first = await db.startTransaction().execute();
    await noteChanges(first, [{ kind: 'study-changed', studyId: 1 }]);
    const second = db.transaction().execute((trx) => noteChanges(trx, [{ kind: 'study-changed', studyId: 2 }]));
    expect(await read(member.ask)).toMatchObject({ next: 0 });
    await first.commit().execute();
    await second;
    const rows = await db.selectFrom('change').select(['number', 'study_id']).orderBy('number').execute();
    expect(rows).toEqual([
      { number: 1, study_id: 1 },
      { number: 2, study_id: 2 },
    ]);
  });
});
