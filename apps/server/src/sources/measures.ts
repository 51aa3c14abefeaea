/** Measures of sources for Prometheus, labelled by their ids. */

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Metrics } from '../http/metrics.ts';

export type SourceMeasures = {
  looked(source: number, outcome: 'answered' | 'failed'): void;
  reconciled(source: number, outcome: string, fetched: number): void;
};

export function createSourceMeasures(metrics: Metrics, db: Kysely<Database>): SourceMeasures {
  const registers = [metrics.registry];
  const looks = new metrics.Counter({
    name: 'isocenter_source_looks_total',
    help: 'How often sources were asked, by whether they answered',
    labelNames: ['source', 'outcome'],
    registers,
  });
  const studies = new metrics.Counter({
    name: 'isocenter_source_reconciled_total',
    help: 'Studies of sources that were looked into, by what became of them',
    labelNames: ['source', 'outcome'],
    registers,
  });
  const instances = new metrics.Counter({
    name: 'isocenter_source_fetched_instances_total',
    help: 'Instances that sources brought',
    labelNames: ['source'],
    registers,
  });
  new metrics.Gauge({
    name: 'isocenter_source_studies',
    help: 'Studies of sources, by state',
    labelNames: ['source', 'state'],
    registers,
    async collect() {
      const rows = await db
        .selectFrom('source_study')
        .select(['source_id', 'state', sql<number>`count(*)::integer`.as('studies')])
        .groupBy(['source_id', 'state'])
        .execute();
      this.reset();
      for (const { source_id, state, studies: count } of rows) this.set({ source: String(source_id), state }, count);
    },
  });
  new metrics.Gauge({
    name: 'isocenter_source_failing',
    help: '1 while a source cannot be asked',
    labelNames: ['source'],
    registers,
    async collect() {
      const rows = await db.selectFrom('source').select(['id', 'failures']).execute();
      this.reset();
      for (const { id, failures } of rows) this.set({ source: String(id) }, failures > 0 ? 1 : 0);
    },
  });
  return {
    looked: (source, outcome) => looks.inc({ source: String(source), outcome }),
    reconciled(source, outcome, fetched) {
      studies.inc({ source: String(source), outcome });
      if (fetched > 0) instances.inc({ source: String(source) }, fetched);
    },
  };
}
