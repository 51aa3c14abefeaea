import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest';
import { createClient, ProblemError } from './client.ts';
import type { StudyList } from './studies.ts';

type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
type Answer = { readonly status: number; readonly body?: unknown };

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A node that answers from a table of `METHOD /path` and remembers what it was asked. */
async function startNode(answers: Readonly<Record<string, Answer>>): Promise<{ baseUrl: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    const { status, body } = answers[`${method} ${url}`] ?? {
      status: 404,
      body: { title: 'Absent', status: 404, code: 'not-found' },
    };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A listening TCP server has one.
  return { baseUrl: `http://127.0.0.1:${port}`, seen };
}

const signedIn = { kind: 'signed-in', csrfToken: 'csrf-1' };

describe('createClient', () => {
  test('sends the CSRF token that sign-in returned with unsafe methods only', async () => {
    const { baseUrl, seen } = await startNode({
      'POST /api/session': { status: 201, body: signedIn },
      'GET /api/users': { status: 200, body: { users: [] } },
      'DELETE /api/tokens/7': { status: 204 },
    });
    const client = createClient({ baseUrl });
    await client.signIn({ body: { email: 'test@example.invalid', password: 'x' } });
    await client.listUsers();
    expect(await client.revokeToken({ params: { id: '7' } })).toBeUndefined();
    expect(seen.map(({ headers }) => headers['x-csrf-token'])).toEqual([undefined, undefined, 'csrf-1']);
  });

  test('asks for the session first when it has no CSRF token yet', async () => {
    const { baseUrl, seen } = await startNode({
      'GET /api/session': { status: 200, body: signedIn },
      'DELETE /api/session': { status: 204 },
    });
    await createClient({ baseUrl }).signOut();
    expect(seen.map(({ method, headers }) => [method, headers['x-csrf-token']])).toEqual([
      ['GET', undefined],
      ['DELETE', 'csrf-1'],
    ]);
  });

  test('sends a bearer token instead of asking for a session', async () => {
    const { baseUrl, seen } = await startNode({ 'DELETE /api/tokens/7': { status: 204 } });
    await createClient({ baseUrl, bearerToken: 'secret' }).revokeToken({ params: { id: '7' } });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer secret' });
    expect(seen[0]?.headers).not.toHaveProperty('x-csrf-token');
  });

  test('sends a file as raw bytes with its name in a header', async () => {
    const { baseUrl, seen } = await startNode({ 'POST /api/imports': { status: 201, body: { outcome: 'stored' } } });
    const body = new Blob(['DICM']);
    await createClient({ baseUrl, bearerToken: 't' }).importFile({ body, headers: { 'x-file-name': 'a%20b.dcm' } });
    expect(seen[0]?.headers).toMatchObject({ 'content-type': 'application/octet-stream', 'x-file-name': 'a%20b.dcm' });
    expect(seen[0]?.body).toBe('DICM');
  });

  test('throws the problem the node answered and reports the end of a session', async () => {
    const problem = { title: 'Sign in first.', status: 401, code: 'unauthenticated' };
    const { baseUrl } = await startNode({ 'GET /api/users': { status: 401, body: problem } });
    const ended: string[] = [];
    const client = createClient({ baseUrl, onUnauthenticated: ({ code }) => ended.push(code) });
    await expect(client.listUsers()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 });
    expect(ended).toEqual(['unauthenticated']);
  });

  test('does not take a refused sign-in for the end of a session', async () => {
    const problem = { title: 'Wrong.', status: 401, code: 'wrong-credentials' };
    const { baseUrl } = await startNode({ 'POST /api/session': { status: 401, body: problem } });
    const ended: string[] = [];
    const client = createClient({ baseUrl, onUnauthenticated: ({ code }) => ended.push(code) });
    const refused = client.signIn({ body: { email: 'a', password: 'b' } });
    await expect(refused).rejects.toMatchObject({ code: 'wrong-credentials' });
    expect(ended).toEqual([]);
  });

  test('makes a problem of an answer that is not one of the node', async () => {
    const { baseUrl } = await startNode({ 'GET /api/about': { status: 502, body: '<html>' } });
    await expect(createClient({ baseUrl }).getAbout()).rejects.toMatchObject({ code: 'unexpected', status: 502 });
  });

  test('takes over only what is a member of a problem, and the status of the answer', async () => {
    const errors = [{ pointer: '/email', message: 'is empty' }];
    const { baseUrl } = await startNode({
      'GET /api/about': { status: 422, body: { title: 'T', code: 'c', status: 200, detail: 'd', errors, more: 1 } },
      'GET /api/users': { status: 502, body: { title: 1, code: 2, status: 'x', detail: {}, errors: [{}] } },
    });
    const problemOf = (answer: Promise<unknown>) => answer.catch((error: ProblemError) => error.problem);
    const client = createClient({ baseUrl });
    expect(await problemOf(client.getAbout())).toEqual({ title: 'T', status: 422, code: 'c', detail: 'd', errors });
    expect(await problemOf(client.listUsers())).toEqual({
      title: 'The node answered 502.',
      status: 502,
      code: 'unexpected',
    });
  });

  test('reports a node that cannot be reached, and an abort as an abort', async () => {
    const { baseUrl } = await startNode({});
    server?.close();
    server?.closeAllConnections();
    const client = createClient({ baseUrl });
    const unreachable = client.getAbout().catch((error: unknown) => error);
    expect(await unreachable).toBeInstanceOf(ProblemError);
    expect(await unreachable).toMatchObject({ code: 'unreachable' });
    const aborted = client.getAbout({ signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the types of the client', () => {
  test('ask for what an operation needs and give what it answers', () => {
    const client = createClient();
    expectTypeOf(client.listStudies).returns.resolves.toEqualTypeOf<StudyList>();
    expectTypeOf(client.revokeToken).returns.resolves.toEqualTypeOf<undefined>();
    expectTypeOf(client.listStudies).toBeCallableWith({ query: { q: 'test', limit: 5 } });
    expectTypeOf(client.listStudies).toBeCallableWith();
    // @ts-expect-error: a study needs its id.
    expectTypeOf(client.getStudy).toBeCallableWith({});
  });
});
