/** What is still missing before a peer can be saved; the node checks again and has the last word. */

import type { PeerInput } from '@isocenter/contract/peers';

export function checkPeer({
  name,
  aeTitle,
  host,
  port,
  networks = [],
  tls,
  tlsFingerprint = '',
}: PeerInput): string | undefined {
  if (name.trim() === '') return 'Enter a name';
  if (!isAeTitle(aeTitle)) return 'The AE title needs 1 to 16 characters without backslash';
  if (!/^[0-9A-Za-z:._-]+$/.test(host)) return 'Enter a host name or an IP address';
  if (!Number.isInteger(port) || port < 1 || port > 65535) return 'The port is a number from 1 to 65535';
  const wrong = networks.find((network) => !/^[0-9A-Fa-f.:]+(\/\d{1,3})?$/.test(network));
  if (wrong !== undefined) return `${wrong} is neither an IP address nor a network`;
  if (tls === 'fingerprint' && !/^[0-9a-f]{64}$/.test(tlsFingerprint))
    return 'The fingerprint has 64 hexadecimal digits';
  return undefined;
}

/** PS3.5 Table 6.2-1, AE; spaces at either end are not significant and not taken. */
function isAeTitle(text: string): boolean {
  return /^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(text) && text.trim() === text;
}
