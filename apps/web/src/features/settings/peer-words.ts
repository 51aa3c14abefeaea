/** What happened with a peer in words for an administrator: outcomes of tests, and the codes of what went wrong. */

import type { Peer, PeerTestResult } from '@isocenter/contract/peers';

const failures: Readonly<Record<string, string>> = {
  'host-unknown': 'The name of the host leads nowhere. Check how it is written.',
  'host-refused': 'No device can have this address.',
  'connection-failed': 'Nobody answers at this host and port. Check both, and whether a firewall is between.',
  'connection-lost': 'The connection broke off. The other side may speak another protocol, or insist on TLS.',
  'tls-failed': 'No secure connection came about. Check the certificates of both sides, and whether it uses TLS here.',
  'association-rejected': 'It refuses this node. Check both AE titles, and that it knows this node.',
  'association-aborted': 'It broke off in the middle.',
  'association-closed': 'The association had ended already.',
  timeout: 'It took too long to answer.',
  'context-not-accepted': 'It does not offer this service.',
  'invalid-message': 'It answers in a way that breaks the standard.',
  'tls-required': 'It called without TLS, which its entry asks for.',
  'too-many-associations': 'It opened more associations at a time than its entry allows.',
  'aborted-by-peer': 'It broke off an association.',
  'aborted-by-node': 'This node broke off an association: what came broke the protocol.',
};

/** Returns a sentence for a code; the code itself stands with it for whoever has to look it up. */
export function describeFailure(code: string): string {
  const status = /^status-([0-9a-f]{4})$/.exec(code)?.[1];
  if (status !== undefined) return describeStatus(Number.parseInt(status, 16));
  return failures[code] ?? 'Something went wrong.';
}

export type PeerTestKind = 'echo' | 'find' | 'store';

export function isFine(result: PeerTestResult): boolean {
  return result.kind === 'answered' && result.status === 0;
}

export function describeTest(kind: PeerTestKind, result: PeerTestResult): string {
  if (result.kind === 'failed') return `${describeFailure(result.code)} (${result.code})`;
  if (result.status !== 0) return describeStatus(result.status);
  const time = `${Math.round(result.durationMs)} ms`;
  switch (kind) {
    case 'echo':
      return `It answered in ${time}.`;
    case 'find':
      return `It answered the search in ${time}: ${result.matches ?? 0} studies of the test patient.`;
    case 'store':
      return `It took the test picture in ${time}. Delete it there.`;
  }
}

/** PS3.7 Annex C and PS3.4 Table B.2-1. */
function describeStatus(status: number): string {
  const code = `${status.toString(16).toUpperCase().padStart(4, '0')}H`;
  if (status >> 8 === 0xa7) return `It has no room for it (${code}).`;
  if (status >> 8 === 0xa9) return `What was sent is not what was announced (${code}).`;
  if (status >> 12 === 0xc) return `It could not make sense of it (${code}).`;
  const known: Readonly<Record<number, string>> = {
    273: 'It has this object already',
    274: 'There is no such object',
    290: 'It does not take this kind of object',
    292: 'It does not allow this',
    529: 'It does not offer this service',
  };
  return `${known[status] ?? 'It refused'} (${code}).`;
}

/** Returns how the peer is secured, for a badge; undefined where nothing is. */
export function securityOf({ tls, requireTls }: Pick<Peer, 'tls' | 'requireTls'>): string | undefined {
  if (requireTls) return tls === 'off' ? 'TLS in' : 'TLS';
  return tls === 'off' ? undefined : 'TLS out';
}
