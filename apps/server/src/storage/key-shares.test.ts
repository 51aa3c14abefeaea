import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeShare, joinShares, multiply, parseShare, splitSecret } from './key-shares.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('the field', () => {
  it('multiplies as FIPS 197 has it', () => {
    // §4.2 and §4.2.1: {57}·{83} = {c1}, {57}·{13} = {fe}, {57}·{02} = {ae}, {57}·{10} = {07}.
    expect([multiply(0x57, 0x83), multiply(0x57, 0x13), multiply(0x57, 0x02), multiply(0x57, 0x10)]).toEqual([
      0xc1, 0xfe, 0xae, 0x07,
    ]);
  });
});

describe('shares', () => {
  it('follow the polynomial: secret 42, coefficient 5, at 1, 2 and 3', () => {
    // 0x2a ⊕ 5x over GF(2⁸): 0x2f, 0x20, 0x25.
    const random = (bytes: number) => Buffer.alloc(bytes, 5);
    const shares = splitSecret(Buffer.from([0x2a]), { shares: 3, needed: 2, random });
    expect(shares.map(({ bytes }) => bytes[0])).toEqual([0x2f, 0x20, 0x25]);
  });

  it('give the secret back, any that are enough, in any order', () => {
    const secret = randomBytes(32);
    const shares = splitSecret(secret, { shares: 5, needed: 3 });
    for (const numbers of [
      [0, 1, 2],
      [4, 2, 0],
      [3, 1, 4],
      [0, 1, 2, 3, 4],
    ]) {
      expect(joinShares(numbers.flatMap((number) => shares[number] ?? [])).equals(secret)).toBe(true);
    }
  });

  it('say nothing where they are too few: for each value there is a polynomial', () => {
    const shares = splitSecret(Buffer.from([7]), { shares: 2, needed: 2 });
    const [first] = shares;
    expect(() => joinShares(shares.slice(0, 1))).toThrow(code('shares-differ'));
    expect(() => joinShares([...shares.slice(0, 1), ...shares.slice(0, 1)])).toThrow(code('shares-differ'));
    const secrets = new Set<number>();
    for (let guess = 0; guess < 256; guess += 1) {
      if (first !== undefined)
        secrets.add(joinShares([first, { ...first, number: 2, bytes: Buffer.from([guess]) }])[0] ?? -1);
    }
    expect(secrets.size).toBe(256);
  });

  it('of two sets are refused, and so is a slip of the pen, without showing it', () => {
    const [one, other] = [
      splitSecret(randomBytes(32), { shares: 2, needed: 2 }),
      splitSecret(randomBytes(32), { shares: 2, needed: 2 }),
    ];
    expect(() => joinShares([...one.slice(0, 1), ...other.slice(1)])).toThrow(code('shares-differ'));
    const text = encodeShare(one[0] ?? never());
    expect(parseShare(` ${text.toUpperCase().replace('ISOCENTER-SHARE', 'isocenter-share')}\n`)).toEqual(one[0]);
    for (let at = 20; at < text.length; at += 7) {
      const wrong = `${text.slice(0, at)}${text[at] === '7' ? '8' : '7'}${text.slice(at + 1)}`;
      expect(() => parseShare(wrong)).toThrow(code('share-malformed'));
      expect(() => parseShare(wrong)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(text.slice(30, 50)) }),
      );
    }
  });
});

function never(): never {
  throw new Error('there is no share');
}
