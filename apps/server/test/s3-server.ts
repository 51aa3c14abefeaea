/**
 * A real S3 server on loopback (s3rver), behind a proxy that counts requests and lets some of them fail: refused, or
 * carried out with the answer lost, or answered with half a body.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { ObjectStore } from '../src/object-store/object-store.ts';
import { openS3Store } from '../src/object-store/s3-store.ts';

export const bucket = 'isocenter-test';

/** s3rver knows these. */
const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

export type RequestFate = 'ok' | 'refused' | 'answer-lost' | 'cut-short' | 'failed';

export type S3Server = {
  readonly endpoint: string;
  /** Decides about each request. */
  fate: (request: { readonly method: string; readonly key: string }) => RequestFate;
  /** Methods and keys of the requests since the last look. */
  requests: string[];
  store(): Promise<ObjectStore>;
  keys(prefix: string): Promise<readonly string[]>;
  close(): Promise<void>;
};

export async function startS3Server(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'isocenter-s3-'));
  const real = new S3rver({
    ...{ address: '127.0.0.1', port: 0, silent: true, directory },
    configureBuckets: [{ name: bucket, configs: [] }],
  });
  const { port } = await real.run();
  const proxy = createServer((incoming, outgoing) => {
    const method = incoming.method ?? '';
    const key = decodeURIComponent((incoming.url ?? '').split('?')[0] ?? '').slice(bucket.length + 2);
    server.requests.push(`${method} ${key}`);
    passOn(port, { incoming, outgoing, fate: server.fate({ method, key }) });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  // A listening server on a port has an address of this kind.
  const endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const times = { connectMs: 1_000, idleMs: 5_000, requestMs: 10_000 };
  const open = () => openS3Store({ bucket, endpoint, region: 'us-east-1', credentials, forcePathStyle: true, times });
  const server: S3Server = {
    endpoint,
    fate: () => 'ok',
    requests: [],
    store: open,
    async keys(prefix) {
      const store = await open();
      const keys: string[] = [];
      for await (const { key } of store.list(prefix)) keys.push(key);
      store.close();
      return keys;
    },
    async close() {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
      await real.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return server;
}

type Passed = { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse; readonly fate: RequestFate };

function passOn(port: number, { incoming, outgoing, fate }: Passed): void {
  if (fate === 'refused') {
    incoming.socket.destroy();
    return;
  }
  if (fate === 'failed') {
    outgoing.writeHead(503).end();
    incoming.resume();
    return;
  }
  const { method, url, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    if (fate === 'answer-lost') {
      answer.resume().once('end', () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    if (fate === 'ok') {
      answer.pipe(outgoing);
      return;
    }
    answer.once('data', (piece: Buffer) =>
      outgoing.write(piece.subarray(0, piece.length / 2), () => incoming.socket.destroy()),
    );
  });
  onward.once('error', () => incoming.socket.destroy());
  incoming.pipe(onward);
}
