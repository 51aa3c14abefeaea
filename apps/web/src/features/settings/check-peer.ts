/** What is still missing before a peer can be saved; the node checks again and has the last word. */

import type { PeerInput } from '@isocenter/contract/peers';
import type { Words } from '../../languages/catalogue.ts';

export function checkPeer(t: Words, input: PeerInput): string | undefined {
  const { name, aeTitle, host, port, networks = [], tls, tlsFingerprint = '' } = input;
  if (name.trim() === '') return t('peers.enterName');
  if (!isAeTitle(aeTitle)) return t('peers.titleRule');
  if (!/^[0-9A-Za-z:._-]+$/.test(host)) return t('peers.hostRule');
  if (!Number.isInteger(port) || port < 1 || port > 65535) return t('peers.portRule');
  const wrong = networks.find((network) => !/^[0-9A-Fa-f.:]+(\/\d{1,3})?$/.test(network));
  if (wrong !== undefined) return t('peers.networkRule', { network: wrong });
  if (tls === 'fingerprint' && !/^[0-9a-f]{64}$/.test(tlsFingerprint)) return t('peers.fingerprintRule');
  return undefined;
}

/** PS3.5 Table 6.2-1, AE; spaces at either end are not significant and not taken. */
function isAeTitle(text: string): boolean {
  return /^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(text) && text.trim() === text;
}
