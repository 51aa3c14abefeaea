import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSecret } from '../access/secret.ts';
import { assertRight, codeLifeMs, issueCode, tryCode } from './one-time-code.ts';
import { consumeToken, findExpiredToken, issueToken, withdrawToken } from './one-time-token.ts';
import { sweepVerification } from './sweep.ts';

const purpose = 'test';
const lifeMs = 15 * 60_000;
const browser = createSecret();
const other = createSecret();

let database: TestDatabase;
let subjects = 0;
let time = Date.parse('2026-03-04T05:06:07Z');
const now = () => new Date(time);
const newSubject = () => `test ${++subjects}`;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const issue = (subject: string, browserHash: Buffer | undefined = browser.hash) =>
  issueToken(database.db, { purpose, subject, browserHash, lifeMs, now: now() });

const use = (token: string, more: { purpose?: string; browserSecret?: string | undefined } = {}) =>
  database.db
    .transaction()
    .execute((trx) => consumeToken(trx, { purpose, token, browserSecret: browser.text, now: now(), ...more }))
    .catch((error: { code?: string }) => error.code);

describe('a token', () => {
  test('is kept as a hash, and good once', async () => {
    const subject = newSubject();
    const { token, expiresAt } = await issue(subject);
    expect([token.length, expiresAt]).toEqual([43, new Date(time + lifeMs)]);
    const kept = await database.db.selectFrom('one_time_token').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(await use(token)).toBe(subject);
    expect(await use(token)).toBe('token-invalid');
  });

  test('is good for its purpose and in its browser only, and stays so for that', async () => {
    const subject = newSubject();
    const { token } = await issue(subject);
    expect(await use(token, { purpose: 'something else' })).toBe('token-invalid');
    expect(await use(token, { browserSecret: other.text })).toBe('other-browser');
    expect(await use(token, { browserSecret: undefined })).toBe('other-browser');
    expect(await use(token)).toBe(subject);
  });

  test('that no browser began with is taken in any', async () => {
    const subject = newSubject();
    const { token } = await issueToken(database.db, { purpose, subject, browserHash: undefined, lifeMs, now: now() });
    expect(await use(token, { browserSecret: undefined })).toBe(subject);
  });

  test('ends when another is issued, when it is withdrawn and when its time is over', async () => {
    const subject = newSubject();
    const [first, second] = [await issue(subject), await issue(subject)];
    expect(await use(first.token)).toBe('token-invalid');
    await withdrawToken(database.db, purpose, subject);
    expect(await use(second.token)).toBe('token-invalid');
    const third = await issue(subject);
    time += lifeMs;
    expect(await use(third.token)).toBe('token-invalid');
    const expired = { purpose, token: third.token, now: now() };
    expect(await findExpiredToken(database.db, expired)).toBe(subject);
    await sweepVerification(database.db, new Date(time + 7 * 24 * 60 * 60_000));
    expect(await database.db.selectFrom('one_time_token').selectAll().execute()).toEqual([]);
  });

  test('is used once by many who use it at the same moment', async () => {
    const subject = newSubject();
    const { token } = await issue(subject);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => use(token)));
    expect(outcomes.filter((outcome) => outcome === subject)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'token-invalid')).toHaveLength(7);
  });

  test('stays good where what it was used for failed', async () => {
    const subject = newSubject();
    const { token } = await issue(subject);
    const failed = database.db.transaction().execute(async (trx) => {
      await consumeToken(trx, { purpose, token, browserSecret: browser.text, now: now() });
      throw new Error('failed afterwards');
    });
    await expect(failed).rejects.toThrow('failed afterwards');
    expect(await use(token)).toBe(subject);
  });
});

describe('a code', () => {
  const owner = (subject: string, browserSecret = browser.text) => ({ purpose, subject, browserSecret, now: now() });
  const attempt = (code: string, of: ReturnType<typeof owner>) => tryCode(database.db, code, of);
  const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  test('has six digits and is good once, however it is typed', async () => {
    const of = owner(newSubject());
    const { code, expiresAt } = await issueCode(database.db, of);
    expect([code, expiresAt]).toEqual([expect.stringMatching(/^\d{6}$/), new Date(time + codeLifeMs)]);
    expect(await attempt(` ${code.slice(0, 3)} ${code.slice(3)}`, of)).toBe('right');
    expect(await attempt(code, of)).toEqual({ kind: 'invalid' });
  });

  test('is dead after five wrong ones, also those of one moment', async () => {
    const of = owner(newSubject());
    const { code } = await issueCode(database.db, of);
    const wrong = wrongFor(code);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => attempt(wrong, of)));
    const left = outcomes.flatMap((outcome) =>
      outcome !== 'right' && outcome.kind === 'wrong' ? outcome.remainingTries : [],
    );
    expect(left.sort()).toEqual([0, 1, 2, 3, 4]);
    expect(await attempt(code, of)).toEqual({ kind: 'invalid' });
  });

  test('is worth nothing in another browser, for another subject, when replaced and after ten minutes', async () => {
    const subject = newSubject();
    const [mine, theirs] = [owner(subject), owner(newSubject())];
    const { code } = await issueCode(database.db, mine);
    await issueCode(database.db, theirs);
    expect(await attempt(code, owner(subject, other.text))).toMatchObject({ kind: 'wrong' });
    const swapped = await attempt(code, theirs);
    expect(swapped).toMatchObject({ kind: 'wrong' });
    expect(() => assertRight(swapped)).toThrow(expect.objectContaining({ code: 'code-wrong', remainingTries: 4 }));
    const next = await issueCode(database.db, mine);
    if (next.code !== code) expect(await attempt(code, mine)).toMatchObject({ kind: 'wrong' });
    time += codeLifeMs;
    const late = await attempt(next.code, owner(subject));
    expect(() => assertRight(late)).toThrow(expect.objectContaining({ code: 'code-invalid' }));
  });

  test('is not to be found from what the database holds of it', async () => {
    const of = owner(newSubject());
    const { code } = await issueCode(database.db, of);
    const { code_hash } = await database.db
      .selectFrom('one_time_code')
      .select('code_hash')
      .where('subject', '=', of.subject)
      .executeTakeFirstOrThrow();
    // What a thief of the database has instead of the cookie's secret is its hash.
    const guess = owner(of.subject, browser.hash.toString('base64url'));
    expect(await attempt(code, guess)).toMatchObject({ kind: 'wrong' });
    expect(code_hash).toHaveLength(32);
  });
});
