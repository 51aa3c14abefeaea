/**
 * Certificate and key of HTTPS, read again when their files change.
 *
 * Certificates are renewed by other programs: by replacing a file, a link, or the folder that a link names. All of
 * these change an entry of the folder that the configured path lies in, so the folders are watched. A pair that does
 * not belong together, as in the moment between two writes, is left alone and the old one stays in use.
 */

import { type FSWatcher, readFileSync, watch } from 'node:fs';
import type { Server } from 'node:https';
import { dirname } from 'node:path';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Logger } from '../logging.ts';

/** BCP 195 (RFC 9325) §3.1.1 and §4.2: nothing older than 1.2, and in 1.2 only ECDHE with AEAD. */
const policy = {
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

/** Writers of several files finish within this time; the last event counts. */
const settleMs = 100;

/** Reads the pair and checks that it belongs together. @throws where a file is unreadable or the pair does not fit */
export function readTlsOptions(files: TlsFiles): SecureContextOptions {
  const options = { ...policy, cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) };
  createSecureContext(options);
  return options;
}

/** Gives a server its new certificate whenever the files change; returns what ends the watching. */
export function watchTlsFiles(server: Server, files: TlsFiles, logger: Logger): () => void {
  let timer: NodeJS.Timeout | undefined;
  let current = fingerprint(files);

  function reload(): void {
    const next = fingerprint(files);
    if (next === undefined || next === current) return;
    try {
      server.setSecureContext(readTlsOptions(files));
      current = next;
      logger.info({}, 'the TLS certificate was reloaded');
    } catch (error) {
      logger.warn({ err: error }, 'the changed TLS files do not fit together; the old certificate stays in use');
    }
  }

  const folders = new Set([dirname(files.certFile), dirname(files.keyFile)]);
  const watchers: FSWatcher[] = [...folders].map((folder) =>
    watch(folder, { persistent: false }, () => {
      clearTimeout(timer);
      timer = setTimeout(reload, settleMs).unref();
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function fingerprint(files: TlsFiles): string | undefined {
  try {
    return readFileSync(files.certFile, 'latin1') + readFileSync(files.keyFile, 'latin1');
  } catch {
    return undefined; // In the moment of being replaced.
  }
}
