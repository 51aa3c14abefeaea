import type { PeerInput } from '@isocenter/contract/peers';
import { expect, test } from 'vitest';
import { wordsInEnglish } from '../../languages/words-in-english.ts';
import { checkPeer } from './check-peer.ts';

const t = wordsInEnglish();

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
  expect(checkPeer(t, peer)).toBeUndefined();
});

test('what is missing is said, one thing at a time', () => {
  expect(checkPeer(t, { ...peer, name: ' ' })).toMatch(/name/);
  for (const aeTitle of ['', 'A\\B', ' CT', 'SEVENTEEN_LETTERS'])
    expect(checkPeer(t, { ...peer, aeTitle })).toMatch(/AE title/);
  expect(checkPeer(t, { ...peer, host: 'dicom://x' })).toMatch(/host/);
  expect(checkPeer(t, { ...peer, port: 70_000 })).toMatch(/port/);
  expect(checkPeer(t, { ...peer, networks: ['10.0.0.0/8', 'ct.example'] })).toMatch(/ct\.example/);
  expect(checkPeer(t, { ...peer, tls: 'fingerprint', tlsFingerprint: 'ab' })).toMatch(/64/);
});
