import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { silentLogger } from '../../test/database-server.ts';
import { chainStart, hashEntry } from './chain.ts';
import type { AuditEvent } from './event.ts';
import { AuditTrail } from './trail.ts';

let database: TestDatabase;
let trail: AuditTrail;

beforeAll(async () => {
  database = await openTestDatabase();
});

beforeEach(() => {
  trail = new AuditTrail({ db: database.db, logger: silentLogger });
});

afterAll(() => database.close());

const subject = { kind: 'system', name: 'test' } as const;
const event: AuditEvent = { action: 'study:read', outcome: 'success', subject, object: { kind: 'study', id: 1 } };

const readTrail = () => database.db.selectFrom('audit_entry').selectAll().orderBy('sequence').execute();

async function expectWholeChain(): Promise<number> {
  const rows = await readTrail();
  let hash = chainStart;
  for (const [index, row] of rows.entries()) {
    expect(row.sequence).toBe(index + 1);
    hash = hashEntry(hash, row);
    expect(row.hash.equals(hash)).toBe(true);
  }
  return rows.length;
}

describe('the audit trail', () => {
  test('is one chain without gaps when several processes write at the same time', async () => {
    const before = (await readTrail()).length;
    const writers = [trail, ...[1, 2, 3].map(() => new AuditTrail({ db: database.db, logger: silentLogger }))];
    const details = { text: 'Grüße "\\\u2028', list: ['b', 'a'], flag: true, number: 2 ** 53 - 1 };
    await Promise.all(
      writers.flatMap((writer) => Array.from({ length: 60 }, () => writer.record({ ...event, details }))),
    );
    expect(await expectWholeChain()).toBe(before + 240);
  });

  test('takes an event from whoever has just seen the one before written', async () => {
    const before = (await readTrail()).length;
    for (let i = 0; i < 20; i++) await trail.record(event);
    expect(await expectWholeChain()).toBe(before + 20);
  });

  test('shares one transaction among the events that wait', async () => {
    const transactions = async () => {
      const { rows } = await sql<{ n: number }>`
        select count(distinct xmin::text)::int as n from gateway.audit_entry`.execute(database.db);
      return rows[0]?.n ?? 0;
    };
    const before = await transactions();
    await Promise.all(Array.from({ length: 400 }, () => trail.record(event)));
    expect((await transactions()) - before).toBe(2);
  });

  test('makes one entry of events that are only counted', async () => {
    const before = (await readTrail()).length;
    for (let i = 0; i < 500; i++) trail.count({ ...event, object: { kind: 'study', id: i % 2 } });
    trail.count({ ...event, action: 'instance:store' });
    await trail.flush();
    const added = (await readTrail()).slice(before);
    expect(added.map(({ action, object_id, details }) => [action, object_id, details])).toEqual([
      ['study:read', '0', { count: 250 }],
      ['study:read', '1', { count: 250 }],
      ['instance:store', '1', {}],
    ]);
  });

  test('writes what was counted when it is closed', async () => {
    const before = (await readTrail()).length;
    trail.count(event);
    await trail.close();
    expect(await expectWholeChain()).toBe(before + 1);
  });

  test('says so when events are lost, and rejects for whoever waits', async () => {
    const lost = await openTestDatabase();
    const messages: string[] = [];
    const logger = { ...silentLogger, error: (_: object, message: string) => messages.push(message) };
    const broken = new AuditTrail({ db: lost.db, logger });
    await lost.close();
    broken.count(event);
    await broken.close();
    expect(messages).toEqual(['audit events were lost']);
    await expect(broken.record(event)).rejects.toThrow();
  });

  test.each([
    ['update', sql`update gateway.audit_entry set outcome = 'success'`],
    ['delete', sql`delete from gateway.audit_entry`],
    ['truncate', sql`truncate gateway.audit_entry`],
    ['update of checkpoints', sql`update gateway.audit_checkpoint set signature = ''`],
  ])('refuses %s', async (_, statement) => {
    await expect(statement.execute(database.db)).rejects.toThrow('append-only');
  });
});
