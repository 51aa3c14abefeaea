/**
 * One line a request, and its measure. Patterns of routes stand for addresses, whose parts may be UIDs or names; query
 * values appear nowhere.
 */

import type { Logger } from '../logging.ts';
import type { Metrics } from './metrics.ts';
import { routeOf } from './problem.ts';
import type { HttpServer } from './server.ts';

/** Asked every few seconds by machines, or many at once for one page. */
const quiet: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics', '/*']);

export function registerAccessLog(app: HttpServer, deps: { logger: Logger; metrics: Metrics }): void {
  const duration = new deps.metrics.Histogram({
    name: 'isocenter_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last byte of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    registers: [deps.metrics.registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = routeOf(request);
    const { method } = request;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    // How long somebody listened to events says nothing of the node.
    if (reply.getHeader('content-type')?.toString().startsWith('text/event-stream') !== true) {
      duration.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    }
    const details = { requestId: request.id, method, route, status: reply.statusCode, ms, address: request.ip };
    if (quiet.has(route)) deps.logger.debug(details, 'request');
    else deps.logger.info(details, 'request');
  });
}
