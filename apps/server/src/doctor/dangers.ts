/**
 * Set-ups that work and are dangerous, or do less than somebody believes: one table, which the start, `isocenter doctor` and the page about the node show.
 *
 * What would be refused at the start is `config/exposure.ts`'s. A row says what was found and what to do about it, and
 * names settings and numbers only.
 */

import type { ChannelSetting } from '@isocenter/contract/alerts';
import type { Danger, DangerCode } from '@isocenter/contract/dangers';
import { listChannelSettings } from '../alerts/channels.ts';
import { isLoopback } from '../config/exposure.ts';
import type { Config } from '../config/settings.ts';

export type CertificateFacts = { readonly validTo: Date; readonly isSelfSigned: boolean };

/** As the PostgreSQL client reads its address, with what the environment adds. */
export type DatabaseServer = { readonly host: string; readonly isEncrypted: boolean };

/** Everything the table looks at; undefined is what could not be found out. */
export type DangerFacts = {
  readonly config: Config;
  readonly now: Date;
  readonly freeBytes: number | undefined;
  /** People who can sign in to this machine, besides root. */
  readonly loginUsers: number | undefined;
  /** Enabled entries that may call from any address: with and without TLS required. */
  readonly anyAddressPeers: { readonly secure: number; readonly clear: number } | undefined;
  /** Enabled entries with an address outside private networks that this node calls without TLS. */
  readonly clearOutsidePeers: number | undefined;
  /** Of `database.url`. */
  readonly databaseServer: DatabaseServer | undefined;
  readonly httpCertificate: CertificateFacts | undefined;
  readonly dicomCertificate: CertificateFacts | undefined;
};

/** Below this a node fills its disk before somebody looks. */
const wantedFreeBytes = 10 * 2 ** 30;

const wantedCertificateDays = 14;
const dayMs = 86_400_000;

type Row = {
  readonly code: DangerCode;
  /** Returns what was found, undefined where there is nothing to say. */
  readonly find: (facts: DangerFacts) => string | undefined;
  readonly advice: string;
};

const table: readonly Row[] = [
  {
    code: 'dicom-clear-text',
    find: ({ config }) =>
      isLoopback(config.dicom.host)
        ? undefined
        : `DICOM without TLS can be reached from outside, on ${config.dicom.host}`,
    advice:
      'keep that network to devices alone, or set dicom.host to 127.0.0.1 and let devices in by dicomTls, see “DICOM over TLS”',
  },
  {
    code: 'peer-any-address',
    find: ({ anyAddressPeers: peers }) =>
      peers === undefined || peers.clear === 0
        ? undefined
        : `${count(peers.clear, 'peer')} may call from any address without TLS: whoever knows the AE title is let in`,
    advice: 'give them networks, or let them use TLS only, in Settings, Peers',
  },
  {
    code: 'client-certificates-off',
    find: ({ config: { dicom, dicomTls }, anyAddressPeers: peers }) =>
      dicomTls.certFile === undefined ||
      isLoopback(dicomTls.host ?? dicom.host) ||
      dicomTls.clientCertificates === 'required'
        ? undefined
        : peers === undefined || peers.secure === 0
          ? undefined
          : `${count(peers.secure, 'peer')} may call from any address, and TLS does not ask who it is`,
    advice: 'set dicomTls.clientCertificates to required, or give them networks',
  },
  {
    code: 'peer-clear-text-outside',
    find: ({ clearOutsidePeers: peers = 0 }) =>
      peers === 0
        ? undefined
        : `${count(peers, 'peer')} outside private networks would be called without TLS: images pass the Internet in clear text`,
    advice: 'let this node call them with TLS, in Settings, Peers, or by the address they have in a VPN',
  },
  {
    code: 'loopback-shared',
    find: ({ config, loginUsers = 0 }) =>
      config.dicom.allowLoopback && loginUsers > 1
        ? `${loginUsers} people can sign in to this machine, and each of their programs may read and store every study by DICOM`
        : undefined,
    advice: 'set dicom.allowLoopback to false and list the programs that may call as peers',
  },
  {
    code: 'loopback-behind-balancer',
    find: ({ config }) =>
      config.gateway.name !== undefined && config.dicom.allowLoopback
        ? 'a balancer on this machine calls from loopback: every device that reaches it may read and store every study by DICOM, under any AE title'
        : undefined,
    advice: 'set dicom.allowLoopback to false for each of the gateways and list the devices as peers',
  },
  {
    code: 'http-clear-text-to-proxy',
    find: ({ config: { http } }) =>
      !isLoopback(http.host) && http.tls.certFile === undefined
        ? 'HTTP between the proxy and this node is not encrypted'
        : undefined,
    advice: 'let the proxy run on this machine, or set http.tls.certFile and http.tls.keyFile for the stretch between',
  },
  {
    code: 'proxies-too-many',
    find: ({ config: { http } }) =>
      http.trustedProxies.some((proxy) => Number(/\/(\d+)$/.exec(proxy)?.[1] ?? 32) < 8)
        ? 'http.trustedProxies trusts nearly everybody to say who somebody is'
        : undefined,
    advice: 'name the addresses of the proxies alone',
  },
  {
    code: 'public-url-clear-text',
    find: ({ config: { http } }) =>
      http.publicUrl?.startsWith('http://') && !isLoopback(new URL(http.publicUrl).hostname)
        ? 'http.publicUrl sends people to a page without TLS: passwords and images pass in clear text'
        : undefined,
    advice: 'serve it by HTTPS and give http.publicUrl as https://…',
  },
  {
    code: 'database-clear-text',
    find: ({ databaseServer: server }) =>
      server === undefined || server.isEncrypted || isOnThisMachine(server.host)
        ? undefined
        : 'the database is on another machine and is reached without TLS: names, and the password, can be read on the way',
    advice: 'give database.url with sslmode=verify-full, and sslrootcert where its authority is your own',
  },
  {
    code: 'object-store-clear-text',
    find: ({ config }) =>
      isClearTextTo(config.storage.s3.endpoint)
        ? 'storage.s3.endpoint is on another machine and is reached without TLS'
        : undefined,
    advice: 'serve the store by HTTPS and give storage.s3.endpoint as https://…',
  },
  {
    code: 'web-hook-clear-text',
    find: ({ config }) =>
      isClearTextTo(config.alerts.webhookUrl) ? 'alerts are posted to another machine without TLS' : undefined,
    advice: 'give alerts.webhookUrl as https://…',
  },
  {
    code: 'mail-clear-text',
    find: ({ config: { mail } }) =>
      mail.host !== undefined && mail.security === 'none' && !isLoopback(mail.host)
        ? `mail goes to another machine without TLS${mail.password === undefined ? '' : ', and its password with it'}`
        : undefined,
    advice: 'set mail.security to starttls or tls, or send by a relay on this machine',
  },
  {
    code: 'sms-clear-text',
    find: ({ config }) =>
      isClearTextTo(config.sms.url) ? 'codes for telephones go to another machine without TLS' : undefined,
    advice: 'give sms.url as https://…',
  },
  {
    code: 'messages-in-folder',
    find: ({ config: { messages, mail, sms } }) =>
      messages.outboxDir !== undefined && (mail.host === undefined || sms.url === undefined)
        ? 'links and codes are written to a folder: whoever reads it can join care teams as somebody else'
        : undefined,
    advice: 'outside of development set mail.host and sms.url, and take messages.outboxDir away',
  },
  {
    code: 'mail-off',
    find: ({ config }) => findHalfSet(config, 'mail', 'nobody gets alerts by mail'),
    advice: 'set both mail.host and alerts.mailTo',
  },
  {
    code: 'web-hook-off',
    find: ({ config }) => findHalfSet(config, 'webhook', 'no alert is posted'),
    advice: 'set both alerts.webhookUrl and alerts.webhookSecret, or neither',
  },
  {
    code: 'http-certificate',
    find: ({ httpCertificate, now }) => findInCertificate('the certificate of HTTPS', httpCertificate, now),
    advice: 'renew it; the node takes the new files without a restart',
  },
  {
    code: 'dicom-certificate',
    find: ({ dicomCertificate, now }) => findInCertificate('the certificate of DICOM over TLS', dicomCertificate, now),
    advice: 'renew it; the node takes the new files without a restart',
  },
  {
    code: 'disk-almost-full',
    find: ({ freeBytes = Number.POSITIVE_INFINITY }) =>
      freeBytes < wantedFreeBytes ? `${(freeBytes / 2 ** 30).toFixed(1)} GiB are free` : undefined,
    advice: 'make room, or set data.dir to a larger disk: a full disk refuses images',
  },
];

export function findDangers(facts: DangerFacts): readonly Danger[] {
  return table.flatMap(({ code, find, advice }) => {
    const found = find(facts);
    return found === undefined ? [] : [{ code, found, advice }];
  });
}

/** A path is that of a socket. */
const isOnThisMachine = (host: string) => host.startsWith('/') || isLoopback(host);

function isClearTextTo(address: string | undefined): boolean {
  return address?.startsWith('http://') === true && !isLoopback(new URL(address).hostname);
}

/** A channel that lacks a setting is silent, and somebody believes that it is not. */
function findHalfSet(config: Config, channel: ChannelSetting['channel'], what: string): string | undefined {
  const setting = listChannelSettings(config).find((one) => one.channel === channel);
  if (setting === undefined || setting.isOn || setting.set.length === 0) return undefined;
  return `${what}: ${setting.set.join(', ')} is set and ${setting.missing.join(', ')} is not`;
}

function findInCertificate(name: string, facts: CertificateFacts | undefined, now: Date): string | undefined {
  if (facts === undefined) return undefined;
  const days = (facts.validTo.getTime() - now.getTime()) / dayMs;
  const what = facts.isSelfSigned ? `${name} is signed by itself and` : name;
  if (days < 0) return `${what} has expired on ${facts.validTo.toISOString().slice(0, 10)}`;
  return days < wantedCertificateDays ? `${what} expires in ${count(Math.floor(days), 'day')}` : undefined;
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
