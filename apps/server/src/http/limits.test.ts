import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Type } from 'typebox';
import { afterEach, expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { createLogger } from '../logging.ts';
import type { HttpLimits } from './limits.ts';
import { createMetrics } from './metrics.ts';
import { buildHttpServer, closeHttp, type HttpServer, listenHttp } from './server.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(limits: Partial<HttpLimits>, register: (app: HttpServer) => unknown) {
  const { http } = loadConfig({ environment: { ISOCENTER__HTTP__PORT: '0' }, workingDir: '/' }).config;
  const logger = createLogger({ level: 'error', format: 'json', write: () => undefined });
  const app = await buildHttpServer({ config: http, logger, metrics: createMetrics(), problemMappings: [], limits });
  await register(app);
  const port = await listenHttp(app, http);
  closers.push(() => closeHttp(app, 0));
  return { app, port };
}

function open(port: number, head: string): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // A reset is one of the ways to be closed.
  closers.push(() => socket.destroy());
  socket.write(head.replaceAll('\n', '\r\n'));
  return socket;
}

const upload = 'POST /octets HTTP/1.1\nHost: a\nContent-Type: application/octet-stream\nContent-Length: 1000000\n\n';

/** Reads a body as routes of uploads do, and says after each piece that it came. */
function registerUpload(app: HttpServer, took: (bytes: number) => void, ended: (error: unknown) => void) {
  app.post('/octets', async ({ body }) => {
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) took(chunk.length); // the parser of octets hands it on
    } catch (error) {
      ended(error);
      throw error;
    }
    ended(undefined);
    return {};
  });
}

test('an upload whose sender vanishes ends, and its route is told', async () => {
  let ended: (error: unknown) => void = () => undefined;
  const failed = new Promise<unknown>((resolve) => {
    ended = resolve;
  });
  const { port } = await serve({ idleMs: 50 }, (app) => registerUpload(app, () => undefined, ended));
  const socket = open(port, `${upload}some`);
  const [error] = await Promise.all([failed, once(socket, 'close')]);
  expect(error).toMatchObject({ code: 'ECONNRESET' });
});

test('an upload that goes on outlasts any silence that is allowed', async () => {
  const idleMs = 100;
  let socket: Socket | undefined;
  let ended: (error: unknown) => void = () => undefined;
  const until = Date.now() + 5 * idleMs;
  // The next byte is sent once the last was taken, so the upload is never faster than its reader and never silent.
  const took = () => {
    if (Date.now() < until) socket?.write('x');
    else socket?.destroy();
  };
  const over = new Promise<unknown>((resolve) => {
    ended = resolve;
  });
  const { port } = await serve({ idleMs }, (app) => registerUpload(app, took, ended));
  socket = open(port, `${upload}x`);
  await over;
  expect(Date.now()).toBeGreaterThanOrEqual(until);
});

test('an answer that takes the node long is waited for', async () => {
  const { port } = await serve({ idleMs: 20 }, (app) =>
    app.get('/slow', async () => {
      await once(app.server, 'timeout');
      await once(app.server, 'timeout');
      return {};
    }),
  );
  const answer = open(port, 'GET /slow HTTP/1.1\nHost: a\nConnection: close\n\n');
  expect(await text(answer)).toMatch(/^HTTP\/1\.1 200 /);
});

test('an upload that the node does not take yet is waited for', async () => {
  let socket: Socket | undefined;
  const { port } = await serve({ idleMs: 20 }, (app) =>
    app.post('/octets', async ({ body }) => {
      await once(app.server, 'timeout');
      await once(app.server, 'timeout');
      let length = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        if (length === 0) socket?.write('x');
        length += chunk.length;
      }
      return { length };
    }),
  );
  socket = open(port, upload.replace('1000000', '5').replace('\n\n', '\nConnection: close\n\nsome'));
  expect(await text(socket)).toContain('{"length":5}');
});

test('an answer that nobody reads ends', async () => {
  let closed: Promise<unknown> = Promise.resolve();
  const { app, port } = await serve({ idleMs: 50 }, (server) =>
    server.get('/large', async () => Buffer.alloc(64 << 20)),
  );
  app.server.once('connection', (socket) => {
    closed = once(socket, 'close');
  });
  const socket = open(port, 'GET /large HTTP/1.1\nHost: a\n\n');
  await once(app.server, 'request');
  await closed;
  socket.destroy();
});

test('JSON that trickles is refused after its deadline', async () => {
  const { port } = await serve({ gatheredBodyMs: 50 }, (app) =>
    app.post('/typed', { schema: { body: Type.Object({}) } }, async () => ({})),
  );
  const head = 'POST /typed HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: 1000\n\n{';
  const answer = await text(open(port, head));
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain('"code":"request-timeout"');
  const whole = open(port, head.replace('1000', '2').replace('\n\n', '\nConnection: close\n\n').concat('}'));
  expect(await text(whole)).toMatch(/^HTTP\/1\.1 200 /);
});

test('a body that nobody reads has no deadline', async () => {
  const { port } = await serve({ gatheredBodyMs: 50 }, (app) => {
    app.get('/x', async () => ({}));
    app.post('/typed', { schema: { body: Type.Object({}) }, bodyLimit: 10 }, async () => ({}));
  });
  const head = 'HTTP/1.1\nHost: a\nContent-Type: application/json';
  const get = open(port, `GET /x ${head}\nConnection: close\n\n`);
  expect(await text(get)).toMatch(/^HTTP\/1\.1 200 /);
  const tooLong = open(port, `POST /typed ${head}\nContent-Length: 1000\n\n{`);
  await once(tooLong, 'data');
  // Its deadline is behind those of the others. An error that nobody takes would end the process, and this run.
  expect(await text(open(port, `POST /typed ${head}\nContent-Length: 9\n\n{`))).toMatch(/^HTTP\/1\.1 408 /);
});

test('headers that trickle are refused after their deadline', async () => {
  const { port } = await serve({ headersMs: 50, checkMs: 20 }, () => undefined);
  expect(await text(open(port, 'GET / HTTP/1.1\nHost: a\n'))).toMatch(/^HTTP\/1\.1 408 /);
});

test('connections beyond the limit are closed, and the others stay', async () => {
  const { app, port } = await serve({ maxConnections: 1 }, (server) => server.get('/x', async () => ({})));
  const first = connect(port, '127.0.0.1');
  closers.push(() => first.destroy());
  await once(app.server, 'connection');
  await once(open(port, ''), 'close');
  first.write('GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(await text(first)).toMatch(/^HTTP\/1\.1 200 /);
});

test('a long body that nobody reads does not hold up the next request of its connection', async () => {
  const { port } = await serve({}, (app) => app.get('/x', async () => ({})));
  const head = (length: number, connection: string) =>
    `GET /x HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: ${length}\nConnection: ${connection}\n\n`;
  const socket = open(port, head(300_000, 'keep-alive'));
  socket.write('x'.repeat(300_000) + head(0, 'close').replaceAll('\n', '\r\n'));
  expect((await text(socket)).match(/HTTP\/1\.1 200/g)).toHaveLength(2);
});
