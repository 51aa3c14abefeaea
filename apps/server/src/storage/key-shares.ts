/**
 * A secret in shares, any k of which give it back and fewer of which say nothing about it: Shamir, "How to share a secret",
 * CACM 22 (1979), byte by byte over GF(2⁸) with the polynomial of AES (FIPS 197 §4.2).
 *
 * As text a share is `isocenter-share-1.<set>.<k>.<number>.<hexadecimal digits>`, with a checksum of four bytes at its end, so that a
 * slip of the pen is told from a wrong share. `set` is the same for shares that belong together.
 */

import { createHash, randomBytes } from 'node:crypto';
import { StorageError } from './storage-error.ts';

export type Share = {
  /** 8 hexadecimal digits. */
  readonly set: string;
  /** How many are needed. */
  readonly needed: number;
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
};

const maxShares = 255;
const checkBytes = 4;

/** x³ + … of AES without its leading term. */
const reduction = 0x1b;

/** Returns the product in GF(2⁸), in a time that does not depend on the factors. */
export function multiply(a: number, b: number): number {
  let product = 0;
  let factor = a;
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= -((b >> bit) & 1) & factor;
    factor = ((factor << 1) ^ (-(factor >> 7) & reduction)) & 0xff;
  }
  return product;
}

/** Returns 1 / a for a ≠ 0: a²⁵⁴. */
function invert(a: number): number {
  let result = 1;
  for (let step = 0; step < 254; step += 1) result = multiply(result, a);
  return result;
}

/** Splits a secret into shares. @param random bytes of the polynomials, fresh for each secret */
export function splitSecret(
  secret: Uint8Array,
  { shares, needed, random = randomBytes }: { shares: number; needed: number; random?: (bytes: number) => Buffer },
): readonly Share[] {
  if (needed < 2 || shares < needed || shares > maxShares) throw new RangeError('2 ≤ needed ≤ shares ≤ 255');
  const set = random(4).toString('hex');
  // Row d has the coefficients of x to the power of d; those of the secret itself are row 0.
  const rows: readonly Uint8Array[] = [secret, ...Array.from({ length: needed - 1 }, () => random(secret.byteLength))];
  return Array.from({ length: shares }, (_, index) => {
    const x = index + 1;
    const bytes = Buffer.alloc(secret.byteLength);
    // Horner, from the highest power down.
    for (const row of rows.toReversed()) {
      for (let at = 0; at < bytes.byteLength; at += 1) bytes[at] = multiply(bytes[at] ?? 0, x) ^ (row[at] ?? 0);
    }
    return { set, needed, number: x, bytes };
  });
}

/**
 * Gives a secret back: the value at 0 of the polynomial through the shares.
 * @throws StorageError `shares-differ` where they do not belong together or are too few
 */
export function joinShares(shares: readonly Share[]): Buffer {
  const distinct = [...new Map(shares.map((share) => [share.number, share])).values()];
  const [first] = distinct;
  const isOneSet = distinct.every(
    ({ set, needed, bytes }) =>
      set === first?.set && needed === first.needed && bytes.byteLength === first.bytes.byteLength,
  );
  if (first === undefined || !isOneSet || distinct.length < first.needed) {
    throw new StorageError('shares-differ', 'These shares do not belong together, or are too few');
  }
  const used = distinct.slice(0, first.needed);
  const secret = Buffer.alloc(first.bytes.byteLength);
  for (const { number, bytes } of used) {
    let weight = 1;
    for (const other of used) {
      if (other.number !== number) weight = multiply(weight, multiply(other.number, invert(other.number ^ number)));
    }
    for (let at = 0; at < secret.byteLength; at += 1) secret[at] = (secret[at] ?? 0) ^ multiply(bytes[at] ?? 0, weight);
  }
  return secret;
}

export function encodeShare({ set, needed, number, bytes }: Share): string {
  const head = `isocenter-share-1.${set}.${needed}.${number}.`;
  return `${head}${Buffer.concat([bytes, checkOf(head, bytes)]).toString('hex')}`;
}

/** @throws StorageError `share-malformed`: never a part of the share in the message */
export function parseShare(text: string): Share {
  const match = /^(isocenter-share-1\.([0-9a-f]{8})\.(\d{1,3})\.(\d{1,3})\.)((?:[0-9a-f]{2})+)$/.exec(
    text.trim().toLowerCase(),
  );
  const all = Buffer.from(match?.[5] ?? '', 'hex');
  const bytes = all.subarray(0, -checkBytes);
  const share = { set: match?.[2] ?? '', needed: Number(match?.[3]), number: Number(match?.[4]), bytes };
  const isWhole = match !== null && all.byteLength > checkBytes && share.needed >= 2 && share.number >= 1;
  if (!isWhole || share.number > maxShares || !checkOf(match[1] ?? '', bytes).equals(all.subarray(-checkBytes))) {
    throw new StorageError('share-malformed', 'This is no share, or a digit of it is wrong');
  }
  return share;
}

function checkOf(head: string, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(head).update(bytes).digest().subarray(0, checkBytes);
}
