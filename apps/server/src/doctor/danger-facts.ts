/** Finds out what the table of dangers looks at, on this machine; what cannot be found out is left out. */

import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';
import { isPrivateAddress } from '../access/network-address.ts';
import type { Config } from '../config/settings.ts';
import type { HostAddresses } from '../peers/host-addresses.ts';
import type { PeerExposure } from '../peers/repository.ts';
import type { CertificateFacts, DangerFacts, DatabaseServer } from './dangers.ts';

const usersFile = '/etc/passwd';

/** Ids of people, as Linux distributions give them. */
const personIds = { from: 1000, to: 59_999 };

export type DangerSources = {
  readonly config: Config;
  readonly now: Date;
  /** Undefined where the database cannot be asked. */
  readonly peers: PeerExposure | undefined;
  readonly hosts: Pick<HostAddresses, 'find'>;
};

export async function readDangerFacts({ config, now, peers, hosts }: DangerSources): Promise<DangerFacts> {
  return {
    config,
    now,
    anyAddressPeers: peers?.anyAddress,
    clearOutsidePeers: peers && (await countOutside(peers.hostsCalledInClear, hosts)),
    databaseServer: attempt(() => databaseServerOf(config.database.url)),
    freeBytes: attempt(() => freeBytesOf(nearestExisting(config.data.dir))),
    loginUsers: attempt(() => countLoginUsers(readFileSync(usersFile, 'utf8'))),
    httpCertificate: readCertificate(config.http.tls.certFile),
    dicomCertificate: readCertificate(config.dicomTls.certFile),
  };
}

/** Counts the hosts that have an address outside private networks; a name that leads nowhere has none. */
async function countOutside(names: readonly string[], hosts: DangerSources['hosts']): Promise<number> {
  const found = await Promise.all(names.map((name) => hosts.find(name)));
  return found.filter((addresses) => addresses.some((address) => !isPrivateAddress(address))).length;
}

/** A client that is never connected: what `sslmode` and the variables of the environment amount to is its own matter. */
function databaseServerOf(connectionString: string | undefined): DatabaseServer | undefined {
  if (connectionString === undefined) return undefined;
  const { host, ssl } = new pg.Client({ connectionString });
  return { host, isEncrypted: Boolean(ssl) };
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
