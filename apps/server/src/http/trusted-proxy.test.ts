import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../test/database-server.ts';
import { loadConfig } from '../config/load.ts';
import { registerHealth } from './health.ts';
import { createMetrics } from './metrics.ts';
import { buildHttpServer, closeHttp, type HttpServer, listenHttp } from './server.ts';
import { compileTrust } from './trusted-proxy.ts';

const closers: HttpServer[] = [];
afterEach(async () => {
  for (const app of closers.splice(0)) await closeHttp(app, 0);
});

/** An address of this machine that is not loopback: a caller from it looks like one from the network. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

async function answer(trusted: string, path: string, from: string): Promise<{ status: number; body: string }> {
  const environment = {
    ISOCENTER__HTTP__HOST: '0.0.0.0',
    ISOCENTER__HTTP__PORT: '0',
    ISOCENTER__HTTP__TRUSTED_PROXIES: trusted,
  };
  const config = loadConfig({ environment, workingDir: '/' }).config.http;
  const app = await buildHttpServer({ config, logger: silentLogger, metrics: createMetrics(), problemMappings: [] });
  closers.push(app);
  registerHealth(app, []);
  app.get('/x', async () => 'reached');
  const port = await listenHttp(app, config);
  const request = openRequest({ host: from, port, path, localAddress: from, agent: false }).end();
  const [response] = await once(request, 'response');
  return { status: response.statusCode, body: await text(response) };
}

describe.skipIf(outside === undefined)(
  'without TLS, on an address of the network (skipped: this machine has none)',
  () => {
    const address = outside ?? '';

    test('who goes round the proxy is refused', async () => {
      const { status, body } = await answer('203.0.113.1', '/x', address);
      expect([status, JSON.parse(body).code]).toEqual([403, 'not-through-proxy']);
    });

    test('the proxy is answered', async () => {
      expect(await answer(address, '/x', address)).toEqual({ status: 200, body: 'reached' });
    });

    test('this machine and the probes of an orchestrator are answered', async () => {
      expect((await answer('203.0.113.1', '/x', '127.0.0.1')).status).toBe(200);
      expect((await answer('203.0.113.1', '/healthz', address)).status).toBe(200);
      expect((await answer('203.0.113.1', '/readyz', address)).status).toBe(200);
    });
  },
);

test.each([
  ['10.0.0.0/8', '10.9.8.7', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['loopback', '::ffff:127.0.0.1', true],
  ['2001:db8::/32', '2001:db8::1', true],
])('%s trusts %s: %s', (network, address, expected) => {
  expect(compileTrust([network])(address, 0)).toBe(expected);
});
