import { describe, expect, test } from 'vitest';
import { AccessError } from './errors.ts';
import { PasswordHasher } from './password.ts';
import { assertGoodPassword } from './password-policy.ts';

describe('a password', () => {
  const hasher = new PasswordHasher();

  test('is kept as argon2id with at least 19 MiB and two passes', async () => {
    expect(await hasher.hash('test gantry 47 quiet')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('is recognised, however its characters were composed', async () => {
    const kept = await hasher.hash('Prüfung im Magnetraum');
    expect(await hasher.verify(kept, 'Prüfung im Magnetraum'.normalize('NFD'))).toBe(true);
    expect(await hasher.verify(kept, 'prüfung im magnetraum')).toBe(false);
  });

  test('never matches where none is kept, and costs the same work', async () => {
    const kept = await hasher.hash('test gantry 47 quiet');
    await hasher.verify(undefined, 'warm up');
    // Processor time, not the clock, in turns: what else runs on the machine counts for all of them alike.
    const work = new Map<string | null | undefined, number>();
    for (let turn = 0; turn < 10; turn += 1) {
      for (const hash of [kept, undefined, null]) {
        const before = process.cpuUsage();
        expect(await hasher.verify(hash, 'x')).toBe(false);
        work.set(hash, (work.get(hash) ?? 0) + process.cpuUsage(before).user);
      }
    }
    const known = work.get(kept) ?? Number.NaN;
    expect((work.get(undefined) ?? 0) / known).toBeGreaterThan(0.5);
    expect((work.get(null) ?? 0) / known).toBeGreaterThan(0.5);
  });

  test('is refused unseen when a flood waits already', async () => {
    const attempts = Array.from({ length: 80 }, () => hasher.verify(undefined, 'x').catch((error: unknown) => error));
    const outcomes = await Promise.all(attempts);
    const refused = outcomes.filter((outcome) => outcome instanceof AccessError);
    expect(refused.length).toBe(80 - 64 - 2);
    expect(refused[0]).toMatchObject({ code: 'rate-limited', details: { retryAfterSeconds: 5 } });
    expect(await hasher.verify(undefined, 'x')).toBe(false);
  });
});

describe('a new password', () => {
  const owner = { email: 'erika.test@example.invalid', name: 'Erika Testmann' };

  test.each([
    'test gantry 47 quiet',
    'correct horse battery staple',
    'ÄÖÜ放射線科の秘密鍵',
    'k7#vQ2!mWx',
    'xxxxxxxxxxblue fish 2',
  ])('may be %s', (password) => assertGoodPassword(password, owner));

  test.each([
    ['too short', 'k7#vQ2!mW'],
    ['too short in characters, not in bytes', '放射線科の秘密鍵'],
    ['too long', 'ab cd'.repeat(60)],
    ['one character', 'aaaaaaaaaaaaa'],
    ['a repetition', 'abc1abc1abc1'],
    ['a sequence', '1234567890'],
    ['a row of keys', 'qwertyuiop'],
    ['a common word with digits', 'Password2026!'],
    ['a common word, masked', 'P@ssw0rd!!!'],
    ['a common word, doubled', 'isocenterIsocenter'],
    ['one that was leaked', 'Butterfly1'],
    ['one that was leaked, in other letters', 'ＢＵＴＴＥＲＦＬＹ１'],
    ['one that was leaked, with a year and a sign', '!Tinkerbell2026'],
    ['the own name', 'Testmann1990'],
    ['the own address', 'erika.test@example.invalid'],
  ])('is not %s', async (_, password) => {
    await expect(assertGoodPassword(password, owner)).rejects.toMatchObject({
      code: 'weak-password',
      details: { reason: expect.any(String) },
    });
  });
});
