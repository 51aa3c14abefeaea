import { describe, expect, test } from 'vitest';
import { type ChainEntry, chainStart, entryOf, hashEntry } from './chain.ts';

const at = new Date('2026-01-02T03:04:05.678Z');

const entry: ChainEntry = {
  sequence: 1,
  at,
  action: 'study:read',
  outcome: 'success',
  subject_kind: 'user',
  subject_id: '7',
  subject_name: null,
  object_kind: 'study',
  object_id: '12',
  address: '192.0.2.1',
  details: { keys: ['q'], count: 2 },
};

describe('the hash of an entry', () => {
  test('stays what it was when version 1 was released', () => {
    expect(hashEntry(chainStart, entry).toString('hex')).toMatchInlineSnapshot(
      `"c357b1daad07b634d2261f74f911185e4668bead45c220ce15bf460f45e5abbf"`,
    );
  });

  test('does not depend on the order of the details', () => {
    const turned = { ...entry, details: { count: 2, keys: ['q'] } };
    expect(hashEntry(chainStart, turned)).toEqual(hashEntry(chainStart, entry));
  });

  test('depends on the entry before and on every member', () => {
    const other: ChainEntry = {
      sequence: 2,
      at: new Date(at.getTime() + 1),
      action: 'study:search',
      outcome: 'denied',
      subject_kind: 'token',
      subject_id: null,
      subject_name: 'x',
      object_kind: null,
      object_id: '13',
      address: null,
      details: { keys: ['q'], count: 3 },
    };
    const keys = Object.keys(entry) as (keyof ChainEntry)[]; // Object.keys of a literal: its own names.
    const changed = keys.map((key) => hashEntry(chainStart, { ...entry, [key]: other[key] }));
    const all = [hashEntry(chainStart, entry), hashEntry(hashEntry(chainStart, entry), entry), ...changed];
    expect(new Set(all.map((hash) => hash.toString('hex'))).size).toBe(keys.length + 2);
  });
});

describe('the entry of an event', () => {
  test('names users and tokens by id alone, peers by AE title', () => {
    const base = { action: 'session:sign-in', outcome: 'success' } as const;
    const user = { kind: 'user', userId: 7, role: 'admin', email: 'test@example.invalid' } as const;
    expect(entryOf({ ...base, subject: user }, at, 1)).toMatchObject({ subject_id: '7', subject_name: null });
    const peer = { kind: 'peer', aet: 'TEST_CT', address: '192.0.2.1', peerId: undefined, verbs: [] } as const;
    expect(entryOf({ ...base, subject: peer }, at, 1)).toMatchObject({ subject_id: null, subject_name: 'TEST_CT' });
  });

  test('holds only text and numbers that come back from the database unchanged', () => {
    const details = { text: 'a\0b\ud800', number: 0.1, list: ['\0'], zero: -0 };
    const subject = { kind: 'anonymous' } as const;
    const { details: stored } = entryOf({ action: 'study:read', outcome: 'success', subject, details }, at, 1);
    expect(stored).toEqual({ text: 'ab\ufffd', number: 'not an integer', list: [''], zero: 0 });
  });
});
