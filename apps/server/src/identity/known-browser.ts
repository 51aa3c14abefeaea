/**
 * The mark of a browser that has signed in before, so that guessing elsewhere does not lock its owner out: attempts of a
 * marked browser have a counter of their own (`access/throttle.ts`). The mark opens nothing.
 *
 * The cookie is `ID.MARK.MARK…`: a random id of the browser, and for each account that signed in there an HMAC over id and
 * account under the identity key. It tells nobody which accounts those are, and cannot be made without the key.
 */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NodeCookie } from '../access/node-cookie.ts';
import type { IdentityKey } from './identity-key.ts';

/** Half a year: longer than most holidays. */
const lifeSeconds = 180 * 24 * 3600;

const idBytes = 16;
const markBytes = 16;

/** Of one browser, the latest first: a workstation of a ward has many users. */
const maxMarks = 24;

const cookie = new NodeCookie('isocenter-browser', { sameSite: 'strict', maxAgeSeconds: lifeSeconds });

type Carrier = Pick<FastifyRequest, 'cookies' | 'protocol'>;

/** Returns the id of the browser where this account has signed in with it before. */
export function findKnownBrowser(key: IdentityKey, request: Carrier, accountKey: string): string | undefined {
  const { id, marks } = read(request);
  if (id === undefined) return undefined;
  const expected = markOf(key, id, accountKey);
  const isMarked = marks.map((mark) => Buffer.from(mark, 'base64url')).some((mark) => isSame(mark, expected));
  return isMarked ? id : undefined;
}

/** Marks the browser with an account that has just signed in. */
export function markBrowser(key: IdentityKey, request: Carrier, reply: FastifyReply, accountKey: string): void {
  const found = read(request);
  const id = found.id ?? randomBytes(idBytes).toString('base64url');
  const mark = markOf(key, id, accountKey).toString('base64url');
  const marks = [mark, ...found.marks.filter((other) => other !== mark)].slice(0, maxMarks);
  cookie.write(request, reply, [id, ...marks].join('.'));
}

function read(request: Carrier): { readonly id: string | undefined; readonly marks: readonly string[] } {
  const [id, ...marks] = (cookie.read(request) ?? '').split('.');
  return /^[\w-]{22}$/.test(id ?? '')
    ? { id, marks: marks.filter((mark) => /^[\w-]{22}$/.test(mark)) }
    : { id: undefined, marks: [] };
}

function markOf(key: IdentityKey, id: string, accountKey: string): Buffer {
  return key.mac(`browser\0${id}\0${accountKey}`).subarray(0, markBytes);
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
