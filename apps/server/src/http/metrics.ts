/**
 * Measures for Prometheus, prefix `isocenter_`. Labels are names of routes, verbs and outcomes, never of people.
 *
 * Features make their own counters in `metrics.registry`; this module adds those of the process and the route.
 */

import type { FastifyRequest } from 'fastify';
import client from 'prom-client';
import type { HttpServer } from './server.ts';

export type Metrics = {
  readonly registry: client.Registry;
  readonly Counter: typeof client.Counter;
  readonly Gauge: typeof client.Gauge;
  readonly Histogram: typeof client.Histogram;
};

/** A registry of its own for each node, so that two in one process do not mix. */
export function createMetrics(): Metrics {
  const registry = new client.Registry();
  client.collectDefaultMetrics({ register: registry, prefix: 'isocenter_' });
  const { Counter, Gauge, Histogram } = client;
  return { registry, Counter, Gauge, Histogram };
}

export type MetricsDeps = {
  readonly metrics: Metrics;
  /** Throws where the caller may not read the measures. */
  readonly authorize: (request: FastifyRequest) => Promise<void>;
};

export function registerMetrics(app: HttpServer, deps: MetricsDeps): void {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    await deps.authorize(request);
    return reply.type(deps.metrics.registry.contentType).send(await deps.metrics.registry.metrics());
  });
}
