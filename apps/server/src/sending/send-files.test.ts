import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { deflatedExplicitVrLittleEndian, explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { type DimseServer, type DimseServerOptions, listenDimse } from '@isocenter/dimse/server';
import type { StoreOutcome } from '@isocenter/dimse/verbs';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DicomFile } from './dicom-file.ts';
import { scanFiles } from './scan-files.ts';
import { reconnectPausesMs, sendFiles } from './send-files.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const mr = '1.2.840.10008.5.1.4.1.1.4';

const hasStorescp = (process.env.PATH ?? '').split(':').some((dir) => existsSync(`${dir}/storescp`));

let folder: string;
const servers: { close(): unknown }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocenter-send-'));
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

type Made = { readonly sopClassUid?: string; readonly pixelBytes?: number };

/** Writes a file `NAME.dcm` of the instance 2.25.NAME. */
function write(name: number, { sopClassUid = ct, pixelBytes = 64 }: Made = {}): void {
  const sopInstanceUid = `2.25.${name}`;
  const pixels = Buffer.alloc(pixelBytes, name);
  const values = { SOPClassUID: sopClassUid, SOPInstanceUID: sopInstanceUid, PatientName: 'TEST^SEND' };
  const dataSet = encodeDataSet(
    buildDataSet({ ...values, BitsAllocated: 8, PixelData: { vr: 'OB', value: pixels } }),
    explicitVrLittleEndian,
  );
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: explicitVrLittleEndian.uid });
  writeFileSync(join(folder, `${name}.dcm`), Buffer.concat([meta, dataSet]));
}

async function scan(): Promise<readonly DicomFile[]> {
  return (await scanFiles([folder], () => undefined)).files;
}

/** A peer that keeps the digest of what it is sent. */
async function listen(
  options: Partial<DimseServerOptions<undefined>> & { answer?: (uid: string) => StoreOutcome } = {},
) {
  const { answer, ...rest } = options;
  const received: string[] = [];
  const digests = new Map<string, string>();
  let associations = 0;
  const server: DimseServer = await listenDimse<undefined>({
    host: '127.0.0.1',
    port: 0,
    accept(request) {
      associations += 1;
      return acceptAll(request);
    },
    verbs: {
      echo: () => 0,
      store({ sopInstanceUid }) {
        const hash = createHash('sha256');
        return {
          write: (chunk) => void hash.update(chunk),
          async end() {
            received.push(sopInstanceUid);
            digests.set(sopInstanceUid, hash.digest('hex'));
            return answer?.(sopInstanceUid) ?? { status: 0 };
          },
          abort: async () => undefined,
        };
      },
    },
    ...rest,
  });
  servers.push({ close: () => server.close(0) });
  return { port: server.port, received, digests, associations: () => associations };
}

/** Stands between sender and peer and cuts connections, each after as many bytes as it is told; then no more. */
async function cutBetween(port: number, cuts: number[]): Promise<number> {
  const sockets = new Set<Socket>();
  const proxy: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const cutAt = cuts.shift() ?? Number.POSITIVE_INFINITY;
    let passed = 0;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.on('data', (chunk) => {
      passed += chunk.length;
      if (passed < cutAt) far.write(chunk);
      else for (const socket of [near, far]) socket.destroy();
    });
    near.on('end', () => far.end());
    far.on('data', (chunk) => near.write(chunk));
    far.on('end', () => near.end());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  servers.push({
    close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  });
  const address = proxy.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function send(port: number, files: readonly DicomFile[]) {
  const pauses: number[] = [];
  const outcomes: string[] = [];
  const target = { host: '127.0.0.1', port, calledAet: 'PEER', callingAet: 'TEST' };
  const pause = async (ms: number) => void pauses.push(ms);
  for await (const outcome of sendFiles(files, { target, pause })) {
    const { kind, file } = outcome;
    const reason = kind === 'failed' ? ` ${outcome.code}` : '';
    outcomes.push(`${file.sopInstanceUid} ${kind}${reason}${outcome.status ? ` ${outcome.status.toString(16)}` : ''}`);
  }
  return { outcomes, pauses };
}

test('files arrive as they lie on the disk, in one association', async () => {
  for (const name of [1, 2, 3]) write(name, { pixelBytes: name * 700_001 + (name % 2) });
  write(4, { sopClassUid: mr });
  const peer = await listen();
  const files = await scan();
  const { outcomes } = await send(peer.port, files);
  expect(outcomes).toEqual(['2.25.1 sent', '2.25.2 sent', '2.25.3 sent', '2.25.4 sent']);
  expect(peer.associations()).toBe(1);
  for (const { path, sopInstanceUid } of files) {
    const { dataSetBytes } = parsePart10(readFileSync(path)).value;
    expect(peer.digests.get(sopInstanceUid)).toBe(createHash('sha256').update(dataSetBytes).digest('hex'));
  }
});

test('after an object that is refused, the next is sent; a warning counts as sent', async () => {
  for (const name of [1, 2, 3]) write(name);
  const statuses = new Map([
    ['2.25.1', 0xa700],
    ['2.25.2', 0xb007],
  ]);
  const peer = await listen({ answer: (uid) => ({ status: statuses.get(uid) ?? 0 }) });
  const { outcomes } = await send(peer.port, await scan());
  expect(outcomes).toEqual(['2.25.1 failed refused a700', '2.25.2 sent b007', '2.25.3 sent']);
  expect(peer.associations()).toBe(1);
});

test('an object of a kind that the peer does not take fails by itself', async () => {
  write(1, { sopClassUid: mr });
  write(2);
  const accept: DimseServerOptions<undefined>['accept'] = (request) => {
    const taken = request.contexts.filter(({ abstractSyntax }) => abstractSyntax === ct);
    return acceptAll({ ...request, contexts: taken });
  };
  const { outcomes } = await send((await listen({ accept })).port, await scan());
  expect(outcomes).toEqual(['2.25.1 failed context-not-accepted', '2.25.2 sent']);
});

describe('when an association is lost', () => {
  test('another is opened and the object under way is sent again', async () => {
    for (const name of [1, 2, 3]) write(name, { pixelBytes: 300_000 });
    const peer = await listen();
    const port = await cutBetween(peer.port, [450_000]);
    const { outcomes, pauses } = await send(port, await scan());
    expect(outcomes).toEqual(['2.25.1 sent', '2.25.2 sent', '2.25.3 sent']);
    expect(peer.received).toEqual(['2.25.1', '2.25.2', '2.25.3']);
    expect(pauses).toEqual([500]);
  });

  test('by one object again and again, that object is given up and the next is sent', async () => {
    write(1, { pixelBytes: 300_000 });
    write(2);
    const peer = await listen();
    const port = await cutBetween(peer.port, [200_000, 200_000, 200_000]);
    const { outcomes, pauses } = await send(port, await scan());
    expect(outcomes).toEqual(['2.25.1 failed connection-lost', '2.25.2 sent']);
    expect(pauses).toEqual([500, 1_000]);
  });

  test('and the peer stays away, everything left fails after a bounded time', async () => {
    for (let name = 1; name <= 9; name += 1) write(name, { pixelBytes: 10_000 });
    const peer = await listen();
    const port = await cutBetween(peer.port, Array(50).fill(600));
    const { outcomes, pauses } = await send(port, await scan());
    expect(outcomes).toHaveLength(9);
    expect(outcomes.map((outcome) => outcome.replace(/^\S+ /, ''))).toEqual(Array(9).fill('failed connection-lost'));
    expect(pauses).toEqual(reconnectPausesMs);
  });
});

test('a peer that was never there, or does not want us, is not asked again', async () => {
  write(1);
  write(2);
  const nobody = createServer().listen(0, '127.0.0.1');
  await once(nobody, 'listening');
  const address = nobody.address();
  nobody.close();
  const away = await send(typeof address === 'object' ? (address?.port ?? 0) : 0, await scan());
  expect(away.outcomes).toEqual(['2.25.1 failed connection-failed', '2.25.2 failed connection-failed']);
  const accept = () => ({ kind: 'reject', result: 1, source: 1, reason: 7 }) as const;
  const unwelcome = await send((await listen({ accept })).port, await scan());
  expect(unwelcome.outcomes).toEqual(['2.25.1 failed association-rejected', '2.25.2 failed association-rejected']);
  expect([away.pauses, unwelcome.pauses]).toEqual([[], []]);
});

test('a file that goes away meanwhile fails by itself', async () => {
  for (const name of [1, 2, 3]) write(name);
  const peer = await listen();
  const files = await scan();
  rmSync(join(folder, '2.dcm'));
  const { outcomes } = await send(peer.port, files);
  expect(outcomes).toEqual(['2.25.1 sent', '2.25.2 failed file-unreadable', '2.25.3 sent']);
  expect(peer.associations()).toBe(1);
});

describe.skipIf(!hasStorescp)('storescp (skipped: DCMTK is not installed)', () => {
  test('receives every file, a deflated one of odd length too', async () => {
    for (const name of [1, 2]) write(name, { pixelBytes: 1_200_000 });
    writeDeflated();
    const files = await scan();
    const inbox = join(folder, 'inbox');
    mkdirSync(inbox);
    const port = await findFreePort();
    const scp = await startPeerListener('storescp', ['+xa', '-od', inbox, String(port)], port);
    servers.push({ close: () => scp.kill() });
    const { outcomes } = await send(port, files);
    expect(outcomes).toEqual(['2.25.1 sent', '2.25.2 sent', '2.25.3 sent']);
    expect(readdirSync(inbox)).toHaveLength(3);
  });

  function writeDeflated(): void {
    const transferSyntaxUid = deflatedExplicitVrLittleEndian.uid;
    const meta = encodeFileMeta({ sopClassUid: ct, sopInstanceUid: '2.25.3', transferSyntaxUid });
    for (let length = 1; ; length += 1) {
      const values = { SOPClassUID: ct, SOPInstanceUID: '2.25.3', StudyDescription: 'x'.repeat(length) };
      const deflated = deflateRawSync(encodeDataSet(buildDataSet(values), explicitVrLittleEndian));
      if (deflated.length % 2 === 0) continue;
      writeFileSync(join(folder, '3.dcm'), Buffer.concat([meta, deflated]));
      return;
    }
  }
});
