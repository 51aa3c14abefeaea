import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import type { Logger } from '../logging.ts';
import { createMetrics } from './metrics.ts';
import { buildHttpServer, closeHttp, type HttpServer, listenHttp } from './server.ts';

let dir: string;
let app: HttpServer | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'isocenter-tls-'));
});

afterEach(async () => {
  if (app !== undefined) await closeHttp(app, 0);
  app = undefined;
  rmSync(dir, { recursive: true });
});

/** Makes `<name>.crt` and `<name>.key` for a host of that name. */
function makeCertificate(name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '2'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', join(dir, `${name}.key`)];
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, '-out', join(dir, `${name}.crt`)], { stdio: 'pipe' });
}

function install(name: string): void {
  cpSync(join(dir, `${name}.key`), join(dir, 'live.key'));
  cpSync(join(dir, `${name}.crt`), join(dir, 'live.crt'));
}

/** Collects messages of the log and lets a test wait for one. */
function listeningLogger() {
  const waiting = new Map<string, () => void>();
  const note = (_details: object, message: string) => waiting.get(message)?.();
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  return { logger, heard: (message: string) => new Promise<void>((resolve) => waiting.set(message, resolve)) };
}

async function serve(logger: Logger): Promise<number> {
  const environment = {
    ISOCENTER__HTTP__PORT: '0',
    ISOCENTER__HTTP__TLS__CERT_FILE: join(dir, 'live.crt'),
    ISOCENTER__HTTP__TLS__KEY_FILE: join(dir, 'live.key'),
  };
  const config = loadConfig({ environment, workingDir: dir }).config.http;
  app = await buildHttpServer({ config, logger, metrics: createMetrics(), problemMappings: [] });
  app.get('/x', async ({ protocol }) => ({ protocol }));
  return listenHttp(app, config);
}

async function nameServedAt(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { CN } = socket.getPeerCertificate().subject;
  socket.destroy();
  return String(CN);
}

test('HTTPS tells browsers to insist on it and speaks nothing older than TLS 1.2', async () => {
  makeCertificate('a.example');
  install('a.example');
  const port = await serve(listeningLogger().logger);
  const [response] = await once(get({ port, path: '/x', rejectUnauthorized: false, agent: false }), 'response');
  expect(JSON.parse(await text(response))).toEqual({ protocol: 'https' });
  expect(response.headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
  const old = connect({
    port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1',
  });
  await expect(once(old, 'secureConnect')).rejects.toThrow();
  const weak = connect({
    port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    maxVersion: 'TLSv1.2',
    ciphers: 'AES128-SHA',
  });
  await expect(once(weak, 'secureConnect')).rejects.toThrow();
});

test('a renewed certificate is served without a restart, and half of one is not', async () => {
  makeCertificate('a.example');
  makeCertificate('b.example');
  install('a.example');
  const { logger, heard } = listeningLogger();
  const port = await serve(logger);
  expect(await nameServedAt(port)).toBe('a.example');

  const refused = heard('the changed TLS files do not fit together; the old certificate stays in use');
  cpSync(join(dir, 'b.example.crt'), join(dir, 'live.crt'));
  await refused;
  expect(await nameServedAt(port)).toBe('a.example');

  const reloaded = heard('the TLS certificate was reloaded');
  install('b.example');
  await reloaded;
  expect(await nameServedAt(port)).toBe('b.example');
});

test('a key that does not belong to the certificate stops the start', async () => {
  makeCertificate('a.example');
  makeCertificate('b.example');
  install('a.example');
  writeFileSync(join(dir, 'live.key'), '');
  await expect(serve(listeningLogger().logger)).rejects.toThrow();
  cpSync(join(dir, 'b.example.key'), join(dir, 'live.key'));
  await expect(serve(listeningLogger().logger)).rejects.toMatchObject({
    code: expect.stringContaining('KEY_VALUES_MISMATCH'),
  });
});
