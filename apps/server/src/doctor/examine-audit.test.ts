import { expect, test } from 'vitest';
import { judgeAudit } from './examine-audit.ts';

const hash = 'ab'.repeat(32);
const last = { sequence: 10, hash };

test.each([
  ['is as it was signed', { entries: 12, newest: 12, hash }, last, true],
  ['is new', { entries: 0, newest: 0, hash: null }, undefined, true],
  ['was cut off', { entries: 9, newest: 9, hash: null }, last, false],
  ['was emptied', { entries: 0, newest: 0, hash: null }, last, false],
  ['lacks an entry', { entries: 11, newest: 12, hash }, last, false],
  ['was computed anew', { entries: 12, newest: 12, hash: 'cd'.repeat(32) }, last, false],
  ['lost its checkpoints', { entries: 12, newest: 12, hash: null }, undefined, false],
])('a trail that %s is judged by its end', (_, end, checkpoint, ok) => {
  expect(judgeAudit(end, checkpoint).ok).toBe(ok);
});
