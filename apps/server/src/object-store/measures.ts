/** Measures of what moves to the store, for Prometheus; none where no store is configured. */

import type { Metrics } from '../http/metrics.ts';
import type { MoverStatus } from './mover.ts';

/** @param status of what this gateway moves: the sum over several gateways is that of the store */
export function measureMoves(metrics: Metrics, status: () => MoverStatus, now: () => Date): void {
  const gauge = (name: string, help: string, value: (status: MoverStatus) => number) =>
    new metrics.Gauge({
      name: `isocenter_s3_${name}`,
      help,
      registers: [metrics.registry],
      collect() {
        this.set(value(status()));
      },
    });
  gauge('moved_bytes', 'Bytes of segments and large objects that the S3 store holds', ({ movedBytes }) => movedBytes);
  gauge('cached_bytes', 'Of these, bytes that lie on the disk as well', ({ cachedBytes }) => cachedBytes);
  gauge('waiting_bytes', 'Bytes of complete files that wait to be moved', ({ waitingBytes }) => waitingBytes);
  gauge('waiting_files', 'Complete files that wait to be moved', ({ waitingFiles }) => waitingFiles);
  gauge('removals', 'Files that wait to be removed from the S3 store', ({ removals }) => removals);
  gauge('failing_seconds', 'Seconds since which the S3 store takes nothing; 0 while it does', ({ failingSince }) =>
    failingSince === undefined ? 0 : (now().getTime() - failingSince.getTime()) / 1000,
  );
}
