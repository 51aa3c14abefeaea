/**
 * Looks at everything a node needs, one part after the other, and changes nothing: what is found, and what to do where
 * it is not enough. A node may run meanwhile.
 */

import { X509Certificate } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { assertSafeExposure } from '../config/exposure.ts';
import type { Config } from '../config/settings.ts';
import { DicomTls } from '../dimse/tls.ts';
import { readTlsOptions } from '../http/tls.ts';
import { webApplicationDir } from '../http/web-application.ts';
import { HostAddresses } from '../peers/host-addresses.ts';
import { listSpools } from '../storage/spool-folders.ts';
import { freeBytesOf, nearestExisting, readDangerFacts } from './danger-facts.ts';
import { findDangers } from './dangers.ts';
import { examineAudit } from './examine-audit.ts';
import { countFailedOrdersOf, countUnreadSeriesOf, examineDatabase, surveyPeersOf } from './examine-database.ts';
import { examineObjectStore } from './examine-object-store.ts';
import type { Finding } from './finding.ts';

/** Below this a node fills its disk before somebody looks. */
const wantedFreeBytes = 10 * 2 ** 30;

/** A disk that takes longer than this for one small write keeps few scanners happy. */
const wantedSyncMs = 50;

const wantedCertificateDays = 14;

export type ExamineOptions = { readonly config: Config; readonly configFile: string | undefined };

export async function* examine({ config, configFile }: ExamineOptions): AsyncIterable<Finding> {
  yield { name: 'node', ok: true, found: `${process.version}, process of user ${process.getuid?.() ?? '?'}` };
  yield { name: 'configuration', ok: true, found: configFile ?? 'defaults and environment' };
  yield examineExposure(config);
  yield* examineDisk(config.data.dir);
  yield* examineSharing(config);
  yield* examineObjectStore(config);
  yield* examineDatabase(config);
  yield* examineUnread(config);
  yield* examineAudit(config);
  yield await examinePort('http', config.http.host, config.http.port);
  yield await examinePort('dicom', config.dicom.host, config.dicom.port);
  if (config.dicomTls.certFile !== undefined) {
    yield await examinePort('dicomTls', config.dicomTls.host ?? config.dicom.host, config.dicomTls.port);
    yield examineDicomTls(config);
  }
  yield* examineCertificate(config);
  yield examineWebApplication();
  const now = () => new Date();
  const peers = await surveyPeersOf(config);
  const facts = await readDangerFacts({ config, now: now(), peers, hosts: new HostAddresses({ now }) });
  for (const { code, found, advice } of findDangers(facts)) {
    // The disk and the certificate have findings of their own above.
    if (code === 'disk-almost-full' || code === 'http-certificate') continue;
    yield { name: 'careful', ok: false, isWarning: true, found, advice };
  }
}

function examineExposure(config: Config): Finding {
  try {
    assertSafeExposure(config);
    return { name: 'exposure', ok: true, found: `HTTP on ${config.http.host}, DICOM on ${config.dicom.host}` };
  } catch (error) {
    return { name: 'exposure', ok: false, found: 'would be refused at the start', advice: messageOf(error) };
  }
}

async function* examineDisk(dataDir: string): AsyncIterable<Finding> {
  const folder = nearestExisting(dataDir);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    const advice = `make ${folder} writable for this user, or set data.dir`;
    yield { name: 'data', ok: false, found: `${folder} is not writable`, advice };
    return;
  }
  yield { name: 'data', ok: true, found: folder === dataDir ? dataDir : `${dataDir} (made at the first start)` };
  const free = freeBytesOf(folder);
  yield {
    name: 'disk space',
    ok: free >= wantedFreeBytes,
    found: `${(free / 2 ** 30).toFixed(1)} GiB free`,
    advice: 'make room, or set data.dir to a larger disk: a full disk refuses images',
  };
  const ms = await measureSync(folder);
  yield {
    name: 'disk sync',
    ok: ms <= wantedSyncMs,
    found: `${ms.toFixed(1)} ms for a small durable write (median of 9)`,
    advice: 'every acknowledgement waits for this: use a local SSD for data.dir',
  };
}

/** Nothing where everything is read. */
async function* examineUnread(config: Config): AsyncIterable<Finding> {
  const series = (await countUnreadSeriesOf(config)) ?? 0;
  if (series === 0) return;
  yield {
    name: 'older series',
    ok: false,
    isWarning: true,
    found: `${series} are not found yet by the attributes that this version added`,
    advice: 'a running node reads their headers; where they do not get fewer in ten minutes, the log says why',
  };
}

/** Nothing for a node by itself. */
async function* examineSharing(config: Config): AsyncIterable<Finding> {
  const { data, database, gateway } = config;
  const spools = listSpools(data.dir).length;
  if (gateway.name === undefined && spools === 1) return;
  yield {
    name: 'gateways',
    ok: gateway.name === undefined || database.url !== undefined,
    found: `${gateway.name === undefined ? 'by itself' : `named ${gateway.name}`}; ${spools} spools in data.dir`,
    advice: 'gateways that share data.dir share a PostgreSQL server, too: set database.url',
  };
  const { orders = 0, code } = (await countFailedOrdersOf(config)) ?? {};
  yield {
    name: 'orders',
    ok: orders === 0,
    found: orders === 0 ? 'none failed' : `${orders} among gateways failed, with ${code}, and are tried again`,
    advice: 'see what the gateway that has the spool logs with order-failed',
  };
}

async function measureSync(folder: string): Promise<number> {
  const path = join(folder, `.isocenter-doctor-${process.pid}`);
  const file = await open(path, 'w', 0o600);
  const times: number[] = [];
  try {
    for (let round = 0; round < 9; round++) {
      const start = performance.now();
      await file.write(new Uint8Array(4096), 0, 4096, round * 4096);
      await file.datasync();
      times.push(performance.now() - start);
    }
  } finally {
    await file.close();
    await unlink(path);
  }
  return times.sort((a, b) => a - b)[4] ?? 0;
}

/** A port in use is what one expects beside a running node, so it is a note and not a failure. */
function examinePort(name: string, host: string, port: number): Promise<Finding> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      const found = isTaken
        ? `${host}:${port} is in use: by a running node, or by another program`
        : `${host}:${port}: ${error.code}`;
      const advice = `choose an address and port of this machine that you may use: ${name}.host, ${name}.port`;
      resolve({ name: `${name} port`, ok: isTaken, found, advice });
    });
    probe.listen({ host, port }, () => {
      probe.close(() => resolve({ name: `${name} port`, ok: true, found: `${host}:${port} is free` }));
    });
  });
}

function* examineCertificate(config: Config): Iterable<Finding> {
  const { certFile, keyFile } = config.http.tls;
  if (certFile === undefined || keyFile === undefined) return;
  try {
    readTlsOptions({ certFile, keyFile });
    const { validTo } = new X509Certificate(readFileSync(certFile));
    const days = (Date.parse(validTo) - Date.now()) / 86_400_000;
    const advice = 'renew it; the node takes the new files without a restart';
    yield { name: 'certificate', ok: days >= wantedCertificateDays, found: `valid until ${validTo}`, advice };
  } catch (error) {
    const advice = 'http.tls.certFile and http.tls.keyFile must be a readable PEM pair that belongs together';
    yield { name: 'certificate', ok: false, found: codeOf(error), advice };
  }
}

function examineDicomTls(config: Config): Finding {
  try {
    new DicomTls(config.dicomTls);
    return { name: 'dicomTls files', ok: true, found: 'certificate, key and authorities fit together' };
  } catch (error) {
    return { name: 'dicomTls files', ok: false, found: 'cannot be used', advice: messageOf(error) };
  }
}

function examineWebApplication(): Finding {
  const isBuilt = existsSync(join(webApplicationDir, 'index.html'));
  const found = isBuilt ? 'built' : 'not built';
  return { name: 'web application', ok: isBuilt, found, advice: 'run npm run prepare in the folder of the clone' };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'not readable';
}
