import { describe, expect, it } from 'vitest';
import { createResourceUrls } from './resource-urls.ts';
import { type StowFailureCode, type StowResult, storeResponse, storeStatus } from './stow-response.ts';

const urls = createResourceUrls(() => 'https://node.example');
const identity = { sopClassUid: '1.2.3', sopInstanceUid: '2.25.1' };
const stored: StowResult = { kind: 'stored', ...identity, seriesInstanceUid: '2.25.3', studyInstanceUid: '2.25.4' };
const failed = (code: StowFailureCode): StowResult => ({ kind: 'failed', code, identity });
const reasonOf = (code: StowFailureCode) => {
  const [item] = storeResponse([failed(code)], urls)['00081198']?.Value ?? [];
  return item;
};

describe('storeStatus', () => {
  it.each<[number, StowResult[]]>([
    [200, [stored, stored]],
    [202, [stored, failed('truncated')]],
    [409, [failed('truncated'), failed('out-of-resources')]],
    [503, [failed('out-of-resources'), failed('database-unavailable')]],
    [507, [failed('out-of-resources'), failed('out-of-resources')]],
  ])('%i', (status, results) => expect(storeStatus(results)).toBe(status));
});

describe('storeResponse', () => {
  it.each<[StowFailureCode, number]>([
    ['out-of-resources', 0xa700],
    ['database-unavailable', 0xa700],
    ['missing-uid', 0xa900],
    ['study-mismatch', 0xa900],
    ['not-dicom', 0xc000],
    ['processing-failure', 0x0110],
    ['different-content', 0x0111],
    ['sop-class-disabled', 0x0122],
  ])('gives %s its Failure Reason', (code, reason) => {
    expect(reasonOf(code)).toMatchObject({ '00081197': { vr: 'US', Value: [reason] } });
  });

  it('has no address of its own where several studies were stored', () => {
    const other: StowResult = { ...stored, studyInstanceUid: '2.25.5' };
    expect(storeResponse([stored, other], urls)['00081190']).toBeUndefined();
    expect(storeResponse([stored, stored], urls)['00081190']?.Value).toEqual([
      'https://node.example/dicom-web/studies/2.25.4',
    ]);
  });
});
