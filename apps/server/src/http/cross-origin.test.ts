import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AccessServer, openAccessServer } from '../../test/access-server.ts';
import { requireAccess } from '../access/access.ts';
import { ConfigError } from '../config/errors.ts';
import { loadConfig } from '../config/load.ts';

const viewer = 'https://viewer.example';
const variable = 'ISOCENTER__HTTP__CORSORIGINS';
let server: AccessServer;
let closed: AccessServer;

beforeAll(async () => {
  const open = (environment: Record<string, string>) =>
    openAccessServer(
      (app) => {
        for (const url of ['/dicom-web/studies', '/api/studies', '/metrics']) {
          app.get(url, async ({ access }) => {
            await requireAccess(access, 'study:search');
            return [];
          });
        }
      },
      { environment },
    );
  server = await open({ [variable]: `${viewer},http://localhost:3000` });
  closed = await open({});
});

afterAll(() => Promise.all([server.close(), closed.close()]));

const ask = (one: AccessServer, method: 'GET' | 'OPTIONS', url: string, headers: Record<string, string>) =>
  one.app.inject({ method, url, headers });
const preflight = (url: string, method: string, origin = viewer) =>
  ask(server, 'OPTIONS', url, { origin, 'access-control-request-method': method });

test('a named origin may read with a token, and is told nothing about credentials', async () => {
  const { secret } = await server.program('member');
  const answer = await ask(server, 'GET', '/dicom-web/studies', { origin: viewer, authorization: `Bearer ${secret}` });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['access-control-allow-origin']).toBe(viewer);
  expect(answer.headers['access-control-expose-headers']).toContain('warning');
  expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  expect(answer.headers.vary).toContain('Origin');
});

test('problems can be read, too', async () => {
  const answer = await ask(server, 'GET', '/dicom-web/studies', { origin: viewer });
  expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([401, viewer]);
});

test('a preflight is answered without a token, for what may be done there', async () => {
  const stow = await preflight('/dicom-web/studies', 'POST');
  expect(stow.statusCode).toBe(204);
  expect(stow.headers).toMatchObject({
    'access-control-allow-origin': viewer,
    'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
    'access-control-allow-headers': expect.stringContaining('authorization'),
  });
  expect((await preflight('/api/studies', 'GET')).headers['access-control-allow-origin']).toBe(viewer);
});

test.each([
  ['another origin', '/dicom-web/studies', 'GET', 'https://viewer.example.evil.example'],
  ['the same host over HTTP', '/dicom-web/studies', 'GET', 'http://viewer.example'],
  ['an opaque origin', '/dicom-web/studies', 'GET', 'null'],
  ['changes through the API', '/api/studies', 'POST', viewer],
  ['deletion', '/dicom-web/studies', 'DELETE', viewer],
  ['what is neither', '/metrics', 'GET', viewer],
])('%s is not let in', async (_, url, method, origin) => {
  expect((await preflight(url, method, origin)).headers['access-control-allow-origin']).toBeUndefined();
});

test('nobody is let in by default', async () => {
  const answer = await ask(closed, 'GET', '/dicom-web/studies', { origin: viewer });
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
});

test.each(['*', 'viewer.example', 'https://viewer.example/', 'https://*.example', 'null', 'https://Viewer.example'])(
  'the setting refuses %s',
  (origin) => {
    const load = () => loadConfig({ environment: { [variable]: origin }, workingDir: '/' });
    expect(load).toThrow(ConfigError);
  },
);
