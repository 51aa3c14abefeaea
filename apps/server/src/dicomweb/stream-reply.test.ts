import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { afterAll, expect, test, vi } from 'vitest';
import { type Chunks, sendBody } from './stream-reply.ts';

const app = Fastify();
let chunks: () => Chunks = () => [];
app.get('/', (request, reply) =>
  sendBody(request, reply, { contentType: 'application/octet-stream', lengthBytes: undefined, chunks: () => chunks() }),
);
await app.listen({ port: 0, host: '127.0.0.1' });
const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
afterAll(() => app.close());

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);

test('sends pieces of every length in their order, each used up before the next is made', async () => {
  const lengths = [3, 40_000, 0, 131_072, 131_072, 131_072, 131_072, 262_143, 5, 262_144, 1_000_000, 7];
  chunks = async function* () {
    for (const [at, length] of lengths.entries()) {
      const piece = filled(length, at);
      yield piece;
      piece.fill(0xff);
    }
    yield 'Ü';
  };
  const body = Buffer.from(await (await fetch(url)).arrayBuffer());
  const expected = Buffer.concat([...lengths.map((length, at) => filled(length, at)), Buffer.from('Ü')]);
  expect(body.equals(expected)).toBe(true);
});

test('lets go of what it has when more takes long to make', async () => {
  const received = Promise.withResolvers<void>();
  chunks = async function* () {
    yield 'first';
    await received.promise;
    yield 'last';
  };
  const reader = (await fetch(url)).body?.getReader();
  const first = await reader?.read();
  received.resolve();
  expect(Buffer.from(first?.value ?? []).toString()).toBe('first');
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('last');
});

test('lets go of what has come after a write that took long', async () => {
  const taken: (() => void)[] = [];
  let written = 0;
  const slow = new Writable({
    write(bytes: Uint8Array, _encoding, callback) {
      written += bytes.length;
      taken.push(callback);
    },
  });
  // What fastify does with a body, to a receiver of whom is known when it takes something.
  const reply = { type: () => reply, send: (body: NodeJS.ReadableStream) => body.pipe(slow) };
  vi.useFakeTimers({ toFake: ['setInterval'] });
  try {
    const body = async function* () {
      for (let at = 0; at < 3; at += 1) yield filled(200_000, at);
      await new Promise(() => undefined);
    };
    const made = { contentType: 'application/octet-stream', lengthBytes: undefined, chunks: body };
    sendBody({ method: 'GET' } as FastifyRequest, reply as unknown as FastifyReply, made);
    await nextTurn();
    expect(written).toBe(400_000);
    vi.advanceTimersByTime(100);
    taken.pop()?.();
    await nextTurn();
    vi.advanceTimersByTime(100);
    await nextTurn();
    expect(written).toBe(600_000);
  } finally {
    vi.useRealTimers();
  }
});

test('ends a body that nobody receives any more, and cuts off one that cannot be made', async () => {
  const ended = Promise.withResolvers<void>();
  chunks = async function* () {
    try {
      for (;;) yield filled(300_000, 1);
    } finally {
      ended.resolve();
    }
  };
  const leaving = new AbortController();
  await fetch(url, { signal: leaving.signal });
  leaving.abort();
  await ended.promise;
  chunks = async function* () {
    yield filled(300_000, 1);
    throw new Error('the rest cannot be read');
  };
  await expect(fetch(url).then((response) => response.arrayBuffer())).rejects.toThrow();
  chunks = async function* () {
    yield 'the beginning';
    throw new Error('the rest cannot be read');
  };
  expect((await fetch(url)).status).toBe(500);
});
