import { expect, test } from 'vitest';
import { findCommand, shortcutGroups, shownKey } from './shortcuts.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test('every key asks for one thing only', () => {
  const keys = shortcutGroups.flatMap((group) => group.shortcuts.map((shortcut) => shortcut.key));
  expect(new Set(keys).size).toBe(keys.length);
});

test('letters count in either case, and plus without shift', () => {
  expect(findCommand({ ...plain, key: 'W' })).toEqual({ kind: 'tool', tool: 'window' });
  expect(findCommand({ ...plain, key: '=' })).toEqual({ kind: 'zoom', factor: 1.2 });
});

test('with Shift, arrows move the picture instead of the stack', () => {
  expect(findCommand({ ...plain, key: 'ArrowDown' })).toEqual({ kind: 'step', delta: 1 });
  expect(findCommand({ ...plain, key: 'ArrowDown', shiftKey: true })).toMatchObject({ kind: 'pan', x: 0 });
  expect(findCommand({ ...plain, key: '?', shiftKey: true })).toEqual({ kind: 'help' });
});

test('keys of the browser stay with it', () => {
  expect(findCommand({ ...plain, key: 'r', ctrlKey: true })).toBeUndefined();
  expect(findCommand({ ...plain, key: 'ü' })).toBeUndefined();
});

test('a command knows its key', () => {
  expect(shownKey({ kind: 'tool', tool: 'length' })).toBe('L');
  expect(shownKey({ kind: 'preset', place: 12 })).toBeUndefined();
});
