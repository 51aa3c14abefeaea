/** Scanners as they are asked: commands, ClamAV's own daemon where the machine has it, and daemons that answer wrongly. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { absenceOf, findMissingPrograms } from '@isocenter/testkit/peer-program';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { scannedOnTheWay } from './on-the-way.ts';
import { type ScannerSettings, scan } from './scan.ts';

const mark = 'TEST-VIRUS';
const timeoutMs = 20_000;
const maxStreamBytes = 1 << 20;
const signal = new AbortController().signal;

async function* piecesOf(...pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces) yield Buffer.from(piece as Uint8Array); // text or bytes alike
}

const clean = () => piecesOf('nothing ', '', 'in it', new Uint8Array(300_000));
const marked = () => piecesOf('before', `${mark.slice(0, 4)}`, `${mark.slice(4)} after`);

const missing = findMissingPrograms('clamd');

describe.skipIf(missing.length > 0)(`clamd${absenceOf(missing)}`, () => {
  const dir = mkdtempSync(join(tmpdir(), 'isocenter-clamd-'));
  const path = join(dir, 'clamd.ctl');
  let daemon: ChildProcess;
  let proxy: Server;

  beforeAll(async () => {
    // Target 0: any file; anywhere in it; the text in hexadecimal digits.
    writeFileSync(join(dir, 'test.ndb'), `Test.Marked:0:*:${Buffer.from(mark).toString('hex')}\n`);
    const lines = [
      `LocalSocket ${path}`,
      `DatabaseDirectory ${dir}`,
      `StreamMaxLength ${maxStreamBytes}`,
      'Foreground yes',
    ];
    writeFileSync(join(dir, 'clamd.conf'), `${lines.join('\n')}\n`);
    daemon = spawn('clamd', ['-c', join(dir, 'clamd.conf')], { stdio: 'ignore' });
    await vi.waitUntil(() => existsSync(path), { timeout: 60_000 });
    proxy = createServer((client) => {
      const server = connect(path);
      client.pipe(server).pipe(client);
      for (const socket of [client, server]) socket.on('error', () => undefined);
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(async () => {
    proxy.close();
    daemon.kill();
    await once(daemon, 'exit');
    rmSync(dir, { recursive: true, force: true });
  });

  const places = () => [path, `127.0.0.1:${(proxy.address() as AddressInfo).port}`];

  test('lets pass what is clean and finds what is not, over a socket and over TCP', async () => {
    for (const clamd of places()) {
      const settings = { command: [], clamd, timeoutMs };
      expect(await scan(settings, clean(), { signal })).toBe('clean');
      expect(await scan(settings, marked(), { signal })).toBe('found');
      expect(await scan(settings, piecesOf(), { signal })).toBe('clean');
    }
  });

  test('lets nothing pass that is longer than it takes', async () => {
    for (const clamd of places()) {
      const long = piecesOf(...Array.from({ length: 64 }, () => new Uint8Array(maxStreamBytes / 16)));
      expect(await scan({ command: [], clamd, timeoutMs }, long, { signal })).toBe('failed');
    }
  });

  test('comes before a command', async () => {
    const settings = { command: ['/bin/false'], clamd: path, timeoutMs };
    expect(await scan(settings, clean(), { signal })).toBe('clean');
  });
});

describe('a daemon', () => {
  let daemon: Server | undefined;
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    daemon?.close();
  });

  async function listen(answer: (socket: Socket) => void): Promise<ScannerSettings> {
    daemon = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      answer(socket);
    });
    await once(daemon.listen(0, '127.0.0.1'), 'listening');
    const { port } = daemon.address() as AddressInfo;
    return { command: [], clamd: `127.0.0.1:${port}`, timeoutMs: 500 };
  }

  test.each<[string, (socket: Socket) => void]>([
    ['hangs up', (socket) => socket.destroy()],
    ['hangs up in the middle', (socket) => socket.once('data', () => socket.destroy())],
    ['says nothing', (socket) => socket.resume()],
    ['does not even read', () => undefined],
    ['says something else', (socket) => socket.resume().write('stream: OKAY\0')],
    ['says it of something else', (socket) => socket.resume().write('stream: x ERROR stream: OK\0')],
    ['does not end its line', (socket) => socket.resume().end('stream: OK')],
    ['speaks without end', (socket) => socket.resume().write('x'.repeat(10_000))],
    ['lets pass what it has not read', (socket) => socket.once('data', () => socket.end('stream: OK\0'))],
  ])('that %s lets nothing pass', async (_, answer) => {
    const settings = await listen(answer);
    const endless = async function* () {
      for (let piece = 0; piece < 100; piece += 1) yield new Uint8Array(1 << 16);
    };
    expect(await scan(settings, endless(), { signal })).toBe('failed');
  });

  test('that is not there lets nothing pass', async () => {
    for (const clamd of ['/nowhere/clamd.ctl', '127.0.0.1:1', '[::1]:1']) {
      expect(await scan({ command: [], clamd, timeoutMs }, clean(), { signal })).toBe('failed');
    }
  });

  test('is let go where the file breaks off, or nobody waits for it any more', async () => {
    const settings = { ...(await listen((socket) => socket.resume())), timeoutMs };
    const broken = async function* () {
      yield new Uint8Array(10);
      throw new Error('broken off');
    };
    await expect(scan(settings, broken(), { signal })).rejects.toThrow('broken off');
    const stopping = new AbortController();
    const asked = scan(settings, clean(), { signal: stopping.signal });
    stopping.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
    await expect.poll(() => sockets.every(({ readyState }) => readyState === 'closed')).toBe(true);
  });
});

describe('a file that is scanned on its way', () => {
  const grep = ['/bin/sh', '-c', 'grep -q "$0"; case $? in 0) exit 1;; 1) exit 0;; *) exit 2;; esac', mark];
  const through = async (command: readonly string[], bytes: AsyncIterable<Uint8Array>) => {
    const taken: Uint8Array[] = [];
    for await (const chunk of scannedOnTheWay({ command, timeoutMs }, bytes)) taken.push(Uint8Array.from(chunk));
    return Buffer.concat(taken);
  };

  test('comes whole where it is clean, and never to its end where it is not', async () => {
    const long = Buffer.alloc(3_000_000, 'abcdefg');
    const pieces = Array.from({ length: 30 }, (_, at) => long.subarray(at * 100_000, (at + 1) * 100_000));
    expect((await through(grep, piecesOf(...pieces))).equals(long)).toBe(true);
    await expect(through(grep, piecesOf(...pieces, mark, ...pieces))).rejects.toMatchObject({ code: 'virus-found' });
    const failing = [['/nowhere/scanner'], ['/bin/sh', '-c', 'exit 2'], ['/bin/sh', '-c', 'cat >/dev/null; exit 2']];
    for (const command of failing) {
      await expect(through(command, piecesOf(...pieces))).rejects.toMatchObject({ code: 'scanner-failed' });
    }
  });

  test('passes on why it broke off, and leaves no scanner behind', async () => {
    const broken = async function* () {
      yield new Uint8Array(10);
      throw new Error('broken off');
    };
    await expect(through(['/bin/sh', '-c', 'sleep 600'], broken())).rejects.toThrow('broken off');
    const unread = scannedOnTheWay({ command: ['/bin/sh', '-c', 'sleep 600'], timeoutMs: 600_000 }, clean());
    await unread.next();
    await unread.return();
  });
});
