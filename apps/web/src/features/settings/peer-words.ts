/** What happened with a peer in words for an administrator: outcomes of tests, and the codes of what went wrong. */

import type { Peer, PeerTestResult } from '@isocenter/contract/peers';
import type { Words } from '../../languages/catalogue.ts';

/** Those of the codes that have a sentence; `status-xxxx` has one by its number. */
const failures = [
  ...(['peers.host-unknown', 'peers.host-refused', 'peers.connection-failed', 'peers.connection-lost'] as const),
  ...(['peers.tls-failed', 'peers.association-rejected', 'peers.association-aborted'] as const),
  ...(['peers.association-closed', 'peers.timeout', 'peers.context-not-accepted', 'peers.invalid-message'] as const),
  ...(['peers.tls-required', 'peers.too-many-associations', 'peers.aborted-by-peer', 'peers.aborted-by-node'] as const),
];

/** Returns a sentence for a code; the code itself stands with it for whoever has to look it up. */
export function describeFailure(t: Words, code: string): string {
  const status = /^status-([0-9a-f]{4})$/.exec(code)?.[1];
  if (status !== undefined) return describeStatus(t, Number.parseInt(status, 16));
  return t(failures.find((one) => one === `peers.${code}`) ?? 'peers.unknownFailure');
}

export type PeerTestKind = 'echo' | 'find' | 'store';

export function isFine(result: PeerTestResult): boolean {
  return result.kind === 'answered' && result.status === 0;
}

export function describeTest(t: Words, kind: PeerTestKind, result: PeerTestResult): string {
  if (result.kind === 'failed') return `${describeFailure(t, result.code)} (${result.code})`;
  if (result.status !== 0) return describeStatus(t, result.status);
  const ms = Math.round(result.durationMs);
  switch (kind) {
    case 'echo':
      return t('peers.answeredIn', { ms });
    case 'find':
      return t('peers.foundIn', { ms, count: result.matches ?? 0 });
    case 'store':
      return t('peers.storedIn', { ms });
  }
}

/** PS3.7 Annex C and PS3.4 Table B.2-1. */
function describeStatus(t: Words, status: number): string {
  const code = `${status.toString(16).toUpperCase().padStart(4, '0')}H`;
  if (status >> 8 === 0xa7) return t('peers.statusNoRoom', { code });
  if (status >> 8 === 0xa9) return t('peers.statusNotAnnounced', { code });
  if (status >> 12 === 0xc) return t('peers.statusNoSense', { code });
  switch (status) {
    case 0x0111:
      return t('peers.statusAlready', { code });
    case 0x0112:
      return t('peers.statusNoObject', { code });
    case 0x0122:
      return t('peers.statusKind', { code });
    case 0x0124:
      return t('peers.statusNotAllowed', { code });
    case 0x0211:
      return t('peers.statusNoService', { code });
    default:
      return t('peers.statusRefused', { code });
  }
}

/** Returns how the peer is secured, for a badge; undefined where nothing is. */
export function securityOf(t: Words, { tls, requireTls }: Pick<Peer, 'tls' | 'requireTls'>): string | undefined {
  if (requireTls) return tls === 'off' ? t('peers.tlsIn') : 'TLS';
  return tls === 'off' ? undefined : t('peers.tlsOut');
}
