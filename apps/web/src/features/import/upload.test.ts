import { describe, expect, test } from 'vitest';
import { readAnswer } from './upload.ts';

describe('what the node answers to a file', () => {
  test('a result says which study has received it', () => {
    const body = { outcome: 'stored', sopInstanceUid: '1.2.3', studyInstanceUid: '1.2', studyId: '7', findings: [] };
    expect(readAnswer(201, JSON.stringify(body))).toEqual({
      state: 'stored',
      study: { studyInstanceUid: '1.2', studyId: '7' },
    });
  });

  test('a refusal of the file itself is not worth another try', () => {
    const answer = readAnswer(
      422,
      JSON.stringify({ title: 'x', status: 422, code: 'truncated', detail: 'At byte 300.' }),
    );
    expect(answer).toMatchObject({ state: 'refused', reason: { code: 'truncated', detail: 'At byte 300.' } });
  });

  test('a full disk, an ended session and a page of some proxy are', () => {
    for (const text of [
      JSON.stringify({ title: 'Full', code: 'disk-full' }),
      JSON.stringify({ title: 'x', code: 'not-signed-in' }),
      '<html>',
    ]) {
      expect(readAnswer(503, text).state).toBe('failed');
    }
    expect(readAnswer(200, '<html>')).toMatchObject({ state: 'failed', reason: { code: 'unexpected' } });
  });
});
