/**
 * Keyed pseudonyms: HMAC-SHA-256 (RFC 2104) under the key of a project, so that the same identifier becomes the same
 * pseudonym in headers, reports and file names, in every run and on every node that has the key, and none can be
 * recomputed from a guess without it (PS3.15 §E.1.1 on hashes without a key). When the key is destroyed, nobody can lead
 * a pseudonym back.
 *
 * Each use has a domain of its own, so that equal texts of different meaning do not become equal.
 */

import { createHmac, createSecretKey } from 'node:crypto';
import { DeidError } from './errors.ts';

/** As long as the hash, RFC 2104 §3. */
export const keyLengthBytes = 32;

/** The days by which the dates of a patient may be moved into the past: ten years. */
const maxShiftDays = 3650;

/** Of RFC 4648 base 32 without padding: 80 bits. */
const identifierCharacters = 16;

export type Pseudonyms = {
  /**
   * Returns `2.25.` and a UUID of version 8 (RFC 9562 §5.8) as a decimal number, PS3.5 §B.2: at most 44 characters and
   * without a time in it.
   */
  readonly uid: (uid: string) => string;
  /** Returns 16 characters A to Z and 2 to 7 for an identifier of a domain, such as `patient-id`. */
  readonly identifier: (domain: string, value: string) => string;
  /**
   * Returns the days, −3650 to −1, by which all dates of a patient are moved.
   *
   * @param patient what tells the patient from others, as `patientKeyOf` returns it
   */
  readonly shiftDays: (patient: string, keepsWeekday?: boolean) => number;
  /** Returns a number below `limit` that depends on the value only: which of `limit` surrogates takes its place. */
  readonly choice: (domain: string, value: string, limit: number) => number;
};

/**
 * Returns the pseudonyms of a project.
 *
 * @param key 32 bytes or more from a random generator
 * @throws DeidError `key-too-short`
 */
export function createPseudonyms(key: Uint8Array): Pseudonyms {
  if (key.length < keyLengthBytes) throw new DeidError('key-too-short', { lengthBytes: key.length });
  const secret = createSecretKey(key);
  const digestOf = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  const digest = (domain: string, value: string): Buffer => digestOf(`${domain}\0${value}`);
  const identifierOf = remembered((domainAndValue) =>
    base32(digestOf(`identifier ${domainAndValue}`)).slice(0, identifierCharacters),
  );
  const shiftOf = remembered((patient) => digest('shift', patient));
  return {
    uid: remembered((uid) => uidOf(digest('uid', uid))),
    identifier: (domain, value) => identifierOf(`${domain}\0${value}`),
    shiftDays: (patient, keepsWeekday = false) => {
      const step = keepsWeekday ? 7 : 1;
      const steps = Math.floor(maxShiftDays / step);
      return -step * (1 + numberOf(shiftOf(patient), steps));
    },
    choice: (domain, value, limit) => numberOf(digest(`choice ${domain}`, value), limit),
  };
}

/** The patient and the order, UIDs of study, series and frame of reference, and of references, come with each instance. */
const rememberedValues = 10_000;

function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= rememberedValues) known.clear();
    const computed = compute(text);
    known.set(text, computed);
    return computed;
  };
}

function uidOf(digest: Buffer): string {
  const uuid = Buffer.from(digest.subarray(0, 16));
  uuid.writeUInt8((uuid.readUInt8(6) & 0x0f) | 0x80, 6);
  uuid.writeUInt8((uuid.readUInt8(8) & 0x3f) | 0x80, 8);
  return `2.25.${(uuid.readBigUInt64BE(0) << 64n) | uuid.readBigUInt64BE(8)}`;
}

/** 48 bits, against which no limit here is large: no choice is more likely than another by more than 2^−30. */
function numberOf(digest: Buffer, limit: number): number {
  return digest.readUIntBE(0, 6) % limit;
}

function base32(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let [text, bits, held] = ['', 0, 0];
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet[(held >>> (bits - 5)) & 31];
  }
  return text;
}
