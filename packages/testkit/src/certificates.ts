/**
 * Certificates for tests, made with the `openssl` program: an authority, and what it issues for this machine. Names and
 * keys are of the test alone and last a day.
 */

import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type CertificateFiles = {
  readonly certFile: string;
  readonly keyFile: string;
  /** SHA-256 of the certificate, 64 hexadecimal digits. */
  readonly sha256: string;
};

export type CertificateOptions = {
  /** Subject alternative names; default localhost and 127.0.0.1. */
  readonly alternativeNames?: string;
  /** Default 1; -1 for one that expired yesterday. */
  readonly days?: number;
};

/** DCMTK of Debian 12 takes RSA and P-256; both profiles of PS3.15 do as well. */
const keyArguments = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes `<name>.crt` and `<name>.key` of a new authority in the folder. */
export function makeAuthority(folder: string, name: string): CertificateFiles {
  const files = filesOf(folder, name);
  openssl(
    'req',
    '-x509',
    ...keyArguments,
    '-keyout',
    files.keyFile,
    '-out',
    files.certFile,
    '-days',
    '1',
    '-subj',
    `/CN=TEST ${name}`,
  );
  return withFingerprint(files);
}

/** Makes `<name>.crt` and `<name>.key`, issued by the authority. */
export function issueCertificate(
  folder: string,
  name: string,
  authority: CertificateFiles,
  { alternativeNames = 'DNS:localhost,IP:127.0.0.1', days = 1 }: CertificateOptions = {},
): CertificateFiles {
  const files = filesOf(folder, name);
  const request = join(folder, `${name}.csr`);
  const subject = ['-subj', `/CN=TEST ${name}`, '-addext', `subjectAltName=${alternativeNames}`];
  openssl('req', ...keyArguments, '-keyout', files.keyFile, '-out', request, ...subject);
  const issuer = ['-CA', authority.certFile, '-CAkey', authority.keyFile, '-CAcreateserial'];
  const length = ['-days', String(days), '-copy_extensions', 'copy'];
  openssl('x509', '-req', '-in', request, ...issuer, ...length, '-out', files.certFile);
  rmSync(request);
  return withFingerprint(files);
}

function filesOf(folder: string, name: string) {
  return { certFile: join(folder, `${name}.crt`), keyFile: join(folder, `${name}.key`) };
}

function withFingerprint(files: { readonly certFile: string; readonly keyFile: string }): CertificateFiles {
  const { fingerprint256 } = new X509Certificate(readFileSync(files.certFile));
  return { ...files, sha256: fingerprint256.replaceAll(':', '').toLowerCase() };
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}
