/** Earlier studies are asked for at each archive by itself; archives that answer with none, one of them when it is told to. */

import { once } from 'node:events';
import { explicitVrLittleEndian as syntax } from '@isocenter/dicom/transfer-syntax';
import { chooseContexts } from '@isocenter/dimse/negotiation';
import { type DimseServer, listenDimse } from '@isocenter/dimse/server';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLogger } from '../../test/database-server.ts';
import { type DicomwebServer, imageAttributes, openDicomwebServer } from '../../test/dicomweb-server.ts';
import { loadConfig } from '../config/load.ts';
import { DicomTls } from '../dimse/tls.ts';
import { createMetrics } from '../http/metrics.ts';
import { HostAddresses } from '../peers/host-addresses.ts';
import { createPeer } from '../peers/repository.ts';
import { Prefetcher } from './prefetcher.ts';

let server: DicomwebServer;
let prefetcher: Prefetcher;
const archives: DimseServer[] = [];

beforeAll(async () => {
  server = await openDicomwebServer();
  const { db, audit, now } = server.server.deps;
  const { reader, ingest } = server.archive;
  await server.store(imageAttributes({}));
  await reader.settled();
  prefetcher = new Prefetcher({
    ...{ db, audit, now, reader, ingest, logger: silentLogger, metrics: createMetrics(), aeTitle: 'ISOCENTER' },
    hosts: new HostAddresses({ now }),
    tls: new DicomTls(loadConfig({ environment: {}, workingDir: '/' }).config.dicomTls),
  });
});
afterAll(async () => {
  prefetcher.close();
  await Promise.all(archives.map((archive) => archive.close(0)));
  await server.close();
});

/** Adds a peer that answers a query when `until` resolves. */
async function addArchive(aeTitle: string, until: () => Promise<unknown>): Promise<void> {
  const archive = await listenDimse({
    ...{ host: '127.0.0.1', port: 0 },
    accept: ({ contexts }) => ({
      kind: 'accept',
      contexts: chooseContexts(contexts, () => [syntax.uid]),
      context: undefined,
    }),
    verbs: {
      echo: () => 0,
      store: () => ({ status: 0x0211 }),
      // biome-ignore lint/correctness/useYield: it has no studies
      async *find() {
        await until();
      },
    },
  });
  archives.push(archive);
  const { db, now } = server.server.deps;
  const peer = { name: aeTitle, aeTitle, host: '127.0.0.1', port: archive.port, verbs: [], note: '' };
  const rest = { answers: ['find', 'get'] as ('find' | 'get')[], checkAddress: true, enabled: true };
  await createPeer({ db, now }, { ...peer, ...rest, conflictPolicy: 'first' });
}

async function request(from: string): Promise<void> {
  const { db, now } = server.server.deps;
  await sql`
    insert into gateway.prefetch (study_instance_uid, patient_key, rule_id, wanted, state, next_at, created_at)
    select study_instance_uid, identity_key, 1, ${JSON.stringify({ from, maximum: 1 })}::jsonb, 'waiting',
      ${now()}::timestamptz, ${now()}::timestamptz
    from gateway.study s join gateway.patient p on p.id = s.patient_id`.execute(db);
}

async function states(): Promise<readonly string[]> {
  const rows = await server.server.deps.db
    .selectFrom('prefetch')
    .select(['wanted', 'state', 'failure'])
    .orderBy('id')
    .execute();
  return rows.map(({ wanted, state, failure }) => `${wanted.from} ${failure ?? state}`);
}

test('an archive that is slow holds up its own requests and nobody else’s', async () => {
  const asked = new EventTarget();
  const answer = Promise.withResolvers<void>();
  await addArchive('SLOW', () => {
    asked.dispatchEvent(new Event('slow'));
    return answer.promise;
  });
  await addArchive('QUICK', () => Promise.resolve());
  for (const from of ['SLOW', 'SLOW', 'QUICK', 'GONE', 'QUICK']) await request(from);
  const slow = once(asked, 'slow');
  prefetcher.wake();
  await slow;
  await expect
    .poll(states)
    .toEqual(['SLOW waiting', 'SLOW waiting', 'QUICK done', 'GONE connection-failed', 'QUICK done']);
  answer.resolve();
  await prefetcher.idle();
  expect((await states()).slice(0, 2)).toEqual(['SLOW done', 'SLOW done']);
  // What is asked for later is taken up by itself.
  await request('QUICK');
  prefetcher.wake();
  await prefetcher.idle();
  expect((await states()).at(-1)).toBe('QUICK done');
});
