/**
 * Two questions of an orchestrator: is the process alive (`/healthz`), and can it serve (`/readyz`).
 *
 * Both are open to everybody and say nothing but names of parts and yes or no.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { HttpServer } from './server.ts';

/** A part that does not answer in this time is not ready. */
const checkTimeoutMs = 2_000;

export type ReadinessCheck = {
  /** Such as `database`. */
  readonly name: string;
  /** Resolves where the part can serve, rejects where it cannot. */
  readonly run: () => Promise<unknown>;
};

export function registerHealth(app: HttpServer, checks: readonly ReadinessCheck[]): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const outcomes = await Promise.all(checks.map(async (check) => [check.name, await answers(check)] as const));
    const isReady = outcomes.every(([, ok]) => ok);
    return reply
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'not-ready', checks: Object.fromEntries(outcomes) });
  });
}

async function answers(check: ReadinessCheck): Promise<boolean> {
  const timeout = new AbortController();
  const outcome = await Promise.race([
    check.run().then(
      () => true,
      () => false, // The part itself logs why; the answer only says that.
    ),
    delay(checkTimeoutMs, false, { signal: timeout.signal }).catch(() => false),
  ]);
  timeout.abort();
  return outcome;
}
