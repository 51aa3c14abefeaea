/**
 * TLS of DICOM: this node's certificate, shown to callers and to the peers it calls, and the authorities it trusts.
 *
 * The protocol is `@isocenter/dimse/tls`; which peer is called how, and who may call without, stands with each peer.
 */

import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { PeerTls } from '@isocenter/contract/peers';
import type { AcceptorTls } from '@isocenter/dimse/incoming-connections';
import { type RequestorTls, secureContextOptions } from '@isocenter/dimse/tls';
import { ConfigError } from '../config/errors.ts';
import type { Config } from '../config/settings.ts';
import type { Logger } from '../logging.ts';
import { watchTlsFiles } from '../tls-files.ts';

/** What an entry of the list of peers says about calling it. */
type CalledPeer = {
  readonly host: string;
  readonly tls: PeerTls;
  readonly tls_fingerprint: string | null;
};

export class DicomTls {
  readonly #config: Config['dicomTls'];
  #secureContext: SecureContextOptions;

  /** @throws ConfigError where a file is unreadable or certificate and key do not belong together */
  constructor(config: Config['dicomTls']) {
    this.#config = config;
    try {
      this.#secureContext = read(config);
    } catch (cause) {
      const keys = 'dicomTls.certFile, dicomTls.keyFile, dicomTls.caFile';
      throw new ConfigError('invalid-value', `${keys}: readable PEM files that belong together are needed`, { cause });
    }
  }

  /** Undefined where no certificate is configured, and therefore no listener. */
  acceptor(): AcceptorTls | undefined {
    const { certFile, clientCertificates } = this.#config;
    return certFile === undefined ? undefined : { secureContext: this.#secureContext, clientCertificates };
  }

  /** Returns how the peer is called; undefined without TLS. */
  requestor({ host, tls, tls_fingerprint: sha256 }: CalledPeer): RequestorTls | undefined {
    if (tls === 'off') return undefined;
    const secureContext = this.#secureContext;
    if (tls === 'authority') return { secureContext, trust: { kind: 'authority', serverName: host } };
    // The table has no entry to be pinned without a fingerprint; an empty one is nobody's.
    return { secureContext, trust: { kind: 'fingerprint', sha256: sha256 ?? '' } };
  }

  /** Reads the files again when they change and tells of it; returns what ends that. */
  watch(changed: (secureContext: SecureContextOptions) => void, logger: Logger): () => void {
    const { certFile, keyFile, caFile } = this.#config;
    const files = [certFile, keyFile, caFile].filter((file) => file !== undefined);
    const reload = () => {
      this.#secureContext = read(this.#config);
      changed(this.#secureContext);
    };
    return watchTlsFiles(files, reload, logger);
  }
}

function read({ certFile, keyFile, caFile, profile }: Config['dicomTls']): SecureContextOptions {
  const options = secureContextOptions(profile, {
    ...(certFile !== undefined && { cert: readFileSync(certFile) }),
    ...(keyFile !== undefined && { key: readFileSync(keyFile) }),
    ...(caFile !== undefined && { ca: readFileSync(caFile) }),
  });
  createSecureContext(options);
  return options;
}
