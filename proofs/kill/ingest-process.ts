/**
 * The way in of a node and nothing else, as a process to be killed: the DICOM listener, intake, log and index, over a
 * PostgreSQL that lives on. Forked by `kill-ingest.ts`, which sends it what was stored before; it answers what is wrong
 * with that and where it listens.
 *
 * usage: fork('ingest-process.ts', [DATA_DIR])
 */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { listenDimse } from '@isocenter/dimse/server';
import { dimseStatus } from '@isocenter/dimse/status';
import { type Archive, openArchive } from '../../apps/server/src/archive/open-archive.ts';
import { auditDir, openAudit } from '../../apps/server/src/audit/audit.ts';
import { type OpenDatabase, openDatabase } from '../../apps/server/src/database/database.ts';
import type { Caller } from '../../apps/server/src/dimse/admission.ts';
import { openStore } from '../../apps/server/src/dimse/store-verb.ts';
import { createNativeDecoder } from '../../apps/server/src/rendering/native-decoder.ts';
import { createRenderer } from '../../apps/server/src/rendering/renderer.ts';
import { listInstances } from '../../apps/server/src/retrieval/instance-repository.ts';
import { version } from '../../apps/server/src/version.ts';

/** What was sent in one life of the process, digests of the data sets by SOP Instance UID. */
export type StoredStudy = {
  readonly studyInstanceUid: string;
  readonly sent: Readonly<Record<string, string>>;
  readonly acknowledged: readonly string[];
};

export type IngestReady = { readonly port: number; readonly violations: readonly string[] };

const logger = { debug() {}, info() {}, warn() {}, error() {} };
const maxConnections = 6;

const proof = { kind: 'system', name: 'proof' } as const;

const caller: Caller = {
  subject: { kind: 'peer', aet: 'LOAD', address: '127.0.0.1', peerId: undefined, verbs: ['store'] },
  conflictPolicy: 'first',
};

process.once('message', (studies: readonly StoredStudy[]) => {
  start(process.argv[2] ?? '', studies).then(
    (ready) => {
      process.send?.(ready);
      // It is written at the end of a process, and this one has none.
      flushCompileCache();
    },
    (error: unknown) => {
      throw error;
    },
  );
});

async function start(dataDir: string, studies: readonly StoredStudy[]): Promise<IngestReady> {
  const database = await openDatabase({
    url: undefined,
    dataDir,
    maxConnections,
    as: 'guest',
    logger,
    migrations: 'none',
  });
  const { db } = database;
  const sopClasses = { refused: [], acceptPrivate: true };
  const decoder = createNativeDecoder(createRenderer());
  const archive = await openArchive({ dataDir, db, logger, decoder, sopClasses });
  const audit = await openAudit({ db, dir: auditDir(dataDir), logger, version });
  const violations: string[] = [];
  for (const study of studies) violations.push(...(await checkStudy(archive, database, study)));
  violations.push(...(await findOrphans(archive, dataDir)));
  const now = () => new Date();
  const server = await listenDimse<Caller>({
    host: '127.0.0.1',
    port: 0,
    accept: (request) => ({ ...acceptAll(request), context: caller }),
    verbs: {
      echo: () => dimseStatus.success,
      store: (request, association) => openStore(request, association, { ...archive, db, audit, logger, now }),
    },
  });
  return { port: server.port, violations };
}

/** @returns what is wrong, in words */
async function checkStudy(archive: Archive, { db }: OpenDatabase, study: StoredStudy): Promise<readonly string[]> {
  const { studyInstanceUid, sent } = study;
  const listed = await listInstances({ db, archive: archive.reader }, proof, { studyInstanceUid });
  const found = new Set(listed.map(({ sopInstanceUid }) => sopInstanceUid));
  const violations = study.acknowledged
    .filter((uid) => !found.has(uid))
    .map(() => 'an acknowledged object is not in the index');
  for (const { sopInstanceUid, location } of listed) {
    const hash = createHash('sha256');
    for await (const chunk of archive.reader.read(location)) hash.update(chunk);
    if (hash.digest('hex') !== sent[sopInstanceUid]) violations.push('an object is not what was sent');
  }
  return violations;
}

/** Looks for files that no record of the log names. */
async function findOrphans({ log }: Archive, dataDir: string): Promise<readonly string[]> {
  const folder = join(dataDir, 'blobs', 'objects');
  if (!existsSync(folder)) return [];
  let named = 0;
  for await (const entry of log.entriesSince(0)) {
    if (entry.kind === 'damaged') return ['a stretch of the log is damaged'];
    if (entry.kind === 'instance' && entry.location.file !== undefined) named += 1;
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(obj|part)$/.test(name));
  return files.length === named ? [] : [`${files.length} files of large objects, of which records name ${named}`];
}
