import { expect, test } from 'vitest';
import { deedsOf, openingsOf } from './openings.ts';

const opened = {
  ...{ id: '3', by: 'Doctor', userId: '7', studyId: '12', reason: 'unconscious' },
  ...{ at: '2026-11-22T10:00:00.000Z', expiresAt: '2026-11-22T11:00:00.000Z' },
};
const review = { by: 'Officer', at: '2026-11-23T08:00:00.000Z', note: 'was on duty' };

test('studies that were opened at once are one opening; what waits of it is what is not reviewed', () => {
  const other = { ...opened, id: '2', studyId: '11', review };
  const later = { ...opened, id: '4', at: '2026-11-22T12:00:00.000Z', review };
  const openings = openingsOf([opened, other, later]);
  expect(openings.map(({ studies, waiting }) => [studies.map(({ id }) => id), waiting])).toEqual([
    [['3', '2'], ['3']],
    [['4'], []],
  ]);
});

test('two people at the same moment are two openings', () => {
  expect(openingsOf([opened, { ...opened, id: '5', userId: '8' }])).toHaveLength(2);
});

test('what was done is gathered by action and study, the latest first', () => {
  const entry = (sequence: number, action: string, id: string) => ({
    ...{ sequence, action, at: `2026-11-22T10:00:0${sequence}.000Z`, outcome: 'success' as const },
    ...{ subject: { kind: 'user' as const, id: '7' }, object: { kind: 'study', id }, details: {} },
  });
  const entries = [entry(1, 'break-glass:open', '12'), entry(4, 'study:read', '12'), entry(2, 'study:read', '12')];
  expect(deedsOf(entries).map(({ action, count, first }) => [action, count, first.slice(17, 19)])).toEqual([
    ['study:read', 2, '02'],
    ['break-glass:open', 1, '01'],
  ]);
});
