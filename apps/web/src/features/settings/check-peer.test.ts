import type { PeerInput } from '@isocenter/contract/peers';
import { expect, test } from 'vitest';
import { checkPeer } from './check-peer.ts';

const peer: PeerInput = {
  name: 'Scanner',
  aeTitle: 'CT 1',
  host: '10.0.0.1',
  port: 104,
  verbs: [],
  conflictPolicy: 'first',
  checkAddress: true,
  enabled: true,
  note: '',
};

test('a peer that is complete can be saved', () => {
  expect(checkPeer(peer)).toBeUndefined();
});

test('what is missing is said, one thing at a time', () => {
  expect(checkPeer({ ...peer, name: ' ' })).toMatch(/name/);
  for (const aeTitle of ['', 'A\\B', ' CT', 'SEVENTEEN_LETTERS'])
    expect(checkPeer({ ...peer, aeTitle })).toMatch(/AE title/);
  expect(checkPeer({ ...peer, host: 'dicom://x' })).toMatch(/host/);
  expect(checkPeer({ ...peer, port: 70_000 })).toMatch(/port/);
  expect(checkPeer({ ...peer, networks: ['10.0.0.0/8', 'ct.example'] })).toMatch(/ct\.example/);
  expect(checkPeer({ ...peer, tls: 'fingerprint', tlsFingerprint: 'ab' })).toMatch(/64/);
});
