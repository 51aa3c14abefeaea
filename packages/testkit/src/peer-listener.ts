/** Foreign programs that listen for connections: DCMTK's `storescp`, `dcmqrscp`, Orthanc. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { peerEnvironment } from './peer-program.ts';

/** None of these programs says when it listens, so it is asked this often; milliseconds. */
const askEveryMs = 20;

/** Below the ports that Linux gives to connections going out, one of which would take a port before the program does. */
const freePorts = { from: 10_240, to: 32_768 };

/** Returns a port of the loopback address that nobody listens on, and that no connection going out will take. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(freePorts.from, freePorts.to);
    const server = createServer();
    server.listen({ host: '127.0.0.1', port });
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Starts a program and resolves when it takes connections on the port; rejects when it ends before. */
export async function startPeerListener(
  program: string,
  args: readonly string[],
  port: number,
  folder?: string,
): Promise<ChildProcess> {
  const child = spawn(program, args, { env: peerEnvironment, stdio: 'ignore', cwd: folder });
  await untilListening(child, port);
  return child;
}

/** Resolves when a program takes connections on a port; rejects when it has ended. */
export async function untilListening(child: ChildProcess, port: number): Promise<void> {
  let hasFailed = false;
  child.once('error', () => {
    hasFailed = true;
  });
  while (!(await isListening(port))) {
    if (hasFailed || child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${child.spawnfile} ended before it listened`);
    await delay(askEveryMs);
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
