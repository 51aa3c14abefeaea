/** Measures of one gateway among several, for Prometheus; the same for one by itself. */

import type { Metrics } from '../http/metrics.ts';

export type MeasuredGateway = {
  /** Spools of the store that it stores into or has adopted. */
  readonly ownedSpools: () => number;
  /** Whether it does what one of several does for all. */
  readonly leads: () => boolean;
};

export function measureGateway(metrics: Metrics, { ownedSpools, leads }: MeasuredGateway): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new metrics.Gauge({
      name,
      help,
      registers: [metrics.registry],
      collect() {
        this.set(value());
      },
    });
  gauge(
    'isocenter_gateway_spools',
    'Spools of the store that this gateway has: its own, and adopted ones',
    ownedSpools,
  );
  gauge('isocenter_gateway_leads', '1 where this gateway does what one of several does for all', () =>
    leads() ? 1 : 0,
  );
}
