/**
 * TLS under an association: the secure transport connection profiles of PS3.15 §B.12 and §B.13, for both sides.
 *
 * Which certificates are trusted is the application's decision, which gives them here; files and their changes are its
 * business too.
 */

import { isIP } from 'node:net';
import { checkServerIdentity, connect, type SecureContextOptions, type TLSSocket } from 'node:tls';

/** BCP 195 TLS (§B.12), or Modified BCP 195 TLS (§B.13), which allows the strongest algorithms only. */
export type TlsProfile = 'bcp195' | 'bcp195-modified';

/** Keys of 256 bits; both profiles. */
const strongSuites = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
] as const;

const otherSuites = ['TLS_AES_128_GCM_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'] as const;

/** Certificate and key of ours, and the authorities we trust: PEM. */
export type TlsCredentials = Pick<SecureContextOptions, 'cert' | 'key' | 'ca'>;

/** Returns what a secure context of the profile is made of: TLS 1.2 or 1.3, ephemeral keys, authenticated encryption. */
export function secureContextOptions(profile: TlsProfile, credentials: TlsCredentials): SecureContextOptions {
  const suites = profile === 'bcp195' ? [...strongSuites, ...otherSuites] : strongSuites;
  return {
    minVersion: 'TLSv1.2',
    ciphers: suites.join(':'),
    // 256 bits and more, §B.13.
    ecdhCurve: 'X25519:P-256:P-384:P-521',
    honorCipherOrder: true,
    ...credentials,
  };
}

/** How a requestor decides that it speaks with the right peer. */
export type PeerTrust =
  /** A chain to an authority of ours, and the name it was called by. */
  | { readonly kind: 'authority'; readonly serverName: string }
  /** This very certificate, whoever issued it and whatever it says: SHA-256 of its DER form, 64 hexadecimal digits. */
  | { readonly kind: 'fingerprint'; readonly sha256: string };

export type RequestorTls = { readonly secureContext: SecureContextOptions; readonly trust: PeerTrust };

/** What an acceptor knows of the transport of a caller. */
export type TlsFacts = {
  /** `TLSv1.2` or `TLSv1.3` */
  readonly version: string;
  /** SHA-256 of the certificate that the caller has shown and proved; 64 hexadecimal digits. */
  readonly clientFingerprint: string | undefined;
};

/** The certificate shown is not the one that was pinned. */
const pinMismatchCode = 'ERR_TLS_FINGERPRINT';

/**
 * Connects; `secureConnect` is emitted once the peer is known to be the right one. Before that the socket ends with an
 * error that has the code of OpenSSL or Node, or `pinMismatchCode`.
 */
export function connectTls(host: string, port: number, { secureContext, trust }: RequestorTls): TLSSocket {
  const options = { ...secureContext, host, port };
  if (trust.kind === 'authority') {
    const { serverName } = trust;
    return connect({
      ...options,
      // An address is never a server name on the wire, RFC 6066 §3, but is checked against the certificate all the same.
      ...(isIP(serverName) === 0 && { servername: serverName }),
      checkServerIdentity: (_, certificate) => checkServerIdentity(serverName, certificate),
    });
  }
  const socket = connect({ ...options, rejectUnauthorized: false });
  socket.prependListener('secureConnect', () => {
    if (fingerprintOf(socket) === trust.sha256.toLowerCase()) return;
    socket.destroy(Object.assign(new Error('another certificate than the pinned one'), { code: pinMismatchCode }));
  });
  return socket;
}

/** Returns the SHA-256 fingerprint of the peer's certificate; undefined where it has shown none. */
export function fingerprintOf(socket: TLSSocket): string | undefined {
  return socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();
}

/** True for codes of errors that come from the TLS layer and not from the network. */
export function isTlsCode(code: string | undefined): boolean {
  return code !== undefined && (/^ERR_(SSL|TLS|OSSL)_/.test(code) || /CERT|CRL|ISSUER|SIGNATURE|EPROTO/.test(code));
}
