import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RawBuilder, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { chainStart, hashEntry } from './chain.ts';
import { CheckpointWriter } from './checkpoint-writer.ts';
import { compareWithCopy } from './compare-copy.ts';
import { AuditTrail } from './trail.ts';
import { verifyAudit } from './verify.ts';

let database: TestDatabase;
let trail: AuditTrail;
let dir: string;
let writer: CheckpointWriter;
const errors: string[] = [];
const logger = { ...silentLogger, error: (_: object, message: string) => errors.push(message) };

const startWriter = () => CheckpointWriter.start({ db: database.db, dir, logger });
const checkpointsPath = () => join(dir, 'checkpoints.jsonl');
const readLines = () => readFileSync(checkpointsPath(), 'utf8').trimEnd().split('\n');

beforeEach(async () => {
  database = await openTestDatabase();
  dir = mkdtempSync(join(tmpdir(), 'isocenter-audit-'));
  trail = new AuditTrail({ db: database.db, logger });
  writer = await startWriter();
  errors.length = 0;
});

afterEach(async () => {
  await writer.stop().catch(() => undefined); // A test may have stopped it already.
  await database.close();
  rmSync(dir, { recursive: true });
});

/** Records this many entries and makes a checkpoint. */
async function fill(entries: number): Promise<void> {
  const subject = { kind: 'system', name: 'test' } as const;
  const record = () => trail.record({ action: 'study:read', outcome: 'success', subject, details: { n: 1 } });
  await Promise.all(Array.from({ length: entries }, record));
  await writer.write();
}

/** Does what somebody with the rights of the tables' owner can do. */
async function tamper(...statements: readonly RawBuilder<unknown>[]): Promise<void> {
  await database.db.connection().execute(async (db) => {
    await sql`set session_replication_role = replica`.execute(db);
    for (const statement of statements) await statement.execute(db);
    await sql`set session_replication_role = default`.execute(db);
  });
}

/** Computes every hash anew, as somebody would who knows how. */
async function recompute(): Promise<void> {
  let hash = chainStart;
  const rows = await database.db.selectFrom('audit_entry').selectAll().orderBy('sequence').execute();
  for (const row of rows) {
    hash = hashEntry(hash, row);
    await tamper(sql`update gateway.audit_entry set hash = ${hash} where sequence = ${row.sequence}`);
  }
}

const verify = () => verifyAudit(database.db, dir);

describe('an untouched trail', () => {
  test('is sound, and covered as far as the last checkpoint', async () => {
    await fill(5);
    await fill(2_100);
    await trail.record({ action: 'node:stop', outcome: 'success', subject: { kind: 'system', name: 'test' } });
    expect(await verify()).toMatchObject({ entries: 2_106, covered: 2_105, checkpoints: 2, flaws: [] });
  });

  test('is sound before anything was recorded, and where no node has run', async () => {
    expect(await verify()).toMatchObject({ entries: 0, checkpoints: 0, flaws: [] });
    const elsewhere = mkdtempSync(join(tmpdir(), 'isocenter-audit-'));
    expect(await verifyAudit(database.db, elsewhere)).toMatchObject({ keyId: undefined, flaws: [] });
    rmSync(elsewhere, { recursive: true });
  });

  test('gets no checkpoint while nothing is recorded', async () => {
    await fill(1);
    await writer.write();
    expect(readLines()).toHaveLength(1);
  });

  test('has a key that only the node may read', async () => {
    expect(statSync(join(dir, 'signing-key.pem')).mode & 0o777).toBe(0o600);
  });
});

describe('the writer of checkpoints', () => {
  test('makes one every minute, and goes on after a minute in which the database was away', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const elsewhere = mkdtempSync(join(tmpdir(), 'isocenter-audit-'));
    const timed = await CheckpointWriter.start({ db: database.db, dir: elsewhere, logger });
    const lines = () => readFileSync(join(elsewhere, 'checkpoints.jsonl'), 'utf8').split('\n').length - 1;
    await fill(1);
    vi.advanceTimersByTime(59_999);
    expect(lines()).toBe(0);
    vi.advanceTimersByTime(1);
    await vi.waitFor(() => expect(lines()).toBe(1));
    await tamper(sql`alter table gateway.audit_entry rename to hidden`);
    vi.advanceTimersByTime(60_000);
    await vi.waitFor(() => expect(errors).toEqual(['the audit checkpoint could not be written']));
    await tamper(sql`alter table gateway.hidden rename to audit_entry`);
    await fill(1);
    vi.advanceTimersByTime(60_000);
    await vi.waitFor(() => expect(lines()).toBe(2));
    vi.useRealTimers();
    await timed.stop();
    rmSync(elsewhere, { recursive: true });
  });
});

describe('tampering with entries', () => {
  beforeEach(async () => {
    await fill(5);
    await fill(5);
  });

  test.each([
    ['a changed outcome', sql`update gateway.audit_entry set outcome = 'denied' where sequence = 4`],
    ['a changed detail', sql`update gateway.audit_entry set details = '{"n":2}' where sequence = 4`],
    ['a changed time', sql`update gateway.audit_entry set at = at + interval '1 ms' where sequence = 4`],
  ])('%s is found and named', async (_, statement) => {
    await tamper(statement);
    expect((await verify()).flaws).toEqual([{ code: 'entry-changed', sequence: 4 }]);
  });

  test('a removed entry is found', async () => {
    await tamper(sql`delete from gateway.audit_entry where sequence = 7`);
    expect((await verify()).flaws).toEqual([{ code: 'entry-missing', sequence: 7 }]);
  });

  test('a changed entry is found although the whole chain was computed anew', async () => {
    await tamper(sql`update gateway.audit_entry set outcome = 'denied' where sequence = 7`);
    await recompute();
    expect((await verify()).flaws).toEqual([{ code: 'chain-recomputed', sequence: 6, upTo: 10 }]);
  });

  test('a cut-off end is found, also where the checkpoints of the database were cut off with it', async () => {
    await tamper(
      sql`delete from gateway.audit_entry where sequence > 5`,
      sql`delete from gateway.audit_checkpoint where number > 1`,
    );
    expect((await verify()).flaws).toEqual([
      { code: 'trail-truncated', sequence: 6, upTo: 10 },
      { code: 'checkpoint-copy-differs', checkpoint: 2 },
    ]);
    await writer.stop();
    writer = await startWriter();
    expect(errors).toEqual(['the audit checkpoints contradict the database: run isocenter audit verify']);
  });
});

describe('tampering with everything in the database', () => {
  beforeEach(async () => {
    await fill(5);
    await fill(5);
  });

  test('entries that change places are found', async () => {
    await tamper(
      sql`update gateway.audit_entry set sequence = -sequence where sequence in (3, 4)`,
      sql`update gateway.audit_entry set sequence = 7 + sequence where sequence < 0`,
    );
    expect((await verify()).flaws).toEqual([{ code: 'entry-changed', sequence: 3 }]);
  });

  test('entries that change places are found although the whole chain was computed anew', async () => {
    await tamper(
      sql`update gateway.audit_entry set outcome = 'denied' where sequence = 3`,
      sql`update gateway.audit_entry set sequence = -sequence where sequence in (3, 4)`,
      sql`update gateway.audit_entry set sequence = 7 + sequence where sequence < 0`,
    );
    await recompute();
    expect((await verify()).flaws).toEqual([{ code: 'chain-recomputed', sequence: 1, upTo: 5 }]);
  });

  test('a trail that was emptied, its checkpoints included, is found', async () => {
    await tamper(sql`delete from gateway.audit_entry`, sql`delete from gateway.audit_checkpoint`);
    expect((await verify()).flaws).toEqual([
      { code: 'trail-truncated', sequence: 1, upTo: 10 },
      { code: 'checkpoint-copy-differs', checkpoint: 1 },
      { code: 'checkpoint-copy-differs', checkpoint: 2 },
    ]);
  });

  test('a trail that was emptied and filled again is found', async () => {
    await tamper(sql`delete from gateway.audit_entry`, sql`delete from gateway.audit_checkpoint`);
    await fill(12);
    expect((await verify()).flaws[0]).toEqual({ code: 'chain-recomputed', sequence: 1, upTo: 5 });
  });

  test('an entry that was invented is found', async () => {
    await tamper(
      sql`update gateway.audit_entry set sequence = -1 - sequence where sequence > 6`,
      sql`update gateway.audit_entry set sequence = -sequence where sequence < 0`,
      sql`insert into gateway.audit_entry select 7, at, action, outcome, subject_kind, '9', null, object_kind, object_id,
        address, details, hash from gateway.audit_entry where sequence = 6`,
    );
    await recompute();
    expect((await verify()).flaws).toEqual([{ code: 'chain-recomputed', sequence: 6, upTo: 10 }]);
  });
});

describe('a copy elsewhere', () => {
  /** What lies elsewhere, as an export and as messages of a repository. */
  async function copies(): Promise<readonly string[]> {
    const { exportEntries } = await import('./export.ts');
    const { encodeAuditMessage } = await import('./syslog/audit-message.ts');
    const { withNames } = await import('./repository.ts');
    const path = (name: string) => join(dir, name);
    const exported: string[] = [];
    const options = { format: 'jsonl', mayGoOn: async () => undefined } as const;
    for await (const piece of exportEntries(database.db, sql`true`, options)) exported.push(piece);
    writeFileSync(path('export.jsonl'), exported.join(''));
    const rows = await withNames(database.db).execute();
    const source = { id: 'node', aeTitle: 'NODE' };
    const messages = rows.map((row) => `1 - - - - - - ${encodeAuditMessage(row, source, undefined)}\n`);
    writeFileSync(path('received.log'), ['another program\n', ...messages].join(''));
    return [path('export.jsonl'), path('received.log')];
  }

  test('shows what was changed since the last checkpoint, though the chain was computed anew', async () => {
    await fill(3);
    await trail.record({ action: 'study:read', outcome: 'success', subject: { kind: 'system', name: 'late' } });
    const paths = await copies();
    for (const path of paths) {
      expect(await compareWithCopy(database.db, path)).toEqual({ compared: 4, differing: [] });
    }
    await tamper(sql`update gateway.audit_entry set outcome = 'denied' where sequence = 4`);
    await recompute();
    expect((await verify()).flaws).toEqual([]);
    for (const path of paths) {
      expect(await compareWithCopy(database.db, path)).toEqual({ compared: 4, differing: [4] });
    }
    await tamper(sql`delete from gateway.audit_entry where sequence = 4`);
    for (const path of paths) {
      expect(await compareWithCopy(database.db, path)).toEqual({ compared: 4, differing: [4] });
    }
  });
});

describe('tampering with the file of checkpoints', () => {
  beforeEach(async () => {
    for (let i = 0; i < 4; i++) await fill(2);
  });

  test('a forged line is found', async () => {
    const text = readFileSync(checkpointsPath(), 'utf8');
    writeFileSync(checkpointsPath(), text.replace('"sequence":4', '"sequence":3'));
    expect((await verify()).flaws).toContainEqual({ code: 'checkpoint-forged', line: 2, checkpoint: 2 });
  });

  test('a line that is no checkpoint is found', async () => {
    appendFileSync(checkpointsPath(), 'x\n');
    expect((await verify()).flaws).toEqual([{ code: 'checkpoint-unreadable', line: 5 }]);
  });

  test('a removed line is found', async () => {
    const [first, , third, fourth] = readLines();
    writeFileSync(checkpointsPath(), [first, third, fourth, ''].join('\n'));
    expect((await verify()).flaws).toEqual([
      { code: 'checkpoint-out-of-order', line: 2, checkpoint: 3 },
      { code: 'checkpoint-copy-differs', checkpoint: 2 },
    ]);
  });

  test('a file that was cut short or removed is found', async () => {
    writeFileSync(checkpointsPath(), `${readLines()[0]}\n`);
    expect((await verify()).flaws).toEqual(
      [3, 4].map((checkpoint) => ({ code: 'checkpoint-copy-differs', checkpoint })),
    );
    rmSync(checkpointsPath());
    expect((await verify()).flaws).toHaveLength(3);
  });

  test('checkpoints of another key are found', async () => {
    await writer.stop();
    for (const name of ['signing-key.pem', 'signing-key.pub.pem']) rmSync(join(dir, name));
    writer = await startWriter();
    expect(errors).toHaveLength(1);
    const { flaws } = await verify();
    expect(flaws[0]).toEqual({ code: 'checkpoint-foreign', line: 1, checkpoint: 1 });
  });
});

describe('a crash while a checkpoint is written', () => {
  test('between database and file is made good at the next start', async () => {
    await fill(2);
    await fill(2);
    await writer.stop();
    const [first = ''] = readLines();
    truncateSync(checkpointsPath(), first.length + 1);
    writer = await startWriter();
    await fill(2);
    expect(readLines()).toHaveLength(3);
    expect(await verify()).toMatchObject({ checkpoints: 3, covered: 6, flaws: [] });
  });

  test('within the line is made good at the next start', async () => {
    await fill(2);
    await fill(2);
    await writer.stop();
    truncateSync(checkpointsPath(), statSync(checkpointsPath()).size - 20);
    writer = await startWriter();
    expect(errors).toEqual([]);
    expect(await verify()).toMatchObject({ checkpoints: 2, covered: 4, flaws: [] });
  });

  test('a key that others may read is refused', async () => {
    const { chmodSync } = await import('node:fs');
    chmodSync(join(dir, 'signing-key.pem'), 0o644);
    await expect(startWriter()).rejects.toMatchObject({ code: 'key-exposed' });
  });
});
