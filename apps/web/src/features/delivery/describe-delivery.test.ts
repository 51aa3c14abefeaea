import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../languages/words-in-english.ts';
import { describeFailures, describeReason, describeWait, percentSent } from './describe-delivery.ts';

const t = wordsInEnglish();
const instances = { total: 4, sent: 3, failed: 0, uncommitted: 0 };
const time = (iso: string) => iso.slice(11, 16);

test.each([
  [{ waitsFor: { what: 'turn' } }, 'Waits for its turn.'],
  [{ waitsFor: { what: 'paused' } }, 'The destination is paused.'],
  [{ waitsFor: { what: 'disabled' } }, 'The peer is switched off.'],
  [
    { waitsFor: { what: 'hours', until: '2026-03-04T22:00:00Z' } },
    'Sent when the hours of the destination begin at 22:00.',
  ],
  [
    { waitsFor: { what: 'destination', until: '2026-03-04T22:10:00Z' }, code: 'destination-unreachable' },
    'The destination could not be reached. Tried again at 22:10.',
  ],
  [{ waitsFor: { what: 'retry' } }, 'Tried again.'],
  [
    { waitsFor: { what: 'commitment', until: '2026-03-04T23:00:00Z' }, instances: { ...instances, uncommitted: 3 } },
    'The destination has yet to commit to 3 images. Without its report it is asked again at 23:00.',
  ],
] as const)('%j', (delivery, words) => {
  expect(describeWait(t, { instances, ...delivery }, time)).toBe(words);
});

test('each reason stands with its images and the status', () => {
  const failures = [
    { code: 'refused', status: 0xc123, instances: 3 },
    { code: 'not-accepted', instances: 1 },
  ] as const;
  expect(describeFailures(t, { failures: [...failures] })).toEqual([
    '3 images: refused (status C123H)',
    '1 image: not-accepted',
  ]);
  expect(describeReason(t, 'refused')).toBe('The destination refused images.');
});

test('progress is that of the bytes, and not done before it is', () => {
  expect(percentSent({ instances, bytes: { total: 1000, sent: 999 } })).toBe(99);
  expect(percentSent({ instances, bytes: { total: 0, sent: 0 } })).toBe(75);
});
