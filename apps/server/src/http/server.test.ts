import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, request as openRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { afterEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { createLogger } from '../logging.ts';
import { registerHealth } from './health.ts';
import { createMetrics, type Metrics, registerMetrics } from './metrics.ts';
import { registerOpenApi } from './openapi.ts';
import { HttpProblem } from './problem.ts';
import { buildHttpServer, closeHttp, type HttpServer, listenHttp } from './server.ts';
import { registerWebApplication } from './web-application.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Running = {
  readonly url: string;
  readonly port: number;
  readonly log: string[];
  readonly app: HttpServer;
  readonly metrics: Metrics;
};

async function serve(
  register: (app: HttpServer) => unknown,
  environment: Record<string, string> = {},
): Promise<Running> {
  const log: string[] = [];
  const { http } = loadConfig({ environment: { ISOCENTER__HTTP__PORT: '0', ...environment }, workingDir: '/' }).config;
  const logger = createLogger({ level: 'debug', format: 'json', write: (line) => log.push(line) });
  const metrics = createMetrics();
  const app = await buildHttpServer({ config: http, logger, metrics, problemMappings: [] });
  await register(app);
  const port = await listenHttp(app, http);
  closers.push(() => closeHttp(app, 0));
  return { url: `http://127.0.0.1:${port}`, port, log, app, metrics };
}

describe('problems', () => {
  const register = (app: HttpServer) => {
    app.get('/api/broken', async () => {
      throw new Error('MARKED^NAME');
    });
    app.get('/api/away', async () => {
      throw Object.assign(new Error('the database system is starting up'), { code: '57P03', severity: 'FATAL' });
    });
    app.get('/api/limited', async () => {
      throw new HttpProblem('rate-limited', { retryAfterSeconds: 7 });
    });
    app.post(
      '/api/typed',
      { schema: { body: Type.Object({ n: Type.Integer() }, { additionalProperties: false }) } },
      async () => ({}),
    );
    app.get(
      '/api/list',
      { schema: { querystring: Type.Object({ limit: Type.Integer({ maximum: 5, default: 3 }) }) } },
      async (request) => request.query,
    );
  };

  test('an unknown failure is answered without its cause, which is logged without its message', async () => {
    const { url, log } = await serve(register);
    const answer = await fetch(`${url}/api/broken`);
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toEqual({ title: 'The node failed to answer', status: 500, code: 'internal' });
    const line = log.find((one) => one.includes('a request failed')) ?? '';
    expect(line).toContain(answer.headers.get('x-request-id'));
    expect(line).not.toContain('MARKED^NAME');
  });

  test('a database that is away is a pause', async () => {
    const { url } = await serve(register);
    const answer = await fetch(`${url}/api/away`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer.json()).toMatchObject({ code: 'database-unavailable' });
  });

  test('a route may throw its own', async () => {
    const { url } = await serve(register);
    const answer = await fetch(`${url}/api/limited`);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await answer.json()).toMatchObject({ status: 429, code: 'rate-limited', retryAfterSeconds: 7 });
  });

  test('a body that does not fit names the member and not its value', async () => {
    const { url } = await serve(register);
    const headers = { 'content-type': 'application/json' };
    const wrong = await fetch(`${url}/api/typed`, { method: 'POST', headers, body: '{"n":"MARKED^NAME"}' });
    const problem = await wrong.text();
    expect(JSON.parse(problem)).toMatchObject({ code: 'invalid-request', errors: [{ pointer: '/body/n' }] });
    expect(problem).not.toContain('MARKED');
    const broken = await fetch(`${url}/api/typed`, { method: 'POST', headers, body: '{"n":MARKED' });
    expect(broken.status).toBe(400);
    expect(await broken.text()).not.toContain('MARKED');
    const numberText = await fetch(`${url}/api/typed`, { method: 'POST', headers, body: '{"n":"5"}' });
    expect(numberText.status).toBe(400);
    const xml = await fetch(`${url}/api/typed`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: '<n/>',
    });
    expect(await xml.json()).toMatchObject({ code: 'unsupported-media-type' });
    const large = await fetch(`${url}/api/typed`, { method: 'POST', headers, body: `"${'x'.repeat(2 ** 20)}"` });
    expect(await large.json()).toMatchObject({ code: 'payload-too-large' });
  });

  test('queries are converted to the type of their schema and have its defaults', async () => {
    const { url } = await serve(register);
    expect(await (await fetch(`${url}/api/list?limit=2`)).json()).toEqual({ limit: 2 });
    expect(await (await fetch(`${url}/api/list`)).json()).toEqual({ limit: 3 });
    expect(await (await fetch(`${url}/api/list?limit=9`)).json()).toMatchObject({
      errors: [{ pointer: '/query/limit' }],
    });
  });

  test('what is not there is a problem too', async () => {
    const { url } = await serve(register);
    const answer = await fetch(`${url}/api/nowhere`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not-found' });
  });

  test('headers past the limit are answered as a problem', async () => {
    const { port } = await serve(register);
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('"code":"header-too-large"');
  });
});

describe('limits', () => {
  test('a path parameter may name thousands of frames, a query may have 20 kB', async () => {
    const { url } = await serve((app) =>
      app.get<{ Params: { list: string } }>('/frames/:list', async (request) => request.params.list.length),
    );
    const frames = Array.from({ length: 5000 }, (_, index) => index + 1).join(',');
    expect(await (await fetch(`${url}/frames/${frames}`)).text()).toBe(String(frames.length));
    expect((await fetch(`${url}/frames/1?q=${'x'.repeat(20_000)}`)).status).toBe(200);
  });

  test('octets reach the route as a stream, whatever their length', async () => {
    const { url } = await serve((app) => {
      app.post('/octets', async (request) => {
        let length = 0;
        for await (const chunk of request.body as AsyncIterable<Buffer>) length += chunk.length;
        return { length };
      });
    });
    const body = new Uint8Array(3 * 2 ** 20);
    const answer = await fetch(`${url}/octets`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body,
    });
    expect(await answer.json()).toEqual({ length: body.length });
  });
});

describe('the access log', () => {
  test('writes the route’s pattern, never parameters or queries', async () => {
    const { url, log, app } = await serve((server) => server.get('/studies/:uid', async () => ({})));
    await fetch(`${url}/studies/1.2.MARKED?PatientName=MARKED`, { headers: { authorization: 'Bearer MARKED' } });
    await closeHttp(app, 0);
    const line = log.find((one) => one.includes('"request"')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      method: 'GET',
      route: '/studies/:uid',
      status: 200,
      address: '127.0.0.1',
    });
    expect(log.join('')).not.toContain('MARKED');
  });
});

test('answers are measured by route, and streams of events are not', async () => {
  const { url, app, metrics } = await serve((server) => {
    server.get('/x', async () => ({}));
    server.get('/events', async (_request, reply) => reply.type('text/event-stream').send(Readable.from(['x'])));
  });
  for (const path of ['/x', '/events']) await (await fetch(url + path)).text();
  await closeHttp(app, 0);
  const measured = await metrics.registry.metrics();
  expect(measured).toContain('isocenter_http_request_duration_seconds_count{method="GET",route="/x",status="200"} 1');
  expect(measured).not.toContain('route="/events"');
});

describe('browsers are told', () => {
  test('to load nothing from elsewhere, to sniff nothing, to be framed by nobody', async () => {
    const { url } = await serve((app) => app.get('/x', async () => ({})));
    const { headers } = await fetch(`${url}/x`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/unsafe-eval'(?<!wasm-unsafe-eval')|https?:/);
    for (const directive of ['object-src', 'base-uri', 'frame-ancestors']) {
      expect(policy.split(';')).toContain(`${directive} 'none'`);
    }
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.has('strict-transport-security')).toBe(false);
    expect(headers.has('x-powered-by')).toBe(false);
  });
});

describe('proxies', () => {
  const show = (app: HttpServer) => app.get('/x', async ({ ip, protocol }) => ({ ip, protocol }));
  const forwarded = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };

  test('are believed where they are trusted, and TLS at the proxy counts as TLS', async () => {
    const { url } = await serve(show, { ISOCENTER__HTTP__TRUSTED_PROXIES: 'loopback' });
    const answer = await fetch(`${url}/x`, { headers: forwarded });
    expect(await answer.json()).toEqual({ ip: '203.0.113.9', protocol: 'https' });
    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
  });

  test('are not believed where they are not', async () => {
    const { url } = await serve(show);
    expect(await (await fetch(`${url}/x`, { headers: forwarded })).json()).toEqual({
      ip: '127.0.0.1',
      protocol: 'http',
    });
  });
});

describe('health', () => {
  test('alive is always alive; ready names the part that is not', async () => {
    let isUp = true;
    const run = async () => {
      if (!isUp) throw new Error('down');
    };
    const { url } = await serve((app) => registerHealth(app, [{ name: 'database', run }]));
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready', checks: { database: true } });
    isUp = false;
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'not-ready', checks: { database: false } }]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('metrics and the description of the interface', () => {
  test('are for those who may', async () => {
    const metrics = createMetrics();
    const authorize = async (request: FastifyRequest) => {
      if (request.headers.authorization === undefined) throw new HttpProblem('unauthenticated');
    };
    const { url } = await serve(async (app) => {
      await registerOpenApi(app, { version: '9.9.9', authorize });
      registerMetrics(app, { metrics, authorize });
      app.get(
        '/api/things/:id',
        { schema: { summary: 'One thing', params: Type.Object({ id: Type.Integer() }) } },
        async () => ({}),
      );
    });
    for (const path of ['/metrics', '/api/openapi.json']) expect((await fetch(url + path)).status).toBe(401);
    const headers = { authorization: 'Bearer x' };
    expect(await (await fetch(`${url}/metrics`, { headers })).text()).toContain('isocenter_process_cpu_seconds_total');
    const description = await (await fetch(`${url}/api/openapi.json`, { headers })).json();
    expect(description).toMatchObject({
      info: { version: '9.9.9' },
      paths: { '/api/things/{id}': { get: { summary: 'One thing' } } },
    });
  });
});

describe('the web application', () => {
  async function serveApplication(): Promise<Running> {
    const dist = mkdtempSync(join(tmpdir(), 'isocenter-dist-'));
    closers.push(() => rmSync(dist, { recursive: true }));
    mkdirSync(join(dist, 'assets'));
    writeFileSync(join(dist, 'index.html'), '<title>page</title>');
    writeFileSync(join(dist, 'icon.svg'), '<svg/>');
    writeFileSync(join(dist, 'assets', 'main-abc.js'), 'plain');
    writeFileSync(join(dist, 'assets', 'main-abc.js.br'), 'compressed');
    return serve((app) => registerWebApplication(app, dist));
  }

  test('is the page at every address of its own', async () => {
    const { url } = await serveApplication();
    for (const path of ['/', '/studies', '/studies/17?tab=1', '/setup']) {
      const answer = await fetch(url + path);
      expect(await answer.text(), path).toBe('<title>page</title>');
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    }
  });

  test('is not the answer to a mistaken interface or a missing file', async () => {
    const { url } = await serveApplication();
    for (const path of [
      '/api/nothing',
      '/dicom-web/nothing',
      '/assets/gone-1.js',
      '/missing.png',
      '/..%2f..%2fetc/passwd.txt',
    ]) {
      const answer = await fetch(url + path);
      expect([answer.status, await answer.json()], path).toMatchObject([404, { code: 'not-found' }]);
    }
  });

  test('keeps hashed files for ever and sends what was compressed at build time', async () => {
    const { port } = await serveApplication();
    const answer = await fetchRaw(port, '/assets/main-abc.js', { 'accept-encoding': 'br' });
    expect(answer.headers['cache-control']).toContain('immutable');
    expect([answer.headers['content-encoding'], answer.body]).toEqual(['br', 'compressed']);
    const plain = await fetchRaw(port, '/assets/main-abc.js', {});
    expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, 'plain']);
  });

  test('is whole, also where a range of it is asked for', async () => {
    const { url } = await serveApplication();
    for (const path of ['/studies', '/assets/main-abc.js']) {
      const answer = await fetch(url + path, { headers: { range: 'bytes=0-2' } });
      expect([answer.status, answer.headers.has('content-range')], path).toEqual([200, false]);
    }
  });

  test('that is not built says how to build it', async () => {
    const { url } = await serve((app) => registerWebApplication(app, '/nonexistent'));
    expect(await (await fetch(url)).text()).toContain('npm run prepare');
  });
});

describe('closing', () => {
  test('lets an answer finish that ends in time', async () => {
    const body = new Readable({ read: () => undefined });
    const { url, app } = await serve((server) => server.get('/slow', async (_request, reply) => reply.send(body)));
    body.push('who');
    const answer = await fetch(`${url}/slow`);
    const closed = closeHttp(app, 60_000);
    body.push('le');
    body.push(null);
    expect(await answer.text()).toBe('whole');
    await closed;
  });

  test('cuts an endless answer and an idle connection at the deadline', async () => {
    const body = new Readable({ read: () => undefined });
    const { port, app } = await serve((server) => server.get('/endless', async (_request, reply) => reply.send(body)));
    body.push('x');
    const [response] = await once(get({ port, path: '/endless', agent: false }), 'response');
    await once(response, 'data');
    const cut = expect(once(response, 'end')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await closeHttp(app, 50);
    await cut;
  });

  test('answers nobody new', async () => {
    const { port, app } = await serve((server) => server.get('/x', async () => ({})));
    await closeHttp(app, 1000);
    await expect(once(openRequest({ port }).end(), 'response')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

async function fetchRaw(port: number, path: string, headers: Record<string, string>) {
  const [response] = await once(get({ port, path, headers, agent: false }), 'response');
  return { headers: response.headers, body: await text(response) };
}
