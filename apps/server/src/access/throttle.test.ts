import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { beginAttempt, nextState, sweepAttempts, type ThrottleState } from './throttle.ts';

let database: TestDatabase;
let time = Date.parse('2026-03-04T05:06:07Z');
const now = () => new Date(time);

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const attempt = (account: string, address: string) => beginAttempt({ db: database.db, now }, account, { address });

/** Makes attempts until one is refused and returns how many were let through and how long to wait. */
async function exhaust(one: (i: number) => Promise<unknown>): Promise<{ passed: number; waitSeconds: number }> {
  for (let passed = 0; passed < 200; passed++) {
    try {
      await one(passed);
    } catch (error) {
      expect(error).toMatchObject({ code: 'rate-limited' });
      // Checked above: an AccessError with its details.
      const { details } = error as { details: { retryAfterSeconds: number } };
      return { passed, waitSeconds: details.retryAfterSeconds };
    }
  }
  throw new Error('nothing was refused');
}

describe('attempts to sign in', () => {
  beforeEach(() => database.db.deleteFrom('sign_in_throttle').execute());

  test('at one place on one account are slowed down after five', async () => {
    expect(await exhaust(() => attempt('a', '192.0.2.1'))).toEqual({ passed: 5, waitSeconds: 5 });
    await attempt('b', '192.0.2.1');
    await attempt('a', '192.0.2.2');
    time += 5_000;
    expect(await exhaust(() => attempt('a', '192.0.2.1'))).toEqual({ passed: 1, waitSeconds: 10 });
  });

  test('on one account from many places are slowed down after twenty', async () => {
    expect(await exhaust((i) => attempt('a', `192.0.2.${i}`))).toEqual({ passed: 20, waitSeconds: 30 });
  });

  test('at one place on many accounts are slowed down after forty', async () => {
    expect(await exhaust((i) => attempt(`a${i}`, '192.0.2.1'))).toEqual({ passed: 40, waitSeconds: 30 });
  });

  test('from one IPv6 network count as one place', async () => {
    expect(await exhaust((i) => attempt('a', `2001:db8::${i}`))).toMatchObject({ passed: 5 });
  });

  test('at the same moment count one by one', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => attempt('a', '192.0.2.1')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  test('that began a little earlier and are counted later are not refused', async () => {
    await attempt('a', '192.0.2.1');
    time -= 20;
    await attempt('a', '192.0.2.1');
    time += 20;
  });

  test('that succeed are forgotten, for the account and not for the address', async () => {
    for (let i = 0; i < 39; i++) await attempt(`a${i}`, '192.0.2.1');
    for (let i = 0; i < 10; i++) {
      const good = await attempt('b', '192.0.2.1');
      await good.succeed(database.db);
    }
    await attempt('b', '192.0.2.1');
    await expect(attempt('c', '192.0.2.1')).rejects.toMatchObject({ code: 'rate-limited' });
  });

  test('are not prolonged by those that were refused', async () => {
    await exhaust(() => attempt('a', '192.0.2.1'));
    for (let i = 0; i < 20; i++) await attempt('a', '192.0.2.1').catch(() => undefined);
    time += 5_000;
    await attempt('a', '192.0.2.1');
  });

  test('are kept as hashes, and swept away after a day', async () => {
    await attempt('marked@example.invalid', '192.0.2.1');
    const rows = await database.db.selectFrom('sign_in_throttle').selectAll().execute();
    expect(rows).toHaveLength(3);
    expect(rows.every(({ key_hash }) => key_hash.length === 32)).toBe(true);
    time += 25 * 3_600_000;
    await sweepAttempts({ db: database.db, now });
    expect(await database.db.selectFrom('sign_in_throttle').selectAll().execute()).toEqual([]);
  });
});

describe('the wait', () => {
  const rule = { free: 5, firstDelayMs: 1_000, maxDelayMs: 60_000 };
  const waits = (failures: number): number => {
    let state: ThrottleState | undefined;
    for (let i = 0; i < failures; i++) state = nextState(state, rule, now());
    return Math.max(0, (state?.blockedUntil.getTime() ?? 0) - time);
  };

  test('doubles up to its limit, and is a day after a hundred failures', () => {
    expect([4, 5, 6, 7, 20, 99, 100].map(waits)).toEqual([0, 1_000, 2_000, 4_000, 60_000, 60_000, 86_400_000]);
  });

  test('starts anew after a quiet day', () => {
    const old = { failures: 99, blockedUntil: now(), changedAt: new Date(time - 86_400_001) };
    expect(nextState(old, rule, now()).failures).toBe(1);
  });
});
