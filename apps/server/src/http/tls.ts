/** Certificate and key of HTTPS, and what is agreed on with browsers. Their renewal is `tls-files.ts`. */

import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';

/** BCP 195 (RFC 9325) §3.1.1 and §4.2: nothing older than 1.2, and in 1.2 only ECDHE with AEAD. */
export const httpsPolicy = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
  honorCipherOrder: true,
} as const satisfies SecureContextOptions;

export type TlsFiles = { readonly certFile: string; readonly keyFile: string };

/** Reads the pair and checks that it belongs together. @throws where a file is unreadable or the pair does not fit */
export function readTlsOptions(files: TlsFiles): SecureContextOptions {
  const options = { ...httpsPolicy, cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) };
  createSecureContext(options);
  return options;
}
