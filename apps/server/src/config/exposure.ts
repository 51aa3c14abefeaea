/**
 * Refuses configurations that would carry images in clear text across a network.
 *
 * HTTP on an address that other machines reach needs TLS here or a proxy that ends it. DICOM without TLS is what
 * scanners speak; `dicom.host` therefore starts at loopback, and opening it is a decision written down.
 */

import { isIPv4 } from 'node:net';
import { ConfigError } from './errors.ts';
import type { Config } from './settings.ts';

/** @throws ConfigError `unsafe-exposure`, `invalid-value` */
export function assertSafeExposure(config: Config): void {
  const { host, tls, trustedProxies } = config.http;
  assertPair('http.tls', tls);
  assertPair('dicomTls', config.dicomTls);
  if (config.dicomTls.clientCertificates !== 'none' && config.dicomTls.caFile === undefined) {
    throw new ConfigError(
      'invalid-value',
      'dicomTls.caFile: client certificates are checked against it; without it any public authority would do',
    );
  }
  if (isLoopback(host) || tls.certFile !== undefined || trustedProxies.length > 0) return;
  throw new ConfigError(
    'unsafe-exposure',
    'http.host: an address that other machines can reach needs http.tls.certFile and http.tls.keyFile, ' +
      'or http.trustedProxies naming the proxy that ends TLS',
  );
}

function assertPair(section: string, { certFile, keyFile }: { certFile?: string; keyFile?: string }): void {
  if ((certFile === undefined) === (keyFile === undefined)) return;
  const missing = `${section}.${certFile === undefined ? 'certFile' : 'keyFile'}`;
  throw new ConfigError('invalid-value', `${missing}: certificate and key are only of use together`);
}

/** True for addresses and names that only this machine reaches: RFC 1122 §3.2.1.3, RFC 4291 §2.5.3, RFC 6761 §6.3. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
  return (isIPv4(bare) && bare.startsWith('127.')) || bare === '::1' || bare.toLowerCase() === 'localhost';
}
