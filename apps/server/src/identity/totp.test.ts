import { describe, expect, test } from 'vitest';
import { encodeBase32 } from './base32.ts';
import { findTotpStep, totpCode, totpUri } from './totp.ts';

// RFC 6238 Appendix B, SHA-1; the last six of its eight digits.
const secret = Buffer.from('12345678901234567890');

describe('a one-time code', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s is %s', (seconds, code) => expect(totpCode(secret, Math.floor(seconds / 30))).toBe(code));

  const at = new Date(1_111_111_111_000);
  const present = Math.floor(1_111_111_111 / 30);

  test.each([-1, 0, 1])('is taken %i steps from now', (steps) => {
    const code = totpCode(secret, present + steps);
    expect(findTotpStep(secret, code, { at, after: 0 })).toBe(present + steps);
  });

  test.each([-2, 2])('is not taken %i steps from now', (steps) => {
    expect(findTotpStep(secret, totpCode(secret, present + steps), { at, after: 0 })).toBe(undefined);
  });

  test('is not taken again, nor one before it', () => {
    expect(findTotpStep(secret, totpCode(secret, present), { at, after: present })).toBe(undefined);
    expect(findTotpStep(secret, totpCode(secret, present - 1), { at, after: present })).toBe(undefined);
  });

  test('may be typed with blanks, and nothing else', () => {
    expect(findTotpStep(secret, '050 471', { at, after: 0 })).toBe(present);
    for (const code of ['', '05047', '0504711', '050-471', '050471\0']) {
      expect(findTotpStep(secret, code, { at, after: 0 })).toBe(undefined);
    }
  });
});

test('the address for applications names issuer, account and secret', () => {
  expect(totpUri(secret, { issuer: 'Isocenter', account: 'a+b@example.invalid' })).toBe(
    'otpauth://totp/Isocenter:a%2Bb%40example.invalid?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Isocenter&algorithm=SHA1&digits=6&period=30',
  );
});

// RFC 4648 §10, without padding.
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('base32 of «%s» is «%s»', (text, encoded) => expect(encodeBase32(Buffer.from(text))).toBe(encoded));
