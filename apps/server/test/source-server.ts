/**
 * A node that copies from archives, on an archive and a database of its own, with its outgoing queue: for tests of sources.
 * Nothing is polled; `idle` looks until nothing is due or under way on either side.
 */

import type { SourceInput } from '@isocenter/contract/sources';
import { sql } from 'kysely';
import { createMetrics } from '../src/http/metrics.ts';
import { HostAddresses } from '../src/peers/host-addresses.ts';
import type { PeerRow } from '../src/peers/repository.ts';
import { createSourceMeasures } from '../src/sources/measures.ts';
import { createSource } from '../src/sources/repository.ts';
import { SourceRunner } from '../src/sources/source-runner.ts';
import { silentLogger } from './database-server.ts';
import { openQueueServer, type QueueServer } from './delivery-queue.ts';

export type SourceServer = QueueServer & {
  readonly runner: SourceRunner;
  /** Forgets every source and peer, and sets the clock back to where it stood first. */
  forget(): Promise<void>;
  /** A node that works by itself until it is closed; the same after a kill where it has the same name. */
  start(owner: string): Promise<SourceRunner>;
  /** Adds a peer that is copied from, at a port of this machine. */
  source(port: number, changes?: Partial<SourceInput> & { readonly aeTitle?: string }): Promise<number>;
  pass(ms: number): void;
  idle(): Promise<void>;
  /** SOP Instance UIDs with this beginning that are served. */
  held(root: string): Promise<readonly string[]>;
  states(): Promise<readonly string[]>;
};

export async function openSourceServer(): Promise<SourceServer> {
  const base = await openQueueServer();
  const { db, queue } = base;
  const { now, audit } = base.server.server.deps;
  const { ingest, reader } = base.server.archive;
  const runners: SourceRunner[] = [];
  const create = (owner: string) => {
    const runner = new SourceRunner({
      ...{ db, reader, ingest, audit, now, owner },
      logger: silentLogger,
      hosts: new HostAddresses({ now }),
      aeTitle: 'ISOCENTER',
      tls: { requestor: () => undefined },
      random: () => 1,
      measures: createSourceMeasures(createMetrics(), db),
      queued: () => queue.wake(),
    });
    runners.push(runner);
    return runner;
  };
  const runner = create('test');
  let passed = 0;
  return {
    ...base,
    runner,
    async start(owner) {
      const another = create(owner);
      await another.start();
      return another;
    },
    async source(port, { aeTitle = 'ARCHIVE', ...changes } = {}) {
      const known = await db.selectFrom('peer').selectAll().where('ae_title', '=', aeTitle).executeTakeFirst();
      const peer: PeerRow = known ?? (await base.peer(port, aeTitle));
      await db
        .updateTable('peer')
        .set({ answers: ['find', 'get'], port })
        .where('id', '=', peer.id)
        .execute();
      const input = {
        ...{ name: `From ${aeTitle}`, peerId: String(peer.id), everyMinutes: 10, hours: [], lookBackDays: 2 },
        ...{ modalities: [], keys: {}, answerLimit: 500, maxConcurrent: 2 },
      };
      return createSource({ db, now }, { ...input, ...changes });
    },
    async forget() {
      await sql`truncate gateway.source, gateway.source_study, gateway.peer cascade`.execute(db);
      base.server.server.pass(-passed);
      passed = 0;
    },
    pass(ms) {
      passed += ms;
      base.server.server.pass(ms);
    },
    async idle() {
      await runner.idle();
      await queue.idle();
      await runner.idle();
    },
    async held(root) {
      await reader.settled();
      const rows = await db
        .selectFrom('instance')
        .select('sop_instance_uid')
        .where('state', '=', 'served')
        .where('sop_instance_uid', 'like', `${root}%`)
        .orderBy('sop_instance_uid')
        .execute();
      return rows.map((row) => row.sop_instance_uid);
    },
    async states() {
      const rows = await db.selectFrom('source_study').selectAll().orderBy('study_instance_uid').execute();
      return rows.map((row) => `${row.study_instance_uid} ${row.state}${row.code === null ? '' : ` ${row.code}`}`);
    },
    async close() {
      for (const one of runners) await one.close();
      await base.close();
    },
  };
}
