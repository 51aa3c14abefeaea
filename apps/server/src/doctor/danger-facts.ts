/** Finds out what the table of dangers looks at, on this machine; what cannot be found out is left out. */

import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config/settings.ts';
import type { CertificateFacts, DangerFacts } from './dangers.ts';

const usersFile = '/etc/passwd';

/** Ids of people, as Linux distributions give them. */
const personIds = { from: 1000, to: 59_999 };

export function readDangerFacts(
  config: Config,
  now: Date,
  anyAddressPeers: DangerFacts['anyAddressPeers'],
): DangerFacts {
  return {
    config,
    now,
    anyAddressPeers,
    freeBytes: attempt(() => freeBytesOf(nearestExisting(config.data.dir))),
    loginUsers: attempt(() => countLoginUsers(readFileSync(usersFile, 'utf8'))),
    httpCertificate: readCertificate(config.http.tls.certFile),
    dicomCertificate: readCertificate(config.dicomTls.certFile),
  };
}

/** Counts the lines of passwd(5) that are people with a shell. */
export function countLoginUsers(users: string): number {
  return users.split('\n').filter((line) => {
    const [, , id = '', , , , shell = ''] = line.split(':');
    const isPerson = Number(id) >= personIds.from && Number(id) <= personIds.to;
    return isPerson && id !== '' && !/\/(nologin|false)$/.test(shell);
  }).length;
}

export function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

export function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function readCertificate(file: string | undefined): CertificateFacts | undefined {
  if (file === undefined) return undefined;
  return attempt(() => {
    const certificate = new X509Certificate(readFileSync(file));
    return { validTo: new Date(certificate.validTo), isSelfSigned: certificate.checkIssued(certificate) };
  });
}

/** A file that is not there or not readable is another part's finding. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
