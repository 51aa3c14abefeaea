import { expect, test } from 'vitest';
import { cutPower, type DiskState } from './power-cut.ts';
import type { TraceEvent } from './trace.ts';

const empty: DiskState = { files: new Map(), directories: new Set(['/d']) };
const lost = () => 0.99;
const kept = () => 0;

const written = (path: string, offset: number, text: string): TraceEvent => ({
  kind: 'written',
  path,
  offset,
  data: Buffer.from(text),
});
const synced = (path: string, fd = 3): TraceEvent[] => [
  { kind: 'sync-begun', path, fd },
  { kind: 'sync-done', path, fd },
];

test('loses a file whose folder was never synced', () => {
  const state = cutPower(
    empty,
    [{ kind: 'created', path: '/d/f' }, written('/d/f', 0, 'abc'), ...synced('/d/f')],
    lost,
  );
  expect(state.files.has('/d/f')).toBe(false);
});

test('keeps what the syncs of file and folder cover, and nothing after them', () => {
  const events = [
    { kind: 'created', path: '/d/f' } as const,
    written('/d/f', 0, 'abc'),
    ...synced('/d/f'),
    ...synced('/d'),
    written('/d/f', 3, 'def'),
  ];
  expect(cutPower(empty, events, lost).files.get('/d/f')?.toString()).toBe('abc');
});

test('does not count a write that was done after the sync began', () => {
  const events: TraceEvent[] = [
    { kind: 'created', path: '/d/f' },
    ...synced('/d'),
    { kind: 'sync-begun', path: '/d/f', fd: 3 },
    written('/d/f', 0, 'abc'),
    { kind: 'sync-done', path: '/d/f', fd: 3 },
  ];
  expect(cutPower(empty, events, lost).files.get('/d/f')?.toString()).toBe('');
});

test('leaves a hole where an earlier write is lost and a later one is not', () => {
  const events = [
    { kind: 'created', path: '/d/f' } as const,
    ...synced('/d'),
    written('/d/f', 0, 'ab'),
    written('/d/f', 2, 'cd'),
  ];
  const chances = [0.99, 0];
  expect(cutPower(empty, events, () => chances.shift() ?? 0).files.get('/d/f')).toEqual(Buffer.from('\0\0cd'));
});

test('renames in one step', () => {
  const before: DiskState = { files: new Map([['/d/a', Buffer.from('x')]]), directories: new Set(['/d']) };
  const events: TraceEvent[] = [{ kind: 'renamed', path: '/d/a', to: '/d/b' }];
  expect([...cutPower(before, events, lost).files.keys()]).toEqual(['/d/a']);
  expect([...cutPower(before, events, kept).files.keys()]).toEqual(['/d/b']);
});
