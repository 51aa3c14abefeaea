/** Measures of what comes in, of the index and of the log for Prometheus, whatever way an object takes. */

import type { Metrics } from '../http/metrics.ts';
import { segmentOf } from '../storage/log-position.ts';
import type { Ingest, IngestSink } from './archive.ts';
import type { Archive } from './open-archive.ts';

type MeasuredArchive = Pick<Archive, 'index' | 'ingest'> & { readonly log: Pick<Archive['log'], 'position'> };

/** Returns the archive's intake with everything counted that goes through it. */
export function measureArchive(metrics: Metrics, archive: MeasuredArchive, now: () => Date): Ingest {
  const registers = [metrics.registry];
  const objects = new metrics.Counter({
    name: 'isocenter_objects_total',
    help: 'Objects that came in, by code: stored, or why they were refused',
    labelNames: ['source', 'code'],
    registers,
  });
  const bytes = new metrics.Counter({
    name: 'isocenter_received_bytes_total',
    help: 'Bytes of data sets that came in, also of objects that were refused or broken off',
    labelNames: ['source'],
    registers,
  });
  const notIndexed = new Set<{ readonly atMs: number }>();
  measureIndex(metrics, archive, () => {
    const [oldest] = notIndexed;
    return oldest === undefined ? 0 : (now().getTime() - oldest.atMs) / 1000;
  });
  return {
    open(request) {
      const { source } = request.provenance;
      const received = bytes.labels(source);
      const sink = archive.ingest.open(request);
      const measured: IngestSink = {
        write(chunk) {
          received.inc(chunk.length);
          return sink.write(chunk);
        },
        async finish() {
          const result = await sink.finish();
          objects.inc({ source, code: result.kind === 'refused' ? result.code : 'stored' });
          if (result.kind === 'refused') return result;
          const waiting = { atMs: now().getTime() };
          notIndexed.add(waiting);
          void result.outcome.then(() => notIndexed.delete(waiting));
          return result;
        },
        abort: () => sink.abort(),
      };
      return measured;
    },
  };
}

function measureIndex(metrics: Metrics, { index, log }: MeasuredArchive, lagSeconds: () => number): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new metrics.Gauge({
      name,
      help,
      registers: [metrics.registry],
      collect() {
        this.set(value());
      },
    });
  gauge('isocenter_index_queued_objects', 'Objects that are durable and not found by queries yet', () => index.queued);
  gauge('isocenter_index_lag_seconds', 'For how long the oldest of them has been durable', lagSeconds);
  gauge('isocenter_index_failing', '1 while batches of the index fail', () => (index.failing ? 1 : 0));
  gauge('isocenter_index_position', 'Everything in the log up to here is indexed', () => index.position);
  gauge('isocenter_log_position', 'Where the log ends: segment times 2^32 plus offset', () => log.position());
  gauge('isocenter_log_segment', 'Number of the segment that is written', () => segmentOf(log.position()));
}
