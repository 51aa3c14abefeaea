import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessServer, openAccessServer } from '../../test/access-server.ts';
import { requireAccess } from './access.ts';

let server: AccessServer;
const stream = new Readable({ read: () => undefined });

beforeAll(async () => {
  server = await openAccessServer((app) => {
    app.get('/forgetful', async () => ({ secret: 'LEAK' }));
    app.get('/forgetful/stream', async (_, reply) => reply.send(stream));
    app.get('/plain', async ({ access }) => {
      await requireAccess(access, 'study:search');
      return {};
    });
    app.get('/careful', async ({ access }, reply) => {
      await requireAccess(access, 'study:search');
      return reply.header('cache-control', 'private, max-age=60').send({ subject: access.subject.kind });
    });
  });
});
afterAll(() => server.close());

describe('a route that forgot the access check', () => {
  test('is not answered to anybody', async () => {
    const { ask } = await server.person('admin');
    const answer = await ask('GET', '/forgetful');
    expect(answer.json()).toEqual({ title: 'The node failed to answer', status: 500, code: 'internal' });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(server.log.join('')).toContain('a route answered without an access check');
    expect((await ask('GET', '/forgetful/stream')).statusCode).toBe(500);
    expect(stream.destroyed).toBe(true);
  });
});

describe('a request', () => {
  test('without session or token is refused before the route sees it', async () => {
    const answer = await server.nobody('GET', '/forgetful');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="isocenter"');
  });

  test('has the subject of its session or token', async () => {
    expect((await (await server.person('member')).ask('GET', '/careful')).json()).toEqual({ subject: 'user' });
    expect((await (await server.program('member'))('GET', '/careful')).json()).toEqual({ subject: 'token' });
  });

  test('is answered for this once, unless the route says that it may be kept', async () => {
    const { ask } = await server.person('member');
    expect((await ask('GET', '/plain')).headers['cache-control']).toBe('no-store');
    expect((await ask('GET', '/careful')).headers['cache-control']).toBe('private, max-age=60');
    expect((await server.nobody('GET', '/careful')).headers['cache-control']).toBe('no-store');
  });

  test('to an address that nothing stands for is answered without asking who', async () => {
    expect((await server.nobody('GET', '/nowhere')).statusCode).toBe(404);
  });
});
